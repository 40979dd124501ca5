"""A learned linear scale over terms, whatever the terms are, and the places that moved it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from scorer.schema import Span

Floats = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]

MOST = 3
"""Times a term counts at most: a phrase pasted in thirty places says no more than in three."""

LOGS: Floats = np.log1p(np.arange(MOST + 1))
"""Logarithm of one plus each possible count."""


class Weighed(NamedTuple):
    """Terms as they are used: logarithms of counts, weights, lengths, and what each adds."""

    logs: Floats
    weights: Floats
    lengths: Floats
    effects: Floats


class Scale(NamedTuple):
    """Terms of a scale, in order, with what each is worth.

    Parameters
    ----------
    terms : list of str
    weights : array of float, shape (terms,)
        Effect of each term, its rarity included.
    rarity : array of float, shape (terms,)
        Factor of each term's share in the length of a text.
    mean, deviation : float
        Of the training articles' raw values.
    """

    terms: list[str]
    weights: Floats
    rarity: Floats
    mean: float
    deviation: float

    def weighed(self, at: Index, counts: Index) -> Weighed:
        """Terms ``at`` that are used as often as ``counts``; of one text or of several."""
        logs, weights = LOGS.take(counts, mode="clip"), self.weights.take(at)
        return Weighed(logs, weights, logs * self.rarity.take(at), logs * weights)

    def value(self, used: Weighed, low: int, high: int) -> float:
        """Deviations from the mean of the text that uses terms ``low`` to ``high`` of some."""
        lengths = used.lengths[low:high]
        total = float(used.logs[low:high] @ used.weights[low:high])
        return (total / math.sqrt(lengths @ lengths) - self.mean) / self.deviation


@cache
def load(name: str) -> Scale:
    """Scale of a data file, as :mod:`scorer.training.wording` writes it."""
    raw: dict[str, Any] = json.loads(
        files("scorer.data").joinpath(name).read_text(encoding="utf-8")
    )
    terms: dict[str, list[int]] = raw["terms"]
    numbers = np.array(list(terms.values()), dtype=np.float64).reshape(-1, 2) / 1000.0
    return Scale(
        list(terms), numbers[:, 0].copy(), numbers[:, 1].copy(), raw["mean"], raw["deviation"]
    )


def strongest(effects: Floats, lowering: int, raising: int) -> list[int]:
    """Numbers of the terms that lower and raise most."""
    order = effects.argsort(kind="stable")
    low, high = order[:lowering], order[: -raising - 1 : -1]
    chosen = [
        at for at, by in zip(low.tolist(), effects.take(low).tolist(), strict=True) if by < 0.0
    ]
    return chosen + [
        at for at, by in zip(high.tolist(), effects.take(high).tolist(), strict=True) if by > 0.0
    ]


def evidence(ranges: Iterable[tuple[int, int]], by: Iterable[float]) -> tuple[Span, ...]:
    """Spans of ranges of the text as given, labelled by what they do, in text order."""
    new = tuple.__new__  # half the time of the named tuple's own, which is written in Python
    spans = {
        new(Span, (start, end, "lowers" if effect < 0 else "raises", None))
        for (start, end), effect in zip(ranges, by, strict=True)
    }
    return tuple(sorted(spans))
