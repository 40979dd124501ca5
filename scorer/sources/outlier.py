"""Whether an article is an outlier among its source's own articles: a conformal rule.

For each watched signal, how far the article lies beyond the source's own 90th percentile is turned
into a *surprise*, ``-log`` of the share of articles that usually lie so far beyond: the excess in
units of its mean (the source's own mean, drawn towards that of other outlets as if :data:`PRIOR`
articles more had been seen), under a generalised Pareto tail whose shape is the signal's
(:mod:`scorer.sources.watched`). A group's statistic is the largest surprise of its signals.

The same is computed for every article of the source's window, each against all others. An article
is flagged if its statistic exceeds those of the window, all but ``floor(ALPHA / 2 * (n + 1))``
of them, *and* :data:`FLOOR`. The first alone bounds false alarms: where articles are exchangeable,
at most a share ALPHA of a source's articles is flagged, over both groups and all signals, whatever
their distributions (Vovk, Gammerman and Shafer 2005; Laxhammar and Falkman 2015 for anomalies). It
does so from 199 articles on; with fewer, the floor has to do it, and is higher.
``python -m benchmarks.sources_baseline`` prints what that comes to on real outlets.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scorer.sources.watched import PRACTICE, PROMOTION, WATCHED, Watched

ALPHA = 0.01
"""Share of a source's own articles that may be flagged."""
LEVEL = 0.9
"""Quantile of the source beyond which an excess begins."""
PRIOR = 100.0
"""Articles that the usual excess of other outlets counts for, beside the source's own."""
FLOOR = {PROMOTION: 5.4, PRACTICE: 7.0}
"""Least surprise that is flagged; chosen on the train split."""
FEW, MORE = 99, 0.7
"""Under FEW articles the floor is higher by MORE: the window bounds too little."""
LEAST = 30
"""Articles under which a source is not compared with."""
LEAST_DEFINED = 20
"""Articles in which a signal must be defined to be watched."""

Floats = npt.NDArray[np.float64]


class Surprise(NamedTuple):
    """How surprising one value is.

    Parameters
    ----------
    signal : Watched
    value : float
    surprise : float
    """

    signal: Watched
    value: float
    surprise: float


@dataclass(frozen=True, slots=True)
class _Tail:
    """One signal in one window, higher being worse."""

    signal: Watched
    level: float
    excess: float

    def surprise(self, value: float) -> float:
        """Surprise of a new value; 0 up to the level."""
        worse = value if self.signal.is_high_worse else -value
        return float(_surprise(np.array(worse - self.level), np.array(self.excess), self.signal))


class Rule:
    """The rule of one source, made from its window.

    Parameters
    ----------
    columns : mapping of str to array
        By name of a watched signal, the window's values; NaN where undefined.
    n : int
        Articles of the window.

    Examples
    --------
    >>> usual = np.tile([0.0, 0.0, 1.0], 20)
    >>> rule = Rule({"promotion.line_count": usual}, 60)
    >>> [item.value for item in rule.outliers({"promotion.line_count": 9.0})]
    [9.0]
    >>> rule.outliers({"promotion.line_count": 1.0})
    []
    """

    def __init__(self, columns: dict[str, Floats], n: int) -> None:
        self._tails: list[_Tail] = []
        largest = {group: np.zeros(n) for group in FLOOR}
        for signal in WATCHED:
            column = columns.get(signal.name)
            if column is None or np.count_nonzero(~np.isnan(column)) < LEAST_DEFINED:
                continue
            tail, surprises = _fit(column, signal)
            self._tails.append(tail)
            np.maximum(largest[signal.group], surprises, out=largest[signal.group])
        spared = math.floor(ALPHA / len(FLOOR) * (n + 1))
        more = MORE if n < FEW else 0.0
        self.bounds = {
            group: max(FLOOR[group] + more, float(np.sort(found)[-max(spared, 1)]))
            for group, found in largest.items()
        }
        """Surprise beyond which each group's signals are outliers."""

    def outliers(self, values: dict[str, float | None]) -> list[Surprise]:
        """Return the values of an article that are outliers, most surprising first.

        Parameters
        ----------
        values : dict of str to (float or None)
            By name.
        """
        found = []
        for tail in self._tails:
            value = values.get(tail.signal.name)
            if value is None:
                continue
            surprise = tail.surprise(value)
            if surprise > self.bounds[tail.signal.group]:
                found.append(Surprise(tail.signal, value, surprise))
        return sorted(found, key=lambda item: -item.surprise)


def _fit(column: Floats, signal: Watched) -> tuple[_Tail, Floats]:
    """Tail of a signal, and the surprise of each article of the window against all others."""
    worse = column if signal.is_high_worse else -column
    is_defined = ~np.isnan(worse)
    own = worse[is_defined]
    n = len(own)
    in_order = np.sort(own)
    level = in_order[math.ceil(LEVEL * n) - 1]
    excess = np.clip(own - level, 0.0, None)
    total = excess.sum()
    tail = _Tail(signal, float(level), float(_mean_excess(total, n, signal)))
    # the level of all others is the same place in the window, or the next where oneself is below
    at = min(math.ceil(LEVEL * n) - 1, n - 2)
    others = np.where(own > in_order[at], in_order[at], in_order[at + 1])
    surprises = np.zeros(len(column))
    surprises[is_defined] = _surprise(
        own - others, _mean_excess(total - excess, n - 1, signal), signal
    )
    return tail, surprises


def _mean_excess(total: Floats | float, n: int, signal: Watched) -> Floats | float:
    """Mean excess where there is one, drawn towards that of other outlets."""
    return (total + PRIOR * signal.excess) / (n + PRIOR) / (1.0 - LEVEL)


def _surprise(excess: Floats, scale: Floats | float, signal: Watched) -> Floats:
    """Minus the logarithm of how often an excess is so large."""
    beyond = np.clip(excess, 0.0, None) / scale
    depth = np.log1p(signal.shape * beyond) / signal.shape if signal.shape else beyond
    return np.where(beyond > 0.0, depth - math.log(signal.share), 0.0)
