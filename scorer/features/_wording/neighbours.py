"""Neighbours: which function words and kinds of words stand side by side.

A function word stands for itself, any other word for its ending ("-ing", "-ly", "-tion"): what a
sentence is about leaves no trace, how it is built does. Names, numbers, words of reporting and what
stands beside them never count, nor do commas, dashes, brackets and quotation marks, which are a
matter of house style. Which word a sentence ends with is left out as well: whatever is hung on
before the stops would change it everywhere.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scorer.features._style.words import FUNCTION_WORDS
from scorer.features._wording.excluded import EXCLUDED, REPORTING_VERBS, VOICE
from scorer.text.document import Document, Flags
from scorer.text.joined import GAP, Joined, chained

Index = npt.NDArray[np.int64]

SKIPPED, OPENING, PLAIN = 0, 1, 2
"""Classes: never counted; the start of a sentence; a word without a known ending."""

_ALSO = frozenset(
    """
    however instead rather still even though already yet actually really i'm you're it's that's
    don't can't isn't aren't won't didn't doesn't there's
    """.split()
)
_STOPS = ".;:?!"
_ENDINGS = (
    ("ing", "-ing"), ("ed", "-ed"), ("ly", "-ly"), ("tion", "-tion"), ("tions", "-tion"),
    ("ment", "-tion"), ("ness", "-tion"), ("ity", "-tion"), ("ism", "-tion"), ("ous", "-al"),
    ("ive", "-al"), ("ful", "-al"), ("al", "-al"), ("able", "-al"), ("ers", "-er"), ("er", "-er"),
    ("est", "-est"), ("s", "-s"),
)  # fmt: skip
_SHORTEST = 5  # letters of a word whose ending says something

CLASSES = (
    "", "<start>", "<word>", *sorted({name for _, name in _ENDINGS}), *_STOPS,
    *sorted(FUNCTION_WORDS | _ALSO),
)  # fmt: skip
"""Names of the classes; the number of a class is its place here."""

_OF = {name: number for number, name in enumerate(CLASSES) if name}
_FIRST_OWN = _OF["?"] + 1  # function words come last
_SKIPPED_WORDS = (EXCLUDED - VOICE) | REPORTING_VERBS


def _class_of(word: str) -> int:
    """Class of a lower-case word."""
    if word in _SKIPPED_WORDS:
        return SKIPPED
    if word in _OF:
        return _OF[word]
    if not word.replace("'", "a").isalpha() or len(word) >= 20:
        return SKIPPED
    if len(word) < _SHORTEST:
        return PLAIN
    return next((_OF[name] for ending, name in _ENDINGS if word.endswith(ending)), PLAIN)


class Neighbours(NamedTuple):
    """Pairs of a text, in order.

    Parameters
    ----------
    codes : array of int, shape (n,)
        ``left * len(CLASSES) + right``.
    first, last : array of int, shape (n,)
        The tokens; where a sentence starts, the first word alone.
    """

    codes: Index
    first: Index
    last: Index


def neighbours(doc: Document, opens: Flags, named: Flags) -> Neighbours:
    """Pairs of a document.

    Parameters
    ----------
    doc : Document
    opens : array of bool, shape (t,)
        Tokens that a sentence opens with: names, unless they are function words.
    named : array of bool, shape (t,)
        Tokens whose capital is a name's.
    """
    kinds = _kinds(doc)
    kinds[named | (doc.is_capital & opens & (kinds < _FIRST_OWN))] = SKIPPED
    starts = doc.sentence_tokens[:-1]
    # an opening stands before the first token of every sentence
    opened = np.full(len(kinds) + len(starts), OPENING, dtype=np.int64)
    tokens = np.empty_like(opened)
    shift = np.zeros(len(kinds), dtype=np.int64)
    shift[starts] = 1
    moved = np.arange(len(kinds)) + np.cumsum(shift)
    opened[moved] = kinds
    tokens[moved] = np.arange(len(kinds))
    tokens[moved[starts] - 1] = starts
    if isinstance(doc, Joined):  # the end of a document opens nothing
        opened[moved[doc.gaps[::GAP]] - 1] = SKIPPED
    left, right = opened[:-1], opened[1:]
    ends = (right >= _OF["."]) & (right <= _OF["!"])
    at = ((left != SKIPPED) & (right != SKIPPED) & ~ends).nonzero()[0]
    return Neighbours(left[at] * len(CLASSES) + right[at], tokens[at], tokens[at + 1])


def _kinds(doc: Document) -> Index:
    """Class of each token; shape (t,)."""
    if isinstance(doc, Joined):
        parts = [_kinds(own) for own in doc.docs]
        return chained(parts, np.zeros(GAP, dtype=np.int64))
    return doc.made_of_words("wording", _class_of).astype(np.int64).take(doc.ids)


def name_of(code: int) -> str:
    """Pair in words, as data files hold it: ``"of the"``."""
    left, right = divmod(code, len(CLASSES))
    return f"{CLASSES[left]} {CLASSES[right]}"


def code_of(name: str) -> int:
    """Number of a pair.

    Examples
    --------
    >>> name_of(code_of("<start> the"))
    '<start> the'
    """
    left, right = name.split(" ")
    return _OF[left] * len(CLASSES) + _OF[right]
