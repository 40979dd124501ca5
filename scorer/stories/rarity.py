"""How rare each content word is among the articles at hand.

Where everything is about one war, its places and the words for its weapons tie no two articles.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scorer.features._repetition.keys import Keys

_BITS = 20
_SURE = 8
"""Articles that may hold a word without its being common: the copies of one story hold it too."""
_PRIOR = 100
_SLOPE = 25.0
"""A word of which one article in 25 speaks weighs half as much as a rare one."""


class Rarity:
    """Counts in how many articles each word stands, in a table of fixed size.

    Two words share a cell now and then, which makes both look a little less rare.

    Examples
    --------
    >>> rarity = Rarity()
    >>> word = np.array([7], dtype=np.uint64)
    >>> for _ in range(1000):
    ...     rarity.add(word)
    >>> rarity.weights(np.array([7, 8], dtype=np.uint64)).round(2).tolist()
    [0.04, 1.0]
    """

    def __init__(self) -> None:
        self._counts = np.zeros(1 << _BITS, dtype=np.int32)
        self.articles = 0

    def add(self, words: Keys) -> None:
        """Count the distinct words of one article."""
        self._counts[np.unique(_cells(words))] += 1
        self.articles += 1

    def weights(self, words: Keys) -> npt.NDArray[np.float64]:
        """Weight of each word: 1 where it is rare, towards 0 where many articles hold it."""
        often = np.maximum(self._counts[_cells(words)] - _SURE, 0) / (self.articles + _PRIOR)
        weight: npt.NDArray[np.float64] = 1.0 / (1.0 + _SLOPE * often)
        return weight


def _cells(words: Keys) -> npt.NDArray[np.int64]:
    spread = words * np.uint64(0x9E3779B97F4A7C15)
    return (spread >> np.uint64(64 - _BITS)).astype(np.int64)


ALL_RARE = Rarity()
"""Knows no article: all words weigh the same."""
