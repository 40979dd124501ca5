"""From margin points to a probability and back: 10 points double the odds.

The calibration fitted in training is already folded into the points of the scorecard, so that
this one formula holds for every model and anyone can redo it by hand.
"""

from __future__ import annotations

import math

POINTS_PER_DOUBLING = 10.0
"""Points on the margin that double the odds (credit scoring's PDO)."""

POINTS_PER_LOGIT = POINTS_PER_DOUBLING / math.log(2.0)
"""Points that equal one unit of natural log-odds."""


def calibration(margin: float) -> float:
    """Probability that a margin stands for.

    Parameters
    ----------
    margin : float
        Points; 0 is even odds.

    Returns
    -------
    float
        ``1 / (1 + 2 ** (-margin / 10))``, between 0 and 1.

    Examples
    --------
    >>> calibration(0.0), round(calibration(10.0), 4), calibration(-1e9)
    (0.5, 0.6667, 0.0)
    """
    if margin >= 0.0:  # the exponent is never positive, so nothing overflows
        return 1.0 / (1.0 + math.exp2(-margin / POINTS_PER_DOUBLING))
    odds = math.exp2(margin / POINTS_PER_DOUBLING)
    return odds / (1.0 + odds)


def margin_of(probability: float) -> float:
    """Margin that stands for a probability strictly between 0 and 1.

    Examples
    --------
    >>> round(margin_of(0.8), 9)
    20.0
    """
    return POINTS_PER_DOUBLING * math.log2(probability / (1.0 - probability))
