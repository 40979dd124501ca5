"""Wording and texture of the body: sentence and word length, diversity, person, tense, emphasis.

Newsrooms' prose and opinion, tabloid or farm prose differ in these (Horne and Adali 2017; Rashkin
et al. 2017; Potthast et al. 2018). Every measure is of tokens: quotation marks, line breaks,
wrapping and broken encodings do not show in it. What speaks of the writer's voice (persons,
contractions, emphasis, loaded words) is measured outside quotations: what people say is theirs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from scorer.features._style import words as lists
from scorer.features._style.specs import MIN_WORDS, SPECS, WINDOW
from scorer.features.registry import Reads, register, undefined
from scorer.schema import FeatureSpec, Measurement, Span
from scorer.text import characters as ch
from scorer.text import word_facts as facts
from scorer.text.document import Document
from scorer.text.joined import Batch
from scorer.text.readability_formulas import consensus_grade
from scorer.text.textstat_counts import TextCounts
from scorer.text.vocabulary import WordSet

SENTENCE_WORDS = 3
"""A shorter run is a heading or an interjection; textstat counts from three words on too."""

MOST_SPANS = 200
"""Evidence of one measurement never holds more spans."""

Flags = npt.NDArray[np.bool_]
Index = npt.NDArray[np.int64]


def _moving_diversity(ids: Index, firsts: Index, window: int = WINDOW) -> list[float]:
    """Mean share of distinct words over all windows of so many words (MATTR), of each text.

    A word is new to a window where its previous use lies before it; each use is new to as many
    windows as start between that use and itself, so no window is ever looked at.

    Parameters
    ----------
    ids : array of int64
        Words of some texts, one after another; a later text has higher numbers.
    firsts : array of int64
        First word of each text, and the number of words.
    window : int
        A text of fewer words has no value here: what is returned for it means nothing.
    """
    sizes = firsts[1:] - firsts[:-1]
    # 16 bits are sorted by radix, which is several times faster
    narrow = ids.astype(np.uint16) if ids.max(initial=0) <= 0xFFFF else ids
    order = narrow.argsort(kind="stable")
    ordered = narrow.take(order)
    order -= firsts[:-1].repeat(sizes)  # texts stay one after another
    last = (sizes - window).repeat(sizes)
    previous = np.full(len(ids), -1, dtype=np.int64)
    previous[1:] = np.where(ordered[1:] == ordered[:-1], order[:-1], -1)
    # the last window it is in, less the last one that it is not new to
    new = np.minimum(order, last)
    new -= np.maximum(previous, order - window)
    total = np.zeros(len(ids) + 1, dtype=np.int64)
    np.maximum(new, 0).cumsum(out=total[1:])
    found = total.take(firsts)
    return [
        count / (window * max(size - window + 1, 1))
        for count, size in zip((found[1:] - found[:-1]).tolist(), sizes.tolist(), strict=True)
    ]


def _spans(doc: Document, tokens: list[int], label: str) -> tuple[Span, ...]:
    """Evidence of single tokens, the first of them where there are very many."""
    return doc.token_spans(tokens[:MOST_SPANS], label) if tokens else ()


_CLASS_SHIFTS = np.arange(lists.CLASS_COUNT, dtype=np.int16)[:, np.newaxis]


def _class_counts(doc: Document, times: Index) -> list[tuple[list[int], list[int]]]:
    """Tokens of each class of the word lists, of each part: all, and those outside quotations."""
    classes = doc.distinct_values(lists.CLASSES)
    listed = classes.nonzero()[0]  # a quarter of the words
    bits = (classes.take(listed) >> _CLASS_SHIFTS) & 1
    used = times.take(listed, axis=1)
    bounds = listed.searchsorted(doc.first_distinct).tolist()
    counts = [(used[:, low:high] @ bits[:, low:high].T).tolist() for low, high in pairwise(bounds)]
    return [(whole, spoken) for whole, spoken in counts]


class _Part(NamedTuple):
    """What is counted in one document.

    Parameters
    ----------
    words, own : int
        Words, and those outside quotations.
    commas : int
    diversity : float
        Of the words; of no meaning under :data:`WINDOW` of them.
    sentence_words : list of int
    tallies : (Tally, Tally)
        Facts of all words, and of those outside quotations.
    classes : (list of int, list of int)
        Tokens of each class of the word lists, likewise.
    """

    words: int
    own: int
    commas: int
    diversity: float
    sentence_words: list[int]
    tallies: tuple[facts.Tally, facts.Tally]
    classes: tuple[list[int], list[int]]


def _counted(doc: Document) -> Iterator[_Part]:
    """Counts of each part, most of them made for all at once."""
    own = doc.is_own
    distinct = len(doc.word_facts)
    times = np.empty((2, distinct), dtype=np.int64)
    times[0] = np.bincount(doc.ids, minlength=distinct)
    times[1] = np.bincount(doc.ids[own], minlength=distinct)
    words = doc.words_before.take(doc.first_tokens, mode="clip")
    lengths, sentences = doc.sentence_words.tolist(), doc.first_sentences
    return map(
        _Part,
        (words[1:] - words[:-1]).tolist(),
        doc.in_each(own),
        doc.in_each(doc.first_kinds == ch.COMMA),
        _moving_diversity(doc.ids[doc.is_word], words),
        [lengths[low:high] for low, high in pairwise(sentences)],
        facts.tally(doc.word_facts, times, doc.first_distinct),
        _class_counts(doc, times),
    )


def _lengths(part: _Part) -> dict[str, float]:
    """Lengths of words and sentences, diversity and grade, quotations included."""
    words, tally = part.words, part.tallies[0]
    values = {
        "characters_per_word": tally.letters / words,
        "long_word_fraction": tally.long / words,
        "function_word_fraction": part.classes[0][_FUNCTION_PLACE] / words,
        "comma_rate": 100 * part.commas / words,
    }
    if words >= WINDOW:
        values["lexical_diversity"] = part.diversity
    lengths = [length for length in part.sentence_words if length >= SENTENCE_WORDS]
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


_FUNCTION_PLACE = lists.FUNCTION.bit_length() - 1
_COUNTED = {
    "present_tense_fraction": lists.NOW,
    "absolute_fraction": lists.ALL,
    "argument_fraction": lists.ARGUE,
    "demonstrative_fraction": lists.DEMONSTRATIVE,
    "comparison_fraction": lists.COMPARE,
    "evidence_fraction": lists.STUDY,
}
_PLACES = {name: bit.bit_length() - 1 for name, bit in _COUNTED.items()}


def _voice(part: _Part) -> dict[str, float]:
    """Share of the writer's own words in each class that is not shown as evidence."""
    total, tally, counts = part.own, part.tallies[1], part.classes[1]
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
_SHOWN_BITS = lists.FIRST | lists.SECOND | lists.LOAD
_LABELS = {
    "first_person_fraction": "",
    "second_person_fraction": "second_person",
    "loaded_fraction": "loaded",
    "shouting_fraction": "shouting",
    "exclamation_rate": "exclamation",
    "question_rate": "question",
}
"""Of what is looked at one by one: label of the evidence; empty where none is given."""
_MARKS = WordSet("!?")


