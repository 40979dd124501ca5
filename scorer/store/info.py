"""What a store holds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.engine import Connection

from scorer.store.database import Database
from scorer.store.migrate import newest, version_of
from scorer.store.scores import newest_model
from scorer.store.tables import ArticleRow, Base, FingerprintRow, Meta, ScoreRow


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What a store holds.

    Parameters
    ----------
    store : str
        Its address, without the password.
    version, newest_version : str
        Version of its tables, and the one that this scorer writes.
    made_by : str or None
        Version of the scorer that made it.
    size_bytes : int
        What it takes on the disk.
    articles, scores, fingerprints, sources : int
        How many it holds.
    model_id : str or None
        Model of the newest scores.
    models : dict of str to int
        Scores by model.
    first_seen, last_seen : str or None
        When the first article came, and the last (ISO 8601, UTC).
    """

    store: str
    version: str
    newest_version: str
    made_by: str | None
    size_bytes: int
    articles: int
    scores: int
    fingerprints: int
    sources: int
    model_id: str | None
    models: dict[str, int]
    first_seen: str | None
    last_seen: str | None

    def to_dict(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return asdict(self)


def info(database: Database) -> StoreInfo:
    """Tell what a store holds, as of one moment.

    Parameters
    ----------
    database : Database

    Returns
    -------
    StoreInfo
    """
    with database.reading() as connection:
        by_model = select(ScoreRow.model_id, func.count()).group_by(ScoreRow.model_id)
        models = {str(model): int(count) for model, count in connection.execute(by_model)}
        times = select(func.min(ArticleRow.first_seen), func.max(ArticleRow.last_seen))
        first, last = connection.execute(times).one()
        size = (
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            if database.is_sqlite
            else "SELECT pg_database_size(current_database())"
        )
        return StoreInfo(
            store=database.address.name,
            version=version_of(connection) or "",
            newest_version=newest(),
            made_by=connection.scalar(select(Meta.value).where(Meta.name == "made_by")),
            size_bytes=connection.scalar(text(size)) or 0,
            articles=_count(connection, ArticleRow),
            scores=sum(models.values()),
            fingerprints=_count(connection, FingerprintRow),
            sources=connection.scalar(select(func.count(ArticleRow.source.distinct()))) or 0,
            model_id=newest_model(connection),
            models=dict(sorted(models.items())),
            first_seen=_time(first),
            last_seen=_time(last),
        )


def _count(connection: Connection, model: type[Base]) -> int:
    """Count the rows of a table."""
    return connection.scalar(select(func.count()).select_from(model)) or 0


def _time(seconds: int | None) -> str | None:
    """A time as ISO 8601."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat()
