"""The reference file of a model: how each signal is distributed over the training articles.

Quantiles are of the defined values with every outlet family weighing the same, so that two outlets
with a thousand articles each do not stand for the press. Read by
:class:`scorer.model.reference.Reference` and by the drift report of ``scorer evaluate``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from scorer.model.reference import QUANTILES
from scorer.training.dataset import Articles, Floats
from scorer.training.weights import outlet_weights

DIGITS = 6
"""Significant digits of a quantile in the file."""


def reference_of(articles: Articles, values: Floats, names: Sequence[str]) -> dict[str, Any]:
    """Distribution of every signal over the training articles that outlets label.

    Parameters
    ----------
    articles : Articles
    values : array of float, shape (n, f)
        Measured signals of the articles, NaN where undefined.
    names : sequence of str, length f

    Returns
    -------
    dict
        ``{signal: {"quantiles": [101 values], "undefined": share}}``, what ``reference.json``
        holds; no quantiles where the signal is never defined.
    """
    rows = (articles.split == "train") & articles.source_labelled
    weight = outlet_weights(articles.family[rows])
    out: dict[str, Any] = {}
    for name, column in zip(names, values[rows].T, strict=True):
        known = ~np.isnan(column)
        quantiles = weighted_quantiles(column[known], weight[known])
        undefined = 1.0 - weight[known].sum() / weight.sum() if len(weight) else 1.0
        out[name] = {
            "quantiles": [_short(x) for x in quantiles],
            "undefined": _short(abs(undefined)),
        }
    return out


def weighted_quantiles(values: Floats, weight: Floats) -> list[float]:
    """Least value, 99 percentiles and greatest value; each is a value that occurs.

    Examples
    --------
    >>> found = weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 2.0]))
    >>> found[0], found[25], found[26], found[75], found[76], found[100]
    (1.0, 1.0, 2.0, 2.0, 3.0, 3.0)
    """
    if not len(values):
        return []
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order])
    wanted = np.linspace(0.0, 1.0, QUANTILES) * reached[-1]
    # the tolerance keeps a share that is met exactly from slipping to the next value
    at = np.searchsorted(reached, wanted - 1e-9 * reached[-1], side="left")
    return [float(x) for x in values[order][np.minimum(at, len(values) - 1)]]


def _short(x: float) -> float:
    return float(f"{float(x):.{DIGITS}g}") + 0.0
