"""A store for streams: scores, fingerprints and the state of sources, kept between runs.

One file of SQLite by default, PostgreSQL by the same tables for teams (``docs/store.md``). Needs
the extra ``[store]``, for PostgreSQL ``[postgres]``; nothing of them is imported before a store is
opened.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scorer.store.address import Address, address_of
from scorer.store.entry import ArticleKey, Scored, key_of, scored_of

if TYPE_CHECKING:
    from scorer.store.store import Store

__all__ = [
    "Address",
    "ArticleKey",
    "Scored",
    "address_of",
    "key_of",
    "open_store",
    "scored_of",
    "upgrade_store",
]


def open_store(
    address: str | Path | Address, *, create: bool = True, busy_seconds: float = 30.0
) -> Store:
    """Open a store; an empty one is made where there is none.

    Parameters
    ----------
    address : str, Path or Address
        ``run.db``, ``sqlite:///run.db`` or ``postgresql://user@host/database``.
    create : bool
        False to refuse an address at which there is none.
    busy_seconds : float
        How long to wait for another process that writes.

    Returns
    -------
    Store
        A context manager.

    Raises
    ------
    StoreError
        It cannot be opened: see the classes in :mod:`scorer.errors`. Nothing was changed.
    ConfigError
        The extra is not installed.

    Examples
    --------
    >>> import tempfile
    >>> from scorer import Article, Scorer
    >>> from scorer.store import open_store, scored_of
    >>> article = Article(id="a1", text="Rain fell on the harbour.", source="example.com")
    >>> with tempfile.TemporaryDirectory() as folder, open_store(f"{folder}/run.db") as store:
    ...     first = store.put_scores([scored_of(article, Scorer.load().score(article))])
    ...     again = store.put_scores([scored_of(article, Scorer.load().score(article))])
    ...     [row["status"] for row in store.rows()], first.new, again.new
    (['abstained'], 1, 0)
    """
    place = address if isinstance(address, Address) else address_of(address)
    from scorer.store.extras import check

    check(place.kind)
    from scorer.store.opening import opened
    from scorer.store.store import Store

    return Store(opened(place, create=create, busy_seconds=busy_seconds))


def upgrade_store(address: str | Path | Address, *, busy_seconds: float = 30.0) -> tuple[str, str]:
    """Bring the tables of an older store to the newest version, in one transaction.

    Parameters
    ----------
    address : str, Path or Address
    busy_seconds : float
        How long to wait for other processes.

    Returns
    -------
    tuple of str
        Its version before, and now.

    Raises
    ------
    StoreError
        There is none, or it is newer than this scorer; nothing was changed.
    """
    place = address if isinstance(address, Address) else address_of(address)
    from scorer.store.extras import check

    check(place.kind)
    from scorer.store.opening import upgraded

    return upgraded(place, busy_seconds=busy_seconds)
