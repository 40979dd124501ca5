"""Hash keys of word ranges: equal words give equal keys, whatever the range's place in the text.

A polynomial hash over the document's word numbers, modulo 2**64, with prefix sums: the key of any
range costs one subtraction and one multiplication, so sentences, lines and n-grams share the work.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scorer.text.document import Document, Index

Keys = npt.NDArray[np.uint64]

_BASE = 0x9E3779B97F4A7C15  # odd, hence invertible modulo 2**64
_INVERSE = pow(_BASE, -1, 1 << 64)


class WordKeys:
    """The words of a document, without punctuation, and the keys of their ranges.

    Attributes
    ----------
    at : array of int64, shape (w,)
        Token index of each word.
    ids : array of int64, shape (w,)
        Number of each word in ``doc.distinct``.
    """

    def __init__(self, doc: Document) -> None:
        self.at: Index = doc.is_word.nonzero()[0]
        self.ids: Index = doc.ids.take(self.at)
        size = len(self.at)
        powers = _powers(_BASE, size)
        self._inverse = _powers(_INVERSE, size)
        self._prefix = np.zeros(size + 1, dtype=np.uint64)
        (_mixed(self.ids) * powers[:size]).cumsum(out=self._prefix[1:])
        self.before: Index = doc.words_before

    def __len__(self) -> int:
        return len(self.at)

    def words_of(self, token_bounds: Index) -> Index:
        """Word index of each token boundary (a boundary is a token index)."""
        return self.before.take(token_bounds)

    def ranges(self, first: Index, end: Index) -> Keys:
        """Key of each word range ``[first, end)``."""
        return (self._prefix.take(end) - self._prefix.take(first)) * self._inverse.take(first)

    def ngrams(self, size: int) -> Keys:
        """Key of the ``size`` words from each word on; shape (w - size + 1,)."""
        if len(self) < size:
            return np.zeros(0, dtype=np.uint64)
        count = len(self) - size + 1
        return (self._prefix[size:] - self._prefix[:count]) * self._inverse[:count]


def range_keys(values: Keys, size: int) -> Keys:
    """Key of the ``size`` values from each one on; shape (n - size + 1,).

    Unlike those of :class:`WordKeys`, keys of different texts can be compared where the values can.
    """
    if len(values) < size:
        return np.zeros(0, dtype=np.uint64)
    prefix = np.zeros(len(values) + 1, dtype=np.uint64)
    (values * _powers(_BASE, len(values))[: len(values)]).cumsum(out=prefix[1:])
    count = len(values) - size + 1
    return (prefix[size:] - prefix[:count]) * _powers(_INVERSE, len(values))[:count]


_SHORT = 4096


def _new_powers(base: int, size: int) -> Keys:
    # wrap-around is the modulus, not an accident
    out = np.full(size + 1, base, dtype=np.uint64)
    out[0] = 1
    return np.multiply.accumulate(out)


_READY = {base: _new_powers(base, _SHORT) for base in (_BASE, _INVERSE)}


def _powers(base: int, size: int) -> Keys:
    """Powers 0 to ``size`` of a base."""
    return _READY[base] if size <= _SHORT else _new_powers(base, size)


def _mix(value: Keys) -> Keys:
    """Spread small numbers over 64 bits (the finaliser of splitmix64)."""
    value = (value + np.uint64(0x9E3779B97F4A7C15)) * np.uint64(0xBF58476D1CE4E5B9)
    value ^= value >> np.uint64(31)
    value *= np.uint64(0x94D049BB133111EB)
    value ^= value >> np.uint64(29)
    return value


_MIXED = _mix(np.arange(_SHORT, dtype=np.uint64))


def _mixed(ids: Index) -> Keys:
    """Spread word numbers over 64 bits; those of an ordinary page are ready."""
    # there are no more different words than words
    return (
        _MIXED.take(ids)
        if len(ids) <= _SHORT and ids.max(initial=0) < _SHORT
        else _mix(ids.astype(np.uint64))
    )


_FEW = 256


def first_equal(keys: Keys) -> Index:
    """Index of the first item that has the same key; an item's own index where it is the first."""
    size = len(keys)
    out = np.arange(size)
    if size < 2 or (size < _FEW and len(set(keys.tolist())) == size):
        return out
    # unstable sorting is many times faster; the least index of each run makes up for it
    order = np.argsort(keys)
    ordered = keys[order]
    new = np.empty(size, dtype=np.bool_)
    new[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    starts = new.nonzero()[0]
    if len(starts) < size:
        heads = np.minimum.reduceat(order, starts)
        out[order] = heads[np.cumsum(new) - 1]
    return out
