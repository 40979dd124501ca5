"""Numbers of the drawings on the page of sources; the template only writes them down."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scorer.features.registry import specs
from scorer.report.source_list import SignalSample
from scorer.report.source_rows import BAND_NAMES, Alarm, Period, SourceSignal

STACK = 150
"""Width of a bar of bands."""
SPARK = (300, 60)
"""Width and height of a trend."""
STRIP = 160
"""Width of a signal's strip, from -4 to 4 standard deviations."""
FARTHEST = 4.0
CHART, CHART_BINS = (240, 60), 24


@dataclass(frozen=True, slots=True)
class Part:
    """One band of a stacked bar: where it stands, and its share."""

    name: str
    index: int
    share: float
    x: float
    width: float


def stack(bands: Sequence[float]) -> list[Part]:
    """Lay out the bands of one source; none where they are not known.

    Parameters
    ----------
    bands : sequence of float
        Shares from the lowest band to the highest.

    Examples
    --------
    >>> [(part.name, part.x, part.width) for part in stack((0.5, 0.0, 0.5, 0.0, 0.0))]
    [('very low', 0.0, 75.0), ('mixed', 75.0, 75.0)]
    """
    total = sum(bands)
    parts: list[Part] = []
    at = 0.0
    for index, share in enumerate(bands):
        width = STACK * share / (total or 1.0)
        if share > 0:
            name = BAND_NAMES[index].replace("_", " ")
            parts.append(Part(name, index, share / total, round(at, 1), round(width, 1)))
        at += width
    return parts


def told(parts: Sequence[Part]) -> str:
    """Tell a stacked bar in words.

    Examples
    --------
    >>> told(stack((0.5, 0.0, 0.5, 0.0, 0.0)))
    'very low 50 %, mixed 50 %'
    """
    return ", ".join(f"{part.name} {100 * part.share:.0f} %" for part in parts)


@dataclass(frozen=True, slots=True)
class Spark:
    """A trend: a line over the periods, a dot on each, what it says in words, alarms' places."""

    line: str
    dots: Sequence[tuple[float, float]]
    says: str
    alarms: Sequence[float] = ()


def spark(periods: Sequence[Period], alarms: Sequence[Alarm] = ()) -> Spark | None:
    """Lay out a trend on the whole scale from 0 to 100; None for fewer than two periods.

    Examples
    --------
    >>> found = spark([Period("2026-01-01", 3, 50.0), Period("2026-02-01", 4, 60.0)])
    >>> found.line, found.says
    ('M4.0 30.0L296.0 24.0', 'from 50.0 (2026-01-01) to 60.0 (2026-02-01), 2 periods')
    """
    if len(periods) < 2:
        return None
    width, height = SPARK
    days = [_day(period.start) for period in periods]
    known = [day for day in days if day is not None]
    first, size = (min(known), max(known) - min(known)) if known else (0, 0)
    dots = []
    for index, (period, day) in enumerate(zip(periods, days, strict=True)):
        # Periods whose days cannot be read stand at even steps.
        is_dated = len(known) == len(days) and size
        place = (day - first) / size if is_dated and day is not None else index / (len(days) - 1)
        score = min(max(period.mean, 0.0), 100.0)
        dots.append((round(4 + (width - 8) * place, 1), round(height * (1 - score / 100), 1)))
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in dots)
    begin, end = periods[0], periods[-1]
    says = (
        f"from {begin.mean:.1f} ({begin.start[:40]}) to {end.mean:.1f} ({end.start[:40]}), "
        f"{len(periods)} periods"
    )
    marks: set[float] = set()
    if len(known) == len(days) and size:
        for alarm in alarms:
            day = _day(alarm.at)
            if day is not None:
                place = min(max((day - first) / size, 0.0), 1.0)
                marks.add(round(4 + (width - 8) * place, 1))
    return Spark(line, dots, says, sorted(marks))


def _day(text: str) -> int | None:
    """Number of a day; a month counts as its first day, anything else is None."""
    for padded in (text, f"{text}-01", f"{text}-01-01"):
        try:
            return date.fromisoformat(padded).toordinal()
        except ValueError:
            continue
    return None


@dataclass(frozen=True, slots=True)
class Strip:
    """A source's mean of one signal against the population's; ``x`` from 0 to ``STRIP``."""

    signal: SourceSignal
    summary: str
    x: float
    is_beyond: bool


def strip(signal: SourceSignal) -> Strip:
    """Lay out one strip; what is farther than 4 standard deviations stands at the edge.

    Examples
    --------
    >>> strip(SourceSignal("promotion.line_count", 3.0, 1.0, 2.0)).x
    120.0
    """
    place = min(max(signal.z, -FARTHEST), FARTHEST)
    return Strip(
        signal,
        _summary(signal.name),
        round(STRIP * (place + FARTHEST) / (2 * FARTHEST), 1),
        abs(signal.z) > FARTHEST,
    )


@dataclass(frozen=True, slots=True)
class Chart:
    """Distribution of one signal's mean over the sources."""

    name: str
    summary: str
    low: float
    high: float
    median: float
    bars: Sequence[tuple[float, float, float, float]]
    tick: float
    sample: SignalSample


def chart(name: str, sample: SignalSample) -> Chart:
    """Lay out the distribution of one signal; the outermost half per cent on either side is cut."""
    values = sorted(sample.means)
    edge = len(values) // 200
    shown = values[edge : len(values) - edge]
    low, high = min(shown[0], sample.population), max(shown[-1], sample.population)
    width, height = CHART
    size = (high - low) or 1.0
    counts = [0] * CHART_BINS
    for value in shown:
        counts[min(int((value - low) / size * CHART_BINS), CHART_BINS - 1)] += 1
    step, top = width / CHART_BINS, max(counts)
    bars = [
        (
            round(index * step, 1),
            round(height - height * count / top, 1),
            round(step - 1, 1),
            round(height * count / top, 1),
        )
        for index, count in enumerate(counts)
        if count
    ]
    return Chart(
        name,
        _summary(name),
        low,
        high,
        statistics.median(values),
        bars,
        round((sample.population - low) / size * width, 1),
        sample,
    )


def _summary(name: str) -> str:
    """What a signal measures; its name where it is not known here."""
    spec = specs().get(name)
    return name if spec is None else spec.summary
