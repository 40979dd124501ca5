"""Figures of merit; all take row weights, so that outlets can weigh the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from scorer.training.dataset import Floats, Mask

MIN_GAP = 0.2
"""Two outlets are compared where their pc1 differ by at least this much."""


def auroc(better: Mask, score: Floats, weight: Floats | None = None) -> float | None:
    """Probability that a better row scores above a worse one; ties count half.

    Examples
    --------
    >>> auroc(np.array([True, False, False]), np.array([2.0, 1.0, 2.0]))
    0.75
    """
    w = np.ones(len(score)) if weight is None else weight
    if not len(score) or w[better].sum() <= 0.0 or w[~better].sum() <= 0.0:
        return None
    values, index = np.unique(score, return_inverse=True)
    good = np.bincount(index, w * better, len(values))
    bad = np.bincount(index, w * ~better, len(values))
    below = np.cumsum(bad) - bad
    return float((good * (below + 0.5 * bad)).sum() / (good.sum() * bad.sum()))


def spearman(a: Floats, b: Floats) -> float | None:
    """Rank correlation; None for fewer than three values, or where all of one are alike."""
    if len(a) < 3 or np.ptp(a) == 0.0 or np.ptp(b) == 0.0:
        return None
    return float(np.corrcoef(_ranks(a), _ranks(b))[0, 1])


def _ranks(values: Floats) -> Floats:
    _, index, counts = np.unique(values, return_inverse=True, return_counts=True)
    mean = np.cumsum(counts) - (counts - 1) / 2.0
    return np.asarray(mean[index], dtype=np.float64)


def outlet_means(
    family: npt.NDArray[np.str_], *columns: Floats, least: int = 3
) -> tuple[npt.NDArray[np.int64], list[Floats]]:
    """First row of each outlet with at least ``least`` rows, and its mean of each column."""
    _, first, index, counts = np.unique(
        family, return_index=True, return_inverse=True, return_counts=True
    )
    keep = counts >= least
    means = [np.bincount(index, column) / counts for column in columns]
    return first[keep].astype(np.int64), [mean[keep] for mean in means]


def pairs_right(score: Floats, quality: Floats, group: npt.NDArray[np.str_]) -> tuple[float, int]:
    """Share of pairs of outlets of one group that score in the order of their quality.

    Returns
    -------
    share : float
        NaN where there is no pair.
    pairs : int
    """
    right, count = 0.0, 0
    for name in sorted(set(group.tolist()) - {""}):
        s, q = score[group == name], quality[group == name]
        ahead = q[:, None] - q[None, :] >= MIN_GAP
        diff = s[:, None] - s[None, :]
        right += float((diff[ahead] > 0).sum() + 0.5 * (diff[ahead] == 0).sum())
        count += int(ahead.sum())
    return (right / count if count else float("nan")), count


def calibration_error(
    better: Mask, probability: Floats, weight: Floats, bins: int = 5
) -> tuple[float, list[dict[str, float]]]:
    """Return the expected calibration error over bins of equal mass, and the bins.

    ``weight`` should give both classes the same total.
    """
    order = np.argsort(probability, kind="stable")
    p, y, w = probability[order], better[order].astype(np.float64), weight[order] / weight.sum()
    bin_of = np.minimum((bins * (np.cumsum(w) - 0.5 * w)).astype(int), bins - 1)
    error, rows = 0.0, []
    for number in range(bins):
        at = bin_of == number
        mass = float(w[at].sum())
        if mass <= 0.0:
            continue
        said, seen = float(w[at] @ p[at]) / mass, float(w[at] @ y[at]) / mass
        error += mass * abs(said - seen)
        rows.append({"mass": mass, "said": said, "seen": seen})
    return error, rows


def bootstrap(
    family: npt.NDArray[np.str_],
    figure: Callable[[npt.NDArray[np.int64]], float | None],
    *,
    seed: int = 0,
    rounds: int = 200,
) -> list[float] | None:
    """95 % interval of a figure under resampling of outlets with replacement.

    Parameters
    ----------
    family : array of str
    figure : callable
        From row numbers (with repeats) to the figure.
    """
    rng = np.random.default_rng(seed)
    names, index = np.unique(family, return_inverse=True)
    rows_of = [np.flatnonzero(index == i) for i in range(len(names))]
    found = []
    for _ in range(rounds):
        drawn = rng.integers(0, len(names), len(names))
        value = figure(np.concatenate([rows_of[i] for i in drawn]))
        if value is not None and np.isfinite(value):
            found.append(value)
    if len(found) < rounds // 2:
        return None
    low, high = np.quantile(found, (0.025, 0.975))
    return [float(low), float(high)]


def rounded(value: Any, digits: int = 4) -> Any:
    """Round all floats in nested dicts and lists; NaN becomes None."""
    if isinstance(value, dict):
        return {key: rounded(item, digits) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(item, digits) for item in value]
    if isinstance(value, (float, np.floating)):
        return round(float(value), digits) if np.isfinite(value) else None
    return value
