"""A batch run on one machine: records in, rows out, in order, one row a record."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from typing import Protocol, runtime_checkable

from scorer.io.records import Record, Stage
from scorer.pipeline.parallel import chunked, ordered_map
from scorer.schema import Article, Notice, ScoreReport, Status

CHUNK_RECORDS = 32
CHUNK_CHARS = 200_000
"""A chunk is what one worker gets at a time: some 30 articles, or fewer long ones."""


AT_ONCE = 32
"""Records that are scored together, and reports that exist as Python objects at once; more of them
keep the garbage collector busy."""


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
    """How reports are written one by one; picklable, so that workers do the writing."""

    def header(self) -> bytes:
        """Encode what comes before the first row."""
        ...

    def row(self, report: ScoreReport, kept: str | None = None) -> bytes:
        """Encode one report, with the fields kept of its record as JSON."""
        ...


@runtime_checkable
class BatchFormat(Protocol):
    """How reports are written many at a time, as columns; picklable."""

    def header(self) -> bytes:
        """Encode what comes before the first batch."""
        ...

    def rows(self, reports: Sequence[ScoreReport], kept: Sequence[str | None]) -> bytes:
        """Encode some reports, with the fields kept of their records as JSON."""
        ...


class Beside(Protocol):
    """How reports are written a second time, for a store; picklable."""

    def row(self, report: ScoreReport) -> bytes:
        """Encode one report."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """One record's outcome.

    Parameters
    ----------
    record : Record
    status : {"scored", "abstained", "rejected"}
    score : float or None
    band : str or None
    notice : Notice or None
        Why there is no score.
    stage : {"read", "extract", "score"}
        Where a rejected record failed.
    """

    record: Record
    status: Status
    score: float | None
    band: str | None
    notice: Notice | None
    stage: Stage = "read"


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records' outcomes, in order, and what is written of them.

    Parameters
    ----------
    rows : list of Row
    data : bytes
        Their reports in the format asked for.
    beside : list of bytes
        Their reports as the store takes them, one a row; empty where there is none.
    """

    rows: list[Row]
    data: bytes
    beside: list[bytes] = field(default_factory=list)


INTERNAL = "internal_error"
"""Code of a record whose scoring raised: a defect of scorer; the run goes on and exits with 4."""


WORKER_DIED = "worker_died"
"""Code of a record whose scoring ended its process twice, the second time alone."""


def run(
    scorer: Scoring,
    records: Iterable[Record],
    form: RowFormat | BatchFormat,
    *,
    jobs: int = 1,
    batch_records: int = CHUNK_RECORDS,
    cut_every: int = 0,
    done: int = 0,
    beside: Beside | None = None,
) -> Generator[Batch, None, None]:
    """Score records and write the reports; what is written is the same for any ``jobs``.

    Parameters
    ----------
    scorer : Scoring
        A loaded :class:`scorer.Scorer`.
    records : iterable of Record
        Drawn lazily.
    form : RowFormat or BatchFormat
        How reports are written.
    jobs : int
        Worker processes; 1 works in this one.
    batch_records : int
        Records that are scored and written together at most.
    cut_every : int
        A batch also ends with every record whose number is a multiple of this; 0 for never.
    done : int
        Number of the record before the first, where a run goes on.
    beside : Beside, optional
        How reports are written a second time.

    Yields
    ------
    Batch
        All records, in order.
    """
    batches = _batches(records, batch_records, cut_every, done)
    if jobs <= 1:
        for batch in batches:
            tasks = [_task(record) for record in batch]
            yield _finish(batch, _outcomes((scorer, form, beside), tasks))
        return
    # The raw records stay here, in the order their batches went out: workers need only articles.
    out: deque[list[Record]] = deque()

    def sent() -> Iterator[list[_Task]]:
        for batch in batches:
            out.append(batch)
            yield [_task(record) for record in batch]

    shared = (scorer, form, beside)
    results = ordered_map(
        partial(_outcomes, shared), sent(), n_jobs=jobs, on_death=partial(_after_death, shared)
    )
    for outcomes in results:
        yield _finish(out.popleft(), outcomes)


def _batches(
    records: Iterable[Record], count: int, cut_every: int, done: int
) -> Iterator[list[Record]]:
    """Group records, lazily."""
    if not cut_every:
        yield from chunked(records, count, weight=_weight, most=CHUNK_CHARS)
        return
    records = iter(records)
    left = cut_every - done % cut_every
    while piece := list(islice(records, 1)):
        # each piece is one group to chunked(), which starts afresh with the next
        yield from chunked(
            chain(piece, islice(records, left - 1)), count, weight=_weight, most=CHUNK_CHARS
        )
        left = cut_every


def reports_of(scorer: Scoring, records: Sequence[Record]) -> list[ScoreReport]:
    """Report some records, each as :func:`report_of` does, at less cost.

    Parameters
    ----------
    scorer : Scoring
    records : sequence of Record
        Any number; long ones are not held together.

    Returns
    -------
    list of ScoreReport
    """
    light = chunked(records, AT_ONCE, weight=_weight, most=CHUNK_CHARS)
    return [
        report for some in light for report in _reports(scorer, [_task(record) for record in some])
    ]


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
    kept: str | None


