"""Neighbours: which function words and kinds of words stand side by side.

A function word stands for itself, any other word for its ending ("-ing", "-ly", "-tion"): what a
sentence is about leaves no trace, how it is built does. Names, numbers, words of reporting and what
stands beside them never count, nor do commas, dashes, brackets and quotation marks, which are a
matter of house style. Which words a sentence opens and ends with is left out as well: whatever is
hung on before the stops would change it everywhere, and where stops are taken out, or lines have
none, that is the page's format and not its grammar.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scorer.features._style.words import FUNCTION_WORDS
from scorer.features._wording.excluded import EXCLUDED, REPORTING_VERBS, VOICE
from scorer.features._wording.prose import CONTRACTIONS
from scorer.text.document import Document, Flags
from scorer.text.joined import GAP, Joined, chained

Index = npt.NDArray[np.int64]

SKIPPED, END, PLAIN = 0, 1, 2
"""Classes: never counted; the end of a sentence; a word without a known ending."""

_ALSO = CONTRACTIONS | frozenset(
    "however instead rather still even though already yet actually really".split()
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
    "", "<end>", "<word>", *sorted({name for _, name in _ENDINGS}), *_STOPS,
    *sorted(FUNCTION_WORDS | _ALSO),
)  # fmt: skip
"""Names of the classes; the number of a class is its place here."""

_OF = {name: number for number, name in enumerate(CLASSES) if name}
_FIRST_STOP, _LAST_STOP = _OF[_STOPS[0]], _OF[_STOPS[-1]]
_FIRST_OWN = _LAST_STOP + 1  # function words come last
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
        The tokens; where a sentence ends, its stop alone.
    """

    codes: Index
    first: Index
    last: Index


def neighbours(doc: Document, opens: Flags, masked: Flags) -> Neighbours:
    """Pairs of a document.

    Parameters
    ----------
    doc : Document
    opens : array of bool, shape (t,)
        Tokens that a sentence opens with: names, unless they are function words.
    masked : array of bool, shape (t,)
        Tokens that never count: names, and what stands in lists.
    """
    left = _kinds(doc)
    left[masked | (doc.is_capital & opens & (left < _FIRST_OWN))] = SKIPPED
    right = np.zeros_like(left)
    right[:-1] = left[1:]
    right[doc.sentence_tokens[1:-1] - 1] = END
    if isinstance(doc, Joined):  # the end of a document ends nothing
        right[doc.gaps[::GAP] - 1] = SKIPPED
    stops = (left >= _FIRST_STOP) & (left <= _LAST_STOP)
    # a stop is looked at with what follows it: more of its sentence, or the sentence's end
    inner = (right != SKIPPED) & (right != END) & ~((right >= _FIRST_STOP) & (right <= _LAST_STOP))
    at = ((left != SKIPPED) & (inner | (stops & (right == END)))).nonzero()[0]
    ended = right[at] == END
    return Neighbours(left[at] * len(CLASSES) + right[at], at, at + ~ended)


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
    >>> name_of(code_of("! <end>"))
    '! <end>'
    """
    left, right = name.split(" ")
    return _OF[left] * len(CLASSES) + _OF[right]
