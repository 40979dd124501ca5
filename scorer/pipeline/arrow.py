"""Record batches in, record batches out: the one function that every engine calls."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from scorer.errors import ConfigError, InputError
from scorer.io.arrow_rows import to_batch
from scorer.io.arrow_schema import Form, report_schema
from scorer.io.fields import FieldMap, Place, check_names, record_from
from scorer.io.parquet_cells import NotUtf8, row_json, rows_of
from scorer.io.records import ReadLimits, Record, derived_id, rejected
from scorer.pipeline.local import INTERNAL, Scoring, reports_of
from scorer.pipeline.parallel import ordered_map
from scorer.schema import Notice, ScoreReport

if TYPE_CHECKING:
    import pyarrow as pa

logger = logging.getLogger("scorer")

ROWS = 256
"""Rows of an output batch at most: some megabytes, whatever the size of the input's batches."""

AT_ONCE = 32
"""Reports that exist as Python objects at once; more keep the garbage collector busy."""

Keep = Sequence[str] | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run makes of its batches; picklable, so that workers do the work.

    Parameters
    ----------
    fields : FieldMap
        Which input column holds what.
    form : {"nested", "flat"}
        Form of the output.
    keep : mapping of str to str
        Input columns that are handed on, with their names in the output.
    """

    fields: FieldMap
    form: Form
    keep: Mapping[str, str]

    def schema_of_scores(self) -> pa.Schema:
        """Schema of the scores alone."""
        return report_schema(self.form)

    def schema(self, given: pa.Schema) -> pa.Schema:
        """Schema of the output for an input of the given schema.

        Raises
        ------
        InputError
            The input has no column for the text or one that is kept, or has one of them twice.
        ConfigError
            A kept column would have the name of another.
        """
        check_names(given.names, "the input", self.fields)
        if self.fields.text not in given.names:
            raise InputError(
                f"the input has no column {self.fields.text!r} for the text (it has "
                f"{_listed(given.names)}); name the right one: fields={{'text': ...}}"
            )
        schema = report_schema(self.form)
        for name, shown in self.keep.items():
            if given.names.count(name) != 1:
                found = f"{given.names.count(name)} columns" if name in given.names else "no column"
                raise InputError(
                    f"keep: the input has {found} {name!r}; it has {_listed(given.names)}"
                )
            if shown in schema.names:
                raise ConfigError(
                    f"keep: a column of the output is named {shown!r} already; give it another "
                    f"name: keep={{{name!r}: 'input_{shown}'}}"
                )
            schema = schema.append(given.field(name).with_name(shown).with_nullable(True))
        return schema


def plan(fields: FieldMap | Mapping[str, str] | None, *, columns: bool, keep: Keep | str) -> Plan:
    """Read the arguments of the public functions.

    Raises
    ------
    ConfigError
        An argument has no sense.
    """
    if isinstance(keep, str):
        raise ConfigError(f"keep: a list of names is wanted, such as [{keep!r}]")
    names = dict(keep) if isinstance(keep, Mapping) else {name: name for name in keep}
    return Plan(field_map(fields), "flat" if columns else "nested", names)


def field_map(fields: FieldMap | Mapping[str, str] | None) -> FieldMap:
    """Read a field mapping.

    Raises
    ------
    ConfigError
        It names a field that an article does not have.
    """
    if fields is None:
        return FieldMap()
    if isinstance(fields, FieldMap):
        return fields
    known = [name for name in FieldMap.__dataclass_fields__ if name != "keep"]
    for name, column in fields.items():
        if name not in known:
            raise ConfigError(f"fields: {name!r} is no field; known are {', '.join(known)}")
        if not isinstance(column, str):
            raise ConfigError(f"fields: the column of {name!r} must be a name, not {column!r}")
    return FieldMap(**{str(name): str(column) for name, column in fields.items()})  # type: ignore[arg-type]


def run(
    scorer: Scoring,
    batches: Iterable[pa.RecordBatch],
    plan: Plan,
    *,
    rows: int = ROWS,
    n_jobs: int = 1,
) -> Iterator[pa.RecordBatch]:
    """Score record batches; one row out for each row in, in order.

    Parameters
    ----------
    scorer : Scoring
    batches : iterable of pyarrow.RecordBatch
        Drawn lazily.
    plan : Plan
    rows : int
        Rows of an output batch at most.
    n_jobs : int
        Worker processes; 1 works in this one.

    Yields
    ------
    pyarrow.RecordBatch
        An empty input batch gives an empty output batch.
    """
    yield from run_pieces(scorer, _pieces(batches, plan, rows), plan, n_jobs=n_jobs)


def run_pieces(
    scorer: Scoring, pieces: Iterable[Piece], plan: Plan, *, n_jobs: int = 1
) -> Iterator[pa.RecordBatch]:
    """Score pieces of any table; one batch out for each, in order."""
    work = partial(_score, scorer, plan)
    if n_jobs == 1:
        for piece in pieces:
            yield piece.finish(work(piece.records))
        return
    # Kept columns stay here, in the order their rows went out: workers need only the articles.
    out: deque[Piece] = deque()

    def tasks() -> Iterator[list[Record]]:
        for piece in pieces:
            out.append(piece)
            yield piece.records

    died = partial(_after_death, scorer, plan)
    for scored in ordered_map(work, tasks(), n_jobs=n_jobs, on_death=died):
        yield out.popleft().finish(scored)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of one input batch, read, with the columns to hand on."""

    records: list[Record]
    kept: list[pa.Array]
    schema: pa.Schema | None

    def finish(self, scored: pa.RecordBatch) -> pa.RecordBatch:
        """Set the kept columns beside the scores."""
        import pyarrow as pa

        if not self.kept:
            return scored
        return pa.RecordBatch.from_arrays([*scored.columns, *self.kept], schema=self.schema)


