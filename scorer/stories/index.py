"""Where fingerprints are kept to be found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from scorer.stories.fingerprint import Fingerprint

LEAST_SHARED = 2
"""Keys that two fingerprints share at least where one is a candidate for the other."""
MOST_CANDIDATES = 64
"""Candidates that are returned for one article at most."""


class Index(Protocol):
    """Finds the articles that may tell the same story; in memory or in a database.

    An implementation keeps each fingerprint under its id (adding an id again replaces it) and
    returns the ids that share at least :data:`LEAST_SHARED` keys with a fingerprint, those that
    share most first, equal ones by id, at most :data:`MOST_CANDIDATES`.
    """

    def add(self, id: str, fingerprint: Fingerprint) -> None:
        """Keep a fingerprint under an id."""

    def candidates(self, fingerprint: Fingerprint) -> Sequence[str]:
        """Ids of the articles that share keys with a fingerprint, most first."""

    def get(self, id: str) -> Fingerprint | None:
        """Return the fingerprint kept under an id."""


class MemoryIndex:
    """An :class:`Index` in memory.

    Examples
    --------
    >>> index = MemoryIndex()
    >>> one = Fingerprint.from_text("The ferry to Marn was late again on Monday, its owner said.")
    >>> index.add("a1", one)
    >>> index.candidates(one)
    ['a1']
    """

    def __init__(self) -> None:
        self._kept: dict[str, Fingerprint] = {}
        self._having: dict[int, set[str]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, id: str, fingerprint: Fingerprint) -> None:
        """Keep a fingerprint under an id; one that is there already is replaced."""
        before = self._kept.get(id)
        if before is not None:
            for key in before.keys.tolist():
                self._having[key].discard(id)
        self._kept[id] = fingerprint
        for key in fingerprint.keys.tolist():
            self._having.setdefault(key, set()).add(id)

    def candidates(self, fingerprint: Fingerprint) -> list[str]:
        """Ids of the articles that share keys with a fingerprint, most first."""
        shared: Counter[str] = Counter()
        for key in fingerprint.keys.tolist():
            shared.update(self._having.get(key, ()))
        found = [(-count, id) for id, count in shared.items() if count >= LEAST_SHARED]
        return [id for _, id in sorted(found)[:MOST_CANDIDATES]]

    def get(self, id: str) -> Fingerprint | None:
        """Return the fingerprint kept under an id."""
        return self._kept.get(id)
