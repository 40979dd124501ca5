"""Score files on their way into a roll-up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scorer.io.score_rows import NoRow, Part, read_score_rows
from scorer.sources.facts import ROW_ERRORS, Block, block_of, is_row

HEAD = ("id", "status", "score", "margin", "title", "source", "url", "published", "model_id")


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
        for part in read_score_rows(file, (*HEAD, *names)):
            rows = [row for row in part.rows if not isinstance(row, NoRow)]
            try:
                if len(rows) < len(part.rows):
                    raise ValueError  # the slow way names each line that is none
                yield block_of(rows, names)
            except ROW_ERRORS:
                rows = _one_by_one(part, names, told)
                if rows:
                    yield block_of(rows, names)


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
