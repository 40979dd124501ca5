"""Wording and texture of the body: sentence and word length, diversity, person, tense, emphasis.

Newsrooms' prose and opinion, tabloid or farm prose differ in these (Horne and Adali 2017; Rashkin
et al. 2017; Potthast et al. 2018). Every measure is of tokens: quotation marks, line breaks,
wrapping and broken encodings do not show in it. What speaks of the writer's voice (persons,
contractions, emphasis, loaded words) is measured outside quotations: what people say is theirs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from scorer.features._style import words as lists
from scorer.features._style.specs import MIN_WORDS, SPECS, WINDOW
from scorer.features.registry import Reads, register, undefined
from scorer.schema import FeatureSpec, Measurement, Span
from scorer.text import characters as ch
from scorer.text import word_facts as facts
from scorer.text.document import Document
from scorer.text.readability_formulas import consensus_grade
from scorer.text.textstat_counts import TextCounts

SENTENCE_WORDS = 3
"""A shorter run is a heading or an interjection; textstat counts from three words on too."""

MOST_SPANS = 200
"""Evidence of one measurement never holds more spans."""

Flags = npt.NDArray[np.bool_]
Index = npt.NDArray[np.int64]


def _moving_diversity(ids: Index, window: int = WINDOW) -> float:
    """Mean share of distinct words over all windows of so many words (MATTR).

    A word is new to a window where its previous use lies before it; each use is new to as many
    windows as start between that use and itself, so no window is ever looked at.
    """
    size = len(ids)
    # 16 bits are sorted by radix, which is several times faster
    narrow = ids.astype(np.uint16) if int(ids.max()) <= 0xFFFF else ids
    order = np.argsort(narrow, kind="stable")
    ordered = narrow[order]
    previous = np.empty(size, dtype=np.int64)
    previous[0] = -1
    previous[1:] = np.where(ordered[1:] == ordered[:-1], order[:-1], -1)
    # the last window it is in, less the last one that it is not new to
    new = np.minimum(order, size - window) - np.maximum(previous, order - window)
    return int(np.maximum(new, 0).sum()) / (window * (size - window + 1))


def _places(text: str, mark: str) -> Index:
    """Where a character stands."""
    found, at = [], text.find(mark)
    while at >= 0:
        found.append(at)
        at = text.find(mark, at + 1)
    return np.array(found, dtype=np.int64)


def _spans(doc: Document, tokens: list[int], label: str) -> tuple[Span, ...]:
    """Evidence of single tokens, the first of them where there are very many."""
    return doc.token_spans(tokens[:MOST_SPANS], label) if tokens else ()


_CLASS_SHIFTS = np.arange(lists.CLASS_COUNT, dtype=np.int16)[:, np.newaxis]


def _class_counts(doc: Document, times: Index) -> tuple[list[int], list[int]]:
    """Tokens of each class of the word lists: all of them, and those outside quotations."""
    classes = doc.distinct_values(lists.CLASSES)
    listed = classes.nonzero()[0]  # a quarter of the words
    bits = (classes[listed] >> _CLASS_SHIFTS) & 1
    whole, spoken = (times[:, listed] @ bits.T).tolist()
    return whole, spoken


def _lengths(doc: Document, tally: facts.Tally, function_words: int) -> dict[str, float]:
    """Lengths of words and sentences, diversity and grade, quotations included."""
    words = doc.word_count
    values = {
        "characters_per_word": tally.letters / words,
        "long_word_fraction": tally.long / words,
        "function_word_fraction": function_words / words,
        "comma_rate": 100 * int(np.count_nonzero(doc.first_kinds == ch.COMMA)) / words,
    }
    if words >= WINDOW:
        values["lexical_diversity"] = _moving_diversity(doc.ids[doc.is_word])
    lengths = [length for length in doc.sentence_words.tolist() if length >= SENTENCE_WORDS]
    if lengths:
        mean = sum(lengths) / len(lengths)
        spread = math.sqrt(sum((length - mean) ** 2 for length in lengths) / len(lengths))
        values["words_per_sentence"] = mean
        values["sentence_length_variation"] = spread / mean
    values["body_grade"] = consensus_grade(
        TextCounts(
            pieces=words,
            words=words,
            sentences=max(1, len(lengths)),
            characters=tally.letters,
            letters=tally.letters,
            syllables=tally.syllables,
            polysyllables=tally.polysyllables,
            hard=tally.hard,
            unfamiliar=tally.unfamiliar,
            long=tally.long,
        )
    )
    return values


_COUNTED = {
    "present_tense_fraction": lists.NOW,
    "absolute_fraction": lists.ALL,
    "argument_fraction": lists.ARGUE,
    "demonstrative_fraction": lists.DEMONSTRATIVE,
    "comparison_fraction": lists.COMPARE,
    "evidence_fraction": lists.STUDY,
}
_PLACES = {name: bit.bit_length() - 1 for name, bit in _COUNTED.items()}


def _voice(total: int, tally: facts.Tally, counts: list[int]) -> dict[str, float]:
    """Share of the writer's own words in each class that is not shown as evidence."""
    values = {
        "adverb_fraction": tally.adverbs / total,
        "past_tense_fraction": tally.past / total,
        "contraction_fraction": tally.contractions / total,
    }
    for name, place in _PLACES.items():
        values[name] = counts[place] / total
    return values


