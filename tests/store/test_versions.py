"""Versions of the tables: older ones are upgraded on request, newer ones are left alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from scorer.errors import StoreFormatError, StoreNotFoundError, StoreVersionError
from scorer.store import address_of, open_store, upgrade_store
from scorer.store.database import Database
from scorer.store.engine import make_engine
from scorer.store.migrate import migrate, newest, scripts, version_of
from scorer.store.rows import KeptRow
from scorer.store.tables import VERSION_TABLE, Base
from tests.store.made import article, report, scored

FIRST = "0001"


@contextmanager
def database(url: str) -> Iterator[Database]:
    """A database by itself, of no version."""
    address = address_of(url)
    found = Database(make_engine(address, create=True), address)
    try:
        yield found
    finally:
        found.close()


def contents(connection: Connection) -> dict[str, Any]:
    """All that a database holds."""
    names = sorted(inspect(connection).get_table_names())
    return {
        name: sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}")).all()))
        for name in names
    }


def everything(url: str) -> dict[str, Any]:
    with database(url) as found, found.reading() as connection:
        return contents(connection)


def make_first(url: str) -> None:
    """A store of the first version, with articles in it, as the first scorer wrote them."""
    with database(url) as found:
        found.write(lambda connection: migrate(connection, FIRST))

        def fill(connection: Connection) -> None:
            connection.execute(
                text("INSERT INTO scorer_meta VALUES ('made_by', 'scorer 0.1'), ('model_id', 'm1')")
            )
            for number in range(1, 4):
                key, content = bytes([number]) * 16, bytes([number]) * 32
                connection.execute(
                    text(
                        "INSERT INTO scorer_article (no, key, text_key, id_key, id, source, "
                        "content, first_seen, last_seen) "
                        "VALUES (:no, :key, :no, :no, :id, 'one.example', :content, 1000, 2000)"
                    ),
                    {"no": number, "key": key, "content": content, "id": f"a{number}"},
                )
                connection.execute(
                    text(
                        "INSERT INTO scorer_score VALUES (:no, 'm1', 'scored', 55.0, 'mixed', "
                        ":row, 2000)"
                    ),
                    {"no": number, "row": KeptRow().row(report(article(number)))},
                )

        found.write(fill)


def test_the_first_version_is_brought_up_without_loss(url: str) -> None:
    make_first(url)
    before = everything(url)
    assert upgrade_store(url) == (FIRST, newest())
    after = everything(url)
    assert set(after) > set(before)
    for name in set(before) - {VERSION_TABLE}:
        assert after[name] == before[name]
    with open_store(url, create=False) as store:
        assert [row["score"] for row in store.rows()] == [55.0] * 3
        states = list(store.source_states())
        assert [(state.source, state.scored) for state in states] == [("one.example", 3)]
    assert upgrade_store(url) == (newest(), newest())


def test_an_older_store_is_not_changed_unasked(url: str) -> None:
    make_first(url)
    before = everything(url)
    with pytest.raises(StoreVersionError, match="scorer store upgrade") as caught:
        open_store(url)
    assert "se%20cret" not in str(caught.value)
    assert everything(url) == before


def test_a_newer_store_is_left_alone(url: str) -> None:
    with open_store(url) as store:
        store.put_scores([scored(1)])
    with database(url) as found:
        found.write(lambda c: c.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")))
    before = everything(url)
    for step in (open_store, upgrade_store):
        with pytest.raises(StoreVersionError, match="newer than this scorer") as caught:
            step(url)
        assert caught.value.code == "E604"
    assert everything(url) == before


def test_an_upgrade_that_fails_leaves_the_old_version(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_first(url)
    before = everything(url)
    from scorer.store import migrate as module

    def broken(connection: Connection, target: str = "head") -> None:
        migrate(connection, target)
        raise RuntimeError("the power went")

    monkeypatch.setattr(module, "migrate", broken)
    with pytest.raises(RuntimeError, match="power"):
        upgrade_store(url)
    monkeypatch.undo()
    assert everything(url) == before
    assert upgrade_store(url) == (FIRST, newest())


def test_the_models_are_what_the_versions_make(url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with open_store(url):
        pass
    with database(url) as found, found.reading() as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_every_version_can_be_left_again(url: str) -> None:
    known = [item.revision for item in scripts().walk_revisions()]
    assert len(known) >= 2
    with database(url) as found:
        found.write(migrate)
        found.write(lambda connection: migrate(connection, "base", is_down=True))
        with found.reading() as connection:
            assert set(inspect(connection).get_table_names()) == {VERSION_TABLE}
            assert version_of(connection) is None


def test_a_database_of_something_else(url: str) -> None:
    with database(url) as found:
        found.write(lambda c: c.execute(text("CREATE TABLE scorer_article (a integer)")))
    before = everything(url)
    for step in (open_store, upgrade_store):
        with pytest.raises(StoreFormatError, match="something else"):
            step(url)
    assert everything(url) == before


def test_a_server_may_hold_other_tables_a_file_may_not(url: str) -> None:
    with database(url) as found:
        found.write(lambda c: c.execute(text("CREATE TABLE invoices (a integer)")))
    if address_of(url).kind == "sqlite":
        with pytest.raises(StoreFormatError, match="invoices"):
            open_store(url)
    else:
        with open_store(url) as store:
            store.put_scores([scored(1)])
        assert "invoices" in everything(url)


def test_there_is_nothing_to_upgrade(url: str) -> None:
    with pytest.raises(StoreNotFoundError):
        upgrade_store(url)
    with pytest.raises(StoreNotFoundError):
        open_store(url, create=False)
