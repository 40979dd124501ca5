"""How often a text uses each term: in how many of its sentences, and where first.

What a sentence says twice it does not say more: a row of keywords without a stop counts once,
however often it goes round.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Index = npt.NDArray[np.int64]

_PLACE_BITS = 32
_PLACES = (1 << _PLACE_BITS) - 1


class Uses(NamedTuple):
    """Distinct numbers in rising order.

    Parameters
    ----------
    number, sentences, first : array of int, shape (k,)
        The number, the sentences that hold it, and the place of its first use.
    """

    number: Index
    sentences: Index
    first: Index


def uses(numbers: Index, sentence: Index) -> Uses:
    """Count the sentences that use each number.

    Parameters
    ----------
    numbers, sentence : array of int, shape (n,)
        What is used, in order, and the sentence of each use.

    Examples
    --------
    >>> found = uses(np.array([7, 5, 7, 7]), np.array([0, 0, 0, 1]))
    >>> found.number.tolist(), found.sentences.tolist(), found.first.tolist()
    ([5, 7], [1, 2], [1, 0])
    """
    # sorted with its place behind it: the same numbers stand together, the first use first
    key = (numbers.astype(np.int64) << _PLACE_BITS) | np.arange(len(numbers))
    key.sort()
    place = key & _PLACES
    key >>= _PLACE_BITS
    new = np.ones(len(key), dtype=np.bool_)
    np.not_equal(key[1:], key[:-1], out=new[1:])
    told = sentence.take(place)
    fresh = new.astype(np.int64)
    fresh[1:] |= told[1:] != told[:-1]
    starts = new.nonzero()[0]
    sentences = np.add.reduceat(fresh, starts) if len(starts) else starts
    return Uses(key.take(starts), sentences, place.take(starts))
