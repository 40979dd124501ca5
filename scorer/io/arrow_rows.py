"""Reports as Arrow record batches, and back as the rows of the JSONL output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from operator import attrgetter
from typing import Any

from scorer.errors import InputError
from scorer.io.arrow_flat import cells_before, columns_before
from scorer.io.arrow_schema import (
    Form,
    flat_schema,
    form_of,
    list_of,
    nested_schema,
    types,
)
from scorer.schema import (
    Contribution,
    Measurement,
    Notice,
    Reason,
    ScoreReport,
    SourceComparison,
    Span,
)

_HEAD = ("id", "schema_version", "model_id", "status", "score", "band")
_CARRIED = ("title", "source", "url", "published")


def to_batch(reports: Sequence[ScoreReport], form: Form = "nested") -> Any:
    r"""Encode reports as one record batch of the declared schema.

    Arrow strings are UTF-8: a lone surrogate, which JSON output writes as an escape, becomes
    U+FFFD.

    Parameters
    ----------
    reports : sequence of ScoreReport
        Some hundreds at most: a report has about a thousand values.
    form : {"nested", "flat"}

    Returns
    -------
    pyarrow.RecordBatch
        One row a report, in order.

    Raises
    ------
    ValueError
        A number is not finite: a defect of scorer.

    Examples
    --------
    >>> batch = to_batch([ScoreReport(id="a1", model_id="m1", status="abstained")])
    >>> batch.num_rows, to_rows(batch)[0]["status"]
    (1, 'abstained')
    """
    return _flat_batch(reports) if form == "flat" else _nested_batch(reports)


def to_rows(batch: Any) -> list[dict[str, Any]]:
    """Decode a batch or table of the nested form.

    Parameters
    ----------
    batch : pyarrow.RecordBatch or pyarrow.Table
        Columns that are none of the schema's are left out.

    Returns
    -------
    list of dict
        Each equals the report's :meth:`scorer.ScoreReport.to_dict`, key order included.

    Raises
    ------
    InputError
        It is not of the nested form, which alone holds whole rows.
    """
    if form_of(batch.schema) != "nested":
        raise InputError(
            "whole rows can be had from the nested form only; this has the columns "
            f"{', '.join(batch.schema.names[:8])}, ..."
        )
    wanted = [name for name in nested_schema().names if name in batch.schema.names]
    rows: list[dict[str, Any]] = batch.select(wanted).to_pylist()
    for row in rows:
        interval = row.get("interval")
        row["interval"] = None if interval is None else [interval["low"], interval["high"]]
        row["measurements"] = {
            item.pop("name"): _without_null_reason(item) for item in row["measurements"]
        }
        _whole_baseline(row)
    return rows


def _whole_baseline(row: dict[str, Any]) -> None:
    """Give a comparison the form of the JSON row, which has it only where there is one."""
    found = row.pop("baseline", None)
    if found is None:
        return
    found["outliers"] = [
        {**item, "typical": [item["typical"]["low"], item["typical"]["high"]]}
        for item in found["outliers"]
    ]
    reason = found.pop("reason")
    row["baseline"] = found if reason is None else {**found, "reason": reason}


def _without_null_reason(item: dict[str, Any]) -> dict[str, Any]:
    """Drop the reason of a measurement that has a value, as the JSON row does."""
    if item["reason"] is None:
        del item["reason"]
    return item


def _nested_batch(reports: Sequence[ScoreReport]) -> Any:
    """Encode the nested form, column by column."""
    import pyarrow as pa

    contributions = [item for report in reports for item in report.contributions]
    reasons = [item for report in reports for item in report.reasons]
    warnings = [item for report in reports for item in report.warnings]
    measurements = [item for report in reports for item in report.measurements.values()]
    names = [name for report in reports for name in report.measurements]
    arrays = {
        **{name: _column(reports, name) for name in (*_HEAD, *_CARRIED)},
        "margin": _column(reports, "margin"),
        "base_points": _column(reports, "base_points"),
        "interval": _intervals(reports),
        "notice": _notices([report.notice for report in reports]),
        "contributions": _lists(
            map(len, map(attrgetter("contributions"), reports)), _contributions(contributions)
        ),
        "reasons": _lists(map(len, map(attrgetter("reasons"), reports)), _reasons(reasons)),
        "warnings": _lists(map(len, map(attrgetter("warnings"), reports)), _notices(warnings)),
        "measurements": _lists(
            map(len, map(attrgetter("measurements"), reports)), _measurements(names, measurements)
        ),
        "baseline": _baselines([report.baseline for report in reports]),
    }
    schema = nested_schema()
    return pa.RecordBatch.from_arrays([arrays[name] for name in schema.names], schema=schema)


def _flat_batch(reports: Sequence[ScoreReport]) -> Any:
    """Encode the flat form, column by column."""
    import pyarrow as pa

    schema = flat_schema()
    rows = [cells_before(report) for report in reports]
    arrays = []
    for index, (_, kind) in enumerate(columns_before()):
        cells = [row[index] for row in rows]
        arrays.append(_text(cells) if kind == "text" else _numbers(cells))
    for name in schema.names[len(arrays) :]:
        found = [report.measurements.get(name) for report in reports]
        values = [None if item is None else item.value for item in found]
        arrays.append(_numbers(values))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _column(reports: Sequence[ScoreReport], name: str) -> Any:
    """One plain field of each report."""
    import pyarrow as pa

    cells = [getattr(report, name) for report in reports]
    kind = nested_schema().field(name).type
    return _text(cells) if kind == pa.string() else _numbers(cells)


def _text(cells: Sequence[str | None]) -> Any:
    """Strings; what UTF-8 cannot hold is replaced."""
    import pyarrow as pa

    try:
        return pa.array(cells, pa.string())
    except UnicodeEncodeError:
        clean = [
            None
            if cell is None
            else cell.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            for cell in cells
        ]
        return pa.array(clean, pa.string())


def _words(cells: Sequence[str | None]) -> Any:
    """Strings of a small closed set: each is encoded once."""
    import pyarrow as pa

    numbers: dict[str | None, int | None] = {None: None}
    for cell in dict.fromkeys(cells):
        if cell is not None:
            numbers[cell] = len(numbers) - 1
    values = [cell for cell in numbers if cell is not None]
    indices = pa.array([numbers[cell] for cell in cells], pa.int32())
    return pa.DictionaryArray.from_arrays(indices, _text(values)).dictionary_decode()


def _numbers(cells: Sequence[float | None]) -> Any:
    """Doubles; ValueError where one is not finite, as in the JSON output."""
    import pyarrow as pa
    from pyarrow import compute

    numbers = pa.array(cells, pa.float64())
    if not compute.all(compute.is_finite(numbers), min_count=0).as_py():
        raise ValueError("a number of the report is not finite")
    return numbers


def _lists(lengths: Iterable[int], values: Any) -> Any:
    """Cut values into one list a row."""
    import pyarrow as pa

    offsets = pa.array(list(accumulate(lengths, initial=0)), pa.int32())
    return pa.ListArray.from_arrays(offsets, values, type=list_of(values.type))


def _struct(kind: str, arrays: Sequence[Any], mask: Any = None) -> Any:
    """Join arrays as the fields of a declared struct."""
    import pyarrow as pa

    return pa.StructArray.from_arrays(list(arrays), fields=list(types()[kind]), mask=mask)


def _intervals(reports: Sequence[ScoreReport]) -> Any:
    """The 90 % interval of each score, or null."""
    import pyarrow as pa

    found = [report.interval for report in reports]
    mask = pa.array([item is None for item in found], pa.bool_())
    pairs = [(0.0, 0.0) if item is None else item for item in found]
    low, high = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return _struct("interval", [_numbers(low), _numbers(high)], mask)


def _baselines(items: Sequence[SourceComparison | None]) -> Any:
    """Comparisons with the source, or null."""
    import pyarrow as pa

    mask = pa.array([item is None for item in items], pa.bool_())
    found = [SourceComparison(None, 0, None) if item is None else item for item in items]
    outliers = [outlier for item in found for outlier in item.outliers]
    typical = _struct(
        "interval",
        [_numbers([item.typical[end] for item in outliers]) for end in (0, 1)],
    )
    values = _struct(
        "outlier",
        [
            _words([item.name for item in outliers]),
            _numbers([item.value for item in outliers]),
            _numbers([item.percentile for item in outliers]),
            typical,
        ],
    )
    return _struct(
        "baseline",
        [
            _words([item.source for item in found]),
            pa.array([item.n for item in found], pa.int32()),
            _numbers([item.percentile for item in found]),
            _words([item.reason for item in found]),
            _lists([len(item.outliers) for item in found], values),
        ],
        mask,
    )


def _notices(items: Sequence[Notice | None]) -> Any:
    """Codes with messages, or null."""
    import pyarrow as pa

    mask = pa.array([item is None for item in items], pa.bool_())
    codes = ["" if item is None else item.code for item in items]
    messages = ["" if item is None else item.message for item in items]
    return _struct("notice", [_words(codes), _text(messages)], mask)


def _contributions(items: Sequence[Contribution]) -> Any:
    """Every contribution of every report."""
    return _struct(
        "contribution",
        [
            _words([item.feature for item in items]),
            _numbers([item.value for item in items]),
            _numbers([item.baseline for item in items]),
            _numbers([item.points for item in items]),
            _words([item.code for item in items]),
            _numbers([item.percentile for item in items]),
        ],
    )


def _reasons(items: Sequence[Reason]) -> Any:
    """Every reason of every report."""
    return _struct(
        "reason",
        [
            _words([item.code for item in items]),
            _text([item.sentence for item in items]),
            _numbers([item.points for item in items]),
            _lists(
                [len(item.features) for item in items],
                _words([name for item in items for name in item.features]),
            ),
            _evidence([item.evidence for item in items]),
            _numbers([item.percentile for item in items]),
        ],
    )


def _measurements(names: Sequence[str], items: Sequence[Measurement]) -> Any:
    """Every measurement of every report."""
    return _struct(
        "measurement",
        [
            _words(names),
            _numbers([item.value for item in items]),
            _words([item.unit for item in items]),
            _evidence([item.evidence for item in items]),
            _words([item.reason for item in items]),
        ],
    )


def _evidence(groups: Sequence[tuple[Span, ...]]) -> Any:
    """Every evidence span: most of a row."""
    import pyarrow as pa

    spans = list(chain.from_iterable(groups))
    starts, ends, labels, numbers = zip(*spans, strict=True) if spans else ((), (), (), ())
    int32 = pa.int32()
    values = _struct(
        "span",
        [
            pa.array(starts, int32),
            pa.array(ends, int32),
            _words(labels),
            pa.array(numbers, int32),
        ],
    )
    return _lists(map(len, groups), values)
