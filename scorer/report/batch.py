"""A batch in figures, gathered row by row in memory that does not grow with the rows."""

from __future__ import annotations

import heapq
import math
import random
from collections import Counter
from dataclasses import dataclass, field

from scorer.explain.reasons import OTHER
from scorer.report.known_sources import Named
from scorer.report.rows import ScoreRow

WORST, BEST = 50, 25
"""Articles that are told one by one."""
SAMPLE = 2_000
"""Values of each signal that are kept, drawn evenly from all."""
MOST_SOURCES = 100_000
"""Sources counted apart; those that come later are counted together."""
LATER_SOURCES = "(sources beyond the limit)"
BINS = 20

# Two-sided 95 % quantiles of Student's t by degrees of freedom; beyond them 1.96 + 2.4 / df.
_T = (12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20, 2.18, 2.16, 2.14, 2.13)


@dataclass(slots=True)
class Mean:
    """A running mean with its variance (Welford 1962).

    Examples
    --------
    >>> mean = Mean()
    >>> for value in (40.0, 50.0, 60.0):
    ...     mean.add(value)
    >>> mean.mean, [round(edge, 1) for edge in mean.interval()]
    (50.0, [25.2, 74.8])
    """

    n: int = 0
    mean: float = 0.0
    squares: float = 0.0

    def add(self, value: float) -> None:
        """Take one value in."""
        self.n += 1
        step = value - self.mean
        self.mean += step / self.n
        self.squares += step * (value - self.mean)

    def interval(self) -> tuple[float, float] | None:
        """95 % interval of the mean, within 0 to 100; None for fewer than two values."""
        if self.n < 2:
            return None
        freedom = self.n - 1
        quantile = _T[freedom - 1] if freedom <= len(_T) else 1.96 + 2.4 / freedom
        half = quantile * math.sqrt(self.squares / freedom / self.n)
        return max(self.mean - half, 0.0), min(self.mean + half, 100.0)


@dataclass(slots=True)
class SourceStats:
    """One source's articles."""

    scores: Mean = field(default_factory=Mean)
    unscored: int = 0


@dataclass(slots=True)
class ReasonStats:
    """How often a reason lowers and raises, and by how much in the mean."""

    lowers: int = 0
    raises: int = 0
    total: float = 0.0

    @property
    def mean(self) -> float:
        """Mean points where it is told."""
        return self.total / max(self.lowers + self.raises, 1)


@dataclass(slots=True)
class Sample:
    """Values of one signal, at most ``SAMPLE`` of them."""

    seen: int = 0
    undefined: int = 0
    values: list[float] = field(default_factory=list)


class Batch:
    """Figures of a batch; rows go in one by one.

    Parameters
    ----------
    named : callable, optional
        Name of a source from a row's source and address; by default the source as it is.
    """

    def __init__(self, named: Named | None = None) -> None:
        self._named = named
        self.rows = 0
        self.bad: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()
        self.bands: Counter[str] = Counter()
        self.models: Counter[str] = Counter()
        self.notices: Counter[tuple[str, str]] = Counter()
        self.warnings: Counter[str] = Counter()
        self.grouped = 0
        self.scores = Mean()
        self.bins = [0] * BINS
        self.reasons: dict[str, ReasonStats] = {}
        self.sources: dict[str | None, SourceStats] = {}
        self.samples: dict[str, Sample] = {}
        self.baselines: dict[str, float] = {}
        self._worst: list[tuple[float, int, ScoreRow]] = []
        self._best: list[tuple[float, int, ScoreRow]] = []
        # Seeded: the same rows make the same page.
        self._random = random.Random(0)

    def add(self, row: ScoreRow | str) -> None:
        """Take one row in, or the code of a line that was none."""
        self.rows += 1
        if isinstance(row, str):
            self.bad[row] += 1
            return
        self.statuses[row.status] += 1
        self.models[row.model_id] += 1
        self.warnings.update(row.warnings)
        source = row.source if self._named is None else self._named(row.source, row.url)
        if source not in self.sources and len(self.sources) >= MOST_SOURCES:
            source = LATER_SOURCES
        stats = self.sources.setdefault(source, SourceStats())
        if row.score is None:
            self.notices[row.status, row.notice or "no code"] += 1
            stats.unscored += 1
            return
        stats.scores.add(row.score)
        self.scores.add(row.score)
        self.bands[row.band] += 1
        self.bins[min(int(row.score / (100 / BINS)), BINS - 1)] += 1
        for reason in row.reasons:
            if reason.code == OTHER:
                self.grouped += 1
            else:
                told = self.reasons.setdefault(reason.code, ReasonStats())
                told.total += reason.points
                if reason.points < 0:
                    told.lowers += 1
                else:
                    told.raises += 1
        self.baselines.update(row.baselines)
        self._sample(row)
        _keep(self._worst, (-row.score, -self.rows, row), WORST)
        _keep(self._best, (row.score, self.rows, row), BEST)

    def worst(self) -> list[ScoreRow]:
        """Articles with the lowest scores, the lowest first; of a small batch, two thirds."""
        ordered = sorted(self._worst, key=lambda item: (-item[0], -item[1]))
        return [item[2] for item in ordered[: self._worst_count()]]

    def best(self) -> list[ScoreRow]:
        """Articles with the highest scores, the highest first; none that is among the worst."""
        ordered = sorted(self._best, key=lambda item: (-item[0], -item[1]))
        return [item[2] for item in ordered[: self.scores.n - self._worst_count()]]

    def _worst_count(self) -> int:
        """How many articles are told as the worst."""
        return min(WORST, -(-2 * self.scores.n // 3))

    def _sample(self, row: ScoreRow) -> None:
        """Keep an even sample of each signal's values (Vitter's algorithm R)."""
        for name, value in row.values.items():
            sample = self.samples.setdefault(name, Sample())
            if value is None:
                sample.undefined += 1
                continue
            sample.seen += 1
            if len(sample.values) < SAMPLE:
                sample.values.append(value)
            else:
                at = self._random.randrange(sample.seen)
                if at < SAMPLE:
                    sample.values[at] = value


def _keep(
    heap: list[tuple[float, int, ScoreRow]], item: tuple[float, int, ScoreRow], most: int
) -> None:
    """Keep the largest items; the number of the row, unlike any other, ends every tie."""
    if len(heap) < most:
        heapq.heappush(heap, item)
    elif item[:2] > heap[0][:2]:
        heapq.heapreplace(heap, item)
