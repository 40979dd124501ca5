"""Work for several processes: articles made into items, pairs compared."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, TypeVar

from scorer.stories.alignment import NONE
from scorer.stories.compare import Comparison, compare
from scorer.stories.links import shared_passages
from scorer.stories.passages import Copied
from scorer.stories.prepared import Prepared
from scorer.stories.rarity import Rarity
from scorer.stories.rows import SharedPassage

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 3
"""Portions that wait for each worker."""
_READY = 512
"""Articles that are kept ready to be compared."""


def portions(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Cut into lists of a size."""
    source = iter(items)
    while part := list(islice(source, size)):
        yield part


def mapped(
    work: Callable[[list[T]], R],
    parts: Iterable[list[T]],
    jobs: int,
    begin: Callable[[], object] | None = None,
) -> Iterator[R]:
    """Do the work on each portion, in order, with a bounded number of portions under way.

    Parameters
    ----------
    work : callable
        A function of a module, so that other processes find it.
    parts : iterable of list
    jobs : int
        Processes; with 1 it is done here.
    begin : callable, optional
        Called once in each process.
    """
    if jobs == 1:
        if begin is not None:
            begin()
        yield from map(work, parts)
        return
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=begin) as pool:
        waiting: deque[Future[R]] = deque()
        try:
            for part in parts:
                waiting.append(pool.submit(work, part))
                if len(waiting) >= _AHEAD * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


class Pair(NamedTuple):
    """Two articles to compare: their numbers and their texts."""

    one: int
    other: int
    text: str
    other_text: str


class Comparer:
    """Compares articles by number; those compared last are kept ready.

    Parameters
    ----------
    boilerplate : frozenset of int
    rarity : Rarity
    """

    def __init__(self, boilerplate: frozenset[int], rarity: Rarity) -> None:
        self.rarity = rarity
        self._boilerplate = boilerplate
        self._ready = lru_cache(maxsize=_READY)(self._prepare)
        self._texts: dict[int, str] = {}

    def _prepare(self, number: int) -> Prepared:
        return Prepared(self._texts[number], self._boilerplate)

    def ready(self, number: int, text: str) -> Prepared:
        """Return an article, ready to be compared."""
        self._texts[number] = text
        try:
            return self._ready(number)
        finally:
            del self._texts[number]

    def __call__(self, pair: Pair) -> Comparison:
        """Compare two articles; what they share is counted, not kept."""
        one, other = self.ready(pair.one, pair.text), self.ready(pair.other, pair.other_text)
        found = compare(one, other, self.rarity)
        counted = Copied([], found.copied.kept, found.copied.changed)
        return replace(found, copied=counted, aligned=NONE)

    def passages(self, pair: Pair) -> tuple[SharedPassage, ...]:
        """Passages that the first of two articles shares with the other."""
        one, other = self.ready(pair.one, pair.text), self.ready(pair.other, pair.other_text)
        return shared_passages(one, other, self.rarity)


_HERE: list[Comparer] = []


def begin(boilerplate: frozenset[int], rarity: Rarity) -> None:
    """Make a process's own comparer."""
    _HERE[:] = [Comparer(boilerplate, rarity)]


def compare_pairs(pairs: list[Pair]) -> list[Comparison]:
    """Compare pairs in a process that has begun."""
    return [_HERE[0](pair) for pair in pairs]


def pass_pairs(pairs: list[Pair]) -> list[tuple[SharedPassage, ...]]:
    """Shared passages of pairs, in a process that has begun."""
    return [_HERE[0].passages(pair) for pair in pairs]
