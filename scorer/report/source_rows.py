"""Rows of ``scorer sources``: checked, and cut down to what the page of sources needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scorer.report.rows import interval_of, number_of, text_of
from scorer.schema import BANDS, band_of

BAND_NAMES = (*(band for _, band in BANDS), band_of(100.0))
"""From the lowest to the highest."""
GRADES = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
"""Letters of the Admiralty code for a source."""
LEFT_OUT = {
    "abstained": "without a score by abstention",
    "rejected": "rejected",
    "duplicates": "sent again",
    "undated": "without a date",
}
MOST_NOTES, MOST_EVIDENCE = 8, 5
MOST_REASONS, MOST_SIGNALS, MOST_PERIODS, MOST_ALARMS = 12, 60, 120, 20
"""Kept of one source; what a row holds beyond is left out of the page."""


@dataclass(frozen=True, slots=True)
class SharedReason:
    """A reason's share among a source's articles, and its mean points where it is told."""

    code: str
    share: float
    points: float


@dataclass(frozen=True, slots=True)
class SourceSignal:
    """A signal's mean in a source and in the population; ``z`` in standard deviations."""

    name: str
    mean: float
    population: float
    z: float


@dataclass(frozen=True, slots=True)
class Period:
    """Mean score of the articles of one period."""

    start: str
    n: int
    mean: float


@dataclass(frozen=True, slots=True)
class Alarm:
    """A change in a source: since when, in which signal, from what to what.

    Parameters
    ----------
    at : str
        Day of the first article after it; empty where the row has none.
    signal : str
    before, after : float, optional
        Means.
    direction : str
        ``worse`` or ``better``.
    strength : float, optional
        0 to 1.
    evidence : tuple of str
        Articles that show it.
    """

    at: str
    signal: str
    before: float | None = None
    after: float | None = None
    direction: str = ""
    strength: float | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What is kept of one source.

    Parameters
    ----------
    n, judged : int
        Articles, and those of them that have a score.
    bands : tuple of float
        Shares by band, from the lowest band to the highest.
    notice : str
        Why it cannot be judged.
    notes : tuple of (code, message)
        What was odd about its rows.
    left_out : tuple of (kind, count)
        Rows that do not count, by kind.
    prior : str
        Population that few articles were drawn to.
    """

    source: str
    status: str
    reliability: float | None
    interval: tuple[float, float] | None
    admiralty: str
    n: int
    judged: int
    bands: tuple[float, ...] = ()
    reasons: tuple[SharedReason, ...] = ()
    signals: tuple[SourceSignal, ...] = ()
    periods: tuple[Period, ...] = ()
    slope: float | None = None
    alarms: tuple[Alarm, ...] = ()
    aliases: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    slope_interval: tuple[float, float] | None = None
    notice: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    prior: str = ""

    @property
    def is_judged(self) -> bool:
        """Whether it has a place in the ranking."""
        return self.status == "judged" and self.reliability is not None


def source_row(row: Mapping[str, Any]) -> SourceRow:
    """Take what is needed of a row of ``docs/schema/source.schema.json``.

    Raises
    ------
    KeyError, TypeError, ValueError, AttributeError
        The row is not as it should be.

    Examples
    --------
    >>> source_row({"source": "a.example", "status": "judged", "reliability": 61.0,
    ...             "interval": [50, 70], "admiralty": "C", "n": 9, "judged": 8}).interval
    (50.0, 70.0)
    """
    reliability = row.get("reliability")
    grade = text_of(row.get("admiralty") or "F")
    if grade not in GRADES:
        raise ValueError(grade)
    bands = row.get("bands") or {}
    trend = row.get("trend") or {}
    slope = trend.get("slope_per_year")
    return SourceRow(
        source=text_of(row["source"]),
        status=text_of(row["status"]),
        reliability=None if reliability is None else _score(reliability),
        interval=interval_of(row.get("interval")),
        admiralty=grade,
        n=_count(row["n"]),
        judged=_count(row["judged"]),
        bands=tuple(_share(bands.get(name) or 0.0) for name in BAND_NAMES) if bands else (),
        reasons=tuple(
            SharedReason(
                text_of(item["code"]), _share(item["share"]), number_of(item["mean_points"])
            )
            for item in (row.get("reasons") or ())[:MOST_REASONS]
        ),
        signals=tuple(_signals(row.get("signals") or ())[:MOST_SIGNALS]),
        periods=tuple(
            Period(text_of(item["start"]), _count(item["n"]), _score(item["mean"]))
            for item in (trend.get("periods") or ())[-MOST_PERIODS:]
            if item["mean"] is not None
        ),
        slope=None if slope is None else number_of(slope),
        alarms=tuple(_alarm(item) for item in (row.get("alarms") or ())[:MOST_ALARMS]),
        aliases=tuple(text_of(item) for item in row.get("aliases") or ()),
        first=text_of(row.get("first") or ""),
        last=text_of(row.get("last") or ""),
        slope_interval=_ends(trend.get("slope_interval")),
        notice=text_of((row.get("notice") or {}).get("message") or ""),
        notes=tuple(
            (text_of(item["code"]), text_of(item["message"]))
            for item in (row.get("notes") or ())[:MOST_NOTES]
        ),
        left_out=tuple(
            (words, count)
            for name, words in LEFT_OUT.items()
            if (count := _count(row.get(name) or 0))
        ),
        prior=text_of(row.get("prior") or ""),
    )


def _signals(found: Any) -> list[SourceSignal]:
    """Signals that have all three numbers, the most unusual first."""
    rows = [
        SourceSignal(text_of(item["name"]), *(number_of(value) for value in values))
        for item in found
        if None not in (values := (item["mean"], item["population_mean"], item["z"]))
    ]
    return sorted(rows, key=lambda item: -abs(item.z))


def _alarm(found: Mapping[str, Any]) -> Alarm:
    """One alarm."""
    evidence = found.get("evidence") or ()
    if not isinstance(evidence, list | tuple):
        raise TypeError(type(evidence).__name__)
    return Alarm(
        text_of(found.get("date") or ""),
        text_of(found.get("signal") or ""),
        _maybe(found.get("before")),
        _maybe(found.get("after")),
        text_of(found.get("direction") or ""),
        _maybe(found.get("strength")),
        tuple(text_of(item) for item in evidence[:MOST_EVIDENCE]),
    )


def _maybe(value: Any) -> float | None:
    """A number or nothing."""
    return None if value is None else number_of(value)


def _ends(value: Any) -> tuple[float, float] | None:
    """Both ends of an interval that may lie anywhere."""
    if value is None:
        return None
    low, high = (number_of(end) for end in value)
    return low, high


def _count(value: Any) -> int:
    """A whole number from 0."""
    number = number_of(value)
    if number < 0 or number != int(number):
        raise ValueError(value)
    return int(number)


def _score(value: Any) -> float:
    """A number from 0 to 100."""
    number = number_of(value)
    if not 0 <= number <= 100:
        raise ValueError(value)
    return number


def _share(value: Any) -> float:
    """A number from 0 to 1."""
    number = number_of(value)
    if not 0 <= number <= 1.000001:
        raise ValueError(value)
    return number
