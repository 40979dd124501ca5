"""What the training reference looked like, signal by signal: where a value stands among it.

``reference.json`` of a model holds, for every measured signal, 101 quantiles of its defined values
and the share of articles in which it is undefined, over the training articles with every outlet
weighing the same::

    {"promotion.line_count": {"quantiles": [0.0, ..., 31.0], "undefined": 0.0}, ...}

Percentiles of values and the drift of a batch (``scorer evaluate --against reference``) are read
from it. It holds facts about signals only, no text and no outlet.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

QUANTILES = 101
"""The least value, 99 percentiles, the greatest."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Distribution of each signal over the training reference.

    Parameters
    ----------
    quantiles : mapping of str to tuple of float
        101 values per signal, ascending: the 0th to the 100th percentile.
    undefined : mapping of str to float
        Share of articles, 0 to 1, in which the signal is undefined.

    Examples
    --------
    >>> reference = Reference({"a.b": (0.0,) * 60 + tuple(float(i) for i in range(1, 42))})
    >>> reference.percentile("a.b", 0.0), reference.percentile("a.b", 40.5)
    (29.5, 99.5)
    >>> reference.percentile("a.b", 99.0), reference.percentile("a.b", None)
    (100.0, None)
    """

    quantiles: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    undefined: Mapping[str, float] = field(default_factory=dict)

    def percentile(self, name: str, value: float | None) -> float | None:
        """Say where a value stands: the share of reference articles below it, ties counted half.

        Parameters
        ----------
        name : str
            A signal.
        value : float or None

        Returns
        -------
        float or None
            0 to 100, to a tenth. None where the value is undefined or the signal unknown.
        """
        known = self.quantiles.get(name)
        if known is None or value is None:
            return None
        right = bisect_right(known, value)
        if right == 0:
            return 0.0
        below = known[right - 1]
        if below == value:  # a tie with one or many quantiles: the middle of them
            return (bisect_left(known, value) + right - 1) / 2.0
        if right == QUANTILES:
            return 100.0
        return round(right - 1 + (value - below) / (known[right] - below), 1)
