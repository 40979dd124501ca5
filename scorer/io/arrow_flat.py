"""The flat form of a row: plain columns, one number each measurement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from scorer.report.table import strongest
from scorer.schema import ScoreReport

REASONS = 3
"""Reasons that have columns of their own, strongest first."""

Kind = Literal["text", "number"]


def columns_before() -> list[tuple[str, Kind]]:
    """Names and kinds of the columns before those of the measurements.

    Examples
    --------
    >>> columns_before()[:3]
    [('id', 'text'), ('status', 'text'), ('score', 'number')]
    """
    return [
        ("id", "text"),
        ("status", "text"),
        ("score", "number"),
        ("band", "text"),
        ("interval_low", "number"),
        ("interval_high", "number"),
        ("margin", "number"),
        ("base_points", "number"),
        ("notice", "text"),
        *(
            (f"reason_{rank}{part}", kind)
            for rank in range(1, REASONS + 1)
            for part, kind in _PARTS
        ),
        ("reason_codes", "text"),
        ("warnings", "text"),
        ("title", "text"),
        ("source", "text"),
        ("url", "text"),
        ("published", "text"),
        ("baseline_n", "number"),
        ("baseline_percentile", "number"),
        ("baseline_outliers", "text"),
        ("model_id", "text"),
        ("schema_version", "text"),
        ("undefined", "text"),
    ]


_PARTS: tuple[tuple[str, Kind], ...] = (("", "text"), ("_points", "number"), ("_sentence", "text"))


def cells_before(report: ScoreReport) -> list[Any]:
    """Cells of one report, as :func:`columns_before` names them.

    Examples
    --------
    >>> cells_before(ScoreReport(id="a1", model_id="m1", status="abstained"))[:3]
    ['a1', 'abstained', None]
    """
    low, high = report.interval or (None, None)
    told = strongest(report.reasons, REASONS)
    named = [part for item in told for part in (item.code, item.points, item.sentence)]
    usual = report.baseline
    undefined = [
        f"{name}={item.reason}" for name, item in report.measurements.items() if item.value is None
    ]
    return [
        report.id,
        report.status,
        report.score,
        report.band,
        low,
        high,
        report.margin,
        report.base_points,
        None if report.notice is None else report.notice.code,
        *named,
        *[None] * (3 * (REASONS - len(told))),
        _joined([item.code for item in report.reasons]),
        _joined([item.code for item in report.warnings]),
        report.title,
        report.source,
        report.url,
        report.published,
        None if usual is None else usual.n,
        None if usual is None else usual.percentile,
        None if usual is None else _joined([item.name for item in usual.outliers]),
        report.model_id,
        report.schema_version,
        _joined(undefined),
    ]


def flat_row(report: ScoreReport, columns: Sequence[str]) -> dict[str, Any]:
    """Return some columns of the flat form.

    Parameters
    ----------
    report : ScoreReport
    columns : sequence of str
        Names of :func:`columns_before` and of measurements.

    Examples
    --------
    >>> flat_row(ScoreReport(id="a1", model_id="m1", status="abstained"), ["status", "id"])
    {'status': 'abstained', 'id': 'a1'}
    """
    cells = dict(zip(_NAMES, cells_before(report), strict=True))
    measured = report.measurements
    return {
        name: cells[name] if name in cells else (measured[name].value if name in measured else None)
        for name in columns
    }


def _joined(codes: Sequence[str]) -> str | None:
    """Codes as one cell; null where there are none."""
    return ";".join(codes) or None


_NAMES = tuple(name for name, _ in columns_before())
