"""Has a source changed, since when, and in what: change points in its dated signals.

For each signal the articles are put in order of their dates and ranked; for each day the mean rank
before it is compared with the mean rank from it on (the Wilcoxon statistic), and the largest
difference, in standard deviations, is where the source most probably changed (Pettitt 1979). Ranks
need no distribution and are not moved by single odd articles. Neighbouring articles are alike (one
story, several articles a day), which alone looks like change: the deviation is widened by
``sqrt((1 + r) / (1 - r))``, r being the correlation of neighbours' ranks within short blocks.

There is an alarm where the statistic reaches :data:`LIMIT`, an article after is :data:`STRONG`
more often above one before than below (Cliff's delta), and the means moved by the signal's least
step, so that long histories do not alarm for trifles. Both parts are then looked at by themselves
(binary segmentation), so that a source may change more than once.

The limit is set for being asked again with every new article: in 200 articles of a source that does
not change (its articles in random order) an alarm is raised at any moment, by any signal, for at
most 5 % of sources. ``python -m benchmarks.sources_drift`` prints that, and how many articles after
a change it takes to be told. Days of the week are no matter: a change is one of the whole order.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from scorer.sources.drift_signals import DRIFT, DriftSignal
from scorer.sources.history import Event

LIMIT = 4.5
"""Standard deviations from which there is an alarm."""
STRONG = 0.4
"""Least difference between the shares of pairs in which the later article is above and below."""
PART = 7
"""Articles before and after a change at least."""
LEAST = 30
"""Dated articles under which nothing is said."""
MOST_ALIKE = 0.6
"""Correlation of neighbours that is allowed for at most: more is the change itself."""
PARTS = 3
"""The shortest part of a history that is looked at by itself is one in so many."""
BLOCK = 25
"""Articles of a block in which neighbours are compared."""
EVIDENCE = 5
"""Articles named with an alarm."""

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.int64]


class Alarm(NamedTuple):
    """A change of a source.

    Parameters
    ----------
    signal : str
        Name of the measurement, or ``score``.
    date : str
        Day of the first article after the change, ``2026-03-04``.
    before, after : float
        Means before and after, up to the neighbouring changes; values are cut to the source's own
        2nd to 98th percentile.
    direction : {"worse", "better"}
    strength : float
        0 to 1: how much more often an article after lies on that side of one before (Cliff's
        delta, absolute).
    evidence : tuple of str
        Ids of the articles after the change that show it most.
    """

    signal: str
    date: str
    before: float
    after: float
    direction: str
    strength: float
    evidence: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the alarm as a JSON object."""
        return {**self._asdict(), "evidence": list(self.evidence)}


def alarms(history: Iterable[Event]) -> list[Alarm]:
    """Find the changes of one source.

    Parameters
    ----------
    history : iterable of Event
        Its dated articles, in any order (:mod:`scorer.sources.history` collects them).

    Returns
    -------
    list of Alarm
        By date, then by strength; none where there are under 30 articles.

    Examples
    --------
    >>> import datetime as dt
    >>> from scorer.sources.history import event_of
    >>> day = dt.date(2026, 1, 1)
    >>> rows = [
    ...     {"id": f"a{n}", "published": str(day + dt.timedelta(days=n)),
    ...      "measurements": {}, "score": (70.0 if n < 60 else 30.0) + n % 7}
    ...     for n in range(90)
    ... ]
    >>> found = alarms(event_of(row) for row in rows)
    >>> [(alarm.signal, alarm.date, alarm.direction) for alarm in found]
    [('score', '2026-03-02', 'worse')]
    """
    events = sorted(history)
    if len(events) < LEAST:
        return []
    raw = np.frombuffer(b"".join(event.values for event in events), "<f4")
    table = raw.reshape(len(events), len(DRIFT)).astype(np.float64)
    found: list[Alarm] = []
    for place, signal in enumerate(DRIFT):
        is_defined = ~np.isnan(table[:, place])
        own = [event for event, is_in in zip(events, is_defined, strict=True) if is_in]
        if len(own) >= LEAST:
            found += _of_signal(signal, own, table[is_defined, place])
    return sorted(found, key=lambda alarm: (alarm.date, -alarm.strength, alarm.signal))


def _of_signal(signal: DriftSignal, events: Sequence[Event], values: Floats) -> list[Alarm]:
    """Changes of one signal."""
    days = np.array([event.day for event in events], dtype=np.int64)
    low, high = np.quantile(values, [0.02, 0.98])
    cut = np.clip(values, low, high)
    points = _points(values, cut, days, signal)
    ends = [0, *points, len(values)]
    found = []
    for before, at, after in zip(ends, ends[1:], ends[2:], strict=False):
        one, two = slice(before, at), slice(at, after)
        delta = _delta(values[one], values[two])
        is_worse = (delta > 0) == signal.is_high_worse
        found.append(
            Alarm(
                signal=signal.name,
                date=events[at].date(),
                before=float(cut[one].mean()),
                after=float(cut[two].mean()),
                direction="worse" if is_worse else "better",
                strength=round(abs(delta), 3),
                evidence=_evidence(events[two], values[two], is_up=delta > 0),
            )
        )
    return found


