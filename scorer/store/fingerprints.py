"""Fingerprints in the store, found again by their keys."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import bindparam, delete, select, text
from sqlalchemy.engine import Connection

from scorer.schema import Article
from scorer.store.database import Database
from scorer.store.entry import article_row, key_of, stored_text
from scorer.store.rows import packed, row_of
from scorer.store.scores import Put, put_articles
from scorer.store.tables import ArticleRow, BandRow, FingerprintRow, TextRow
from scorer.stories.fingerprint import Fingerprint
from scorer.stories.index import LEAST_SHARED, MOST_CANDIDATES

MOST_OF_KEY = 1_000
"""Articles of one key that are looked at, the newest: what a million pages share is boilerplate,
and a look-up must not read a million rows."""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article that the store holds.

    Parameters
    ----------
    no : int
        Its number in the store.
    id : str
        As it came.
    source, url, title, published : str or None
    """

    no: int
    id: str
    source: str | None
    url: str | None
    title: str | None
    published: str | None


def put_fingerprints(
    database: Database,
    items: Sequence[tuple[Article, Fingerprint]],
    now: int | None = None,
) -> tuple[list[int], Put]:
    """Put articles with their fingerprints, in one transaction: all of them or none.

    Parameters
    ----------
    database : Database
    items : sequence of (Article, Fingerprint)
        The fingerprint of an article that has one takes its place.
    now : int, optional
        Seconds since 1970; the clock's by default.

    Returns
    -------
    list of int
        The article's number in the store for each item.
    Put
    """
    if not items:
        return [], Put()
    at = int(time.time()) if now is None else now
    keys = [key_of(article) for article, _ in items]
    given = {key.key: item for key, item in zip(keys, items, strict=True)}

    def work(connection: Connection) -> tuple[list[int], Put]:
        numbers, put = put_articles(database, connection, keys, at)
        inside = sorted(given)
        _replace(database, connection, {numbers[key]: given[key][1] for key in inside})
        texts = [{"article": numbers[key], "data": _packed(given[key][0])} for key in inside]
        connection.execute(database.upsert(TextRow, ["article"]), texts)
        return [numbers[key.key] for key in keys], put

    return database.write(work)


def _replace(database: Database, connection: Connection, fresh: dict[int, Fingerprint]) -> None:
    """Put fingerprints, and take out the keys of those before them."""
    rows = {number: _row(number, item) for number, item in fresh.items()}
    held = select(FingerprintRow.article, FingerprintRow.data, FingerprintRow.keys)
    held = held.where(FingerprintRow.article.in_(list(fresh)))
    before = {row.article: row for row in connection.execute(held)}
    changed = [
        number
        for number, row in rows.items()
        if number not in before or bytes(before[number].data) != row["data"]
    ]
    if not changed:
        return
    replaced = [(number, bytes(before[number].keys)) for number in changed if number in before]
    remove_keys(connection, replaced)
    connection.execute(
        database.upsert(FingerprintRow, ["article"]), [rows[number] for number in changed]
    )
    # In the order of the index: neighbours share its pages.
    pairs = sorted({(key, number) for number in changed for key in fresh[number].keys.tolist()})
    if pairs:
        nothing = database.insert(BandRow).on_conflict_do_nothing()
        connection.execute(nothing, [{"key": key, "article": number} for key, number in pairs])


def _row(number: int, fingerprint: Fingerprint) -> dict[str, Any]:
    """One row of the table of fingerprints."""
    return {
        "article": number,
        "version": fingerprint.VERSION,
        "keys": fingerprint.keys.astype("<i8").tobytes(),
        "data": fingerprint.to_bytes(),
    }