_SHOWN = {
    "first_person_fraction": lists.FIRST,
    "second_person_fraction": lists.SECOND,
    "loaded_fraction": lists.LOAD,
}
_SHOUT_PLACE = lists.SHOUT.bit_length() - 1
_SHOWN_BITS = lists.FIRST | lists.SECOND | lists.LOAD
_LABELS = {
    "second_person_fraction": "second_person",
    "loaded_fraction": "loaded",
    "shouting_fraction": "shouting",
}


def _marked(doc: Document, counts: list[int]) -> dict[str, list[int]]:
    """Tokens of the classes whose words are looked at one by one."""
    found: dict[str, list[int]] = {name: [] for name in _SHOWN}
    classes, own = doc.values(lists.CLASSES), doc.is_own
    listed = (((classes & _SHOWN_BITS) != 0) & own).nonzero()[0]
    if len(listed):
        tokens = doc.tokens
        for at, kinds in zip(listed.tolist(), classes[listed].tolist(), strict=True):
            if tokens[at] == "us" and _written(doc, at) == "US":
                continue  # a country
            for name, bit in _SHOWN.items():
                if kinds & bit:
                    found[name].append(at)
    shouted: list[int] = []
    if counts[_SHOUT_PLACE]:
        capital = (doc.is_capital & ((classes & lists.SHOUT) != 0) & own).nonzero()[0]
        # "A" may be an article, but a longer word that ends in a capital too is all in capitals
        capital = capital[doc.kinds[doc.token_ends[capital] - 1] == ch.UPPER]
        shouted = [
            at for at in capital.tolist() if len(doc.tokens[at]) > 2 and _written(doc, at).isupper()
        ]
    found["shouting_fraction"] = shouted
    return found


def _written(doc: Document, at: int) -> str:
    """One token as it is written."""
    return doc.text[doc.token_starts[at] : doc.token_ends[at]]


@register
class Style:
    """Sentence and word length, diversity, person, tense, emphasis and loaded words."""

    name: ClassVar[str] = "style"
    version: ClassVar[int] = 2
    reads: ClassVar[Reads] = "once"
    specs: ClassVar[tuple[FeatureSpec, ...]] = SPECS

    _names: ClassVar[tuple[tuple[str, str, str], ...]] = tuple(
        (spec.name.removeprefix("style."), spec.name, spec.unit) for spec in specs
    )

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the family on one document.

        Examples
        --------
        >>> doc = Document.from_text("You will NOT believe this shameful trick! " * 4)
        >>> found = Style().measure(doc)
        >>> found["style.loaded_fraction"].evidence[0]
        Span(start=26, end=34, label='loaded', group=None)
        """
        words = doc.word_count
        if words < MIN_WORDS:
            return undefined(self.specs, "too_short" if words else "no_words")
        own = doc.is_own
        total = int(np.count_nonzero(own))
        distinct = len(doc.distinct)
        times = np.empty((2, distinct), dtype=np.int64)
        times[0] = np.bincount(doc.ids, minlength=distinct)
        times[1] = np.bincount(doc.ids[own], minlength=distinct)
        whole, spoken = facts.tally(doc.word_facts, times)
        counts, own_counts = _class_counts(doc, times)
        values = _lengths(doc, whole, counts[lists.FUNCTION.bit_length() - 1])
        evidence: dict[str, tuple[Span, ...]] = {}
        if total >= MIN_WORDS:
            values |= _voice(total, spoken, own_counts)
            found = _marked(doc, own_counts)
            values |= {name: len(tokens) / total for name, tokens in found.items()}
            evidence = {name: _spans(doc, found[name], label) for name, label in _LABELS.items()}
            self._stops(doc, values, evidence)
        return {
            full: Measurement(values[name], unit, evidence.get(name, ()))
            if name in values
            else Measurement(None, unit, (), "too_short")
            for name, full, unit in self._names
        }

    @staticmethod
    def _stops(
        doc: Document, values: dict[str, float], evidence: dict[str, tuple[Span, ...]]
    ) -> None:
        """Exclamation and question marks outside quotations."""
        quoted = doc.in_quotation
        for name, mark in (("exclamation_rate", "!"), ("question_rate", "?")):
            label = name.removesuffix("_rate")
            places = _places(doc.text, mark)
            if not len(places):
                values[name], evidence[name] = 0.0, ()
                continue
            # "0?0" is one token, so a mark may stand inside one
            found = doc.token_starts.searchsorted(places, side="right") - 1
            found = found[(doc.token_starts[found] == places) & ~quoted[found]]
            values[name] = 100 * len(found) / max(1, doc.sentence_count)
            evidence[name] = _spans(doc, found[:MOST_SPANS].tolist(), label)
