"""The state of sources in the store: what its scores add up to, each counted once.

A score that is new, or says something else than before, stands in a queue; folding takes some from
the queue and adds them to the state of their source in one transaction. What is removed or changed
after it was folded takes its part of the state along, whose other scores go back to the queue.
So the state is always that of the scores which the store holds.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, literal, select, text
from sqlalchemy.engine import Connection

from scorer.sources.rollups import Rollup
from scorer.sources.state import STATE_VERSION, SourceState
from scorer.store.database import Database
from scorer.store.rows import row_of
from scorer.store.tables import ArticleRow, PendingRow, ScoreRow, SourceRow

AT_ONCE = 2_000
"""Scores that are folded in one transaction."""

PERIOD = 90 * 86_400
"""Seconds of a period: when old articles go, only the oldest period is counted again."""

_LOCK = 0x73636F7265736F
"""Key of the advisory lock under which PostgreSQL's states change, one process at a time."""

Part = tuple[str, int]
"""A source and a period: one part of its state."""


def lock(connection: Connection) -> None:
    """Let one process at a time change states; SQLite's transaction does so itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def unfold(database: Database, connection: Connection, parts: Iterable[Part]) -> None:
    """Give up parts of states; their scores go back to the queue.

    Parameters
    ----------
    database : Database
    connection : Connection
        In a transaction that writes and has taken :func:`lock`.
    parts : iterable of (str, int)
    """
    for source, period in sorted(set(parts)):
        is_part = (SourceRow.source == source, SourceRow.period == period)
        connection.execute(delete(SourceRow).where(*is_part))
        begin = period * PERIOD
        scores = (
            select(ScoreRow.model_id, ScoreRow.article)
            .join(ArticleRow, ArticleRow.no == ScoreRow.article)
            .where(
                ArticleRow.source == source,
                ArticleRow.first_seen >= begin,
                ArticleRow.first_seen < begin + PERIOD,
            )
        )
        back = database.insert(PendingRow).from_select(["model_id", "article"], scores)
        connection.execute(back.on_conflict_do_nothing())


def parts_of(connection: Connection, numbers: Sequence[int]) -> set[Part]:
    """Parts that hold some articles, or that take another article for the copy of one of them."""
    keys = select(ArticleRow.text_key).where(ArticleRow.no.in_(numbers))
    ids = select(ArticleRow.id_key).where(ArticleRow.no.in_(numbers))
    wanted = (
        select(ArticleRow.source, ArticleRow.first_seen)
        .where(ArticleRow.source.is_not(None))
        .where(ArticleRow.text_key.in_(keys) | ArticleRow.id_key.in_(ids))
    )
    rows = connection.execute(wanted)
    return {(source, seen // PERIOD) for source, seen in rows if source is not None}


def fold(database: Database, model_id: str) -> int:
    """Add the scores of one model that are new to the states of their sources.

    Parameters
    ----------
    database : Database
    model_id : str

    Returns
    -------
    int
        How many were added. It can be stopped and run again at any moment.
    """
    database.write(lambda connection: _give_up_old(database, connection))
    count = 0
    while True:
        folded = database.write(lambda connection: _fold_some(database, connection, model_id))
        count += folded
        if folded < AT_ONCE:
            return count


@dataclass(frozen=True, slots=True)
class _Score:
    """One score of the queue."""

    article: int
    source: str
    period: int
    text_key: int
    id_key: int
    row: dict[str, Any]


def _give_up_old(database: Database, connection: Connection) -> None:
    """Give up states that another version of scorer wrote; they are counted again."""
    lock(connection)
    other = select(SourceRow.source, SourceRow.period).where(SourceRow.version != STATE_VERSION)
    unfold(database, connection, [(source, period) for source, period in connection.execute(other)])


def _fold_some(database: Database, connection: Connection, model_id: str) -> int:
    """Fold the first scores of the queue."""
    lock(connection)
    queue = (
        select(
            PendingRow.article,
            ArticleRow.source,
            ArticleRow.first_seen,
            ArticleRow.text_key,
            ArticleRow.id_key,
            ScoreRow.row,
        )
        .join(ArticleRow, ArticleRow.no == PendingRow.article)
        .join(
            ScoreRow,
            (ScoreRow.article == PendingRow.article) & (ScoreRow.model_id == PendingRow.model_id),
        )
        .where(PendingRow.model_id == model_id)
        .order_by(PendingRow.article)
        .limit(AT_ONCE)
    )
    found = connection.execute(queue).all()
    if not found:
        return 0
    scores = [
        _Score(number, source, seen // PERIOD, text_key, id_key, row_of(bytes(row)))
        for number, source, seen, text_key, id_key, row in found
        if source is not None
    ]
    fresh = _states(scores, *_held(connection, model_id, scores))
    _merge(database, connection, model_id, fresh)
    done = [number for number, *_ in found]
    connection.execute(
        delete(PendingRow).where(PendingRow.model_id == model_id, PendingRow.article.in_(done))
    )
    return len(done)


def _held(
    connection: Connection, model_id: str, scores: Sequence[_Score]
) -> tuple[set[int], set[int]]:
    """Which texts, and which ids, of these scores the states hold already."""
    texts = {item.text_key for item in scores}
    ids = {item.id_key for item in scores}
    is_pending = (
        select(literal(1))
        .where(PendingRow.model_id == model_id, PendingRow.article == ArticleRow.no)
        .exists()
    )
    folded = (
        select(ArticleRow.text_key, ArticleRow.id_key)
        .join(ScoreRow, (ScoreRow.article == ArticleRow.no) & (ScoreRow.model_id == model_id))
        .where(ArticleRow.text_key.in_(texts) | ArticleRow.id_key.in_(ids))
        .where(~is_pending)
    )
    rows = connection.execute(folded).all()
    return {text_key for text_key, _ in rows} & texts, {id_key for _, id_key in rows} & ids


def _states(
    scores: Sequence[_Score], texts: set[int], ids: set[int]
) -> Iterator[tuple[Part, SourceState]]:
    """Count scores, by part; a text that came before counts as a copy and no more.

    The sets of what came before grow by what comes now.
    """
    for period in sorted({item.period for item in scores}):
        extra: dict[str, dict[str, int]] = {}
        rows = []
        here: set[int] = set()
        for item in scores:
            if item.period != period:
                continue
            # the name of the part, whatever the rules for names say by now
            if item.text_key in texts:
                _one_more(extra, item.source, "duplicate")
                continue
            texts.add(item.text_key)
            if item.id_key in ids and item.id_key not in here:  # what came here is counted below
                _one_more(extra, item.source, "same_id")
            ids.add(item.id_key)
            here.add(item.id_key)
            rows.append({**item.row, "source": item.source, "url": None})
        states = _rolled_up(rows)
        for source in sorted({*states, *extra}):
            state = states.get(source) or SourceState(source)
            counted = SourceState(source, articles=extra.get(source, {}))
            yield (source, period), state.merge(counted)


def _rolled_up(rows: Sequence[dict[str, Any]]) -> dict[str, SourceState]:
    """Count rows, by the source that each of them names."""
    together = Rollup()
    together.add_all(rows)
    states = {state.source: state for state in together.states()}
    names = {row["source"] for row in rows}
    if set(states) <= names:
        return states
    # The rules for names have changed since these came: each stays where it was put.
    states = {}
    for name in names:
        alone = Rollup()
        alone.add_all(row for row in rows if row["source"] == name)
        states[name] = SourceState(name)
        for state in alone.states():
            states[name] = states[name].merge(state)
    return states


def _one_more(extra: dict[str, dict[str, int]], source: str, what: str) -> None:
    """Count one article of a kind."""
    held = extra.setdefault(source, {})
    held[what] = held.get(what, 0) + 1


def _merge(
    database: Database,
    connection: Connection,
    model_id: str,
    fresh: Iterable[tuple[Part, SourceState]],
) -> None:
    """Merge states into those that are there."""
    rows = []
    for (source, period), state in fresh:
        is_row = (
            SourceRow.model_id == model_id,
            SourceRow.source == source,
            SourceRow.period == period,
        )
        held = connection.scalar(select(SourceRow.state).where(*is_row))
        whole = state if held is None else state_of(bytes(held)).merge(state)
        rows.append(
            {
                "model_id": model_id,
                "source": source,
                "period": period,
                "version": STATE_VERSION,
                "state": zlib.compress(whole.to_json().encode("utf-8")),
            }
        )
    if rows:
        connection.execute(database.upsert(SourceRow, ["model_id", "source", "period"]), rows)


def state_of(data: bytes) -> SourceState:
    """Read one state."""
    return SourceState.from_json(zlib.decompress(data))


def states(database: Database, model_id: str) -> Iterator[SourceState]:
    """Yield the state of each source that the store knows of, by name.

    Parameters
    ----------
    database : Database
    model_id : str

    Yields
    ------
    SourceState
        Only of what was folded: call :func:`fold` before.
    """
    with database.reading() as connection:
        wanted = (
            select(SourceRow.state)
            .where(SourceRow.model_id == model_id)
            .order_by(SourceRow.source, SourceRow.period)
        )
        whole: SourceState | None = None
        for (data,) in connection.execute(wanted):
            state = state_of(bytes(data))
            if whole is not None and whole.source != state.source:
                yield whole
                whole = None
            whole = state if whole is None else whole.merge(state)
        if whole is not None:
            yield whole


def unnamed(database: Database, model_id: str) -> int:
    """Count the scores of articles that name no source."""
    with database.reading() as connection:
        wanted = (
            select(func.count())
            .select_from(ScoreRow)
            .join(ArticleRow, ArticleRow.no == ScoreRow.article)
            .where(ScoreRow.model_id == model_id, ArticleRow.source.is_(None))
        )
        return connection.scalar(wanted) or 0
