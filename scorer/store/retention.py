"""Retention: what has not been seen for long goes."""

from __future__ import annotations

import re
import time
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from scorer.errors import ConfigError
from scorer.store import states
from scorer.store.database import Database
from scorer.store.fingerprints import remove_keys
from scorer.store.tables import ArticleRow, FingerprintRow

AT_ONCE = 2_000
"""Articles that go in one transaction: a writer beside it waits for milliseconds."""

_AGE = re.compile(r"(\d{1,6})\s*([smhdw])\Z")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}


def age_of(text: str) -> timedelta:
    """Read an age.

    Parameters
    ----------
    text : str
        ``90d``; also ``s``, ``m`` (minutes), ``h``, ``w``.

    Returns
    -------
    datetime.timedelta

    Raises
    ------
    ConfigError
        It is no age.

    Examples
    --------
    >>> age_of("90d").days, age_of("36h").total_seconds()
    (90, 129600.0)
    """
    found = _AGE.match(text.strip().lower())
    if found is None:
        raise ConfigError(
            f"{text!r} is no age: write a whole number and s, m, h, d or w (90d is ninety days)"
        )
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2]])


def prune(database: Database, older_than: timedelta, now: int | None = None) -> int:
    """Remove the articles that were last put longer ago than that, with all that belongs to them.

    Parameters
    ----------
    database : Database
    older_than : datetime.timedelta
    now : int, optional
        Seconds since 1970; the clock's by default.

    Returns
    -------
    int
        How many went. It can be stopped and run again at any moment.
    """
    before = (int(time.time()) if now is None else now) - older_than.total_seconds()
    count = 0

    def work(connection: Connection) -> int:
        old = select(ArticleRow.no).where(ArticleRow.last_seen < before)
        numbers = list(connection.scalars(old.order_by(ArticleRow.no).limit(AT_ONCE)))
        if numbers:
            states.lock(connection)
            parts = states.parts_of(connection, numbers)
            held = select(FingerprintRow.article, FingerprintRow.keys)
            held = held.where(FingerprintRow.article.in_(numbers))
            remove_keys(connection, [(no, bytes(keys)) for no, keys in connection.execute(held)])
            # all else that is of an article goes with it: ON DELETE CASCADE
            connection.execute(delete(ArticleRow).where(ArticleRow.no.in_(numbers)))
            states.unfold(database, connection, parts)
        return len(numbers)

    while True:
        gone = database.write(work)
        count += gone
        if gone < AT_ONCE:
            break
    if count and database.is_sqlite:
        database.shrink()
    return count