_Outcome = tuple[Status, float | None, str | None, Notice | None]
_Outcomes = tuple[list[_Outcome], bytes, list[bytes]]
_Shared = tuple[Scoring, RowFormat | BatchFormat, Beside | None]


def _task(record: Record) -> _Task:
    """Leave the raw record out."""
    return _Task(record.id, record.article, record.error, record.notices, record.kept)


def _weight(record: Record) -> int:
    """Characters to score."""
    return 0 if record.article is None else len(record.article.text)


def _outcomes(shared: _Shared, tasks: list[_Task]) -> _Outcomes:
    """Score a batch and write it; runs in a worker."""
    scorer, _, _ = shared
    outcomes: list[_Outcome] = []
    written: list[bytes] = []
    kept: list[bytes] = []
    for first in range(0, len(tasks), AT_ONCE):
        some = tasks[first : first + AT_ONCE]
        found, data, more = _written(shared, some, _reports(scorer, some))
        outcomes += found
        written.append(data)
        kept += more
    return outcomes, b"".join(written), kept


def _written(shared: _Shared, tasks: list[_Task], reports: list[ScoreReport]) -> _Outcomes:
    """Write reports; one that cannot be written, with a NaN, say, is a defect, told as one."""
    scorer, form, beside = shared
    kept = [task.kept for task in tasks]
    try:
        data, more = _encoded(form, reports, kept), _besides(beside, reports)
    except Exception:
        for number, report in enumerate(reports):
            try:
                _encoded(form, [report], [kept[number]])
                _besides(beside, [report])
            except Exception as error:
                reports[number] = _internal(scorer, tasks[number], error)
        data, more = _encoded(form, reports, kept), _besides(beside, reports)
    return [(item.status, item.score, item.band, item.notice) for item in reports], data, more


def _besides(beside: Beside | None, reports: list[ScoreReport]) -> list[bytes]:
    """Write reports a second time, where that is asked for."""
    return [] if beside is None else [beside.row(report) for report in reports]


def _encoded(
    form: RowFormat | BatchFormat, reports: list[ScoreReport], kept: list[str | None]
) -> bytes:
    """Write reports in either kind of format."""
    if isinstance(form, BatchFormat):
        return form.rows(reports, kept)
    if any(kept):
        return b"".join(map(form.row, reports, kept))
    return b"".join(map(form.row, reports))


def _after_death(shared: _Shared, tasks: list[_Task]) -> _Outcomes:
    """Score a batch that killed its worker record by record; only the one that kills is lost."""
    scorer, _, _ = shared
    if len(tasks) > 1:
        alone = ordered_map(
            partial(_outcomes, shared),
            ([task] for task in tasks),
            n_jobs=1,
            on_death=partial(_after_death, shared),
        )
        outcomes: list[_Outcome] = []
        reports: list[bytes] = []
        kept: list[bytes] = []
        for found, data, more in alone:
            outcomes += found
            reports.append(data)
            kept += more
        return outcomes, b"".join(reports), kept
    notice = Notice(WORKER_DIED, "The process that scored it died, perhaps for lack of memory.")
    report = ScoreReport(id=tasks[0].id, model_id=scorer.model_id, status="rejected", notice=notice)
    return _written(shared, tasks, [report])


def _reports(scorer: Scoring, tasks: list[_Task]) -> list[ScoreReport]:
    """Score some records together where the scorer can; each gets its report whatever happens."""
    together = getattr(scorer, "score_batch", None)
    articles = [task.article for task in tasks if task.article is not None]
    if together is None or len(articles) < 2:
        return [_report(scorer, task) for task in tasks]
    try:
        scored = iter(together(articles))
    except Exception:  # which of them it was is found by scoring each alone
        return [_report(scorer, task) for task in tasks]
    return [
        _report(scorer, task) if task.article is None else _noted(next(scored), task)
        for task in tasks
    ]


def _noted(report: ScoreReport, task: _Task) -> ScoreReport:
    """Add what reading noticed."""
    if task.notices:
        report = replace(report, warnings=(*report.warnings, *task.notices))
    return report


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
    return _noted(report, task)


def _internal(scorer: Scoring, task: _Task, error: Exception) -> ScoreReport:
    """Report a record whose scoring raised."""
    why = " ".join(str(error).split())[:300]
    notice = Notice(INTERNAL, f"A defect of scorer: {type(error).__name__}: {why}")
    return ScoreReport(id=task.id, model_id=scorer.model_id, status="rejected", notice=notice)


def _finish(records: list[Record], outcomes: _Outcomes) -> Batch:
    """Join records with their outcomes."""
    found, data, beside = outcomes
    rows = [
        Row(record, *outcome, record.stage if record.article is None else "score")
        for record, outcome in zip(records, found, strict=True)
    ]
    return Batch(rows, data, beside)
