"""Ids that come again in a run: told once at its end, in constant memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

SLOTS = 1 << 20
"""Places in the table, 8 bytes each, taken at once: memory does not grow with the input."""

MOST = SLOTS * 3 // 4
"""Ids that are looked at; a fuller table would be slow."""


class Duplicates:
    """Counts the ids that came before; the rows themselves are all kept.

    A table of 64-bit hashes: that two different ids among 786,432 share one has a chance of one in
    sixty million. Ids after those are not looked at, and the last line says so.

    Examples
    --------
    >>> ids = Duplicates()
    >>> for position, id_ in enumerate(["a", "b", "a"], 1):
    ...     ids.add(id_, "in.jsonl", position)
    >>> list(ids.lines())
    ["1 record has the id of an earlier one (first: 'a', in.jsonl, record 3); each has a row"]
    """

    def __init__(self) -> None:
        self._table = array("Q", bytes(8 * SLOTS))
        self._known = 0
        self._passed = 0
        self._again = 0
        self._first = ""

    def add(self, id_: str, origin: str, position: int) -> None:
        """Look at the id of the next record."""
        if self._known >= MOST:
            self._passed += 1
            return
        key = hash(id_) & 0xFFFF_FFFF_FFFF_FFFF or 1
        slot = key % SLOTS
        table = self._table
        while table[slot]:
            if table[slot] == key:
                self._again += 1
                if not self._first:
                    self._first = f"{id_[:80]!r}, {origin}, record {position}"
                return
            slot = (slot + 1) % SLOTS
        table[slot] = key
        self._known += 1

    def lines(self, again: str = "each has a row") -> Iterator[str]:
        """Say what was found; nothing where no id came again."""
        if self._again:
            noun = "record has" if self._again == 1 else "records have"
            yield (f"{self._again} {noun} the id of an earlier one (first: {self._first}); {again}")
        if self._passed:
            yield f"ids of the last {self._passed} records were not compared with those before"