def remove_keys(connection: Connection, held: Iterable[tuple[int, bytes]]) -> None:
    """Take out the keys of fingerprints.

    Parameters
    ----------
    connection : Connection
        In a transaction that writes.
    held : iterable of (int, bytes)
        An article and the keys of its fingerprint, as they are kept.
    """
    pairs = sorted(
        (key, number) for number, keys in held for key in np.frombuffer(keys, "<i8").tolist()
    )
    if pairs:
        of_article = BandRow.article == bindparam("a")
        one = delete(BandRow).where(BandRow.key == bindparam("k"), of_article)
        connection.execute(one, [{"k": key, "a": number} for key, number in pairs])


def candidates(connection: Connection, fingerprint: Fingerprint) -> list[tuple[int, int]]:
    """Find the articles that share keys with a fingerprint.

    Parameters
    ----------
    connection : Connection
    fingerprint : Fingerprint

    Returns
    -------
    list of (int, int)
        Number of an article and how many keys it shares, most first, the older first among
        equals; at most :data:`scorer.stories.index.MOST_CANDIDATES` that share
        :data:`scorer.stories.index.LEAST_SHARED` or more.
    """
    keys = sorted(set(fingerprint.keys.tolist()))
    shared = Counter(_having(connection, keys))
    found = [(number, count) for number, count in shared.items() if count >= LEAST_SHARED]
    return sorted(found, key=lambda item: (-item[1], item[0]))[:MOST_CANDIDATES]


_ONE_KEY = "SELECT article FROM scorer_band WHERE key = ? ORDER BY article DESC LIMIT ?"
_ALL_KEYS = """
SELECT found.article FROM unnest(CAST(:keys AS bigint[])) AS wanted(key)
CROSS JOIN LATERAL (
  SELECT article FROM scorer_band WHERE key = wanted.key ORDER BY article DESC LIMIT :most
) AS found
"""


def _having(connection: Connection, keys: Sequence[int]) -> Iterator[int]:
    """Articles that have each of some keys, one after the other."""
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        # Sixty look-ups of 3 us each; SQLAlchemy would take ten times as long for the asking.
        for key in keys:
            for (number,) in driver.execute(_ONE_KEY, (key, MOST_OF_KEY)):
                yield number
        return
    given = {"keys": list(keys), "most": MOST_OF_KEY}
    yield from connection.scalars(text(_ALL_KEYS), given)


def fingerprint_at(connection: Connection, number: int) -> Fingerprint | None:
    """Return the fingerprint of an article; None where it has none that this version reads."""
    wanted = select(FingerprintRow.data).where(
        FingerprintRow.article == number, FingerprintRow.version == Fingerprint.VERSION
    )
    data = connection.scalar(wanted)
    return None if data is None else Fingerprint.from_bytes(bytes(data))


_STORED = (
    ArticleRow.no,
    ArticleRow.id,
    ArticleRow.source,
    ArticleRow.url,
    ArticleRow.title,
    ArticleRow.published,
)


def articles_at(connection: Connection, numbers: Sequence[int]) -> dict[int, StoredArticle]:
    """Return what is kept of some articles, by number."""
    if not numbers:
        return {}
    wanted = select(*_STORED).where(ArticleRow.no.in_(numbers))
    return {row.no: StoredArticle(*row) for row in connection.execute(wanted)}


def newest_of(connection: Connection, source: str) -> list[StoredArticle]:
    """Return the newest articles of a source, at most :data:`MOST_OF_KEY`."""
    wanted = select(*_STORED).where(ArticleRow.source == stored_text(source))
    rows = connection.execute(wanted.order_by(ArticleRow.no.desc()).limit(MOST_OF_KEY))
    return [StoredArticle(*row) for row in rows]


def texts_at(connection: Connection, numbers: Sequence[int]) -> dict[int, Article]:
    """Return some articles as they came, by number; those without a text are left out."""
    if not numbers:
        return {}
    wanted = select(TextRow.article, TextRow.data).where(TextRow.article.in_(numbers))
    return {number: Article(**row_of(bytes(data))) for number, data in connection.execute(wanted)}


def _packed(article: Article) -> bytes:
    """An article as packed JSON."""
    return packed(article_row(article))
