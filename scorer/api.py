"""The library's front door: load a model, score articles.

This module is the only place where text, signals, model and explanation meet.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scorer.explain.reasons import as_contributions, reasons_for
from scorer.features._measure import Measured, measure, measure_many
from scorer.features.readability_languages import readability_in
from scorer.limits import Limits, OutOfTime, check_time, time_limit
from scorer.model.artefact import load_model, locate
from scorer.model.transfer import pack, unpack
from scorer.pipeline.parallel import chunked, ordered_map
from scorer.schema import Article, Notice, ScoreReport, band_of

if TYPE_CHECKING:
    from scorer.model.artefact import Model

logger = logging.getLogger("scorer")

CHUNK = 64
"""Articles that travel to a worker process together."""

TOGETHER, TOGETHER_CHARACTERS = 16, 100_000
"""Articles, and characters, that are scored together; more would be no faster."""

_SHARED: dict[tuple[Path, Limits], Scorer] = {}
_SHARED_LOCK = threading.Lock()


class Scorer:
    """Scores articles with one model. Immutable, picklable and safe to share between threads.

    Make one with :meth:`load`. A copy in another process is made in well under a millisecond: the
    model travels as bytes and is unpacked once per process.

    Parameters
    ----------
    model : Model
        A loaded model.
    limits : Limits, optional
        How large an article may be and how long its scoring may take.

    Examples
    --------
    >>> scorer = Scorer.load()
    >>> report = scorer.score(Article(id="a1", text="Too short to judge."))
    >>> report.status, report.notice.code
    ('abstained', 'too_short')
    """

    __slots__ = ("_limits", "_model", "_packed")

    def __init__(self, model: Model, *, limits: Limits | None = None) -> None:
        self._model = model
        self._limits = Limits() if limits is None else limits
        self._packed: tuple[str, bytes] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        if self._packed is None:
            self._packed = pack(self._model)
        return _unpacked, (type(self), *self._packed, self._limits)

    @classmethod
    def load(cls, path: str | Path | None = None, *, limits: Limits | None = None) -> Scorer:
        """Load a model and check it against its manifest.

        Parameters
        ----------
        path : str or Path, optional
            A model folder. By default ``$SCORER_MODEL_DIR``, else the model shipped with the
            package.
        limits : Limits, optional
            How large an article may be and how long its scoring may take.

        Returns
        -------
        Scorer

        Raises
        ------
        ModelNotFoundError
            No model there.
        ModelIntegrityError
            A file is damaged or differs from its SHA-256.
        ModelVersionError
            The model needs signals that this version does not measure.
        """
        return cls(load_model(path), limits=limits)

    @classmethod
    def shared(cls, path: str | Path | None = None, *, limits: Limits | None = None) -> Scorer:
        """Return a scorer that is loaded once per process, however often it is asked for.

        Parameters
        ----------
        path : str or Path, optional
            As for :meth:`load`. A model that changes in its folder is not loaded again.
        limits : Limits, optional
            As for :meth:`load`.

        Returns
        -------
        Scorer

        Raises
        ------
        ModelNotFoundError, ModelIntegrityError, ModelVersionError
            As :meth:`load`.

        Examples
        --------
        >>> Scorer.shared() is Scorer.shared()
        True
        """
        key = locate(path).resolve(), limits or Limits()
        with _SHARED_LOCK:
            found = _SHARED.get(key)
            if found is None:
                found = _SHARED[key] = cls.load(key[0], limits=key[1])
        return found

    @property
    def model(self) -> Model:
        """The loaded model."""
        return self._model

    @property
    def limits(self) -> Limits:
        """How large an article may be and how long its scoring may take."""
        return self._limits

    @property
    def model_id(self) -> str:
        """Id of the loaded model, as written into every report."""
        return self._model.id

    def score(self, article: Article) -> ScoreReport:
        """Score one article.

        Parameters
        ----------
        article : Article
            ``source`` and ``url`` are carried into the report, never scored.

        Returns
        -------
        ScoreReport
            ``status`` is ``scored``, ``abstained`` (it cannot be judged; measurements are kept) or
            ``rejected`` (no usable text, or beyond the limits). Bad articles never raise.

        Raises
        ------
        TypeError
            Where ``article`` is no :class:`Article`.

        Examples
        --------
        >>> Scorer.load().score(Article(id="a2", text=" ")).status
        'rejected'
        """
        refused = self._refused(article)
        if refused is not None:
            return refused
        try:
            with time_limit(self._limits.seconds):
                return self._explained(article, measure(article.text, _title(article)))
        except OutOfTime:
            told = f"Scoring took more than {self._limits.seconds:g} seconds of CPU time."
            return self.reject(article, Notice("limit_time", told))
        except Exception:
            # the promise of a pipeline: one record never ends a run, and the log says why
            logger.exception("article %r could not be scored", article.id)
            notice = Notice("internal_error", "Scoring failed on this article; the log says why.")
            return self.reject(article, notice)

    def score_batch(self, articles: Sequence[Article]) -> list[ScoreReport]:
        """Score some articles together: the reports of one by one, at about 0.6 of the cost.

        Parameters
        ----------
        articles : sequence of Article
            Sixteen to sixty are as fast as more. What is made of them is held at once, so that a
            few hundred kilobytes of text are enough; hand long articles over one by one.

        Returns
        -------
        list of ScoreReport
            In the order of the articles, each as :meth:`score` returns it.

        Raises
        ------
        TypeError
            Where one is no :class:`Article`.

        Examples
        --------
        >>> articles = [Article(id=str(number), text="Short.") for number in range(3)]
        >>> [report.id for report in Scorer.load().score_batch(articles)]
        ['0', '1', '2']
        """
        reports = [self._refused(article) for article in articles]
        left = [article for article, done in zip(articles, reports, strict=True) if done is None]
        if len(left) > 1:
            try:
                with time_limit(self._limits.seconds):
                    found = measure_many([(item.text, _title(item)) for item in left])
                    scored = [self._explained(*pair) for pair in zip(left, found, strict=True)]
            except Exception:
                # one article that fails or takes too long must not take others along
                scored = [self.score(article) for article in left]
        else:
            scored = [self.score(article) for article in left]
        following = iter(scored)
        return [next(following) if done is None else done for done in reports]

    def _refused(self, article: Article) -> ScoreReport | None:
        """Report an article that is not even measured; None for any other."""
        if not isinstance(article, Article):
            raise TypeError(f"score() takes a scorer.Article, not {type(article).__name__}")
        if not isinstance(article.text, str):
            kind = type(article.text).__name__
            return self.reject(article, Notice("text_not_a_string", f"The text is of type {kind}."))
        title = _title(article)
        size, most = len(article.text) + len(title or ""), self._limits.characters
        if size > most:
            if title is not None and len(title) > most:
                article = replace(article, title=None)  # a row must not be what was too large
            told = f"Text and title have {size:,} characters; the limit is {most:,}."
            return self.reject(article, Notice("limit_size", told))
        if not article.text or article.text.isspace():
            return self.reject(article, Notice("empty_text", "The text is empty."))
        return None

    def reject(self, article: Article, notice: Notice) -> ScoreReport:
        """Report an article that cannot be used at all.

        Parameters
        ----------
        article : Article
            As far as it is known.
        notice : Notice
            Stable code and message.
        """
        return self._report(article, status="rejected", notice=notice)

    def score_many(self, articles: Iterable[Article], *, n_jobs: int = 1) -> Iterator[ScoreReport]:
        """Score a stream of articles.

        Parameters
        ----------
        articles : iterable of Article
            Any length; read lazily.
        n_jobs : int, default 1
            Worker processes.

        Returns
        -------
        iterator of ScoreReport
            In the order of the articles; the same reports for any ``n_jobs``.

        Raises
        ------
        ValueError
            Where ``n_jobs`` is below 1.

        Examples
        --------
        >>> articles = (Article(id=str(number), text="Short.") for number in range(3))
        >>> [report.id for report in Scorer.load().score_many(articles)]
        ['0', '1', '2']
        """
        if n_jobs < 1:
            raise ValueError(f"n_jobs must be 1 or more, not {n_jobs}")
        if n_jobs == 1:
            return map(self.score, articles)
        work = partial(_score_chunk, self)
        chunks = ordered_map(work, chunked(articles, CHUNK), n_jobs=n_jobs)
        return chain.from_iterable(chunks)

    def _explained(self, article: Article, measured: Measured) -> ScoreReport:
        """Score what was measured, and say why."""
        check_time()
        model = self._model
        lang = article.lang if isinstance(article.lang, str) else None
        measurements = {**measured.measurements, **readability_in(article.text, lang)}
        values = {name: item.value for name, item in measurements.items()}
        words = measured.body.word_count
        warnings = model.warnings(values, words=words)
        notice = model.abstain(values, words=words)
        if notice is not None:
            return self._report(
                article,
                status="abstained",
                notice=notice,
                measurements=measurements,
                warnings=warnings,
            )
        base, parts = model.contributions(values)
        contributions = as_contributions(parts, model.reference.percentile)
        margin = base + sum(item.points for item in contributions)
        score = model.score(margin)
        return self._report(
            article,
            status="scored",
            score=score,
            band=band_of(score),
            interval=None if model.interval is None else model.interval.of(margin),
            margin=margin,
            base_points=base,
            contributions=contributions,
            measurements=measurements,
            reasons=reasons_for(contributions, measurements, measured.once),
            warnings=warnings,
        )

    def _report(self, article: Article, **fields: object) -> ScoreReport:
        return ScoreReport(
            id=str(article.id),
            model_id=self.model_id,
            title=_title(article),
            source=_text(article.source),
            url=_text(article.url),
            published=_text(article.published),
            **fields,  # type: ignore[arg-type]
        )


def _unpacked(kind: type[Scorer], digest: str, data: bytes, limits: Limits) -> Scorer:
    """Make a copy of a scorer in another process."""
    scorer = kind(unpack(digest, data), limits=limits)
    scorer._packed = digest, data
    return scorer


def _title(article: Article) -> str | None:
    """The headline, where it is one."""
    return article.title if isinstance(article.title, str) else None


def _text(value: object) -> str | None:
    """A carried field as text: callers send dates and addresses as objects, too."""
    return None if value is None else str(value)


def _score_chunk(scorer: Scorer, articles: list[Article]) -> list[ScoreReport]:
    """Score a list of articles in a worker process."""
    return [report for some in _light(articles) for report in scorer.score_batch(some)]


def _light(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Articles in batches that take little memory."""

    def weight(article: Article) -> int:
        return len(article.text) if isinstance(article.text, str) else 0

    return chunked(articles, TOGETHER, weight=weight, most=TOGETHER_CHARACTERS)
