"""Rows of ``scorer score`` read back: checked, and cut down to what a batch report needs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NoReturn, TypeVar

Kind = TypeVar("Kind")

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

    Returns
    -------
    iterator of ScoreRow or str
        Blank lines are skipped.

    Examples
    --------
    >>> import io
    >>> list(read_rows(io.BytesIO(b'[]\n{"id": 1}\n')))
    ['not_an_object', 'not_a_row']
    """
    return read_objects(stream, _checked)


def read_objects(stream: BinaryIO, check: Callable[[dict[str, Any]], Kind]) -> Iterator[Kind | str]:
    r"""Read JSON lines; a line that is no object, or that ``check`` refuses, comes as a code.

    Parameters
    ----------
    stream : binary file
        Read line by line.
    check : callable
        Takes the object, returns what is kept of it; raises KeyError, TypeError, ValueError or
        AttributeError where the object is not as it should be.

    Yields
    ------
    what ``check`` returns, or str

    Examples
    --------
    >>> import io
    >>> list(read_objects(io.BytesIO(b'{"a": 1}\n{}\n'), lambda found: found["a"]))
    [1, 'not_a_row']
    """
    while line := stream.readline(MOST_BYTES):
        if len(line) == MOST_BYTES and not line.endswith(b"\n"):
            while (part := stream.readline(1 << 20)) and not part.endswith(b"\n"):
                pass
            yield "too_large"
        elif line.strip():
            yield _object(line, check)


def _object(line: bytes, check: Callable[[dict[str, Any]], Kind]) -> Kind | str:
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
        return check(found)
    except (KeyError, TypeError, ValueError, AttributeError):
        return "not_a_row"


def _checked(row: dict[str, Any]) -> ScoreRow:
    """Take what is needed; whatever is not as it should be raises."""
    status = row["status"]
    if status not in STATUSES:
        raise ValueError(status)
    score = None
    if status == "scored":
        score = number_of(row["score"])
        if not 0 <= score <= 100:
            raise ValueError(score)
    notice = row.get("notice")
    return ScoreRow(
        id=text_of(row["id"]),
        model_id=text_of(row["model_id"]),
        status=status,
        score=score,
        band=text_of(row.get("band") or ""),
        notice="" if notice is None else text_of(notice["code"]),
        title=text_of(row.get("title") or ""),
        source=text_of(row["source"]) if row.get("source") else None,
        url=text_of(row["url"]) if row.get("url") else None,
        interval=interval_of(row.get("interval")) if score is not None else None,
        warnings=tuple(text_of(item["code"]) for item in row.get("warnings") or ()),
        reasons=tuple(
            ReasonRow(text_of(item["code"]), text_of(item["sentence"]), number_of(item["points"]))
            for item in row.get("reasons", ())
        ),
        values={
            name: None if item["value"] is None else number_of(item["value"])
            for name, item in row.get("measurements", {}).items()
        },
        baselines={
            text_of(item["feature"]): number_of(item["baseline"])
            for item in row.get("contributions", ())
            if item["baseline"] is not None
        },
    )


def interval_of(value: Any) -> tuple[float, float] | None:
    """Two numbers from 0 to 100 in order, or nothing: rows of schema 1.0 have none."""
    if value is None:
        return None
    low, high = (number_of(end) for end in value)
    if not 0 <= low <= high <= 100:
        raise ValueError(value)
    return low, high


def text_of(value: Any) -> str:
    """Text as it is; a number, as an id may be one, as text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError(type(value).__name__)
    return str(value)


def number_of(value: Any) -> float:
    """A number that sums, squares and differences stay finite with; ``1e999`` is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(type(value).__name__)
    if not -MOST_NUMBER <= value <= MOST_NUMBER:
        raise ValueError(value)
    return float(value)


def _refuse(name: str) -> NoReturn:
    """NaN and Infinity are no JSON."""
    raise ValueError(name)
