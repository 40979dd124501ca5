"""Versions of the tables: which one a store has, and how it gets to the newest, by Alembic.

There is neither ``alembic.ini`` nor ``env.py``: the versions lie in the package, and a store is
brought up by its own connection, in one transaction; killed half-way, it is as it was.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from scorer.errors import StoreFormatError, StoreVersionError
from scorer.store.address import Address
from scorer.store.tables import PREFIX, VERSION_TABLE

VERSIONS = Path(__file__).parent / "versions"
_LOCK = 0x73636F726572
"""Key of the advisory lock ("scorer") under which PostgreSQL's tables are made."""


def scripts() -> ScriptDirectory:
    """Return the versions that this package knows."""
    return ScriptDirectory(str(VERSIONS.parent), version_locations=[str(VERSIONS)])


def newest() -> str:
    """Return the version that this package writes.

    Examples
    --------
    >>> newest() >= "0001"
    True
    """
    head = scripts().get_current_head()
    if head is None:  # a wheel without its versions
        raise StoreVersionError("this installation of scorer lacks the versions of the store")
    return head


def version_of(connection: Connection) -> str | None:
    """Return a store's version.

    Parameters
    ----------
    connection : Connection

    Returns
    -------
    str or None
        None where there are no tables of scorer.
    """
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()


def check_version(connection: Connection, address: Address) -> str | None:
    """Find out whether this package can use a store as it is.

    Parameters
    ----------
    connection : Connection
        In a transaction.
    address : Address

    Returns
    -------
    str or None
        Its version, which is the newest; None where it is empty.

    Raises
    ------
    StoreVersionError
        It is older, or newer than this package.
    StoreFormatError
        It is a file of another program.
    """
    found = version_of(connection)
    if found is None:
        _check_foreign(connection, address)
        return None
    check_known(found, address)
    if found != newest():
        raise StoreVersionError(
            f"the store {address} has version {found}, this scorer writes {newest()}: "
            f"'scorer store upgrade {address}' brings it up (make a copy before), or use the "
            "scorer that wrote it; nothing was changed"
        )
    return found


def check_known(version: str, address: Address) -> None:
    """Refuse a store that a later scorer wrote."""
    if version not in {item.revision for item in scripts().walk_revisions()}:
        raise StoreVersionError(
            f"the store {address} has version {version}, which is newer than this scorer knows "
            f"({newest()}): update scorer; nothing was changed"
        )


def _check_foreign(connection: Connection, address: Address) -> None:
    """Refuse tables that are not ours: in a file, all of them; on a server, half a store."""
    names = inspect(connection).get_table_names()
    ours = [name for name in names if name.startswith(PREFIX)]
    if ours or (names and address.kind == "sqlite"):
        some = ", ".join(sorted(ours or names)[:3])
        raise StoreFormatError(
            f"the store {address} is a database of something else (its tables: {some}); it was "
            "left as it is, name another"
        )


def lock(connection: Connection) -> None:
    """Let one process at a time make or change tables; SQLite's transaction does so itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def migrate(connection: Connection, target: str = "head", *, is_down: bool = False) -> None:
    """Bring a store's tables to a version, in the connection's transaction.

    Parameters
    ----------
    connection : Connection
        In a transaction, which the caller ends.
    target : str
        A version, or ``head`` for the newest.
    is_down : bool
        Whether it is an earlier one, whose tables hold less; only tests go there.
    """
    known = scripts()

    def steps(found: Any, _: MigrationContext) -> Any:
        if is_down:
            return known._downgrade_revs(target, found)
        return known._upgrade_revs(target, found)

    with EnvironmentContext(Config(), known, fn=steps) as context:
        context.configure(
            connection=connection,
            version_table=VERSION_TABLE,
            transactional_ddl=True,
        )
        context.run_migrations()
