"""Find retellings: stretches of a page whose rare words follow an earlier stretch in its order.

The content words of the page are cut into cells of eight. For each pair of an earlier and a later
cell the share of the later cell's words that stand in (or beside) the earlier one is known from
the links between places of the same stem. A retelling is then a path of good cells that runs
forward in both stretches at once: the local alignment of Smith and Waterman (1981), with the page
aligned to its own past. A stretch may not be aligned to itself, which is what keeps the topic words
of an ordinary article, close behind each other, from adding up.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scorer.features._repetition import content
from scorer.features._repetition.front import MANY, All, Few, Top, move_at
from scorer.limits import check_time
from scorer.text.document import Index

Grid = npt.NDArray[np.float64]

CELL = 8
BAND = 768
"""How many cells back a retelling may reach (about 14,000 words of the page)."""
_CHUNK = 1 << 16
_THRESHOLD = 0.20
_DROP, _PATIENCE = 2.5, 64
_ALONE, _TOGETHER, _LEAST = 3.0, 6.0, 1.5
_APART = 8


@dataclass(frozen=True, slots=True)
class Path:
    """Cells ``[start, end)`` tell again what cells ``[source_start, source_end)`` told."""

    start: int
    end: int
    source_start: int
    source_end: int
    score: float


class Cells:
    """Likeness of each cell to the cells before it, by lag (how many cells before)."""

    def __init__(self, ids: Index) -> None:
        self.count = -(-len(ids) // CELL)
        self.band = min(self.count, BAND)
        weight = content.weights(np.bincount(ids))[ids]
        mass = np.bincount(np.arange(len(ids)) // CELL, weights=weight, minlength=self.count)
        self._mass = np.maximum(mass, 2.0)
        earlier, later = content.links(ids)
        row, lag = later // CELL, later // CELL - earlier // CELL
        near = np.flatnonzero(lag < self.band)
        order = near[np.argsort(row[near], kind="stable")]
        self._row, self._lag, self._weight = row[order], lag[order], weight[later[order]]

    def rows(self, first: int, end: int) -> Grid:
        """Likeness of cells ``[first, end)`` at each lag, 0 to 1; shape (end - first, band)."""
        low, high = np.searchsorted(self._row, (first, end))
        width = self.band + 2
        key = (self._row[low:high] - first) * width + self._lag[low:high] + 1
        grid = np.bincount(key, weights=self._weight[low:high], minlength=(end - first) * width)
        grid = grid.reshape(end - first, width)
        blurred = grid[:, :-2] + grid[:, 1:-1] + grid[:, 2:]
        return np.minimum(blurred / self._mass[first:end, None], 1.0)


def find(ids: Index, first: int = 0, end: int | None = None) -> list[Path]:
    """Find the retellings among content words.

    Parameters
    ----------
    ids : array of int64
        Stem number of each content word of the page.
    first, end : int
        Where retellings are looked for; a little before and after is looked at as well.

    Returns
    -------
    list of Path
        In the order of the page, none overlapping another.
    """
    cells = Cells(ids)
    paths: list[Path] = []
    at = max(first // CELL - _APART, 0)
    last = cells.count if end is None else min(-(-end // CELL) + _APART, cells.count)
    while at < last:
        path, at = _next_path(cells, at, last)
        if path is not None:
            paths.append(path)
    return _strong(paths)


def _strong(paths: list[Path]) -> list[Path]:
    """Paths that are long enough, alone or as neighbours: a retelling may change the order."""
    kept: list[Path] = []
    first = 0
    for number in range(1, len(paths) + 1):
        if number < len(paths) and paths[number].start - paths[number - 1].end <= _APART:
            continue
        group = paths[first:number]
        first = number
        if sum(path.score for path in group) >= _TOGETHER:
            kept += group
        else:
            kept += [path for path in group if path.score >= _ALONE]
    return kept


def _next_path(cells: Cells, first: int, last: int) -> tuple[Path | None, int]:
    """Find the first finished path from a row on; and the row to go on from."""
    band = cells.band
    front: Few | All = Few(band)
    moves: list[Mapping[int, int] | npt.NDArray[np.int8]] = []
    best, best_row = Top(0.0, 0, 0), -1
    low, grid = first, np.zeros((0, band))
    for row in range(first, last):
        check_time()
        if row - low >= len(grid):
            low = row
            grid = cells.rows(row, min(row + max(_CHUNK // band, 1), last)) - _THRESHOLD
        if isinstance(front, Few) and len(front.paths) > MANY:
            front = All(band, front)
        moves.append(front.advance(row, grid[row - low]))
        # a path that began late in the best one's rows is another: it waits for its turn
        rival = front.top(best.began + best_row if best.score else math.inf)
        if rival.score > best.score and rival.score >= _LEAST:
            best, best_row = rival, row
        elif best.score and (
            rival.score < best.score - min(_DROP, best.score / 2) or row - best_row > _PATIENCE
        ):
            break
    if not best.score:
        return None, last
    lag = best.lag
    for row in range(best_row, best.began, -1):
        lag += move_at(moves[row - first], lag)
    path = Path(best.began, best_row + 1, best.began - lag, best_row - best.lag + 1, best.score)
    return path, best_row + 1
