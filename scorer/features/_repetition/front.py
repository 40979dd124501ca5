"""The front of the alignment: paths that are alive in one row, and where they go in the next.

Few are as a rule: five of the 300 lags of a page of 5,000 words. They are followed one by one, in a
quarter of the time that numpy takes for all lags; where a page repeats itself so much that many
paths are alive, all lags are computed from then on. Both ways give the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scorer.text.document import Index

Line = npt.NDArray[np.float64]
"""Likeness of one cell at each lag, less the threshold; shape (band,)."""

SKIP, STAY = 0.05, 0.10
MOVES = ((0, 0.0), (-1, STAY), (1, SKIP), (2, 2 * SKIP))
"""From which lag a path may come, against its own, and what that costs; of two ways to one value
the first is taken."""
_NUMBERED = tuple((number, *move) for number, move in enumerate(MOVES))
FRESH = -1
"""Number of the move of a path that begins."""

MANY = 32
"""Paths from which on computing all lags is faster."""


class Top(NamedTuple):
    """The best path of a row: its score, its lag, and the row where it began."""

    score: float
    lag: int
    began: int


class Few:
    """A front of few paths, by lag: score and the row where each began."""

    def __init__(self, band: int) -> None:
        self._band = band
        self.paths: dict[int, tuple[float, int]] = {}

    def advance(self, row: int, line: Line) -> dict[int, int]:
        """Go on to a row; return the number of the move that led to each lag."""
        band, likeness = self._band, line.item
        best: dict[int, tuple[float, int, int]] = {}  # score before the row, began, move
        for lag, (score, began) in self.paths.items():
            for move, back, cost in _NUMBERED:
                at, left = lag - back, score - cost
                if left <= 0.0 or not 0 <= at < band or left + likeness(at) <= 0.0:
                    continue
                known = best.get(at)
                if known is None or left > known[0] or (left == known[0] and move < known[2]):
                    best[at] = left, began, move
        for at in (line > 0.0).nonzero()[0].tolist():
            if at not in best:
                best[at] = 0.0, row, FRESH
        moves: dict[int, int] = {}
        self.paths = {}
        for at, (left, began, move) in best.items():
            # a path ends where its source has run into the retelling itself
            if row - began < at <= row:
                self.paths[at] = left + likeness(at), began
                moves[at] = move
        return moves

    def top(self, latest: float) -> Top:
        """The best path that began by so late, halves of rows counted; the first of equals."""
        score, lag, first = 0.0, 0, 0
        for at, (own, began) in self.paths.items():
            if (own > score or (own == score and at < lag)) and 2 * began <= latest:
                score, lag, first = own, at, began
        return Top(score, lag, first)


class All:
    """A front of all lags: score and the row where each path began."""

    def __init__(self, band: int, few: Few) -> None:
        # one lag less, two lags more
        self._band, self._lags = band, np.arange(band)
        self._score = np.zeros(band + 3)
        self._began: Index = np.zeros(band + 3, dtype=np.int64)
        for lag, (score, began) in few.paths.items():
            self._score[lag + 1], self._began[lag + 1] = score, began

    def advance(self, row: int, line: Line) -> npt.NDArray[np.int8]:
        """Go on to a row; return the number of the move that led to each lag."""
        band, score, began = self._band, self._score, self._began
        value, start = score[1 : band + 1].copy(), began[1 : band + 1].copy()
        moves = np.zeros(band, dtype=np.int8)
        for move, (back, cost) in enumerate(MOVES[1:], 1):
            from_lag = slice(1 + back, 1 + back + band)
            other = score[from_lag] - cost
            better = other > value
            value[better] = other[better]
            start[better] = began[from_lag][better]
            moves[better] = move
        fresh = value <= 0
        value[fresh], start[fresh] = 0.0, row
        value += line
        # dead: nothing left, or the source has run into the retelling itself
        dead = (value <= 0) | (self._lags <= row - start) | (self._lags > row)
        moves[fresh] = FRESH
        value[dead] = 0.0
        score[1 : band + 1], began[1 : band + 1] = value, start
        return moves

    def top(self, latest: float) -> Top:
        """The best path that began by so late, halves of rows counted; the first of equals."""
        score, began = self._score[1 : self._band + 1], self._began[1 : self._band + 1]
        allowed = np.where(2 * began <= latest, score, 0.0)
        lag = int(allowed.argmax())
        return Top(float(allowed[lag]), lag, int(began[lag]))


def move_at(moves: Mapping[int, int] | npt.NDArray[np.int8], lag: int) -> int:
    """From which lag the path at a lag came, against its own."""
    move = int(moves[lag]) if isinstance(moves, np.ndarray) else moves.get(lag, 0)
    return MOVES[move][0] if move > 0 else 0
