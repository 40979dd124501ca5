"""Facts of single words, worked out once per word and cached as packed integers.

A *piece* is a run without white space, punctuation and all ("(word),"). What textstat counts in a
text depends on one piece at a time: its apostrophe rule looks two letters ahead, words never cross
a space, and lower-casing sees no context beyond one. So a text is one look-up per piece.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from scorer.text import characters as ch
from scorer.text import syllables

_MAX_CACHED = 65_536  # about 12 MB when full
_LONGEST_CACHED = 40

# an apostrophe that no contraction's ending follows, or any other punctuation
_PUNCTUATION = re.compile(r"'(?![tsd]|ve|ll|re)|[^\w\s']")
_WORD_CHARACTER = re.compile(r"\w")
_MARGIN = ',.;:!?()[]"“”‘’—–-…$%*#/'

WORD, POLYSYLLABLE, HARD, UNFAMILIAR, LONG, LEADS, STOPS, TRAILS, ADVERB, PAST, CONTRACTION = (
    1 << bit for bit in range(11)
)
"""What a piece is.

It holds a word; of three syllables or more; and is not on the list of easy words either; is not
on that list; has more than six letters. A word stands before its first stop; it holds a stop; a
word stands after its last stop. It is an adverb in -ly; a verb in the past tense; a contraction
but 's.
"""
_SYLLABLES_AT, _SYLLABLES_MOST = 11, (1 << 24) - 1
_LETTERS_AT, _LETTERS_MOST = 35, (1 << 28) - 1

Packed = TypeVar("Packed", int, npt.NDArray[np.int64])

_NOT_ADVERBS = frozenset(
    """
    ally anomaly apply assembly belly bully butterfly comply costly curly daily deadly dolly early
    elderly family fly folly friendly holly holy homily imply italy jelly july likely lily lively
    lonely lovely melancholy molly monopoly monthly multiply only orderly panoply ply quarterly
    rally rely reply scholarly silly sly supply tally timely ugly underbelly unlikely weekly wily
    yearly
    """.split()
)
"""Words in -ly that are no adverbs, or too common to say anything ("only")."""

_NOT_PAST = frozenset(
    """
    bed bleed breed creed deed embed exceed feed fed freed greed heed indeed infrared kindred led
    naked need proceed red reed sacred seed shed shred sled speed spied succeed tweed wed weed
    hundred
    """.split()
)
_IRREGULAR_PAST = frozenset(
    """
    was were had did said went came told took made got gave found thought knew saw became began
    brought bought built broke caught chose drew drove fell felt fought flew forgot froze grew held
    hung kept laid lay left lent lost meant met paid ran rang rode rose sang sat sent shook shot
    showed slept sold sought spent spoke spread stole stood struck swore swung taught tore threw
    understood woke won wore wrote
    """.split()
)
_CONTRACTED = ("n't", "'re", "'ll", "'ve", "'m", "'d")
"""Endings of a contraction; 's is left out, since a possessive looks the same."""


PLAIN, ENDS_ED, ENDS_ING, ENDS_LY, ENDS_S, ENDS_ION, ENDS_ER, NUMBER, MARK = range(9)
"""Shapes of tokens: another word, one with such an ending, a number, no word at all."""
_SHAPES = (
    ("ed", ENDS_ED), ("ing", ENDS_ING), ("ly", ENDS_LY), ("s", ENDS_S), ("ion", ENDS_ION),
    ("er", ENDS_ER),
)  # fmt: skip


def shape_of(token: str) -> int:
    """Shape of a token in lower case.

    Examples
    --------
    >>> [shape_of(token) for token in ("walked", "1990s", "!", "sea")]
    [1, 7, 8, 0]
    """
    first = ch.class_of(token[0])
    if first == ch.DIGIT:
        return NUMBER
    if not ch.LOWER <= first <= ch.LETTER:
        return MARK
    for ending, shape in _SHAPES:
        if token.endswith(ending):
            return shape
    return PLAIN


def _strip(piece: str) -> str:
    """Drop a piece's punctuation but the apostrophes that look like contractions."""
    return _PUNCTUATION.sub("", piece)


def _stops(piece: str) -> int:
    """Flags of a piece that holds a stop: which sides of its stops hold a word."""
    before = piece.rstrip(".!?")
    if "." not in before and "!" not in before and "?" not in before:
        return STOPS | LEADS if _WORD_CHARACTER.search(before) else STOPS
    first = min(at for at in map(piece.find, ".!?") if at >= 0)
    last = max(map(piece.rfind, ".!?"))
    flags = STOPS
    if _WORD_CHARACTER.search(piece, 0, first):
        flags |= LEADS
    if _WORD_CHARACTER.search(piece, last + 1):
        flags |= TRAILS
    return flags


