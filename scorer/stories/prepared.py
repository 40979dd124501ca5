"""An article made ready to be compared with others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scorer.features._repetition.keys import Keys, range_keys
from scorer.stories.make import SHINGLE
from scorer.stories.units import Units, mixed
from scorer.text.document import Document, Flags, Index

MOST_SENTENCES = 1500
"""Sentences of an article that are compared as rewrites; copies are found in all of it."""
_LEAST_STEMS = 4


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of an article that can be recognised when they are rewritten.

    Attributes
    ----------
    number : array of int64, shape (s,)
        Which sentences of the document.
    row, stem : arrays, shape (m,)
        Distinct stems of each: row in ``number``, and the stem's number.
    size : array of int64, shape (s,)
        Distinct stems of each sentence.
    """

    number: Index
    row: Index
    stem: Keys
    size: Index


class Prepared:
    """Words, word sequences and sentences of an article, without its boilerplate.

    Parameters
    ----------
    text : str
        The text as given.
    boilerplate : set of int, optional
        Keys of sentences (:attr:`sentence_keys`) that unlike articles share.
    """

    def __init__(self, text: str, boilerplate: frozenset[int] | None = None) -> None:
        self.doc = Document.from_text(text)
        self.units = Units(self.doc)
        kept = np.ones(len(self.units), dtype=np.bool_)
        if boilerplate and len(kept):
            gone = np.array([key in boilerplate for key in self.sentence_keys.tolist()])
            if not gone.all():
                kept = ~gone[self.units.sentence]
        self.kept: Flags = kept
        self.size = int(kept.sum())

    @cached_property
    def values(self) -> Keys:
        """Number of each word; shape (n,)."""
        return self.units.numbers[self.units.ids]

    @cached_property
    def grams(self) -> Keys:
        """Key of the word sequence that starts at each word; shape (n - SHINGLE + 1,)."""
        return range_keys(self.values, min(SHINGLE, max(len(self.units), 1)))

    @cached_property
    def sentence_keys(self) -> Keys:
        """Key of the words of each sentence; shape (s,)."""
        return sentence_keys(self.units)

    @cached_property
    def quoted(self) -> Flags:
        """Whether each word stands in a quotation; shape (n,)."""
        inside = np.zeros(len(self.units), dtype=np.bool_)
        starts = self.units.starts
        for start, end in self.doc.quotations:
            inside[starts.searchsorted(start) : starts.searchsorted(end)] = True
        return inside

    @cached_property
    def stems(self) -> Keys:
        """Stem of each word, 0 where it is no content word; shape (n,)."""
        return self.units.stems[self.units.ids] if len(self.units) else np.zeros(0, np.uint64)

    @cached_property
    def all_stems(self) -> Keys:
        """The distinct stems of the article, ascending."""
        return np.unique(self.stems[self.stems > 0])

    @cached_property
    def sentences(self) -> Sentences:
        """Sentences with enough content words, boilerplate left out."""
        at = ((self.stems > 0) & self.kept).nonzero()[0]
        sentence, stem = self.units.sentence[at], self.stems[at]
        order = np.lexsort((stem, sentence))
        sentence, stem = sentence[order], stem[order]
        new = np.ones(len(order), dtype=np.bool_)
        new[1:] = (stem[1:] != stem[:-1]) | (sentence[1:] != sentence[:-1])
        sentence, stem = sentence[new], stem[new]
        number, row, size = np.unique(sentence, return_inverse=True, return_counts=True)
        fit = size >= _LEAST_STEMS
        if fit.sum() > MOST_SENTENCES:
            fit &= np.cumsum(fit) <= MOST_SENTENCES
        new_row = np.cumsum(fit) - 1
        chosen = fit[row]
        return Sentences(number[fit], new_row[row[chosen]], stem[chosen], size[fit])

    def given(self, first: int, last: int) -> tuple[int, int]:
        """Range of words as characters of the text as given."""
        span = self.doc.span(self.units.starts[first], self.units.ends[last - 1], "")
        return span.start, span.end

    def sentence_words(self, sentence: int) -> tuple[int, int]:
        """Words of a sentence."""
        number = self.units.sentence
        return int(number.searchsorted(sentence)), int(number.searchsorted(sentence, side="right"))


def sentence_keys(units: Units) -> Keys:
    """Key of the words of each sentence; the same words give the same key in any article.

    Shape (s,) up to the last sentence that holds a word; 0 for one that holds none.
    """
    if not len(units):
        return np.zeros(0, dtype=np.uint64)
    sentence = units.sentence
    values = units.numbers[units.ids]
    opens = np.ones(len(sentence), dtype=np.bool_)
    opens[1:] = sentence[1:] != sentence[:-1]
    starts = opens.nonzero()[0]
    place = (np.arange(len(sentence)) - starts[np.cumsum(opens) - 1]).astype(np.uint64)
    sums = np.add.reduceat(mixed(values + place * np.uint64(0x9E3779B97F4A7C15)), starts)
    out = np.zeros(int(sentence[-1]) + 1, dtype=np.uint64)
    out[sentence[starts]] = mixed(sums)
    return out
