"""Content words of a document: which they are, their stems, and where they come back.

A story told again brings its rare words back, far from where they stood and in the same order.
:func:`returning` is the cheap test for the first half of that; most articles end there.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from scorer.text.document import Document, Index
from scorer.text.vocabulary import WordSet

STOP = WordSet(
    """
    a an the and or but if then than that this these those it its it's he she they them him her
    his hers their theirs we us our ours you your yours i me my mine is are was were be been being
    am do does did done doing have has had having will would can could may might must shall should
    not no nor so as at by for from in into of off on onto out over to up with without about after
    before between during under again further once here there when where why how all any both each
    few more most other some such only own same too very just also said says say saying who whom
    whose which what while because until against through above below down one two s t re ve ll d m
    don't doesn't didn't isn't aren't wasn't weren't can't won't wouldn't couldn't i'm he's she's
    they're we're you're i've we've that's there's mr mrs ms many much like get got make made even
    still now new first last year years time people told
    """.split()
)
"""Words that come back in every text."""

MOST = 12
"""A stem that stands more often than this in a page is its topic; its return says nothing."""
WINDOW, _FAR = 48, 48
_SUFFIXES = (
    *("ations", "ation", "ingly", "edly", "ings", "ments", "ment", "ing", "ies", "ied"),
    *("ers", "est", "ed", "es", "er", "ly", "s", "e"),
)
_LONGEST_STEM = 7


class Words:
    """The content words of a document and where each comes back.

    Attributes
    ----------
    at : array of int64, shape (m,)
        Token index of each content word.
    ids : array of int64, shape (m,)
        Number of each in ``doc.distinct``.
    """

    def __init__(self, doc: Document) -> None:
        long_enough = doc.token_ends - doc.token_starts >= 2
        # of two flags, "greater" is "and not"
        long_enough &= doc.is_word
        self.at: Index = (long_enough > STOP.take(doc.rows)).nonzero()[0]
        self.ids: Index = doc.ids.take(self.at)
        self._numbers = len(doc.distinct)

    def returning(self, least: float = 0.0) -> npt.NDArray[np.float64]:
        """Share of words that return from afar, in the window that starts at each word.

        Rare words weigh more; words of the page's topic weigh nothing. Empty for a short page, and
        where no window can reach the least share asked for.
        """
        size = len(self.ids)
        if size < WINDOW + _FAR:
            return _NOTHING
        order, ordered = _sorted(self.ids, self._numbers)
        # places where a word stands again, far from where it stood last
        far = ordered[1:] == ordered[:-1]
        far &= order[1:] - order[:-1] >= _FAR
        at = far.nonzero()[0]
        if len(at) < least * WINDOW:
            return _NOTHING
        counts = np.bincount(self.ids).take(ordered.take(at))
        total = np.zeros(size + 1)
        total[order[1:].take(at) + 1] = _WEIGHTS.take(counts, mode="clip")
        total.cumsum(out=total)
        return (total[WINDOW:] - total[:-WINDOW]) / WINDOW


def _sorted(ids: Index, numbers: int) -> tuple[Index, Index]:
    """Order of the places by number, all below some number; and the numbers in that order."""
    # numpy sorts 16-bit numbers by radix: about five times faster
    small = ids.astype(np.uint16) if numbers <= 1 << 16 else ids
    order = small.argsort(kind="stable")
    return order, ids.take(order)


def weights(counts: Index) -> npt.NDArray[np.float64]:
    """Weight of a word by how often it stands in the page: 1 up to three times, then less."""
    weight = 1.0 / np.sqrt(np.maximum(counts - 2, 1))
    weight[counts > MOST] = 0.0
    return weight


_WEIGHTS = weights(np.arange(MOST + 2))
"""Of a word by how often it stands in the page; the last one holds for all that are more often."""
_NOTHING = np.zeros(0)


def stems(doc: Document, at: Index) -> Index:
    """Stem number of each content word."""
    ids, words = doc.ids.take(at), doc.distinct
    used = np.zeros(len(words), dtype=np.bool_)
    used[ids] = True
    own = used.nonzero()[0]
    found = list(map(stem, map(words.__getitem__, own.tolist())))
    numbers = {name: number for number, name in enumerate(dict.fromkeys(found))}
    table = np.zeros(len(words), dtype=np.int64)
    table[own] = list(map(numbers.__getitem__, found))
    return table.take(ids)


def links(ids: Index) -> tuple[Index, Index]:
    """All pairs (earlier, later) of places where the same rare stem stands."""
    counts = np.bincount(ids)
    order, ordered = _sorted(ids, len(counts))
    rare = (counts <= MOST)[ordered]
    order, ordered = order[rare], ordered[rare]
    earlier, later = [], []
    for step in range(1, MOST):
        same = np.flatnonzero(ordered[step:] == ordered[:-step])
        if not len(same):
            break
        earlier.append(order[same])
        later.append(order[same + step])
    if not earlier:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty
    return np.concatenate(earlier), np.concatenate(later)


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """Cut a word's endings, crudely: ``deploying`` and ``deployments`` both give ``deploy``."""
    word = word.removesuffix("'s")
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    if len(word) > 3 and word[-1] == "i":
        word = word[:-1] + "y"
    if len(word) > 4 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:_LONGEST_STEM]
