"""An open store: what a program does with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from scorer.store import info as _info
from scorer.store import retention, scores
from scorer.store.database import Database
from scorer.store.entry import Scored
from scorer.store.info import StoreInfo
from scorer.store.scores import Put


class Store:
    """Scores, fingerprints and the state of sources, kept between runs.

    Made by :func:`scorer.store.open_store`; a context manager. Several processes may have one
    store open and write to it at once. A store is used by one thread at a time.

    Parameters
    ----------
    database : Database
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def name(self) -> str:
        """Its address, without the password."""
        return self._database.address.name

    def put_scores(self, scored: Sequence[Scored], *, now: int | None = None) -> Put:
        """Put scores, all of them or none; the same ones twice change nothing.

        Parameters
        ----------
        scored : sequence of Scored
            A batch: tens to some thousands.
        now : int, optional
            Seconds since 1970; the clock's by default.

        Returns
        -------
        Put
            How many articles are new, how many were known.

        Raises
        ------
        StoreError
            The database failed; nothing of the batch was written.
        """
        return scores.put_scores(self._database, scored, now)

    def rows(
        self, *, model_id: str | None = None, source: str | None = None
    ) -> Iterator[dict[str, Any]]:
        """Yield what is kept of the reports of one model, batch by batch as they came.

        Parameters
        ----------
        model_id : str, optional
            The model of the newest scores by default.
        source : str, optional
            Those of one source only, named as :func:`scorer.sources.source_of` names it.

        Yields
        ------
        dict
            A row of the JSONL output without evidence, sentences and contributions.
        """
        return scores.rows(self._database, model_id, source)

    def info(self) -> StoreInfo:
        """Tell what it holds."""
        return _info.info(self._database)

    def prune(self, older_than: timedelta, *, now: int | None = None) -> int:
        """Remove the articles that were last put longer ago than that.

        Parameters
        ----------
        older_than : datetime.timedelta
        now : int, optional
            Seconds since 1970; the clock's by default.

        Returns
        -------
        int
            How many went, with their scores.
        """
        return retention.prune(self._database, older_than, now)

    def close(self) -> None:
        """Close it; what was put is on the disk already."""
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
