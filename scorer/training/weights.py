"""Row weights: outlets weigh alike, classes alike, and no political lean stands for quality."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scorer.training.dataset import Articles, Floats, Mask


def outlet_weights(family: npt.NDArray[np.str_], power: float = 0.0) -> Floats:
    """Weights with which an outlet of n rows has a total of ``n ** power``.

    Parameters
    ----------
    family : array of str, shape (n,)
    power : float
        0: outlets weigh the same; 1: rows do.

    Returns
    -------
    array of float, shape (n,)

    Examples
    --------
    >>> outlet_weights(np.array(["a", "a", "b"])).tolist()
    [0.5, 0.5, 1.0]
    """
    _, index, counts = np.unique(family, return_inverse=True, return_counts=True)
    return np.asarray(counts[index].astype(np.float64) ** (power - 1.0), dtype=np.float64)


def balanced(weights: Floats, groups: list[Mask]) -> Floats:
    """Scale weights so that each group has the same total; rows in no group get none."""
    out = np.zeros_like(weights)
    for group in groups:
        total = float(weights[group].sum())
        if total > 0.0:
            out[group] += weights[group] / total
    scale = float(out.sum())
    return out / scale if scale > 0.0 else out


def training_weights(articles: Articles, *, power: float = 0.5, right_share: float = 0.3) -> Floats:
    """Weights of the labelled rows: half of all for each class; 0 in the dead zone.

    Parameters
    ----------
    articles : Articles
    power : float
        See :func:`outlet_weights`.
    right_share : float
        Share of the high class given to outlets that lean right. Nearly all low-quality outlets
        with a known lean lean right, so without it a left-right detector would do well.

    Returns
    -------
    array of float, shape (n,)
    """
    base = outlet_weights(articles.family, power)
    right = articles.lean == "right"
    low, high = articles.low, articles.high
    out = balanced(base, [low]) * 0.5
    if (high & right).any() and (high & ~right).any():
        out += 0.5 * right_share * balanced(base, [high & right])
        out += 0.5 * (1.0 - right_share) * balanced(base, [high & ~right])
    else:
        out += 0.5 * balanced(base, [high])
    return out
