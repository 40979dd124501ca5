"""Open a store: make an empty one, refuse what is none, bring up an older one only where asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy.engine import Connection

from scorer._version import __version__
from scorer.errors import StoreNotFoundError
from scorer.store import migrate
from scorer.store.address import Address
from scorer.store.database import Database
from scorer.store.engine import BUSY_SECONDS, make_engine, prepare_new
from scorer.store.tables import Meta


def opened(address: Address, *, create: bool, busy_seconds: float = BUSY_SECONDS) -> Database:
    """Open a store of the newest version.

    Parameters
    ----------
    address : Address
    create : bool
        Whether to make one where there is none.
    busy_seconds : float
        How long to wait for another process.

    Returns
    -------
    Database

    Raises
    ------
    StoreError
        It cannot be opened; nothing was changed.
    """

    def check(database: Database) -> None:
        with database.reading() as connection:
            found = migrate.check_version(connection, address)
        if found is None:
            if not create:
                raise StoreNotFoundError(
                    f"{address} is empty: 'scorer score --store {address}' makes a store there"
                )
            database.outside(prepare_new)
            database.write(lambda connection: _make(connection, database))

    return _guarded(address, check, create=create, busy_seconds=busy_seconds)


def upgraded(address: Address, *, busy_seconds: float = BUSY_SECONDS) -> tuple[str, str]:
    """Bring a store to the newest version, in one transaction.

    Parameters
    ----------
    address : Address
    busy_seconds : float

    Returns
    -------
    tuple of str
        Its version before, and now; the same where nothing was to be done.

    Raises
    ------
    StoreError
        There is none, it is newer than this scorer, or the database failed; nothing was changed.
    """
    versions: list[str] = []

    def work(connection: Connection) -> None:
        migrate.lock(connection)
        found = migrate.version_of(connection)
        if found is None:
            migrate.check_version(connection, address)  # tells what it is instead
            raise StoreNotFoundError(f"{address} is empty: there is nothing to upgrade")
        migrate.check_known(found, address)
        migrate.migrate(connection)
        versions[:] = [found, migrate.newest()]

    database = _guarded(
        address,
        lambda database: database.write(work),
        create=False,
        busy_seconds=busy_seconds,
    )
    database.close()
    return versions[0], versions[1]


def _guarded(
    address: Address, step: Callable[[Database], None], *, create: bool, busy_seconds: float
) -> Database:
    """Make the engine and take a first step, after whose failure nothing stays open."""
    engine = make_engine(address, create=create, busy_seconds=busy_seconds)
    database = Database(engine, address)
    try:
        step(database)
    except BaseException:
        database.close()
        raise
    return database


def _make(connection: Connection, database: Database) -> None:
    """Make the tables; another process may have been faster."""
    migrate.lock(connection)
    if migrate.check_version(connection, database.address) is not None:
        return
    migrate.migrate(connection)
    facts = {"made_by": f"scorer {__version__}", "made_at": datetime.now(UTC).isoformat()}
    rows = [{"name": name, "value": value} for name, value in facts.items()]
    connection.execute(database.upsert(Meta, ["name"]), rows)