class _Marked(NamedTuple):
    """Tokens that are looked at one by one, with the bits of their classes."""

    listed: list[int]
    classes: list[int]
    shouted: list[int]
    stops: list[int]


def _marked(doc: Document) -> Iterator[_Marked]:
    """What each part holds of the words and stops that are shown, outside quotations."""
    classes, own = doc.values(lists.CLASSES), doc.is_own
    listed = (((classes & _SHOWN_BITS) != 0) & own).nonzero()[0]
    capital = (doc.is_capital & ((classes & lists.SHOUT) != 0) & own).nonzero()[0]
    # "A" may be an article, but a longer word that ends in a capital too is all in capitals
    capital = capital[doc.kinds[doc.token_ends[capital] - 1] == ch.UPPER]
    stops = (doc.hits(_MARKS) > doc.in_quotation).nonzero()[0]
    firsts = doc.first_tokens
    kinds = classes.take(listed).tolist()
    bounds = [where.searchsorted(firsts).tolist() for where in (listed, capital, stops)]
    for number, first in enumerate(firsts[:-1]):
        (low, high), *others = [edges[number : number + 2] for edges in bounds]
        yield _Marked(
            (listed[low:high] - first).tolist(),
            kinds[low:high],
            *[
                (where[begin:end] - first).tolist()
                for where, (begin, end) in zip((capital, stops), others, strict=True)
            ],
        )


def _found(doc: Document, marked: _Marked) -> dict[str, list[int]]:
    """Tokens of what is shown, by name of the signal."""
    tokens = doc.tokens
    found: dict[str, list[int]] = {name: [] for name in _LABELS}
    for at, kinds in zip(marked.listed, marked.classes, strict=True):
        if tokens[at] == "us" and _written(doc, at) == "US":
            continue  # a country
        for name, bit in _SHOWN.items():
            if kinds & bit:
                found[name].append(at)
    for at in marked.shouted:
        if len(tokens[at]) > 2 and _written(doc, at).isupper():
            found["shouting_fraction"].append(at)
    for at in marked.stops:
        found["exclamation_rate" if tokens[at] == "!" else "question_rate"].append(at)
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
        if not doc.word_count:
            return undefined(self.specs, "no_words")
        return next(self._measurements(doc))

    def measure_many(self, batch: Batch) -> list[Mapping[str, Measurement]]:
        """Measure several documents at once, each as :meth:`measure` does, at less cost."""
        return batch.each(self._measurements, lambda: undefined(self.specs, "no_words"))

    def _measurements(self, doc: Document) -> Iterator[Mapping[str, Measurement]]:
        """Measurements of each part of a document."""
        for own, counted, marked in zip(doc.parts, _counted(doc), _marked(doc), strict=True):
            if counted.words < MIN_WORDS:
                yield undefined(self.specs, "too_short" if counted.words else "no_words")
                continue
            values = _lengths(counted)
            evidence: dict[str, tuple[Span, ...]] = {}
            if counted.own >= MIN_WORDS:
                values |= _voice(counted)
                for name, tokens in _found(own, marked).items():
                    if name.endswith("_rate"):
                        values[name] = 100 * len(tokens) / max(1, own.sentence_count)
                    else:
                        values[name] = len(tokens) / counted.own
                    if _LABELS[name]:
                        evidence[name] = _spans(own, tokens, _LABELS[name])
            get = evidence.get
            yield {
                full: _new(Measurement, (values[name], unit, get(name, ()), None))
                if name in values
                else Measurement(None, unit, (), "too_short")
                for name, full, unit in self._names
            }


_new = tuple.__new__  # half the time of the named tuple's own, which is written in Python
