"""Fit and check the interval of the score: conformalised quantile regression, outlet by outlet.

The quantity that is covered is an outlet's *level* seen from one of its articles: the mean margin
of its other articles, all scored by models that never saw the outlet. Its 5 % and 95 % quantiles
given the article's margin are two lines, fitted by quantile regression (Koenker and Bassett 1978)
with outlets weighing the same. Lines fitted on four fifths of the outlets are checked on the fifth
(cross-conformal, Vovk 2015; nonconformity as in Romano, Patterson and Candes 2019: how far a level
lies outside), and both ends are moved by the quantile of it that covers. Articles of one outlet are
not exchangeable, outlets are: each has one unit of weight, and the outlet to come counts as one
more, infinitely far off (hierarchical conformal prediction: Dunn, Wasserman and Ramdas 2023; Lee,
Barber and Willett 2023).
"""

from __future__ import annotations

import logging
import math
from typing import Any

import numpy as np
import numpy.typing as npt

from scorer.model.interval import IntervalRule
from scorer.training.dataset import Floats, Mask, digest
from scorer.training.weights import outlet_weights

COVERAGE = 0.9
LEAST_ARTICLES = 5
"""Outlets with fewer articles have no level to speak of."""
FOLDS = 5
REACH = 80.0
"""Points of the margin up to which the lines run; they stay level beyond."""
DIGITS = 3
_log = logging.getLogger("scorer")


def interval_rule(
    margin: Floats, family: npt.NDArray[np.str_], *, coverage: float = COVERAGE
) -> IntervalRule | None:
    """Fit the rule on held-out margins of the training articles.

    Parameters
    ----------
    margin : array of float, shape (n,)
        Points; each from a model that never saw the article's outlet family.
    family : array of str, shape (n,)
    coverage : float

    Returns
    -------
    IntervalRule or None
        None where too few outlets have ``LEAST_ARTICLES`` articles: ``coverage`` cannot be
        promised from fewer than ``coverage / (1 - coverage)`` of them.
    """
    target, known = levels(margin, family)
    x, y, outlet = margin[known], target[known], family[known]
    outlets = len(np.unique(outlet))
    wanted = coverage * (outlets + 1) / outlets if outlets else 2.0
    if wanted > 1.0:
        _log.warning("%d outlets with %d articles: too few for intervals", outlets, LEAST_ARTICLES)
        return None
    weight = outlet_weights(outlet)
    tail = (1.0 - coverage) / 2.0
    fold = np.array([int(digest(name)[:8], 16) % FOLDS for name in outlet.tolist()])
    outside = np.full(len(x), -math.inf)
    for number in range(FOLDS):
        at, rest = fold == number, fold != number
        if not at.any() or not rest.any():
            continue
        low, high = _lines(x[rest], y[rest], weight[rest], tail)
        outside[at] = np.maximum(_on(low, x[at]) - y[at], y[at] - _on(high, x[at]))
    more = _weighted_quantile(outside, weight, wanted)
    low, high = _lines(x, y, weight, tail)
    knots = np.array([-REACH, REACH])
    ends = (_on(low, knots) - more, _on(high, knots) + more)
    bottom, top = np.minimum(*ends), np.maximum(*ends)
    return IntervalRule(coverage, *(_rounded(line) for line in (knots, bottom, top)))


def interval_figures(
    rule: IntervalRule, margin: Floats, family: npt.NDArray[np.str_]
) -> dict[str, Any]:
    """Check a rule on outlets: share of levels inside and mean width, outlets weighing the same.

    Parameters
    ----------
    rule : IntervalRule
    margin : array of float, shape (n,)
        Points, of outlets that the model was not trained on.
    family : array of str, shape (n,)

    Returns
    -------
    dict
        ``outlets``, ``articles``; ``coverage`` with its standard error over outlets; ``width``,
        the mean width on the scale of the score; ``by_score``: the same in five ranges.
    """
    target, known = levels(margin, family)
    x, y, outlet = margin[known], target[known], family[known]
    if not len(x):
        return {}
    weight = outlet_weights(outlet)
    ends = np.array([rule.of(float(value)) for value in x])
    level = 100.0 / (1.0 + np.exp2(-y / 10.0))
    score = 100.0 / (1.0 + np.exp2(-x / 10.0))
    inside = ((ends[:, 0] <= level) & (level <= ends[:, 1])).astype(np.float64)
    width = ends[:, 1] - ends[:, 0]
    names = np.unique(outlet)
    shares = np.array([inside[outlet == name].mean() for name in names])
    error = shares.std(ddof=1) / math.sqrt(len(names)) if len(names) > 1 else None
    return {
        "outlets": len(names),
        "articles": len(x),
        "wanted": rule.coverage,
        "coverage": float(weight @ inside / weight.sum()),
        "coverage_standard_error": None if error is None else float(error),
        "coverage_articles_alike": float(inside.mean()),
        "width": float(weight @ width / weight.sum()),
        "by_score": [
            {
                "score": [low, low + 20],
                "articles": int(at.sum()),
                "coverage": float(weight[at] @ inside[at] / weight[at].sum()),
                "width": float(weight[at] @ width[at] / weight[at].sum()),
            }
            for low in range(0, 100, 20)
            if (at := (score >= low) & (score < low + 20)).any()
        ],
    }


def levels(margin: Floats, family: npt.NDArray[np.str_]) -> tuple[Floats, Mask]:
    """Mean margin of the other articles of each row's outlet, and where there are enough of them.

    Examples
    --------
    >>> level, known = levels(np.array([1.0, 2.0, 3.0, 4.0, 5.0, 9.0]), np.array(list("aaaaab")))
    >>> level[:5].tolist(), known.tolist()
    ([3.5, 3.25, 3.0, 2.75, 2.5], [True, True, True, True, True, False])
    """
    _, index, counts = np.unique(family, return_inverse=True, return_counts=True)
    total = np.bincount(index, margin)
    count = counts[index]
    return (total[index] - margin) / np.maximum(count - 1, 1), count >= LEAST_ARTICLES


def _lines(x: Floats, y: Floats, weight: Floats, tail: float) -> tuple[Floats, Floats]:
    """Lower and upper line, each (slope, height at 0)."""
    return _quantile_line(x, y, weight, tail), _quantile_line(x, y, weight, 1.0 - tail)


def _quantile_line(x: Floats, y: Floats, weight: Floats, share: float) -> Floats:
    """Weighted quantile regression on one column, the slope not below 0, as a linear program."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, hstack, identity

    size = len(x)
    design = hstack(
        [csr_matrix(np.stack([x, np.ones(size)], axis=1)), identity(size), -identity(size)]
    )
    cost = np.concatenate([[0.0, 0.0], share * weight, (1.0 - share) * weight])
    bounds = [(0.0, None), (None, None)] + [(0.0, None)] * (2 * size)
    found = linprog(cost, A_eq=design.tocsr(), b_eq=y, bounds=bounds, method="highs")
    return np.asarray(found.x[:2], dtype=np.float64)


def _on(line: Floats, x: Floats) -> Floats:
    return np.asarray(line[0] * x + line[1], dtype=np.float64)


def _weighted_quantile(values: Floats, weight: Floats, share: float) -> float:
    """Least value with at least a share of the weight at or below it."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order]) / weight.sum()
    return float(values[order][min(int(np.searchsorted(reached, share - 1e-12)), len(values) - 1)])


def _rounded(line: Floats) -> tuple[float, ...]:
    return tuple(round(float(x), DIGITS) + 0.0 for x in line)
