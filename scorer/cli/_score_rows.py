"""Score files on their way into a roll-up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scorer.io.score_rows import NoRow, Part, read_score_rows
from scorer.sources.facts import (
    HEAD,
    ROW_ERRORS,
    Block,
    block_of,
    block_of_columns,
    is_row,
)


@dataclass
class ReadRows:
    """What was read: rows, and lines that are none.

    Parameters
    ----------
    bad : Counter of str
        Lines that are no rows, by code.
    first_bad : str
        Where the first is, and why.
    """

    bad: Counter[str] = field(default_factory=Counter)
    first_bad: str = ""

    def refuse(self, where: str, code: str, why: str) -> None:
        """Count a line that is no row."""
        self.bad[code] += 1
        self.first_bad = self.first_bad or f"{where}: {why}"


def blocks(files: list[str], names: tuple[str, ...], told: ReadRows) -> Iterator[Block]:
    """Yield the rows of files as blocks; what is no row is counted and left out.

    Parameters
    ----------
    files : list of str
    names : tuple of str
        Signals that are wanted.
    told : ReadRows
        Counts.
    """
    for file in files:
        for part in read_score_rows(file, HEAD, names):
            try:
                block = _whole(part, names)
            except ROW_ERRORS:  # the slow way names each line that is none
                rows = _one_by_one(part, names, told)
                if not rows:
                    continue
                block = block_of(rows, names)
            yield block


def _whole(part: Part, names: tuple[str, ...]) -> Block:
    """All rows of a part at once."""
    if part.table is not None:
        return block_of_columns(part.table.head, part.table.values, part.table.reasons)
    if any(isinstance(row, NoRow) for row in part.rows):
        raise ValueError("a line is no row")
    return block_of(part.rows, names)  # type: ignore[arg-type]


def _one_by_one(part: Part, names: tuple[str, ...], told: ReadRows) -> list[dict[str, Any]]:
    """Sort out what is no row."""
    good = []
    for number, row in enumerate(part.rows, part.first):
        if isinstance(row, NoRow):
            told.refuse(f"{part.origin}:{number}", row.code, row.why)
            continue
        why = is_row(row, names)
        if why is None:
            good.append(row)
        else:
            told.refuse(f"{part.origin}:{number}", "not_a_row", f"no row of 'scorer score': {why}")
    return good