def _points(values: Floats, cut: Floats, days: Days, signal: DriftSignal) -> list[int]:
    """Places of changes, in order: halved at the strongest, and those kept that matter."""
    found: list[int] = []
    left = [(0, len(values))]
    while left:
        start, end = left.pop()
        at = _strongest(values[start:end], days[start:end])
        if at is not None:
            found.append(start + at)
            left += [(start, start + at), (start + at, end)]
    found.sort()
    while found:
        ends = [0, *found, len(values)]
        weights = [
            _weight(
                _delta(values[one:at], values[at:two]),
                float(cut[at:two].mean() - cut[one:at].mean()),
                signal,
            )
            for one, at, two in zip(ends, ends[1:], ends[2:], strict=False)
        ]
        least = min(range(len(found)), key=lambda place: (weights[place], place))
        if weights[least] >= 1.0:
            break
        del found[least]
    return found


def _weight(delta: float, moved: float, signal: DriftSignal) -> float:
    """How much a change matters: 1 is the least that is told."""
    return min(abs(delta) / STRONG, abs(moved) / signal.step)


def _strongest(values: Floats, days: Days) -> int | None:
    """Place of the strongest change; None where none reaches the limit.

    Looked for in the whole and in overlapping parts of it, half as long each time (Kovacs, Li,
    Buehlmann and Munk 2020): what changes and changes back is hardly seen in the whole.
    """
    n = len(values)
    best, found = LIMIT, None
    length = n
    while length >= max(LEAST, n // PARTS):
        for start in range(0, n - length + 1, max(1, length // 2)):
            statistic, place = _statistic(
                values[start : start + length], days[start : start + length]
            )
            if statistic > best:
                best, found = statistic, start + place
        length //= 2
    return found


def _statistic(values: Floats, days: Days) -> tuple[float, int]:
    """The largest difference of mean ranks in standard deviations, and its place."""
    n = len(values)
    ranks = _ranks(values)
    ranks -= ranks.mean()
    spread = float(ranks @ ranks) / (n - 1)
    at = np.arange(PART, n - PART + 1)
    # articles of one day have no order that could be trusted
    at = at[days[at - 1] != days[at]]
    if spread == 0.0 or not len(at):
        return 0.0, 0
    statistic = np.abs(np.cumsum(ranks)[at - 1]) / np.sqrt(spread * at * (n - at) / n)
    best = int(statistic.argmax())
    alike = _alike(ranks, int(at[best]))
    return float(statistic[best]) / math.sqrt((1.0 + alike) / (1.0 - alike)), int(at[best])


def _alike(ranks: Floats, place: int) -> float:
    """Correlation of neighbours' ranks in short blocks on both sides of a place.

    Blocks, so that another change in either part does not look like it; their mean takes a part of
    the correlation away, which is given back (Kendall 1954: the bias is ``-(1 + 3 r) / length``).
    """
    blocks = [
        block - block.mean()
        for part in (ranks[:place], ranks[place:])
        for block in np.array_split(part, max(1, len(part) // BLOCK))
    ]
    power = sum(float(block @ block) for block in blocks)
    if power == 0.0:
        return 0.0
    length = len(ranks) / len(blocks)
    found = sum(float(block[1:] @ block[:-1]) for block in blocks) / power
    found = (found + 1.0 / length) / (1.0 - 3.0 / length)
    return min(max(found, 0.0), MOST_ALIKE)


def _ranks(values: Floats) -> Floats:
    """Ranks from 1 on; equal values share their mean rank."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2.0)[where], dtype=np.float64)


def _delta(one: Floats, two: Floats) -> float:
    """Share of pairs with the second above less the share with it below (Cliff's delta)."""
    ranks = _ranks(np.concatenate([one, two]))[len(one) :]
    above = ranks.sum() - len(two) * (len(two) + 1) / 2.0
    return float(2.0 * above / (len(one) * len(two)) - 1.0)


def _evidence(events: Sequence[Event], values: Floats, *, is_up: bool) -> tuple[str, ...]:
    """Articles that show the change most."""
    sign = -1.0 if is_up else 1.0
    order = sorted(range(len(events)), key=lambda at: (sign * values[at], events[at]))
    return tuple(events[at].id for at in order[:EVIDENCE])
