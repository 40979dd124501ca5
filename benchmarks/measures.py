"""What the benchmarks share: rows of a table, rank figures, CPU time in floors."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

Values = npt.NDArray[np.float64]


class Row(NamedTuple):
    """One figure of one signal.

    Parameters
    ----------
    signal : str
        Name of the measurement.
    protocol : str
        What was compared with what.
    split : str
        How the data was divided between making and measuring.
    figure : str
        What the number is: ``F1``, ``AUROC``, ``MAE``, ...
    value : float
        The number.
    wanted : float, optional
        What it should reach; with ``at_most`` what it may not exceed.
    baseline : float, optional
        What the plain way gives under the same protocol.
    at_most : bool
        Lower is better.
    """

    signal: str
    protocol: str
    split: str
    figure: str
    value: float
    wanted: float | None = None
    baseline: float | None = None
    at_most: bool = False

    @property
    def is_met(self) -> bool | None:
        """Whether the figure is what is wanted; None where nothing is."""
        if self.wanted is None:
            return None
        return self.value <= self.wanted if self.at_most else self.value >= self.wanted


def line(row: Row) -> str:
    """One line of text for a row."""
    bound = "<=" if row.at_most else ">="
    wanted = "" if row.wanted is None else f"{bound} {row.wanted:g}"
    mark = {None: "", True: "met", False: "MISSED"}[row.is_met]
    baseline = "" if row.baseline is None else f"baseline {row.baseline:.3f}"
    cells = f"{row.figure:<22} {row.value:>7.3f}  {wanted:<9} {mark:<7}{baseline}"
    return f"{row.signal:<42} {row.protocol:<62} {cells}".rstrip()


def show(rows: Iterable[Row]) -> None:
    """Print rows, each as soon as it is there."""
    for row in rows:
        print(line(row), flush=True)


def auroc(positive: npt.ArrayLike, negative: npt.ArrayLike) -> float:
    """Chance that a positive lies above a negative, ties half."""
    high = np.asarray(positive, dtype=np.float64)
    ordered = np.sort(np.asarray(negative, dtype=np.float64))
    if not len(high) or not len(ordered):
        return math.nan
    below = np.searchsorted(ordered, high, side="left")
    upto = np.searchsorted(ordered, high, side="right")
    return float((below + upto).mean() / 2 / len(ordered))


def spearman(left: npt.ArrayLike, right: npt.ArrayLike) -> float:
    """Rank correlation."""
    return float(pd.Series(left).corr(pd.Series(right), method="spearman"))


def prf(true: int, made: int, wanted: int) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    p, r = true / max(1, made), true / max(1, wanted)
    return p, r, 2 * p * r / max(1e-9, p + r)


def cpu(work: Callable[[], object], repeats: int = 3) -> float:
    """Least CPU seconds of several runs."""
    best = math.inf
    for _ in range(repeats):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def floors(work: Callable[[], object], texts: Sequence[str]) -> float:
    """CPU of some work on texts, in runs of one regular expression for words over them."""
    word = re.compile(r"\w+")
    work()  # caches and lazy tables belong to no article
    return cpu(work) / cpu(lambda: [word.findall(text) for text in texts])
