"""Each test of what a store promises runs on SQLite, and with ``-m postgres`` on PostgreSQL."""

from __future__ import annotations

import importlib
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store import server as servers
from tests.store.server import Server

NEEDED = bool(os.environ.get("SCORER_NEEDS_POSTGRES"))
"""Set in CI: a part that is not there fails the tests instead of skipping them."""

_numbers = itertools.count()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip this folder where the extra is not installed."""
    here = Path(__file__).parent
    missing = [name for name in ("sqlalchemy", "alembic") if not _has(name)]
    if missing and not NEEDED:
        why = f"{' and '.join(missing)} not installed: pip install 'scorer[store]'"
        for item in items:
            if here in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=why))


def _has(module: str) -> bool:
    try:
        importlib.import_module(module)
    except ImportError:
        return False
    return True


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A real server, with a password and no other protection than that."""
    found = servers.programs()
    why = None
    if not _has("psycopg"):
        why = "psycopg is not installed: pip install 'scorer[postgres]'"
    elif found is None:
        why = "no PostgreSQL server here: apt-get install postgresql"
    if why is not None or found is None:
        (pytest.fail if NEEDED else pytest.skip)(why or "")
    made = Server(found)
    try:
        made.make()
        made.start()
        yield made
        made.stop("immediate")
    finally:
        made.remove()


def new_database(server: Server) -> str:
    """Make an empty database and return its address."""
    name = f"run_{next(_numbers)}"
    server.sql(f"CREATE DATABASE {name}")
    return server.url(name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store that is still to be made."""
    if request.param == "sqlite":
        return str(tmp_path / "run.db")
    server: Server = request.getfixturevalue("server")
    return new_database(server)


@pytest.fixture(autouse=True)
def _in_memory_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no disk: what a loss of power would cost is not tested in this process."""
    if _has("sqlalchemy"):
        from scorer.store import engine

        monkeypatch.setattr(engine, "SYNCHRONOUS", "OFF")
