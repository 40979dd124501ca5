"""A batch run on one machine: records in, rows out, in order, one row a record."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from scorer.io.records import Record
from scorer.io.rejects import Stage
from scorer.pipeline.parallel import chunked, ordered_map
from scorer.schema import Article, Notice, ScoreReport, Status

CHUNK_RECORDS = 32
CHUNK_CHARS = 200_000
"""A chunk is what one worker gets at a time: some 30 articles, or fewer long ones."""


class Scoring(Protocol):
    """What a run needs of a scorer."""

    @property
    def model_id(self) -> str:
        """Name of the model."""
        ...

    def score(self, article: Article) -> ScoreReport:
        """Score one article."""
        ...


class RowFormat(Protocol):
    """How reports are written; picklable, so that workers do the writing."""

    def header(self) -> bytes:
        """Encode what comes before the first row."""
        ...

    def row(self, report: ScoreReport) -> bytes:
        """Encode one report."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """One record's outcome, written.

    Parameters
    ----------
    record : Record
    status : {"scored", "abstained", "rejected"}
    score : float or None
    band : str or None
    notice : Notice or None
        Why there is no score.
    data : bytes
        The report in the format asked for.
    stage : {"read", "score"}
        Where a rejected record failed.
    """

    record: Record
    status: Status
    score: float | None
    band: str | None
    notice: Notice | None
    data: bytes
    stage: Stage = "read"


INTERNAL = "internal_error"
"""Code of a record whose scoring raised: a defect of scorer; the run goes on and exits with 4."""


def run(
    scorer: Scoring, records: Iterable[Record], form: RowFormat, *, jobs: int = 1
) -> Generator[Row, None, None]:
    """Score records and write each report; the rows are the same for any ``jobs``.

    Parameters
    ----------
    scorer : Scoring
        A loaded :class:`scorer.Scorer`.
    records : iterable of Record
        Drawn lazily.
    form : RowFormat
        How a report is written.
    jobs : int
        Worker processes; 1 works in this one.

    Yields
    ------
    Row
        One for each record, in order.
    """
    if jobs <= 1:
        for record in records:
            yield _finish(record, _outcome((scorer, form), _task(record)))
        return
    # The raw records stay here, in the order their chunks went out: workers need only articles.
    out: deque[list[Record]] = deque()

    def tasks() -> Iterator[list[_Task]]:
        for chunk in chunked(records, CHUNK_RECORDS, weight=_weight, most=CHUNK_CHARS):
            out.append(chunk)
            yield [_task(record) for record in chunk]

    shared = (scorer, form)
    results = ordered_map(
        partial(_outcomes, shared), tasks(), n_jobs=jobs, on_death=partial(_after_death, shared)
    )
    for outcomes in results:
        for record, outcome in zip(out.popleft(), outcomes, strict=True):
            yield _finish(record, outcome)


def report_of(scorer: Scoring, record: Record) -> ScoreReport:
    """Report one record, as :func:`run` does.

    Parameters
    ----------
    scorer : Scoring
    record : Record
        With an article, or with the error that it is.

    Returns
    -------
    ScoreReport
        Whatever happens: a record that is no article, or breaks the scorer, is ``rejected``.
    """
    return _report(scorer, _task(record))


@dataclass(frozen=True, slots=True)
class _Task:
    """What a worker gets of a record."""

    id: str
    article: Article | None
    error: Notice | None
    notices: tuple[Notice, ...]


_Outcome = tuple[Status, float | None, str | None, Notice | None, bytes]


def _task(record: Record) -> _Task:
    """Leave the raw record out."""
    return _Task(record.id, record.article, record.error, record.notices)


def _weight(record: Record) -> int:
    """Characters to score."""
    return 0 if record.article is None else len(record.article.text)


def _outcomes(shared: tuple[Scoring, RowFormat], tasks: list[_Task]) -> list[_Outcome]:
    """Score a chunk; runs in a worker."""
    return [_outcome(shared, task) for task in tasks]


def _after_death(shared: tuple[Scoring, RowFormat], tasks: list[_Task]) -> list[_Outcome]:
    """Score a chunk that killed its worker record by record; only the one that kills is lost."""
    if len(tasks) > 1:
        alone = ordered_map(
            partial(_outcomes, shared),
            ([task] for task in tasks),
            n_jobs=1,
            on_death=partial(_after_death, shared),
        )
        return [outcome for outcomes in alone for outcome in outcomes]
    scorer, form = shared
    error = RuntimeError("the process that scored it died, perhaps for lack of memory")
    report = _internal(scorer, tasks[0], error)
    return [(report.status, None, None, report.notice, form.row(report))]


def _outcome(shared: tuple[Scoring, RowFormat], task: _Task) -> _Outcome:
    """Score one record and write its row."""
    scorer, form = shared
    report = _report(scorer, task)
    try:
        data = form.row(report)
    except Exception as error:  # a NaN in a report, say: a defect, told as one
        report = _internal(scorer, task, error)
        data = form.row(report)
    return report.status, report.score, report.band, report.notice, data


def _report(scorer: Scoring, task: _Task) -> ScoreReport:
    """Score one record; whatever happens there is a report."""
    if task.article is None:
        return ScoreReport(
            id=task.id, model_id=scorer.model_id, status="rejected", notice=task.error
        )
    try:
        report = scorer.score(task.article)
    except Exception as error:  # one bad record never ends a run
        return _internal(scorer, task, error)
    if task.notices:
        report = replace(report, warnings=(*report.warnings, *task.notices))
    return report


def _internal(scorer: Scoring, task: _Task, error: Exception) -> ScoreReport:
    """Report a record whose scoring raised."""
    why = " ".join(str(error).split())[:300]
    notice = Notice(INTERNAL, f"A defect of scorer: {type(error).__name__}: {why}")
    return ScoreReport(id=task.id, model_id=scorer.model_id, status="rejected", notice=notice)


def _finish(record: Record, outcome: _Outcome) -> Row:
    """Join a record with its outcome."""
    status, score, band, notice, data = outcome
    stage: Stage = "read" if record.article is None else "score"
    return Row(record, status, score, band, notice, data, stage)
