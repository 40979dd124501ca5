"""What a database says of a failure, told as one of scorer's errors; passwords stay out of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from scorer.errors import (
    StoreConnectionError,
    StoreError,
    StoreFormatError,
    StoreFullError,
    StoreLockedError,
    StoreReadOnlyError,
)
from scorer.store.address import Address

_LOCKED = "another process kept it locked for too long; nothing is lost, run the same command again"
_FULL = "no room on its disk; the transaction was undone as a whole, make room and run it again"
_WRITE = "it may not be written by this user; look at its owner, its folder and its permissions"

_SQLITE: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_BUSY: (StoreLockedError, _LOCKED),
    sqlite3.SQLITE_LOCKED: (StoreLockedError, _LOCKED),
    sqlite3.SQLITE_PROTOCOL: (StoreLockedError, _LOCKED),
    sqlite3.SQLITE_FULL: (StoreFullError, _FULL),
    sqlite3.SQLITE_READONLY: (StoreReadOnlyError, _WRITE),
    sqlite3.SQLITE_PERM: (StoreReadOnlyError, _WRITE),
    sqlite3.SQLITE_AUTH: (StoreReadOnlyError, _WRITE),
    sqlite3.SQLITE_CANTOPEN: (
        StoreReadOnlyError,
        "it cannot be opened: look at its folder and its permissions",
    ),
    sqlite3.SQLITE_NOTADB: (
        StoreFormatError,
        "it is no SQLite database; it was left as it is, name another file",
    ),
    sqlite3.SQLITE_CORRUPT: (
        StoreFormatError,
        "it is damaged; take the last backup, or begin a new store and score again",
    ),
}
"""By primary result code (https://www.sqlite.org/rescode.html)."""

_POSTGRES: tuple[tuple[str, type[StoreError], str], ...] = (
    ("28", StoreConnectionError, "the server refuses this user or password"),
    ("3D000", StoreConnectionError, "the server has no such database; make it with createdb"),
    ("42501", StoreReadOnlyError, "this user may not do that there; see GRANT"),
    ("25006", StoreReadOnlyError, "the database takes no writes now (a replica, or read-only)"),
    ("53100", StoreFullError, _FULL),
    ("40001", StoreLockedError, _LOCKED),
    ("40P01", StoreLockedError, _LOCKED),
    ("55P03", StoreLockedError, _LOCKED),
    ("57014", StoreLockedError, _LOCKED),
    ("53300", StoreConnectionError, "the server has no connection left"),
    (
        "57P",
        StoreConnectionError,
        "the server stopped, or is starting; run the same command again",
    ),
    ("08", StoreConnectionError, "the connection was lost; run the same command again"),
)
"""By the beginning of the SQLSTATE (PostgreSQL's manual, appendix A)."""

AGAIN = frozenset({"40001", "40P01"})
"""SQLSTATEs of a transaction that may simply be tried again: serialisation, deadlock."""


@contextmanager
def told(address: Address) -> Iterator[None]:
    """Tell failures of the database as :class:`scorer.errors.StoreError`.

    Parameters
    ----------
    address : Address
        What the message is about.

    Raises
    ------
    StoreError
        Of the class that fits; chained to nothing, as the cause may hold a password.
    """
    try:
        yield
    except DBAPIError as error:
        raise _told(address, error) from None
    except sqlite3.Error as error:  # from outside a statement: a backup, a pragma
        raise _sqlite(address, error) from None
    except SQLAlchemyError as error:
        raise StoreError(
            f"the store {address}: {_one_line(address, str(error))}; nothing is lost"
        ) from None


def sqlstate(error: BaseException) -> str | None:
    """Return the SQLSTATE of an error that PostgreSQL raised; None for all others.

    Parameters
    ----------
    error : BaseException
    """
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return state if isinstance(state, str) else None


def _told(address: Address, error: DBAPIError) -> StoreError:
    """The error of a failed statement or connection."""
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite(address, error.orig)
    state = sqlstate(error)
    why = _one_line(address, str(error.orig))
    for prefix, kind, what in _POSTGRES:
        if state is not None and state.startswith(prefix):
            return kind(f"the store {address}: {what} ({why})")
    # psycopg gives no SQLSTATE where a connection could not be made, or broke
    if address.kind == "postgresql" and (state is None or error.connection_invalidated):
        if "password" in why or "authentication" in why:
            what = "the server refuses this user or password"
        elif "does not exist" in why and "database" in why:
            what = "the server has no such database; make it with createdb"
        else:
            what = "the server cannot be reached; is it up, and are host and port right?"
        return StoreConnectionError(f"the store {address}: {what} ({why})")
    return StoreError(f"the store {address}: {why}; nothing is lost")


def _sqlite(address: Address, error: sqlite3.Error) -> StoreError:
    """The error of an SQLite result code."""
    code = getattr(error, "sqlite_errorcode", None)
    kind, what = _SQLITE.get((code or 0) & 0xFF, (StoreError, ""))
    why = _one_line(address, str(error))
    if not what:
        return StoreError(
            f"the store {address}: {why}; nothing is lost, look at its disk and run it again"
        )
    return kind(f"the store {address}: {what} ({why})")


def _one_line(address: Address, text: str) -> str:
    """The database's own words on one line, without the password should they repeat it."""
    password = None if address.url is None else make_url(address.url).password
    if password:
        text = text.replace(str(password), "***")
    words = " ".join(text.split())
    return words if len(words) <= 300 else f"{words[:300]}..."
