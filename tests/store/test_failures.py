"""What can be wrong with a store: a typed error each, with a stable code, and nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from scorer import errors
from scorer.store import engine as engines
from scorer.store import open_store, upgrade_store
from tests.store.conftest import new_database
from tests.store.made import scored
from tests.store.server import PASSWORD, QUOTED, Server


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A file with 20 articles."""
    path = tmp_path / "run.db"
    with open_store(path) as store:
        store.put_scores([scored(number) for number in range(20)])
    return path


def count(path: str | Path) -> int:
    with open_store(path, create=False) as store:
        return store.info().articles


def test_locked_for_too_long(filled: Path) -> None:
    with closing(sqlite3.connect(filled, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with open_store(filled, busy_seconds=0.05) as store:
            with pytest.raises(errors.StoreLockedError, match="another process") as caught:
                store.put_scores([scored(99)])
            assert caught.value.code == "E605"
            assert store.info().articles == 20  # readers do not wait
            other.execute("ROLLBACK")
            store.put_scores([scored(99)])
    assert count(filled) == 21


def test_a_full_disk(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare = engines._prepare

    def small(connection: sqlite3.Connection, record: object) -> None:
        prepare(connection, record)  # type: ignore[arg-type]
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    monkeypatch.setattr(engines, "_prepare", small)
    with open_store(filled) as store:
        with pytest.raises(errors.StoreFullError, match="no room") as caught:
            store.put_scores([scored(number) for number in range(100, 300)])
        assert caught.value.code == "E606"
        assert store.info().articles == 20
    monkeypatch.undo()
    with open_store(filled) as store:
        assert store.put_scores([scored(number) for number in range(100, 300)]).new == 200


@contextmanager
def small_disk() -> Iterator[Path]:
    """A file system of 400 kB."""
    place = Path(tempfile.mkdtemp(prefix="scorer-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)]
    done = subprocess.run(mount, capture_output=True, check=False)
    if done.returncode != 0:
        place.rmdir()
        pytest.skip("no file system can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)
        place.rmdir()


def test_a_disk_that_is_really_full() -> None:
    with small_disk() as place:
        path = place / "run.db"
        with open_store(path) as store:
            store.put_scores([scored(1)])

            def fill() -> None:
                for start in range(100, 5_000, 100):
                    store.put_scores([scored(number) for number in range(start, start + 100)])

            with pytest.raises(errors.StoreFullError):
                fill()
        with open_store(path) as store:
            rows = list(store.rows())
            assert len(rows) % 100 == 1  # whole batches
            assert len(rows) == store.info().articles


@contextmanager
def nobody() -> Iterator[Path]:
    """A folder that this test may read and not write, if need be as another user."""
    place = Path(tempfile.mkdtemp(prefix="scorer-ro-"))
    is_root = os.geteuid() == 0
    try:
        yield place
    finally:
        if is_root:
            os.seteuid(0)
        place.chmod(0o700)
        shutil.rmtree(place)


@pytest.mark.parametrize("what", ["folder", "file", "hidden"])
def test_a_store_that_may_not_be_written(what: str) -> None:
    with nobody() as place:
        path = place / "run.db"
        with open_store(path) as store:
            store.put_scores([scored(number) for number in range(20)])
            key = scored(99)
        data = path.read_bytes()
        path.chmod(0o000 if what == "hidden" else 0o444)
        place.chmod(0o755 if what == "file" else 0o555)
        if os.geteuid() == 0:
            os.seteuid(65534)
        with pytest.raises(errors.StoreReadOnlyError) as caught, open_store(path) as store:
            store.put_scores([key])
        assert caught.value.code == "E607"
        if os.getuid() == 0:
            os.seteuid(0)
        assert path.read_bytes() == data


@pytest.mark.parametrize(
    "data",
    [b"A letter.\n", b"\x89PNG\r\n\x1a\n" + b"\0" * 9000, b"SQLite format 4\0" + b"\0" * 200],
)
def test_a_file_that_is_no_database(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(data)
    for step in (open_store, upgrade_store):
        with pytest.raises(errors.StoreFormatError, match="no SQLite database") as caught:
            step(path)
        assert caught.value.code == "E603"
    assert path.read_bytes() == data
    assert [item.name for item in tmp_path.iterdir()] == ["letter.db"]


def test_a_header_with_nothing_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "cut.db"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with pytest.raises(errors.StoreFormatError):
        open_store(path)
    assert path.read_bytes() == b"SQLite format 3\0" + b"\xff" * 5000


def test_a_damaged_store(filled: Path) -> None:
    data = bytearray(filled.read_bytes())
    for page in range(4096, len(data), 4096):
        data[page : page + 64] = b"\xff" * 64
    filled.write_bytes(data)
    with pytest.raises(errors.StoreFormatError, match="damaged") as caught:
        open_store(filled)
    assert "backup" in str(caught.value)
    assert filled.read_bytes() == bytes(data)


def test_a_store_cut_in_the_middle(filled: Path) -> None:
    data = filled.read_bytes()
    filled.write_bytes(data[: len(data) // 2])
    with pytest.raises(errors.StoreFormatError), open_store(filled) as store:
        store.put_scores([scored(number) for number in range(50)])


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda url: url.replace(QUOTED, "hushhush"), "refuses this user or password"),
        (lambda url: url.replace("scorer:", "nobody:"), "refuses this user or password"),
        (lambda url: url.rpartition("/")[0] + "/none", "no such database"),
        (lambda url: url.replace("127.0.0.1", "127.0.0.1:1@", 1).replace("@:", ":", 1), None),
    ],
)
def test_a_server_that_refuses(server: Server, change: object, what: str | None) -> None:
    url = change(server.url())  # type: ignore[operator]
    kind = errors.StoreConnectionError if what else errors.StoreAddressError
    with pytest.raises(kind, match=what) as caught:
        open_store(url)
    assert "hushhush" not in str(caught.value)
    assert PASSWORD not in str(caught.value)
    assert QUOTED not in str(caught.value)


@pytest.mark.parametrize("port", [1, 9])
def test_no_server(port: int) -> None:
    pytest.importorskip("psycopg", reason="needs the extra [postgres]")
    with pytest.raises(errors.StoreConnectionError, match="cannot be reached") as caught:
        open_store(f"postgresql://u:hushhush@127.0.0.1:{port}/d")
    assert caught.value.code == "E608"
    assert "hushhush" not in str(caught.value)


def test_a_traceback_holds_no_password() -> None:
    pytest.importorskip("psycopg", reason="needs the extra [postgres]")
    done = subprocess.run(
        [sys.executable, "-m", "scorer", "store", "info", "postgresql://u:hushhush@127.0.0.1:1/d"],
        capture_output=True, text=True, check=False, env={**os.environ, "SCORER_DEBUG": "1"},
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" in done.stderr
    assert "hushhush" not in done.stderr + done.stdout


@pytest.mark.postgres
def test_a_server_that_goes_down_and_comes_back(server: Server) -> None:
    url = new_database(server)
    with open_store(url) as store:
        store.put_scores([scored(number) for number in range(20)])
        server.stop("immediate")
        try:
            with pytest.raises(errors.StoreConnectionError) as caught:
                store.put_scores([scored(number) for number in range(20, 40)])
            assert PASSWORD not in str(caught.value)
            with pytest.raises(errors.StoreConnectionError):
                open_store(url)
        finally:
            server.start()
        assert store.put_scores([scored(number) for number in range(20, 40)]).new == 20
    assert count(url) == 40


@pytest.mark.postgres
def test_a_user_who_may_only_read(server: Server) -> None:
    url = new_database(server)
    name = url.rpartition("/")[2]
    with open_store(url) as store:
        store.put_scores([scored(1)])
    server.sql("CREATE ROLE reader LOGIN PASSWORD 'r'")
    server.sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", name)
    reader = f"postgresql://reader:r@127.0.0.1:{server.port}/{name}"
    with open_store(reader) as store:
        assert store.info().articles == 1
        with pytest.raises(errors.StoreReadOnlyError, match="GRANT"):
            store.put_scores([scored(2)])
    empty = new_database(server).rpartition("/")[2]
    with pytest.raises(errors.StoreReadOnlyError):
        open_store(reader.replace(name, empty))
    server.sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with open_store(url) as store, pytest.raises(errors.StoreReadOnlyError, match="read-only"):
        store.put_scores([scored(2)])


@pytest.mark.postgres
def test_a_lock_that_another_session_keeps(server: Server) -> None:
    import psycopg

    url = new_database(server)
    with open_store(url, busy_seconds=0.2) as store:
        store.put_scores([scored(1)])
        with psycopg.connect(url) as other:
            other.execute("LOCK TABLE scorer_article IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(errors.StoreLockedError):
                store.put_scores([scored(2)])
        store.put_scores([scored(2)])
    assert count(url) == 2
