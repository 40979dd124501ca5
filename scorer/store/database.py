"""One open store: short transactions, its engine disposed of at the end."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from scorer.store.address import Address
from scorer.store.engine import READ
from scorer.store.faults import AGAIN, sqlstate, told
from scorer.store.tables import Base

T = TypeVar("T")
TRIES = 5
"""How often a transaction is tried that another one's order of work stopped."""


class Database:
    """Transactions on one store.

    Parameters
    ----------
    engine : sqlalchemy.Engine
    address : Address
    """

    def __init__(self, engine: Engine, address: Address) -> None:
        self.engine = engine
        self.address = address

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.address.kind == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads: it sees one state and waits for nobody."""
        with (
            told(self.address),
            self.engine.connect().execution_options(**READ) as connection,
            connection.begin(),
        ):
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do something in one transaction, wholly or not at all.

        Parameters
        ----------
        work : callable
            Gets the connection; it may be called again from its beginning where PostgreSQL broke
            a deadlock.

        Returns
        -------
        object
            What ``work`` returned.

        Raises
        ------
        StoreError
            The database failed; nothing was written.
        """
        with told(self.address):
            for attempt in range(1, TRIES + 1):
                try:
                    with self.engine.begin() as connection:
                        return work(connection)
                except DBAPIError as error:
                    if sqlstate(error) not in AGAIN or attempt == TRIES:
                        raise
                    time.sleep(0.05 * attempt)
        raise AssertionError("unreachable")

    def insert(self, model: type[Base]) -> Any:
        """Make an INSERT of the dialect, which has ``on_conflict_do_update``."""
        return sqlite.insert(model) if self.is_sqlite else postgresql.insert(model)

    def upsert(self, model: type[Base], keys: list[str]) -> Any:
        """Make an INSERT that takes the place of a row with the same keys.

        Parameters
        ----------
        model : class of :mod:`scorer.store.tables`
        keys : list of str
            Columns that tell rows apart.
        """
        insert = self.insert(model)
        names = [item.name for item in model.__table__.columns if item.name not in keys]
        return insert.on_conflict_do_update(
            index_elements=keys, set_={name: insert.excluded[name] for name in names}
        )

    def shrink(self) -> None:
        """Give free pages of a file back to the disk."""
        self.outside(lambda connection: connection.execute("PRAGMA incremental_vacuum").fetchall())

    def outside(self, work: Callable[[sqlite3.Connection], object]) -> None:
        """Do something with SQLite's own connection, outside any transaction."""
        with told(self.address), self.engine.connect() as connection:
            driver = connection.connection.driver_connection
            if isinstance(driver, sqlite3.Connection):
                work(driver)

    def close(self) -> None:
        """Close its connections."""
        self.engine.dispose()
