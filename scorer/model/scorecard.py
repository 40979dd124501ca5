"""The scorecard: one shape function per signal, added up.

A shape is a table of knots and points; between two knots the points run along the straight line,
outside them they stay. Each shape is 0 at the reference article's value (``baseline``), so a
contribution says what differs from the reference article and ``base_points`` is what the reference
article itself gets.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from scorer.model.calibration import calibration

Part = tuple[str, float | None, float | None, float]
"""Feature, the article's value, the reference article's value, points."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Points of one signal as a function of its value.

    Parameters
    ----------
    feature : str
        Name of the measurement.
    knots : tuple of float
        Values, strictly increasing, at least two.
    points : tuple of float
        Points at each knot.
    missing : float
        Points where the value is undefined.
    baseline : float
        Value of the reference article; the points there are 0.

    Examples
    --------
    >>> shape = Shape("promotion.line_count", (0.0, 2.0), (0.0, -8.0), 0.0, 0.0)
    >>> shape.at(1.0), shape.at(50.0), shape.at(None)
    (-4.0, -8.0, 0.0)
    """

    feature: str
    knots: tuple[float, ...]
    points: tuple[float, ...]
    missing: float
    baseline: float

    def at(self, value: float | None) -> float:
        """Points of a value; ``None`` is an undefined one."""
        if value is None:
            return self.missing
        knots, points = self.knots, self.points
        right = bisect_right(knots, value)
        if right == 0:
            return points[0]
        if right == len(knots):
            return points[-1]
        low, high = knots[right - 1], knots[right]
        share = (value - low) / (high - low)
        return points[right - 1] + share * (points[right] - points[right - 1])


@dataclass(frozen=True, slots=True)
class Scorecard:
    """An additive model: ``margin = base_points + sum of shapes``.

    Parameters
    ----------
    base_points : float
        Points of the reference article.
    shapes : tuple of Shape
        In the order in which they are added.

    Examples
    --------
    >>> card = Scorecard(5.0, (Shape("a.b", (0.0, 1.0), (0.0, 10.0), -1.0, 0.0),))
    >>> card.contributions({"a.b": 0.5})
    (5.0, [('a.b', 0.5, 0.0, 5.0)])
    >>> card.margin({"a.b": None})
    4.0
    """

    base_points: float
    shapes: tuple[Shape, ...]

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the signals the score rests on, in order."""
        return tuple(shape.feature for shape in self.shapes)

    def contributions(self, values: Mapping[str, float | None]) -> tuple[float, list[Part]]:
        """Return base points and what each signal adds to them.

        Parameters
        ----------
        values : mapping of str to float or None
            Value of each signal; one that is not there counts as undefined.

        Returns
        -------
        base_points : float
        parts : list of (feature, value, baseline, points)
            In the order of :attr:`shapes`.
        """
        get = values.get
        parts: list[Part] = []
        for shape in self.shapes:
            value = get(shape.feature)
            parts.append((shape.feature, value, shape.baseline, shape.at(value)))
        return self.base_points, parts

    def margin(self, values: Mapping[str, float | None]) -> float:
        """Return base points plus all contributions, added in order."""
        base, parts = self.contributions(values)
        return base + sum(part[3] for part in parts)

    def score(self, values: Mapping[str, float | None]) -> float:
        """Score from 0 to 100."""
        return 100.0 * calibration(self.margin(values))
