"""Groups of articles, without the chains that lead from one story to the next.

A is like B by a paragraph of background, B is like C by another one, and A and C have nothing to do
with each other. So a link that is not strong by itself joins two groups only where their longest
articles are linked too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from scorer.stories.links import Link

Pair = tuple[int, int]


class Groups:
    """Union-find; the least number of a group names it."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def find(self, item: int) -> int:
        """Name the group of an item."""
        parent = self._parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        """Make two groups one."""
        first, second = sorted((self.find(one), self.find(other)))
        self._parent[second] = first


def without_chains(
    words: Sequence[int], links: Mapping[Pair, Link], link: Callable[[Pair], Link | None]
) -> dict[Pair, Link]:
    """Drop the links that only a chain holds up.

    Parameters
    ----------
    words : sequence of int
        Length of each article.
    links : mapping of (int, int) to Link
    link : callable
        Links two articles, or not, that were no candidates.

    Returns
    -------
    dict
        The links within groups, and those that were found between their longest articles.
    """
    groups = Groups(len(words))
    longest = list(range(len(words)))
    kept = dict(links)
    order = sorted(links, key=lambda pair: (not links[pair].is_strong, -_share(links[pair]), pair))
    for pair in order:
        one, other = map(groups.find, pair)
        if one == other:
            continue
        if not links[pair].is_strong:
            most = sorted((longest[one], longest[other]))
            between = (most[0], most[1])
            if between not in kept:
                found = link(between)
                if found is None:
                    continue
                kept[between] = found
        groups.join(one, other)
        chosen = max(longest[one], longest[other], key=lambda item: (words[item], -item))
        longest[groups.find(one)] = chosen
    return {
        pair: link for pair, link in kept.items() if groups.find(pair[0]) == groups.find(pair[1])
    }


def _share(link: Link) -> float:
    return max(link.one.share, link.other.share)
