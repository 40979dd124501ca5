"""An open store: what a program does with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from scorer.schema import Article
from scorer.sources.state import SourceState
from scorer.store import fingerprints, retention, scores, states
from scorer.store import info as _info
from scorer.store.database import Database
from scorer.store.entry import Scored
from scorer.store.fingerprints import StoredArticle
from scorer.store.info import StoreInfo
from scorer.store.scores import Put
from scorer.stories.fingerprint import Fingerprint


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

    def put_fingerprints(
        self, items: Sequence[tuple[Article, Fingerprint]], *, now: int | None = None
    ) -> list[int]:
        """Put articles with their texts and fingerprints, all of them or none.

        Parameters
        ----------
        items : sequence of (Article, Fingerprint)
            A batch: tens to some hundreds.
        now : int, optional
            Seconds since 1970; the clock's by default.

        Returns
        -------
        list of int
            The article's number in the store for each item.
        """
        return fingerprints.put_fingerprints(self._database, items, now)[0]

    def candidates(self, fingerprint: Fingerprint) -> list[tuple[StoredArticle, int]]:
        """Find the articles that may tell the same story.

        Parameters
        ----------
        fingerprint : Fingerprint

        Returns
        -------
        list of (StoredArticle, int)
            Articles, and how many keys of their fingerprint they share, most first.
        """
        with self._database.reading() as connection:
            found = fingerprints.candidates(connection, fingerprint)
            articles = fingerprints.articles_at(connection, [no for no, _ in found])
            return [(articles[no], count) for no, count in found if no in articles]

    def newest_of(self, source: str) -> list[StoredArticle]:
        """Return the newest articles of a source, at most a thousand.

        Parameters
        ----------
        source : str
            Named as :func:`scorer.sources.source_of` names it.
        """
        with self._database.reading() as connection:
            return fingerprints.newest_of(connection, source)

    def articles(self, numbers: Sequence[int]) -> dict[int, Article]:
        """Return some articles as they came, by their numbers in the store.

        Parameters
        ----------
        numbers : sequence of int

        Returns
        -------
        dict
            Those that were put with their text.
        """
        with self._database.reading() as connection:
            return fingerprints.texts_at(connection, numbers)

    def fingerprint(self, no: int) -> Fingerprint | None:
        """Return the fingerprint of an article by its number; None where it has none."""
        with self._database.reading() as connection:
            return fingerprints.fingerprint_at(connection, no)

    def source_states(self, *, model_id: str | None = None) -> Iterator[SourceState]:
        """Yield the state of each source, as of all scores that the store holds by now.

        Parameters
        ----------
        model_id : str, optional
            The model of the newest scores by default.

        Yields
        ------
        SourceState
            By name of the source; each article is counted once however often it was put.
        """
        model = self._model(model_id)
        if model is not None:
            states.fold(self._database, model)
            yield from states.states(self._database, model)

    def unnamed(self, *, model_id: str | None = None) -> int:
        """Count the scores whose article names no source, which no state holds."""
        model = self._model(model_id)
        return 0 if model is None else states.unnamed(self._database, model)

    def _model(self, asked: str | None) -> str | None:
        """The model that was asked for, or that of the newest scores."""
        if asked is not None:
            return asked
        with self._database.reading() as connection:
            return scores.newest_model(connection)

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
