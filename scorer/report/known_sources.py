"""Sources that are judged already, beside the scores of single articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scorer.report.source_rows import GRADES, SourceRow

Named = Callable[[str | None, str | None], str | None]
"""Name of a source from what an article gives as its source and address."""
Paired = Callable[[Any, float | None], str]
"""Both grades, of a source and of an article's score, side by side."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is kept of a judged source."""

    admiralty: str
    reliability: float | None
    interval: tuple[float, float] | None
    n: int


class KnownSources:
    """Judged sources by name.

    Parameters
    ----------
    named : callable
        The name under which rows of ``scorer sources`` know a source.
    paired : callable
        Both grades side by side.

    Examples
    --------
    >>> known = KnownSources(lambda source, url: source, lambda grade, score: grade + "3")
    >>> known.add(SourceRow("a.example", "judged", 61.0, (50.0, 70.0), "B", 9, 8))
    >>> known.pair("a.example", None, 50.0), known.pair("b.example", None, 50.0)
    ('B3', 'F3')
    """

    def __init__(self, named: Named, paired: Paired) -> None:
        self.named = named
        self._paired = paired
        self._by_name: dict[str, Judged] = {}
        self._by_alias: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._by_name)

    def add(self, row: SourceRow) -> None:
        """Take one source in; of two rows of one name the later holds."""
        self._by_name[row.source] = Judged(row.admiralty, row.reliability, row.interval, row.n)
        for alias in row.aliases:
            self._by_alias[alias] = row.source

    def name(self, source: str | None, url: str | None) -> str | None:
        """Name of an article's source; another name of a judged one is its own."""
        found = self.named(source, url)
        if found is None or found in self._by_name:
            return found
        return self._by_alias.get(found, found)

    def of(self, name: str | None) -> Judged | None:
        """What is known of a source by its name."""
        return None if name is None else self._by_name.get(name)

    def pair(self, source: str | None, url: str | None, score: float | None) -> str:
        """Both grades of an article; a source that is not known is graded F."""
        found = self.of(self.name(source, url))
        return self._paired("F" if found is None else found.admiralty, score)

    def told(self, source: str | None, url: str | None, score: float | None) -> str:
        """Tell both grades of an article in a sentence.

        Examples
        --------
        >>> known = KnownSources(lambda source, url: source, lambda grade, score: grade + "5")
        >>> known.add(SourceRow("a.example", "judged", 61.0, (50.0, 70.0), "B", 9, 8))
        >>> source, article = known.told("a.example", None, 12.0).split("; ")
        >>> source
        'Admiralty code B5: source a.example B, usually reliable (61.0, 50 to 70, 9 articles)'
        >>> article
        'the article 5 of 1 to 6, by its own score'
        """
        name = self.name(source, url)
        found = self.of(name)
        pair = self.pair(source, url, score)
        about = "not among the judged sources"
        if found is not None:
            about = GRADES[found.admiralty]
            if found.reliability is not None:
                about += f" ({found.reliability:.1f}"
                if found.interval is not None:
                    about += f", {found.interval[0]:.0f} to {found.interval[1]:.0f}"
                about += f", {found.n} articles)"
        return (
            f"Admiralty code {pair}: source {name or 'not named'} {pair[0]}, {about}; "
            f"the article {pair[1:]} of 1 to 6, by its own score"
        )
