"""Wording: whether the text is worded and built like edited reporting or like its opposites.

Two linear scales, learned from outlets' ratings on masked text (``python -m
scorer.training.wording``). *Register* is over common words: function words, hedges, loaded and
colloquial terms, discourse markers. *Grammar* is over neighbours: which function words and kinds of
words ("-ing", "-ly") stand side by side. Names and numbers are never counted, nor are words of
reporting, party, faith, group and topic. A value is a weighted mean of the logarithms of term
counts, each count taken as three at most, in standard deviations of the training articles.

Stylometry transfers to unseen outlets better than topic words do (Przybyla 2020, *Capturing the
Style of Fake News*, AAAI); loaded and subjective terms: Recasens et al. 2013, *Linguistic Models
for Analyzing and Detecting Biased Language*; word classes in n-grams: Stamatatos 2009, *A Survey of
Modern Authorship Attribution Methods*.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from scorer.features._wording.neighbours import CLASSES, code_of, neighbours
from scorer.features._wording.scale import evidence, load, strongest
from scorer.features.registry import register, undefined
from scorer.schema import FeatureSpec, Measurement
from scorer.text.document import Document, Flags
from scorer.text.vocabulary import WordTable

LIMIT = 4.0
"""Standard deviations beyond which nothing more is said; keeps the component bounded."""

MIN_TERMS = 30
"""Distinct terms below which a scale says nothing."""

LOWERING, RAISING = 12, 6
"""Distinct terms shown as evidence, by sign."""

REGISTER, GRAMMAR = "wording.json", "grammar.json"
"""Data files of the scales."""

_GAMING = (
    "Bounded, each term counts three times at most, names and numbers are not counted; the tone of "
    "reporting without its sources leaves all other signals as they are."
)


@cache
def _words() -> WordTable:
    """Number of each word of the register scale, from 1."""
    return WordTable({word: number for number, word in enumerate(load(REGISTER).terms, 1)})


@cache
def _pairs() -> npt.NDArray[np.int32]:
    """Number of each pair of the grammar scale, from 1; 0 for others."""
    table = np.zeros(len(CLASSES) ** 2, dtype=np.int32)
    table[[code_of(name) for name in load(GRAMMAR).terms]] = np.arange(
        1, len(load(GRAMMAR).terms) + 1
    )
    return table


def may_be_capital(doc: Document) -> Flags:
    """Tokens that a sentence opens with, where a capital is no sign of a name: shape (t,)."""
    starts = np.zeros(len(doc.tokens) + 1, dtype=np.bool_)
    first = doc.sentence_tokens[:-1]
    starts[first] = True
    # a sentence may open with a quotation mark, a bracket or a bullet
    starts[first[~doc.is_word[first]] + 1] = True
    return starts[:-1]


def countable(doc: Document) -> Flags:
    """Tokens that are words and not shaped like names: shape (t,).

    A capital in the middle of a sentence is taken as a name, so is a word all in capitals.
    """
    counted: Flags = doc.is_word & (~doc.is_capital | may_be_capital(doc))
    return counted


@register
class Wording:
    """Learned scales of wording, bounded, with the terms that moved them."""

    name: ClassVar[str] = "wording"
    version: ClassVar[int] = 2
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
            gaming=_GAMING,
            why="How a text is worded carries over to outlets that nobody trained on better than "
            "what it is about (Przybyla 2020); loaded wording marks bias (Recasens et al. 2013).",
        ),
        FeatureSpec(
            "wording.grammar",
            "standard deviations",
            -LIMIT,
            LIMIT,
            "better",
            "How far function words and word endings stand side by side as in edited reporting.",
            "Stamatatos 2009; Przybyla 2020; pairs learned by scorer.training.wording",
            gaming=_GAMING,
            why="How sentences are built says nothing about topic or side, and tells corpora of "
            "reliable and unreliable articles apart that nobody trained on.",
        ),
    )

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the wording of a body."""
        opens = may_be_capital(doc)
        found = (_register(doc, opens), _grammar(doc, opens))
        out = dict(undefined(self.specs, "too_few_terms"))
        for spec, measurement in zip(self.specs, found, strict=True):
            if measurement is not None:
                out[spec.name] = measurement
        return out


def _register(doc: Document, opens: Flags) -> Measurement | None:
    """Value of the words of a text; None where there are too few."""
    scale = load(REGISTER)
    number = doc.distinct_values(_words())
    counted = (doc.is_word & (~doc.is_capital | opens)).nonzero()[0]
    ids = doc.ids[counted]
    times = np.bincount(ids, minlength=len(number))
    at = ((number > 0) & (times > 0)).nonzero()[0]
    if len(at) < MIN_TERMS:
        return None
    terms, counts = number[at].astype(np.int64) - 1, times[at]
    first = np.empty(len(number), dtype=np.int64)
    first[ids[::-1]] = counted[::-1]  # the first use is written last
    effects = scale.effects(terms, counts)
    shown = strongest(effects, LOWERING, RAISING)
    places = [(place, place) for place in first[at[shown]].tolist()]
    return _measurement(scale.value(terms, counts), doc, places, effects[shown].tolist())


def _grammar(doc: Document, opens: Flags) -> Measurement | None:
    """Value of the neighbours of a text; None where there are too few."""
    scale = load(GRAMMAR)
    pairs = neighbours(doc, opens)
    number = _pairs()[pairs.codes]
    # counting by number takes a fifth of the time of sorting
    times = np.bincount(number, minlength=1)
    times[0] = 0
    used = times.nonzero()[0]
    if len(used) < MIN_TERMS:
        return None
    first = np.empty(len(times), dtype=np.int64)
    first[number[::-1]] = np.arange(len(number) - 1, -1, -1)
    effects = scale.effects(used - 1, times[used])
    shown = strongest(effects, LOWERING, RAISING)
    where = first[used[shown]]
    places = list(zip(pairs.first[where].tolist(), pairs.last[where].tolist(), strict=True))
    return _measurement(scale.value(used - 1, times[used]), doc, places, effects[shown].tolist())


def _measurement(
    value: float, doc: Document, places: list[tuple[int, int]], effects: list[float]
) -> Measurement | None:
    """Bounded value with its evidence; None where it is no number."""
    if not math.isfinite(value):
        return None
    value = min(max(value, -LIMIT), LIMIT)
    return Measurement(value, "standard deviations", evidence(doc, places, effects))
