"""Where a store lies: a file of SQLite, or a database of a PostgreSQL server; never a password."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from scorer.errors import StoreAddressError

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]{0,40}):")
_POSTGRES = frozenset({"postgresql", "postgres", "postgresql+psycopg"})
_SECRET = frozenset({"password", "sslpassword", "passfile"})
_HOW = (
    "give a file (run.db, sqlite:///run.db) or a server "
    "(postgresql://user@host/database, the password in PGPASSWORD or ~/.pgpass)"
)


@dataclass(frozen=True, slots=True)
class Address:
    """A store's address.

    Parameters
    ----------
    kind : {"sqlite", "postgresql"}
    name : str
        What messages call it; without the password.
    path : Path or None
        The file of SQLite.
    url : str or None
        The server's address as SQLAlchemy takes it; it may hold a password, so it is never shown.
    """

    kind: Literal["sqlite", "postgresql"]
    name: str
    path: Path | None = None
    url: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return self.name


def address_of(text: str | Path) -> Address:
    """Read the address of a store.

    Parameters
    ----------
    text : str or Path
        A path (``run.db``), ``sqlite:///run.db`` (four slashes for an absolute path), or
        ``postgresql://user:password@host:port/database``.

    Returns
    -------
    Address

    Raises
    ------
    StoreAddressError
        It names no store: another kind of database, no file, a part that cannot be read.

    Examples
    --------
    >>> address_of("run.db").kind, address_of("sqlite:///out/run.db").path.name
    ('sqlite', 'run.db')
    >>> address_of("postgresql://ann:secret@db.example/news").name
    'postgresql://ann:***@db.example/news'
    """
    if isinstance(text, Path):
        return _file(str(text))
    if not text.strip():
        raise StoreAddressError(f"the address of the store is empty: {_HOW}")
    if "\0" in text:
        raise StoreAddressError(f"the address of the store holds a NUL character: {_HOW}")
    scheme = _SCHEME.match(text)
    # one letter is a drive, and "a:b.db" without slashes is a file as good as any
    if scheme is None or not text[scheme.end() :].startswith("//"):
        if scheme is not None and ("://" in text or scheme[1].lower() in _POSTGRES):
            raise StoreAddressError(
                f"the address of the store cannot be read, {scheme[1]}: needs two slashes: {_HOW}"
            )
        return _file(text)
    kind = scheme[1].lower()
    if kind in {"sqlite", "sqlite+pysqlite"}:
        return _sqlite(text[scheme.end() :])
    if kind in _POSTGRES:
        return _postgres(text[scheme.end() :])
    raise StoreAddressError(f"a store cannot be kept in {kind}://: {_HOW}")


def _file(path: str) -> Address:
    """The file of a path."""
    if path == ":memory:":
        raise StoreAddressError(f":memory: keeps nothing: {_HOW}")
    return Address("sqlite", path, path=Path(path).expanduser())


def _sqlite(rest: str) -> Address:
    """The file of ``sqlite:///PATH``."""
    if not rest.startswith("///"):
        # what stands after two slashes may be user:password@host
        raise StoreAddressError(f"sqlite:// has two slashes where three belong: {_HOW}")
    path, _, query = rest[3:].partition("?")
    if query:
        raise StoreAddressError(f"sqlite:{rest}: a file takes no options (?{query}); {_HOW}")
    if not path or path == ":memory:":
        raise StoreAddressError(f"sqlite:{rest} names no file: {_HOW}")
    return _file(unquote(path))


def _postgres(rest: str) -> Address:
    """The database of ``//user:password@host:port/database?options``."""
    # What cannot be read might be a password, so no message repeats any of it; urlsplit ends the
    # authority at the first / ? #, so a bare one in a password would become a host's name.
    authority, _, query = rest[2:].partition("?")
    if authority.count("@") > 1 or ("@" in authority.partition("/")[2]) or "#" in rest:
        raise StoreAddressError(
            "the address of the PostgreSQL server cannot be read: in its password, write "
            "@ as %40, / as %2F, # as %23, ? as %3F (or leave it to PGPASSWORD or ~/.pgpass)"
        )
    try:
        parts = urlsplit(f"postgresql:{rest}")
        port = parts.port
        options = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError:
        raise StoreAddressError(
            f"the address of the PostgreSQL server cannot be read: {_HOW}"
        ) from None
    if "@" in query:
        raise StoreAddressError(
            "the address of the PostgreSQL server has an @ among its options: in a password, write "
            "? as %3F; among options, @ as %40"
        )
    if not parts.path.strip("/"):
        raise StoreAddressError(f"the address of the PostgreSQL server names no database: {_HOW}")
    user = parts.username or ""
    hidden = f"{user}:***@" if parts.password is not None else f"{user}@" if user else ""
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    shown = "&".join(f"{key}={'***' if key in _SECRET else value}" for key, value in options)
    name = f"postgresql://{hidden}{host}{f':{port}' if port else ''}{parts.path}"
    return Address(
        "postgresql",
        f"{name}?{shown}" if shown else name,
        url=f"postgresql+psycopg:{rest}",
    )
