"""Stories gathered row by row for their page, in memory that does not grow with the rows."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass

from scorer.report.story_rows import StoryArticle, StoryRow

MOST_STORIES = 200
"""Stories in the table: circular ones first, then those with most articles."""
MOST_TOLD = 40
"""Of these, the ones told one by one."""
MOST_PAIRS = 3
"""Copies of one story that are set beside their originals: those that share most."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A copy and the article it is from."""

    copy: StoryArticle
    origin: StoryArticle


class Stories:
    """Figures of many stories; rows go in one by one.

    Examples
    --------
    >>> stories = Stories()
    >>> stories.told()
    []
    """

    def __init__(self) -> None:
        self.rows = 0
        self.articles = 0
        self.alone = 0
        self.circular = 0
        self.contradicted = 0
        self.roles: Counter[str] = Counter()
        self._kept: list[tuple[tuple[bool, int, int], StoryRow]] = []

    def add(self, row: StoryRow) -> None:
        """Take one story in; an article that stands alone is counted only."""
        self.rows += 1
        self.articles += row.size
        self.circular += row.is_circular
        self.contradicted += row.contradicted
        self.roles.update(dict(row.roles))
        if row.size == 1:
            self.alone += 1
            return
        # The number of the row, unlike any other, ends every tie.
        key = (row.is_circular, row.size, -self.rows)
        if len(self._kept) < MOST_STORIES:
            heapq.heappush(self._kept, (key, row))
        elif key > self._kept[0][0]:
            heapq.heapreplace(self._kept, (key, row))

    @property
    def stories(self) -> int:
        """Stories of two articles or more."""
        return self.rows - self.alone

    def shown(self) -> list[StoryRow]:
        """Stories of the table, in order."""
        return [row for _, row in sorted(self._kept, key=lambda item: item[0], reverse=True)]

    def told(self) -> list[StoryRow]:
        """Stories told one by one."""
        return self.shown()[:MOST_TOLD]

    def wanted(self) -> frozenset[str]:
        """Keys of the articles whose texts the page shows."""
        return frozenset(
            article.key
            for row in self.told()
            for pair in pairs(row)
            for article in (pair.copy, pair.origin)
        )


def pairs(row: StoryRow) -> list[Pair]:
    """Copies of a story to set beside their originals, those that share most first."""
    by_key = {article.key: article for article in row.articles}
    found = [
        Pair(article, by_key[article.copied_from])
        for article in row.articles
        if article.shared and article.copied_from in by_key and article.copied_from != article.key
    ]
    # One of each role before a second of the same: three equal duplicates tell less.
    found.sort(key=lambda pair: -pair.copy.copied)
    first = {pair.copy.role: pair for pair in reversed(found)}.values()
    ordered = [pair for pair in found if pair in first] + [p for p in found if p not in first]
    return ordered[:MOST_PAIRS]