def _pieces(batches: Iterable[Any], plan: Plan, rows: int) -> Iterator[Piece]:
    """Cut batches into pieces of bounded size and read their rows."""
    import pyarrow as pa

    schema: pa.Schema | None = None
    for batch in _each(batches):
        if not isinstance(batch, pa.RecordBatch):
            raise TypeError(
                f"score_batches() takes pyarrow.RecordBatch objects, not {type(batch).__name__}"
            )
        if schema is None:
            schema = plan.schema(batch.schema)
        else:
            check_names(batch.schema.names, "the input", plan.fields)
        present = set(batch.schema.names)
        needed = [name for name in dict.fromkeys(plan.fields.names()) if name in present]
        articles = batch.select(needed)
        kept = [_kept(batch, name, schema.field(shown)) for name, shown in plan.keep.items()]
        for start in range(0, max(batch.num_rows, 1), rows):
            part = articles.slice(start, rows)
            records = [record_of(row, plan.fields) for row in rows_of(part)]
            yield Piece(records, [column.slice(start, rows) for column in kept], schema)


def _each(batches: Any) -> Iterator[Any]:
    """Take a table for its batches, and one batch for a list of one."""
    import pyarrow as pa

    if isinstance(batches, pa.RecordBatch):
        return iter([batches])
    if isinstance(batches, pa.Table):
        whole = batches.to_batches()
        return iter(whole or [pa.RecordBatch.from_pylist([], schema=batches.schema)])
    return iter(batches)


def _kept(batch: Any, name: str, field: Any) -> Any:
    """Return a column that is handed on, in the type of the first batch."""
    import pyarrow as pa

    if name not in batch.schema.names:
        return pa.nulls(batch.num_rows, field.type)
    column = batch.column(name)
    if column.type == field.type:
        return column
    try:
        return column.cast(field.type)
    except pa.ArrowException as error:
        raise InputError(
            f"keep: column {name!r} is of type {field.type} at first and then of type "
            f"{column.type}; make them one type"
        ) from error


def record_of(row: dict[str, Any], fields: FieldMap) -> Record:
    """Read one row; what it has no id for is named by its content."""
    place = Place("", 0)
    if any(isinstance(value, NotUtf8) for value in row.values()):
        raw = row_json(row)
        return rejected("", 0, "bad_encoding", "A string of the row is not UTF-8.", raw)
    found = record_from(row, place=place, raw=b"", fields=fields, limits=ReadLimits())
    if found.article is None and found.id == _NO_ID and found.error is not None:
        return rejected("", 0, found.error.code, found.error.message, row_json(row))
    return found


_NO_ID = derived_id(b"")


def _score(scorer: Scoring, plan: Plan, records: Sequence[Record]) -> pa.RecordBatch:
    """Score some records and encode their reports."""
    encoded = [
        _encoded(reports_of(scorer, records[first : first + AT_ONCE]), plan.form)
        for first in range(0, max(len(records), 1), AT_ONCE)
    ]
    return _joined(encoded)


def _encoded(reports: Sequence[ScoreReport], form: Form) -> pa.RecordBatch:
    """Encode reports; one that cannot be (a NaN, say: a defect) is told as one."""
    try:
        return to_batch(reports, form)
    except Exception as error:
        logger.exception("a report could not be encoded")
        if len(reports) == 1:
            why = f"A defect of scorer: {type(error).__name__}: {error}"
            return to_batch([_internal(reports[0].id, reports[0].model_id, why)], form)
        return _joined([_encoded([report], form) for report in reports])


def _joined(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    """Join batches, which are at least one, into one."""
    import pyarrow as pa

    if len(batches) == 1:
        return batches[0]
    return pa.Table.from_batches(batches).combine_chunks().to_batches()[0]


def _after_death(scorer: Scoring, plan: Plan, records: Sequence[Record]) -> pa.RecordBatch:
    """Score rows that killed their worker one by one; only the one that kills is lost."""
    if len(records) == 1:
        why = "A defect of scorer: the process that scored it died, perhaps for lack of memory"
        return to_batch([_internal(records[0].id, scorer.model_id, why)], plan.form)
    alone = ordered_map(
        partial(_score, scorer, plan),
        ([record] for record in records),
        n_jobs=1,
        on_death=partial(_after_death, scorer, plan),
    )
    return _joined(list(alone))


def _internal(id_: str, model_id: str, why: str) -> ScoreReport:
    """Report a record that scoring broke on."""
    notice = Notice(INTERNAL, why)
    return ScoreReport(id=id_, model_id=model_id, status="rejected", notice=notice)


def _listed(names: Sequence[str], most: int = 8) -> str:
    """Some names for a message."""
    shown = ", ".join(repr(name) for name in names[:most])
    return (shown or "none") + (", ..." if len(names) > most else "")
