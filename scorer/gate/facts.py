"""What a policy may ask of a row, read from either form of it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

STATUSES = ("scored", "abstained", "rejected")
_MOST = sys.float_info.max


class NotARowError(ValueError):
    """Something that is no row of ``scorer score``."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One row, as far as a policy sees it.

    Parameters
    ----------
    status : str
    score : float or None
        0 to 100.
    band : str or None
    interval : tuple of float, or None
        90 % interval of the score.
    source : str
        In lower case; empty where there is none.
    notice : str
        Code that says why there is no score; empty where there is one.
    reasons : mapping of str to (float or None)
        Points by reason code; None where the row's form does not hold them.
    warnings : frozenset of str
        Codes.
    values : mapping of str to (float or None)
        Measurements by name.
    """

    status: str
    score: float | None = None
    band: str | None = None
    interval: tuple[float, float] | None = None
    source: str = ""
    notice: str = ""
    reasons: Mapping[str, float | None] = field(default_factory=dict)
    warnings: frozenset[str] = frozenset()
    values: Mapping[str, float | None] = field(default_factory=dict)


def facts_of(row: Any) -> Facts:
    """Read a row: a JSON object of the JSONL output, or a flat one (Parquet ``--columns``, CSV).

    Raises
    ------
    NotARowError
        A key is missing or of a wrong type; the message names it.

    Examples
    --------
    >>> facts_of({"id": "a", "status": "abstained", "score": None}).status
    'abstained'
    >>> facts_of({"status": "fine"})
    Traceback (most recent call last):
    scorer.gate.facts.NotARowError: status: 'fine' is none of scored, abstained, rejected
    """
    if not isinstance(row, Mapping):
        raise NotARowError("not an object")
    status = row.get("status")
    if status not in STATUSES:
        raise NotARowError(f"status: {status!r} is none of {', '.join(STATUSES)}")
    score = _number(row.get("score"), "score")
    if (status == "scored") != (score is not None) or not 0 <= (score or 0) <= 100:
        raise NotARowError(f"score: {score!r} of a row that is {status}")
    try:
        is_nested = isinstance(row.get("measurements"), Mapping)
        return Facts(
            status=status,
            score=score,
            band=_text(row.get("band")),
            interval=_interval(row),
            source=(_text(row.get("source")) or "").strip().lower(),
            **(_nested(row) if is_nested else _flat(row)),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        if isinstance(error, NotARowError):
            raise
        raise NotARowError(f"not as scorer writes it: {error}") from error


def _nested(row: Mapping[str, Any]) -> dict[str, Any]:
    """Parts of a row as JSONL holds them."""
    notice = row.get("notice")
    return {
        "notice": "" if notice is None else str(notice["code"]),
        "reasons": {
            item["code"]: _number(item["points"], "points") for item in row.get("reasons") or ()
        },
        "warnings": frozenset(item["code"] for item in row.get("warnings") or ()),
        "values": {
            name: _number(item["value"], name) for name, item in row["measurements"].items()
        },
    }


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Parts of a row as columns hold them: points of the strongest reasons only."""
    codes = [code for code in (_text(row.get("reason_codes")) or "").split(";") if code]
    points: dict[str, float | None] = dict.fromkeys(codes)
    rank = 1
    while code := row.get(f"reason_{rank}"):
        points[str(code)] = _number(row.get(f"reason_{rank}_points"), "points")
        rank += 1
    warnings = (_text(row.get("warnings")) or "").split(";")
    return {
        "notice": _text(row.get("notice")) or "",
        "reasons": points,
        "warnings": frozenset(code for code in warnings if code),
        "values": {name: _number(value, name) for name, value in row.items() if "." in name},
    }


def _interval(row: Mapping[str, Any]) -> tuple[float, float] | None:
    """The interval, in any of the ways it is written."""
    found = row.get("interval")
    if found is None:
        found = [row.get("interval_low"), row.get("interval_high")]
    elif isinstance(found, Mapping):
        found = [found["low"], found["high"]]
    low, high = (_number(end, "interval") for end in found)
    return None if low is None or high is None else (low, high)


def _number(value: Any, name: str) -> float | None:
    """A finite number or null."""
    if value is None:
        return None
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not -_MOST <= value <= _MOST
    ):
        raise NotARowError(f"{name}: {str(value)[:40]!r} is no number")
    return float(value)


def _text(value: Any) -> str | None:
    """Text or null."""
    if value is not None and not isinstance(value, str):
        raise NotARowError(f"{value!r} is no text")
    return value
