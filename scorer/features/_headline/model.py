"""The clickbait model: a sum of weights of the symbols' runs, then a logistic curve."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from scorer.features._headline.symbols import single_terms, symbols

DATA_FILE = "headline_clickbait.json"
WORDS_FILE = "headline_words.json"


Branch = tuple[float, dict[str, Any]]
"""Weight of a run of symbols, and the branch of each symbol that may follow it."""


def grow(weights: Mapping[str, float]) -> dict[str, Branch]:
    """Weights by run as a tree by symbol, which is looked up without making strings."""
    root: dict[str, Any] = {}
    for run, weight in weights.items():
        branches = root
        *path, last = run.split()
        for symbol in path:
            branches = branches.setdefault(symbol, (0.0, {}))[1]
        branches[last] = (weight, branches.get(last, (0.0, {}))[1])
    return root


@dataclass(frozen=True, slots=True)
class ClickbaitModel:
    """Weights of a logistic regression over symbol runs.

    Parameters
    ----------
    known : frozenset of str
        Words that keep their identity.
    tree : mapping of str to branch
        Log-odds of each run of symbols: first symbol, to its weight and the symbols after it.
    intercept, slope : float
        The calibrated log-odds are ``intercept + slope * sum of weights``.
    """

    known: frozenset[str]
    tree: Mapping[str, Branch]
    intercept: float
    slope: float

    def log_odds(self, words: Sequence[str]) -> float:
        """Calibrated log-odds that a headline of these lower-case words is clickbait."""
        row = symbols(words, self.known)
        row.append("")
        nothing: Branch = (0.0, {})
        total = sum(self.tree.get(term, nothing)[0] for term in single_terms(words))
        for first, second, third in zip(row, row[1:], row[2:], strict=False):
            weight, branches = self.tree.get(first, nothing)
            total += weight
            if branches:
                weight, branches = branches.get(second, nothing)
                total += weight
                if branches:
                    total += branches.get(third, nothing)[0]
        return self.intercept + self.slope * total

    def probability(self, words: Sequence[str]) -> float:
        """Probability that a headline of these lower-case words is clickbait."""
        return 0.5 * (1.0 + math.tanh(0.5 * self.log_odds(words)))  # cannot overflow


@lru_cache(maxsize=1)
def clickbait_model() -> ClickbaitModel:
    """The shipped model, read once."""
    raw = _read(DATA_FILE)
    return ClickbaitModel(
        known=frozenset(raw["known"]),
        tree=grow(raw["weights"]),
        intercept=raw["intercept"],
        slope=raw["slope"],
    )


@lru_cache(maxsize=1)
def word_weights() -> Mapping[str, float]:
    """How much each common word tells of an article, 0 to 1; rarer words and names tell 1."""
    weights: Mapping[str, float] = _read(WORDS_FILE)
    return weights


def _read(name: str) -> Any:
    """A JSON file of the package's data."""
    return json.loads(files("scorer.data").joinpath(name).read_text(encoding="utf-8"))
