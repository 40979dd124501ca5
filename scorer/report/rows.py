"""Rows of ``scorer score`` read back: checked, and cut down to what a batch report needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NoReturn

MOST_BYTES = 256 * 1024 * 1024
"""A longer line is no row."""
MOST_NUMBER = 1e100
"""Nothing that scorer measures is near it; a row with a larger number is no row."""

STATUSES = ("scored", "abstained", "rejected")


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One reason of a row."""

    code: str
    sentence: str
    points: float


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """What is kept of one row."""

    id: str
    model_id: str
    status: str
    score: float | None
    band: str
    notice: str
    title: str
    source: str | None
    url: str | None
    interval: tuple[float, float] | None = None
    warnings: tuple[str, ...] = ()
    reasons: tuple[ReasonRow, ...] = ()
    values: dict[str, float | None] = field(default_factory=dict)
    baselines: dict[str, float] = field(default_factory=dict)


def read_rows(stream: BinaryIO) -> Iterator[ScoreRow | str]:
    r"""Read JSON lines as rows; a line that is none comes as a code that says why.

    Parameters
    ----------
    stream : binary file
        Read line by line.

    Yields
    ------
    ScoreRow or str
        Blank lines are skipped.

    Examples
    --------
    >>> import io
    >>> list(read_rows(io.BytesIO(b'[]\n{"id": 1}\n')))
    ['not_an_object', 'not_a_row']
    """
    while line := stream.readline(MOST_BYTES):
        if len(line) == MOST_BYTES and not line.endswith(b"\n"):
            while (part := stream.readline(1 << 20)) and not part.endswith(b"\n"):
                pass
            yield "too_large"
        elif line.strip():
            yield _row(line)


def _row(line: bytes) -> ScoreRow | str:
    """Read one line."""
    try:
        found = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError:
        return "bad_encoding"
    except (ValueError, RecursionError):
        return "bad_json"
    if not isinstance(found, dict):
        return "not_an_object"
    try:
        return _checked(found)
    except (KeyError, TypeError, ValueError, AttributeError):
        return "not_a_row"


def _checked(row: dict[str, Any]) -> ScoreRow:
    """Take what is needed; whatever is not as it should be raises."""
    status = row["status"]
    if status not in STATUSES:
        raise ValueError(status)
    score = None
    if status == "scored":
        score = _number(row["score"])
        if not 0 <= score <= 100:
            raise ValueError(score)
    notice = row.get("notice")
    return ScoreRow(
        id=_text(row["id"]),
        model_id=_text(row["model_id"]),
        status=status,
        score=score,
        band=_text(row.get("band") or ""),
        notice="" if notice is None else _text(notice["code"]),
        title=_text(row.get("title") or ""),
        source=_text(row["source"]) if row.get("source") else None,
        url=_text(row["url"]) if row.get("url") else None,
        interval=_interval(row.get("interval")) if score is not None else None,
        warnings=tuple(_text(item["code"]) for item in row.get("warnings") or ()),
        reasons=tuple(
            ReasonRow(_text(item["code"]), _text(item["sentence"]), _number(item["points"]))
            for item in row.get("reasons", ())
        ),
        values={
            name: None if item["value"] is None else _number(item["value"])
            for name, item in row.get("measurements", {}).items()
        },
        baselines={
            _text(item["feature"]): _number(item["baseline"])
            for item in row.get("contributions", ())
            if item["baseline"] is not None
        },
    )


def _interval(value: Any) -> tuple[float, float] | None:
    """Two numbers from 0 to 100 in order, or nothing: rows of schema 1.0 have none."""
    if value is None:
        return None
    low, high = (_number(end) for end in value)
    if not 0 <= low <= high <= 100:
        raise ValueError(value)
    return low, high


def _text(value: Any) -> str:
    """Text as it is; a number, as an id may be one, as text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError(type(value).__name__)
    return str(value)


def _number(value: Any) -> float:
    """A number that sums, squares and differences stay finite with; ``1e999`` is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(type(value).__name__)
    if not -MOST_NUMBER <= value <= MOST_NUMBER:
        raise ValueError(value)
    return float(value)


def _refuse(name: str) -> NoReturn:
    """NaN and Infinity are no JSON."""
    raise ValueError(name)
