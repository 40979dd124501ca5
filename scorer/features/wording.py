"""Wording: whether the text is worded and built like edited reporting or like its opposites.

Two linear scales, learned from outlets' ratings on masked text (``python -m
scorer.training.wording``). *Register* is over common words: function words, hedges, loaded and
colloquial terms, discourse markers. *Grammar* is over neighbours: which function words and kinds of
words ("-ing", "-ly") stand side by side. Names and numbers are never counted, nor are words of
reporting, party, faith, group and topic, nor what stands in lists, keywords and tables. A value is
a weighted mean of the logarithms of term counts, a term counting once in a sentence and three
times at most, in standard deviations of the training articles.

Stylometry transfers to unseen outlets better than topic words do (Przybyla 2020, *Capturing the
Style of Fake News*, AAAI); loaded and subjective terms: Recasens et al. 2013, *Linguistic Models
for Analyzing and Detecting Biased Language*; word classes in n-grams: Stamatatos 2009, *A Survey of
Modern Authorship Attribution Methods*.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, pairwise
from typing import ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from scorer.features._wording.capitals import names
from scorer.features._wording.neighbours import CLASSES, code_of, neighbours
from scorer.features._wording.prose import listed
from scorer.features._wording.scale import Scale, evidence, load, strongest
from scorer.features._wording.uses import uses
from scorer.features.registry import Reads, register, undefined
from scorer.schema import FeatureSpec, Measurement
from scorer.text.document import Document, Flags, Index
from scorer.text.joined import Batch
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
    "Bounded, each term counts once in a sentence and three times at most, names, numbers and "
    "keywords without sentences are not counted; the tone of reporting without its sources leaves "
    "all other signals as they are."
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


def masked(doc: Document, opens: Flags) -> Flags:
    """Tokens that never count: shape (t,).

    A capital in the middle of a sentence is taken as a name, so is a word all in capitals, unless
    common words bear them too (:func:`scorer.features._wording.capitals.names`); words in lists are
    not prose (:func:`scorer.features._wording.prose.listed`).
    """
    named = names(doc, opens)
    return named | listed(doc, named)


@register
class Wording:
    """Learned scales of wording, bounded, with the terms that moved them."""

    name: ClassVar[str] = "wording"
    version: ClassVar[int] = 4
    reads: ClassVar[Reads] = "once"
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
        if not doc.sentence_count:
            return undefined(self.specs, "too_few_terms")
        whole = [0, len(doc.tokens)], [0, len(doc.distinct)]
        return next(self._measurements(doc, *whole))

    def measure_many(self, batch: Batch) -> list[Mapping[str, Measurement]]:
        """Measure several documents at once, each as :meth:`measure` does, at less cost."""
        return batch.each(
            lambda doc: self._measurements(doc, doc.first_tokens, doc.first_distinct),
            lambda: undefined(self.specs, "too_few_terms"),
        )

    def _measurements(
        self, doc: Document, tokens: Sequence[int], distinct: Sequence[int]
    ) -> Iterator[Mapping[str, Measurement]]:
        """Measurements of documents whose tokens and distinct words begin at some numbers."""
        opens = may_be_capital(doc)
        hidden = masked(doc, opens)
        scales = _register(doc, hidden, distinct), _grammar(doc, opens, hidden, tokens)
        for found in zip(*scales, strict=True):
            out = dict(undefined(self.specs, "too_few_terms"))
            for spec, measurement in zip(self.specs, found, strict=True):
                if measurement is not None:
                    out[spec.name] = measurement
            yield out


class _Used(NamedTuple):
    """Terms of one document that a scale knows, and the first place of each."""

    terms: Index
    times: Index
    first: Index
    last: Index


def _register(doc: Document, hidden: Flags, firsts: Sequence[int]) -> list[Measurement | None]:
    """Value of the words of each document; None where there are too few."""
    number = doc.distinct_values(_words())
    shown = doc.is_word & ~hidden & (number > 0).take(doc.ids)
    known = shown.nonzero()[0]
    found = uses(doc.ids.take(known), doc.sentence_of_token.take(known))
    terms = number.take(found.number).astype(np.int64) - 1
    places = known.take(found.first)
    bounds = found.number.searchsorted(firsts).tolist()
    return _values(doc, load(REGISTER), _Used(terms, found.sentences, places, places), bounds)


def _grammar(
    doc: Document, opens: Flags, hidden: Flags, firsts: Sequence[int]
) -> list[Measurement | None]:
    """Value of the neighbours of each document; None where there are too few."""
    pairs = neighbours(doc, opens, hidden)
    number = _pairs().take(pairs.codes)
    known = number.nonzero()[0]
    # each document counts for itself: its pairs have numbers of their own
    size = len(load(GRAMMAR).terms) + 1
    places = pairs.first.take(known)
    bounds = places.searchsorted(firsts)
    documents = len(firsts) - 1
    own = np.arange(0, documents * size, size).repeat(np.diff(bounds))
    found = uses(number.take(known) + own, doc.sentence_of_token.take(places))
    where = known.take(found.first)
    bounds = found.number.searchsorted(np.arange(0, documents * size + 1, size)).tolist()
    terms = found.number % size - 1
    used = _Used(terms, found.sentences, pairs.first.take(where), pairs.last.take(where))
    return _values(doc, load(GRAMMAR), used, bounds)


def _values(
    doc: Document, scale: Scale, used: _Used, bounds: list[int]
) -> list[Measurement | None]:
    """Bounded value and evidence of each document; None where it has few terms or no number."""
    terms, times, first, last = used
    weighed = scale.weighed(terms, times)
    told: list[tuple[float, list[float]] | None] = []
    shown: list[int] = []
    for low, high in pairwise(bounds):
        if high - low < MIN_TERMS:
            told.append(None)
            continue
        value = scale.value(weighed, low, high)
        if not math.isfinite(value):
            told.append(None)
            continue
        own = weighed.effects[low:high]
        chosen = strongest(own, LOWERING, RAISING)
        shown += [low + at for at in chosen]
        told.append((min(max(value, -LIMIT), LIMIT), own.take(chosen).tolist()))
    starts, ends = doc.token_starts.take(first.take(shown)), doc.token_ends.take(last.take(shown))
    ranges = iter(doc.given_ranges(starts, ends))
    return [
        None
        if one is None
        else Measurement(
            one[0],
            "standard deviations",
            evidence(list(islice(ranges, len(one[1]))), one[1]),
        )
        for one in told
    ]
