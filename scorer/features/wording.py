"""Wording: whether the text reads like edited reporting or like its opposites.

A sparse linear scale over common words (function words, hedges, loaded and colloquial terms,
discourse markers, verbs of report), learned from outlets' ratings on masked text: names and numbers
are never counted, nor are words of party, faith and topic, and a term is kept only where it points
the same way in corpora of different kinds (``python -m scorer.training.wording``). The value is a
weighted mean of the logarithms of term counts, in standard deviations of the training articles.

Stylometry transfers to unseen outlets better than topic words do (Przybyla 2020, *Capturing the
Style of Fake News*, AAAI); loaded and subjective terms: Recasens et al. 2013, *Linguistic Models
for Analyzing and Detecting Biased Language*.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from scorer.features.registry import register, undefined
from scorer.schema import FeatureSpec, Measurement, Span
from scorer.text.document import Document, Flags, Index
from scorer.text.vocabulary import WordTable

LIMIT = 4.0
"""Standard deviations beyond which nothing more is said; keeps the component bounded."""

MIN_TERMS = 30
"""Distinct terms below which the scale says nothing."""

LOWERING, RAISING = 12, 6
"""Distinct terms shown as evidence, by sign."""


@cache
def _table() -> tuple[WordTable, float, float]:
    """Weights in thousandths, and the mean and deviation of the training articles."""
    raw = json.loads(files("scorer.data").joinpath("wording.json").read_text(encoding="utf-8"))
    return WordTable(raw["terms"]), float(raw["mean"]), float(raw["deviation"])


def countable(doc: Document) -> Flags:
    """Tokens that are words and not shaped like names: shape (t,).

    A capital in the middle of a sentence is taken as a name, so is a word all in capitals.
    """
    starts = np.zeros(len(doc.tokens) + 1, dtype=np.bool_)
    first = doc.sentence_tokens[:-1]
    starts[first] = True
    # a sentence may open with a quotation mark, a bracket or a bullet
    starts[first[~doc.is_word[first]] + 1] = True
    counted: Flags = doc.is_word & (~doc.is_capital | starts[:-1])
    return counted


def weighted_log_mean(counts: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> float:
    """Sum of ``weight * log(1 + count)`` over the length of the vector of logarithms."""
    logs = np.log1p(counts)
    return float(logs @ weights) / float(np.sqrt(logs @ logs))


@register
class Wording:
    """Learned scale of wording, bounded, with the terms that moved it."""

    name: ClassVar[str] = "wording"
    version: ClassVar[int] = 1
    reads: ClassVar[Literal["page", "body"]] = "body"
    specs: ClassVar[tuple[FeatureSpec, ...]] = (
        FeatureSpec(
            "wording.register",
            "standard deviations",
            -LIMIT,
            LIMIT,
            "better",
            "How far common words are those of edited reporting (above 0) or of its opposites.",
            "Przybyla 2020; Recasens et al. 2013; terms learned by scorer.training.wording",
            gaming="Bounded, names and numbers are not counted, and each term's weight is small; "
            "the tone of reporting without its sources leaves all other signals as they are.",
            why="How a text is worded carries over to outlets that nobody trained on better than "
            "what it is about (Przybyla 2020); loaded wording marks bias (Recasens et al. 2013).",
        ),
    )

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the wording of a body."""
        spec = self.specs[0]
        table, mean, deviation = _table()
        weight = doc.values(table)
        where = ((weight != 0) & countable(doc)).nonzero()[0]
        # in one sort less than np.unique: ids are small, so that counting them sorts them
        used = doc.ids[where]
        counts = np.bincount(used)
        ids = counts.nonzero()[0]
        if len(ids) < MIN_TERMS:
            return undefined(self.specs, "too_few_terms")
        first = np.empty(len(counts), dtype=np.int64)
        first[used[::-1]] = where[::-1]  # the first use is written last
        first, counts = first[ids], counts[ids]
        weights = weight[first] / 1000.0
        value = (weighted_log_mean(counts.astype(np.float64), weights) - mean) / deviation
        if not math.isfinite(value):
            return undefined(self.specs, "too_few_terms")
        value = min(max(value, -LIMIT), LIMIT)
        evidence = _evidence(doc, first, weights * np.log1p(counts))
        return {spec.name: Measurement(value, spec.unit, evidence)}


def _evidence(doc: Document, first: Index, effect: npt.NDArray[np.float64]) -> tuple[Span, ...]:
    """First places of the terms with the strongest effect, in text order."""
    order = np.argsort(effect, kind="stable")
    ends_of = np.concatenate((order[:LOWERING], order[: -RAISING - 1 : -1]))
    places = first[ends_of]
    spans = [
        (Span(start, end, "lowers" if by < 0 else "raises"), by, rank)
        for rank, ((start, end), by) in enumerate(
            zip(
                doc.given_ranges(doc.token_starts[places], doc.token_ends[places]),
                effect[ends_of].tolist(),
                strict=True,
            )
        )
    ]
    # both ends of a short order may hold the same term: it counts at the end of its sign
    return tuple(sorted([s for s, by, rank in spans if (by < 0) == (rank < LOWERING) and by]))
