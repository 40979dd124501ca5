"""The line model: a cheap screen for all sentences, a linear model for those that pass it.

Weights are whole numbers (thousandths of a log-odds unit) in ``scorer/data/promotion.json``, made
by ``scorer.training.promotion``; adding them up gives the same sum in any order.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scorer.features._promotion.features import SYMBOL_NUMBERS, SYMBOLS
from scorer.text import vocabulary
from scorer.text.document import Document

Scores = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
UNIT = 1000.0
"""Weights are stored in thousandths."""
UNPHRASED = 0.2
"""Held against units without a known phrasing: far likelier headings than in the labelled data."""


class _ScreenRows(NamedTuple):
    """Screen scores of each vocabulary row, and the row of a colon."""

    numbers: npt.NDArray[np.int16]
    anywhere: Scores
    first: Scores
    second: Scores
    colon: int


@dataclass(frozen=True, slots=True)
class LineModel:
    """Weights of the screen, of the promo model and of its kinds.

    Parameters
    ----------
    bias : int
        Log-odds of a unit without any feature.
    weights : mapping of str to int
        Log-odds by feature.
    kinds : tuple of str
        Names of the kinds.
    kind_bias : array of int64
        Score of each kind without any feature.
    kind_rows : mapping of str to int
        Row of :attr:`kind_weights` of a feature.
    kind_weights : array of int64
        Scores of the kinds by feature.
    screen_any, screen_first, screen_second : array of float64
        Screen score by symbol: anywhere, as first, as second token of a sentence.
    screen_bias, screen_length, screen_glued : float
        Constant, factor of the logarithm of the number of tokens, weight of a glued colon.
    """

    bias: int
    weights: Mapping[str, int]
    kinds: tuple[str, ...]
    kind_bias: Whole
    kind_rows: Mapping[str, int]
    kind_weights: Whole
    screen_any: Scores
    screen_first: Scores
    screen_second: Scores
    screen_bias: float
    screen_length: float
    screen_glued: float
    _cache: dict[str, _ScreenRows] = field(default_factory=dict, compare=False, repr=False)

    def log_odds(self, found: Collection[str]) -> float:
        """Log-odds that a unit with these features is promotional."""
        total = self.bias + sum(filter(None, map(self.weights.get, found)))
        return total / UNIT - (UNPHRASED if "#like 0" in found else 0.0)

    def kind(self, found: Iterable[str]) -> str:
        """Most likely kind of a promotional unit; the earlier one where two are equal."""
        get = self.kind_rows.get
        rows = [row for row in map(get, found) if row is not None]
        totals = self.kind_bias + self.kind_weights[rows].sum(axis=0)
        return self.kinds[int(totals.argmax())]

    def screen(self, doc: Document) -> npt.NDArray[np.bool_]:
        """Whether each sentence may be promotional at all; shape (s,)."""
        bounds = doc.sentence_tokens
        if len(bounds) < 2:
            return np.zeros(0, dtype=np.bool_)
        rows = doc.rows
        table = self._rows()
        starts = bounds[:-1]
        lengths = bounds[1:] - starts
        total = np.add.reduceat(table.anywhere.take(rows), starts)
        second = table.second.take(rows.take(starts + 1, mode="clip"))
        second[lengths < 2] = 0.0
        total += table.first.take(rows.take(starts)) + second
        total += self.screen_bias + self.screen_length * np.log(lengths)
        if self.screen_glued > 0.0:
            colons = (rows[1:-1] == table.colon).nonzero()[0] + 1
            if len(colons):
                tight = doc.token_ends.take(colons - 1) == doc.token_starts.take(colons)
                tight &= doc.token_starts.take(colons + 1) == doc.token_ends.take(colons)
                colons = colons[tight]
            if len(colons):
                total[starts.searchsorted(colons, side="right") - 1] += self.screen_glued
        passed: npt.NDArray[np.bool_] = total > 0.0
        return passed

    def _rows(self) -> _ScreenRows:
        """Screen scores by vocabulary row, made anew where words have joined the vocabulary."""
        numbers = SYMBOL_NUMBERS.column()
        known = self._cache.get("screen")
        if known is None or known.numbers is not numbers:
            known = self._cache["screen"] = _ScreenRows(
                numbers,
                self.screen_any[numbers],
                self.screen_first[numbers],
                self.screen_second[numbers],
                vocabulary.row(":"),
            )
        return known


@lru_cache(maxsize=1)
def load() -> LineModel:
    """The packaged model, read once."""
    raw = json.loads(files("scorer.data").joinpath("promotion.json").read_text("utf-8"))
    return from_dict(raw)


def from_dict(raw: Mapping[str, object]) -> LineModel:
    """Model of a JSON object; symbols the code no longer knows are left out."""
    data: dict[str, object] = dict(raw)
    screen = data["screen"]
    kinds = data["kinds"]
    assert isinstance(screen, dict)
    assert isinstance(kinds, dict)

    def column(name: str) -> Scores:
        out = np.zeros(len(SYMBOLS) + 1, dtype=np.float64)
        for symbol, weight in screen[name].items():
            number = SYMBOLS.get(symbol)
            if number is not None:
                out[number] = weight / UNIT
        return out

    return LineModel(
        bias=data["bias"],  # type: ignore[arg-type]
        weights=data["weights"],  # type: ignore[arg-type]
        kinds=tuple(kinds["names"]),
        kind_bias=np.array(kinds["bias"], dtype=np.int64),
        kind_rows={name: row for row, name in enumerate(kinds["weights"])},
        kind_weights=np.array(list(kinds["weights"].values()), dtype=np.int64),
        screen_any=column("any"),
        screen_first=column("first"),
        screen_second=column("second"),
        screen_bias=screen["bias"] / UNIT,
        screen_length=screen["length"] / UNIT,
        screen_glued=screen["glued"] / UNIT,
    )
