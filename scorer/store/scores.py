"""Articles and their scores in the store."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from scorer.store import states
from scorer.store.database import Database
from scorer.store.entry import ArticleKey, Scored, stored_text
from scorer.store.rows import row_of
from scorer.store.tables import ArticleRow, Meta, PendingRow, ScoreRow

PAGE = 1_000
"""Rows that are read at a time: nobody's writes wait for a reader that is slow."""

MODEL = "model_id"
"""Name of the fact which model the newest scores are of."""


@dataclass(frozen=True, slots=True)
class Put:
    """What became of what was put.

    Parameters
    ----------
    new : int
        Articles that the store did not hold.
    known : int
        Articles that it held; what was said of them is as new.
    """

    new: int = 0
    known: int = 0

    def __add__(self, other: Put) -> Put:
        return Put(self.new + other.new, self.known + other.known)


def put_articles(
    database: Database, connection: Connection, articles: Sequence[ArticleKey], now: int
) -> tuple[dict[bytes, int], Put]:
    """Have the store hold some articles, and return their numbers by key.

    Parameters
    ----------
    database : Database
    connection : Connection
        In a transaction that writes.
    articles : sequence of ArticleKey
    now : int
        Seconds since 1970.
    """
    # In the order of keys, so that two processes never wait for each other's rows crosswise.
    given = {item.key: item for item in articles}
    keys = sorted(given)
    before = _numbers(connection, keys)
    insert = database.insert(ArticleRow)
    table = ArticleRow.__table__.c
    insert = insert.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "last_seen": _greatest(database, table.last_seen, insert.excluded.last_seen),
            "url": func.coalesce(insert.excluded.url, table.url),
            "published": func.coalesce(insert.excluded.published, table.published),
        },
    )
    connection.execute(insert, [_article(key, given[key], now) for key in keys])
    numbers = before if len(before) == len(keys) else _numbers(connection, keys)
    return numbers, Put(len(keys) - len(before), len(before))


def put_scores(database: Database, scored: Sequence[Scored], now: int | None = None) -> Put:
    """Put scores, in one transaction: all of them or none.

    Parameters
    ----------
    database : Database
    scored : sequence of Scored
        A score of the same article by the same model takes the place of the one before.
    now : int, optional
        Seconds since 1970; the clock's by default.

    Returns
    -------
    Put
    """
    if not scored:
        return Put()
    at = int(time.time()) if now is None else now
    given = {(item.article.key, item.model_id): item for item in scored}

    def work(connection: Connection) -> Put:
        numbers, put = put_articles(database, connection, [item.article for item in scored], at)
        rows = [
            {
                "article": numbers[key],
                "model_id": model_id,
                "status": item.status,
                "score": item.score,
                "band": item.band,
                "row": item.row,
                "scored_at": at,
            }
            for (key, model_id), item in sorted(given.items())
        ]
        _queue(database, connection, rows)
        connection.execute(database.upsert(ScoreRow, ["article", "model_id"]), rows)
        newest = {"name": MODEL, "value": stored_text(scored[-1].model_id)}
        connection.execute(database.upsert(Meta, ["name"]), [newest])
        return put

    return database.write(work)


def _queue(database: Database, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Queue the scores that are new, or say something else than before, for their sources."""
    held = select(ScoreRow.article, ScoreRow.model_id, ScoreRow.row).where(
        ScoreRow.article.in_([row["article"] for row in rows])
    )
    before = {(number, model): bytes(row) for number, model, row in connection.execute(held)}
    named = [(row["article"], row["model_id"]) for row in rows]
    fresh = [name for name in named if name not in before]
    changed = [
        name
        for name, row in zip(named, rows, strict=True)
        if name in before and before[name] != row["row"]
    ]
    if changed:
        states.lock(connection)
        parts = states.parts_of(connection, [number for number, _ in changed])
        states.unfold(database, connection, parts)
    if fresh:
        queued = database.insert(PendingRow).on_conflict_do_nothing()
        connection.execute(
            queued, [{"article": number, "model_id": model} for number, model in fresh]
        )


def newest_model(connection: Connection) -> str | None:
    """Return the model of the newest scores; None where there are none."""
    return connection.scalar(select(Meta.value).where(Meta.name == MODEL))


def rows(
    database: Database, model_id: str | None = None, source: str | None = None
) -> Iterator[dict[str, Any]]:
    """Yield what the store keeps of the reports of one model, batch by batch as they came.

    Parameters
    ----------
    database : Database
    model_id : str, optional
        The model of the newest scores by default.
    source : str, optional
        Those of one source only.

    Yields
    ------
    dict
        As :func:`scorer.store.rows.row_of` returns it.
    """
    with database.reading() as connection:
        model = newest_model(connection) if model_id is None else model_id
    wanted = (
        select(ScoreRow.article, ScoreRow.row)
        .where(ScoreRow.model_id == model)
        .order_by(ScoreRow.article)
        .limit(PAGE)
    )
    if source is not None:
        wanted = wanted.join(ArticleRow, ArticleRow.no == ScoreRow.article)
        wanted = wanted.where(ArticleRow.source == source)
    last = -1
    while True:
        with database.reading() as connection:
            page = connection.execute(wanted.where(ScoreRow.article > last)).all()
        for number, row in page:
            last = number
            yield row_of(row)
        if len(page) < PAGE:
            return


def _numbers(connection: Connection, keys: Sequence[bytes]) -> dict[bytes, int]:
    """Numbers of the articles that are there, by key."""
    wanted = select(ArticleRow.key, ArticleRow.no).where(ArticleRow.key.in_(keys))
    return {bytes(key): number for key, number in connection.execute(wanted)}


def _article(key: bytes, item: ArticleKey, now: int) -> dict[str, Any]:
    """One row of the table of articles."""
    return {
        "key": key,
        "text_key": item.text_key,
        "id_key": item.id_key,
        "id": stored_text(item.id),
        "source": stored_text(item.source),
        "url": stored_text(item.url),
        "title": stored_text(item.title),
        "published": stored_text(item.published),
        "content": item.content,
        "first_seen": now,
        "last_seen": now,
    }


def _greatest(database: Database, one: Any, other: Any) -> Any:
    """The later of two values; SQLite and PostgreSQL have two names for it."""
    return func.max(one, other) if database.is_sqlite else func.greatest(one, other)
