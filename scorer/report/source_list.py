"""Sources gathered row by row for their page, in memory that does not grow with the rows."""

from __future__ import annotations

import heapq
import random
from array import array
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

from scorer.report.batch import SAMPLE
from scorer.report.source_rows import Alarm, SourceRow

MOST_RANKED = 300
"""Sources in the ranking: those with alarms first, then those with most articles."""
MOST_TOLD = 100
"""Of these, the ones told one by one."""
MOST_UNJUDGED = 200
MOST_SHOWN_ALARMS = 200


@dataclass(slots=True)
class SignalSample:
    """Means of one signal over sources: an even sample, and the outermost sources.

    Parameters
    ----------
    population : float
    low, high : (mean, source)
    """

    population: float
    low: tuple[float, str]
    high: tuple[float, str]
    seen: int = 0
    means: list[float] = field(default_factory=list)


class Sources:
    """Figures of many sources; rows go in one by one.

    Examples
    --------
    >>> sources = Sources()
    >>> sources.add(SourceRow("a.example", "judged", 61.0, (50.0, 70.0), "C", 9, 8))
    >>> sources.add(SourceRow("b.example", "judged", 70.0, (60.0, 80.0), "B", 9, 8))
    >>> [(sources.rank(row), row.source) for row in sources.ranked()]
    [(1, 'b.example'), (2, 'a.example')]
    """

    def __init__(self) -> None:
        self.rows = 0
        self.articles = 0
        self.grades: Counter[str] = Counter()
        self.priors: Counter[str] = Counter()
        self.unjudged_count = 0
        self.alarmed = 0
        self.alarm_count = 0
        self.signals: dict[str, SignalSample] = {}
        self._reached = array("d")
        self._kept: list[tuple[tuple[int, int, int], SourceRow]] = []
        self._unjudged: list[tuple[tuple[int, int, int], SourceRow]] = []
        # Seeded: the same rows make the same page.
        self._random = random.Random(0)

    @property
    def judged_count(self) -> int:
        """Sources that have a place in the ranking."""
        return len(self._reached)

    def add(self, row: SourceRow) -> None:
        """Take one source in."""
        self.rows += 1
        self.articles += row.n
        self.grades[row.admiralty] += 1
        if row.prior:
            self.priors[row.prior] += 1
        self.alarmed += bool(row.alarms)
        self.alarm_count += len(row.alarms)
        # The number of the row, unlike any other, ends every tie.
        key = (min(len(row.alarms), 1), row.judged, -self.rows)
        if not row.is_judged:
            self.unjudged_count += 1
            _keep(self._unjudged, (key, row), MOST_UNJUDGED)
            return
        self._reached.append(row.reliability or 0.0)
        _keep(self._kept, (key, row), MOST_RANKED)
        for signal in row.signals:
            sample = self.signals.get(signal.name)
            point = (signal.mean, row.source)
            if sample is None:
                sample = self.signals[signal.name] = SignalSample(signal.population, point, point)
            sample.low, sample.high = min(sample.low, point), max(sample.high, point)
            sample.seen += 1
            if len(sample.means) < SAMPLE:
                sample.means.append(signal.mean)
            elif (at := self._random.randrange(sample.seen)) < SAMPLE:
                sample.means[at] = signal.mean

    def finish(self) -> None:
        """Make ready for :meth:`rank`; call it after the last row."""
        self._reached = array("d", sorted(self._reached))

    def rank(self, row: SourceRow) -> int:
        """Place among all judged sources, 1 the most reliable; equal ones share a place."""
        above = len(self._reached) - bisect_right(self._reached, row.reliability or 0.0)
        return above + 1

    def ranked(self) -> list[SourceRow]:
        """Judged sources that are shown, the most reliable first."""
        self.finish()
        rows = [row for _, row in sorted(self._kept, key=lambda item: item[0], reverse=True)]
        return sorted(rows, key=lambda row: -(row.reliability or 0.0))

    def told(self) -> list[SourceRow]:
        """Sources told one by one, the most reliable first."""
        chosen = sorted(self._kept, key=lambda item: item[0], reverse=True)[:MOST_TOLD]
        return sorted((row for _, row in chosen), key=lambda row: -(row.reliability or 0.0))

    def unjudged(self) -> list[SourceRow]:
        """Sources that cannot be judged, those with most articles first."""
        return [row for _, row in sorted(self._unjudged, key=lambda item: item[0], reverse=True)]

    def alarms(self) -> list[tuple[SourceRow, Alarm]]:
        """Alarms that are shown, the latest first."""
        rows = [row for _, row in (*self._kept, *self._unjudged)]
        found = [(row, alarm) for row in rows for alarm in row.alarms]
        found.sort(key=lambda item: (item[1].at, item[0].source, item[1].signal), reverse=True)
        return found[:MOST_SHOWN_ALARMS]


def _keep(
    heap: list[tuple[tuple[int, int, int], SourceRow]],
    item: tuple[tuple[int, int, int], SourceRow],
    most: int,
) -> None:
    """Keep the largest items."""
    if len(heap) < most:
        heapq.heappush(heap, item)
    elif item[0] > heap[0][0]:
        heapq.heapreplace(heap, item)