def _endings(word: str) -> int:
    """Flags that a lower-case word's ending tells."""
    if word.endswith("ly"):
        return ADVERB if len(word) > 4 and word not in _NOT_ADVERBS else 0
    if word.endswith("ed"):
        return PAST if len(word) > 3 and word not in _NOT_PAST else 0
    if word in _IRREGULAR_PAST:
        return PAST
    return CONTRACTION if "'" in word and word.endswith(_CONTRACTED) else 0


def _facts(piece: str) -> int:
    """Facts of one piece, packed into one non-negative 63-bit integer."""
    stops = 0
    if piece.isalnum():
        word = piece
        letters = len(word)
    else:
        if "." in piece or "!" in piece or "?" in piece:
            stops = _stops(piece)
        word = piece.strip(_MARGIN)
        if word.isalnum():
            return _CACHE[word] | stops
        word = _strip(piece)
        if not word:
            return stops
        letters = len(word) - word.count("'")
    lower = word.lower()
    if lower != piece and word.isascii():
        return _CACHE[lower] | stops  # same letters, and stripping it again changes nothing
    flags = WORD | stops | _endings(lower)
    if letters > 6:
        flags |= LONG
    total = syllables.count(lower)
    if total >= 3:
        flags |= POLYSYLLABLE
    if lower not in syllables.easy_words():
        flags |= UNFAMILIAR
        # here textstat strips the lower-case word once more: "İ" then loses its dot
        if (total if lower.isascii() else syllables.count(_strip(lower).lower())) >= 3:
            flags |= HARD
    return (
        flags
        | min(total, _SYLLABLES_MOST) << _SYLLABLES_AT
        | min(letters, _LETTERS_MOST) << _LETTERS_AT
    )


class _Facts(dict[str, int]):
    """Facts by piece; grows to ``_MAX_CACHED`` entries and then starts afresh."""

    def __missing__(self, piece: str) -> int:
        facts = _facts(piece)
        if len(piece) <= _LONGEST_CACHED:
            if len(self) >= _MAX_CACHED:
                self.clear()  # values do not depend on it, so threads may race here
            self[piece] = facts
        return facts


_CACHE = _Facts()


def facts_of(piece: str) -> int:
    """Packed facts of one piece."""
    return _CACHE[piece]


def facts(pieces: list[str]) -> npt.NDArray[np.int64]:
    """Packed facts of each piece; shape (n,)."""
    return np.fromiter(map(_CACHE.__getitem__, pieces), np.int64, len(pieces))


def syllables_of(packed: Packed) -> Packed:
    """Syllables of one piece, or of each."""
    return (packed >> _SYLLABLES_AT) & _SYLLABLES_MOST


def letters_of(packed: Packed) -> Packed:
    """Letters, digits and underscores of one piece, or of each."""
    return packed >> _LETTERS_AT


def count_flag(packed: npt.NDArray[np.int64], flag: int) -> int:
    """Count the pieces that carry a flag."""
    return int(np.count_nonzero(packed & flag))


class Tally(NamedTuple):
    """Totals over some words."""

    syllables: int
    letters: int
    polysyllables: int
    hard: int
    unfamiliar: int
    long: int
    adverbs: int
    past: int
    contractions: int


_FLAGS = (POLYSYLLABLE, HARD, UNFAMILIAR, LONG, ADVERB, PAST, CONTRACTION)
_SHIFTS = np.array([[_SYLLABLES_AT], [_LETTERS_AT], *([flag.bit_length() - 1] for flag in _FLAGS)])
_MASKS = np.array([[_SYLLABLES_MOST], [_LETTERS_MOST], *([1] for _ in _FLAGS)])


def tally(
    packed: npt.NDArray[np.int64], times: npt.NDArray[np.int64], firsts: Sequence[int]
) -> list[tuple[Tally, ...]]:
    """Add up the facts of distinct words.

    Parameters
    ----------
    packed : array of int64, shape (n,)
        Facts of the distinct words of one text or of several.
    times : array of int64, shape (k, n)
        How often each of them is used in each of ``k`` parts of its text.
    firsts : sequence of int
        First word of each text, and the number of words.

    Returns
    -------
    list of tuple of Tally
        Of each text one for each part.

    Examples
    --------
    >>> packed = facts(["we", "slowly", "walked"])
    >>> tally(packed, np.array([[1, 3, 2]]), [0, 3])[0][0].letters
    32
    """
    # numpy multiplies floats several times as fast as integers, and these are exact in them
    each = ((packed >> _SHIFTS) & _MASKS).astype(np.float64)
    used = times.astype(np.float64)
    return [
        tuple(
            [
                Tally(*column)
                for column in (used[:, low:high] @ each[:, low:high].T).astype(np.int64).tolist()
            ]
        )
        for low, high in pairwise(firsts)
    ]
