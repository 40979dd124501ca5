"""The interval of a score: how far one article may stand from the level of its outlet.

One article is one draw: the next one of the same outlet would score higher or lower. The interval
says where the outlet's level lies, that is the mean margin of the outlet's *other* articles as the
model scores them, for nine outlets of ten that the model has never seen. It is read from two tables
over the margin, which training fits (quantile regression) and corrects (conformal prediction with
the outlet as the unit; :mod:`scorer.training.interval`, docs/adr/0011). It is a statement about the
score's steadiness, not about truth, and not about how experts rate the outlet.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scorer.model.calibration import calibration


@dataclass(frozen=True, slots=True)
class IntervalRule:
    """Ends of the interval as functions of the margin, in points.

    Parameters
    ----------
    coverage : float
        Share of outlets whose level should lie inside, between 0 and 1.
    margin : tuple of float
        Knots, strictly increasing, at least two; outside them the ends stay.
    low, high : tuple of float
        Ends at each knot, in points of the margin; neither falls as the margin rises.

    Examples
    --------
    >>> rule = IntervalRule(0.9, (-20.0, 20.0), (-20.0, 0.0), (0.0, 20.0))
    >>> [round(end, 1) for end in rule.of(0.0)]
    [33.3, 66.7]
    >>> [round(end, 1) for end in rule.of(30.0)]  # the score itself always lies inside
    [50.0, 88.9]
    """

    coverage: float
    margin: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def of(self, margin: float) -> tuple[float, float]:
        """Interval of the score that a margin gives.

        Parameters
        ----------
        margin : float
            Points.

        Returns
        -------
        low, high : float
            On the scale of the score, 0 to 100; the score lies between them.
        """
        low = min(_at(self.margin, self.low, margin), margin)
        high = max(_at(self.margin, self.high, margin), margin)
        return 100.0 * calibration(low), 100.0 * calibration(high)

    def to_dict(self) -> dict[str, Any]:
        """Return the rule as a JSON object."""
        return {
            "coverage": self.coverage,
            "margin": list(self.margin),
            "low": list(self.low),
            "high": list(self.high),
        }


def _at(knots: Sequence[float], heights: Sequence[float], x: float) -> float:
    """Height of a table at x: straight between knots, level outside."""
    right = bisect_right(knots, x)
    if right == 0:
        return heights[0]
    if right == len(knots):
        return heights[-1]
    share = (x - knots[right - 1]) / (knots[right] - knots[right - 1])
    return heights[right - 1] + share * (heights[right] - heights[right - 1])
