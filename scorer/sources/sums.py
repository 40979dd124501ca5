"""Counts, sums and sums of squares of many columns for many sources, grown as they come."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Sums:
    """Moments by source and column.

    Parameters
    ----------
    columns : int
        Columns of every block.

    Examples
    --------
    >>> sums = Sums(1)
    >>> sums.add(np.array([0, 1, 0]), np.array([[1.0], [5.0], [np.nan]]))
    >>> sums.of(0).tolist()
    [[1.0], [1.0], [1.0]]
    """

    __slots__ = ("_columns", "_held")

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._held = np.zeros((0, 3, columns))

    def add(self, source: Ints, block: Floats) -> None:
        """Add rows.

        Parameters
        ----------
        source : array of int, shape (n,)
            Number of each row's source, from 0.
        block : array of float, shape (n, columns)
            NaN is left out.
        """
        if not len(source):
            return
        order = np.argsort(source, kind="stable")
        ordered = source[order]
        starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
        values = np.ascontiguousarray(block[order].T)  # along the rows reduceat is 10 times faster
        unknown = np.isnan(values)
        values[unknown] = 0.0
        who = ordered[starts]
        self._grow(int(who[-1]) + 1)
        new = np.empty((len(who), 3, self._columns))
        new[:, 0] = np.diff(np.append(starts, len(source)))[:, None]
        if unknown.any():
            new[:, 0] -= np.add.reduceat(unknown, starts, axis=1, dtype=np.float64).T
        new[:, 1] = np.add.reduceat(values, starts, axis=1).T
        new[:, 2] = np.add.reduceat(values * values, starts, axis=1).T
        self._held[who] += new

    def put(self, source: int, moments: Floats) -> None:
        """Add what another run has counted, shape (3, columns)."""
        self._grow(source + 1)
        self._held[source] += moments

    def of(self, source: int) -> Floats:
        """Count, sum and sum of squares of each column, shape (3, columns); a copy."""
        if source >= len(self._held):
            return np.zeros((3, self._columns))
        return np.array(self._held[source])

    def _grow(self, size: int) -> None:
        """Make room, twice as much each time."""
        have = len(self._held)
        if size > have:
            grown = np.zeros((max(size, 2 * have, 16), 3, self._columns))
            grown[:have] = self._held
            self._held = grown
