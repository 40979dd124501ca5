"""Sentences of one article that tell what a sentence or two of another tell, in other words.

The idea is that of :mod:`scorer.features._repetition.rewrite`, which looks for retellings within a
page: content words that come back together. Between two articles the order need not be kept, so
each sentence is matched by itself: with the two neighbouring sentences of the other article that
hold most of its content words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scorer.features._repetition.keys import Keys
from scorer.stories.prepared import Prepared, Sentences
from scorer.stories.rarity import ALL_RARE, Rarity
from scorer.text.document import Flags, Index

SHARE = 0.5
"""Share of a sentence's content words that come back in a sentence that tells the same."""
_LEAST = 2.4
"""Weight of the content words in common, at least; a rare one weighs 1."""
_LONG = 400
"""Sentences from which an article is long: some sentence of it is like any other by chance."""
_LONG_SHARE, _LONG_LEAST = 0.65, 5.0

_WIDER = 0.8
"""What a second sentence has to add."""
_MOST_PRODUCTS = 4_000_000

Grid = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Aligned:
    """Sentences of one article and what they match in another.

    Attributes
    ----------
    sentence : array of int64, shape (k,)
        Sentences of the first document.
    start, end : array of int64, shape (k,)
        Sentences ``[start, end)`` of the other that match it: one or two.
    """

    sentence: Index
    start: Index
    end: Index


_NOTHING: Index = np.zeros(0, dtype=np.int64)
NONE = Aligned(_NOTHING, _NOTHING, _NOTHING)


def align(one: Prepared, other: Prepared, rarity: Rarity | None = None) -> tuple[Aligned, Aligned]:
    """Match the sentences of two articles, each way.

    Parameters
    ----------
    one, other : Prepared
    rarity : Rarity, optional
        Weighs content words by how few articles hold them; all weigh the same without it.

    Returns
    -------
    tuple of Aligned
        Of the first article in the second, and of the second in the first.
    """
    a, b = one.sentences, other.sentences
    common = np.intersect1d(a.stem, b.stem) if len(a.number) and len(b.number) else a.stem[:0]
    if not len(common):
        return NONE, NONE
    weight = (rarity or ALL_RARE).weights(common)
    known_a, known_b = _known(a, common), _known(b, common)
    mass = [_mass(item, rarity or ALL_RARE) for item in (a, b)]
    grid = _products(known_a, known_b, weight, len(a.number), len(b.number))
    twice_a, twice_b = _twice(known_a, a), _twice(known_b, b)
    over_b = _products(known_a, twice_b, weight, len(a.number), len(b.number))
    over_a = _products(twice_a, known_b, weight, len(a.number), len(b.number))
    return _matches(mass[0], a, b, grid, over_b), _matches(mass[1], b, a, grid.T, over_a.T)


class _Known(NamedTuple):
    """Common stems and the sentences they stand in, by stem."""

    row: Index
    column: Index


def _mass(item: Sentences, rarity: Rarity) -> Grid:
    """Weight of the content words of each sentence."""
    mass: Grid = np.bincount(item.row, rarity.weights(item.stem), len(item.number)).astype(float)
    return mass


def _known(item: Sentences, common: Keys) -> _Known:
    """Which common stems stand in which sentence."""
    column = common.searchsorted(item.stem)
    column[column == len(common)] = 0
    known = common[column] == item.stem
    row, column = item.row[known], column[known]
    order = np.lexsort((row, column))
    return _Known(row[order], column[order])


def _twice(known: _Known, item: Sentences) -> _Known:
    """Stems that stand in a sentence and in the next one."""
    same = (np.diff(known.column) == 0) & (np.diff(known.row) == 1)
    return _Known(known.row[:-1][same], known.column[:-1][same])


def _products(a: _Known, b: _Known, weight: Grid, rows: int, columns: int) -> Grid:
    """Weight of the stems that each sentence has in common with each; shape (rows, columns)."""
    first = b.column.searchsorted(a.column)
    counts = b.column.searchsorted(a.column, side="right") - first
    total = int(counts.sum())
    if total > _MOST_PRODUCTS:
        # the most frequent words go first: they tell least
        order = counts.argsort(kind="stable")
        kept = np.zeros(len(counts), dtype=np.bool_)
        kept[order[counts[order].cumsum() <= _MOST_PRODUCTS]] = True
        counts = np.where(kept, counts, 0)
        total = int(counts.sum())
    left = np.repeat(np.arange(len(a.row)), counts)
    offset = np.arange(total) - np.repeat(counts.cumsum() - counts, counts)
    right = np.repeat(first, counts) + offset
    codes = a.row[left] * columns + b.row[right]
    grid: Grid = np.bincount(codes, weight[a.column[left]], rows * columns).astype(float)
    return grid.reshape(rows, columns)


def _matches(mass: Grid, a: Sentences, b: Sentences, single: Grid, over: Grid) -> Aligned:
    """Best match of each sentence among the other's sentences and pairs of neighbours."""
    best = single.argmax(axis=1)
    most = single.max(axis=1)
    start, end = best, best + 1
    if single.shape[1] > 1:
        near = b.number[1:] - b.number[:-1] <= 2
        pairs = (single[:, 1:] + single[:, :-1] - over[:, :-1]) * near
        place = pairs.argmax(axis=1)
        both = pairs.max(axis=1)
        better = both > most + _WIDER
        start, end = np.where(better, place, start), np.where(better, place + 2, end)
        most = np.maximum(most, both)
    share = most / np.maximum(mass, 1e-9)
    good: Flags = (share >= SHARE) & (most >= _LEAST)
    if len(b.number) > _LONG:
        good &= (share >= _LONG_SHARE) & (most >= _LONG_LEAST)
    return Aligned(a.number[good], b.number[start[good]], b.number[end[good] - 1] + 1)
