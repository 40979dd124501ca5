"""The engine of a store: SQLite in one file that several processes write, or PostgreSQL."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.pool import ConnectionPoolEntry

from scorer.errors import StoreError, StoreFormatError, StoreNotFoundError, StoreReadOnlyError
from scorer.store.address import Address

BUSY_SECONDS = 30.0
"""How long a writer waits for another: a transaction takes milliseconds, a migration seconds."""

CACHE_KIB = 64 * 1024
"""Pages that SQLite keeps in memory: the upper levels of the bands of a million fingerprints."""

CONNECT_SECONDS = 10
SYNCHRONOUS = "FULL"
"""A checkpoint of a run vouches for rows that are on the disk."""

READ = {"scorer_read": True}
"""Execution options of a transaction that only reads, and so waits for nobody."""

_MAGIC = b"SQLite format 3\0"


def make_engine(address: Address, *, create: bool, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """Make the engine of a store; nothing is opened yet.

    Parameters
    ----------
    address : Address
    create : bool
        Whether a file that does not exist is made.
    busy_seconds : float
        How long to wait for the lock of another process.

    Returns
    -------
    sqlalchemy.Engine
        To be disposed of by the caller.

    Raises
    ------
    StoreNotFoundError
        The file, or its folder, does not exist.
    StoreFormatError
        The file is no SQLite database.
    StoreReadOnlyError
        It may not be read.
    """
    if address.path is None:
        return _postgres(address, busy_seconds)
    check_file(address.path, create=create)
    url = URL.create("sqlite", database=str(address.path))
    engine = create_engine(url, connect_args={"timeout": busy_seconds})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def check_file(path: Path, *, create: bool) -> None:
    """Find out by its first bytes whether a file may be a store; SQLite would find out late."""
    try:
        if path.is_dir():
            raise StoreFormatError(f"the store {path} is a folder; name a file")
        if not path.exists():
            if not create:
                raise StoreNotFoundError(
                    f"there is no store {path}; 'scorer score --store {path}' makes one"
                )
            if not path.absolute().parent.is_dir():
                raise StoreNotFoundError(
                    f"the store {path} cannot be made: there is no folder {path.parent}"
                )
            return
        if not path.is_file():
            raise StoreFormatError(f"the store {path} is no file: a device or a pipe keeps nothing")
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        why = error.strerror or type(error).__name__
        if isinstance(error, StoreError):
            raise
        raise StoreReadOnlyError(f"the store {path} cannot be read: {why}") from error
    if head and head != _MAGIC:
        raise StoreFormatError(
            f"the store {path} is no SQLite database; it was left as it is, name another file"
        )


def _postgres(address: Address, busy_seconds: float) -> Engine:
    """The engine of a server; one connection, tested before use."""
    from sqlalchemy.engine import make_url

    url = make_url(address.url or "")
    given: dict[str, Any] = {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "scorer",
        "options": f"-c lock_timeout={int(busy_seconds * 1000)}",
    }
    arguments = {key: value for key, value in given.items() if key not in url.query}
    return create_engine(url, pool_pre_ping=True, pool_size=1, connect_args=arguments)


def _prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    """Set up a connection, with transactions by hand; nothing here changes the file."""
    connection.isolation_level = None
    run = connection.execute
    run(f"PRAGMA synchronous = {SYNCHRONOUS}")
    run("PRAGMA foreign_keys = ON")
    run(f"PRAGMA cache_size = -{CACHE_KIB}")


def prepare_new(connection: sqlite3.Connection) -> None:
    """Set up an empty file for good: a prune gives room back; readers read while one writes."""
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # has no effect once there are tables
    connection.execute("PRAGMA journal_mode = WAL").fetchall()


def _begin(connection: Connection) -> None:
    """Take the lock of writers at the start: one that is taken later can fail half-way."""
    is_read = connection.get_execution_options().get("scorer_read")
    connection.exec_driver_sql("BEGIN" if is_read else "BEGIN IMMEDIATE")
