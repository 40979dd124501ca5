"""Passages that two articles have in common word for word, light edits allowed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scorer.features._repetition.keys import Keys
from scorer.stories.make import SHINGLE
from scorer.stories.prepared import Prepared
from scorer.text.document import Index

LEAST_WORDS = 8
"""A shorter passage in common is a phrase."""
_GAP = 6
_MOST_RUNS = 20_000


class Passage(NamedTuple):
    """Words ``[start, end)`` of one article are words ``[from_start, from_end)`` of another."""

    start: int
    end: int
    from_start: int
    from_end: int


class Copied(NamedTuple):
    """What is copied, and how often a name or number was put in another's place within it."""

    passages: list[Passage]
    kept: int
    changed: int


def copied(one: Prepared, other: Prepared) -> Copied:
    """Find the passages of one article that stand in another.

    Returns
    -------
    Copied
        Passages in the order of the first article; ``kept`` counts the names and numbers that are
        the same in both, ``changed`` the places where one stands for another, as in templates.
    """
    runs = _runs(one, other)
    passages: list[Passage] = []
    changed = 0
    for run in runs:
        if passages:
            last = passages[-1]
            before, between = run.start - last.end, run.from_start - last.from_end
            if before <= _GAP and -SHINGLE < between <= _GAP and run.from_end > last.from_end:
                if _is_changed(one, other, last, run):
                    changed += 1
                else:
                    passages[-1] = Passage(last.start, run.end, last.from_start, run.from_end)
                    continue
        passages.append(run)
    kept = sum(int(one.units.specific[item.start : item.end].sum()) for item in passages)
    found = [item for item in passages if item.end - item.start >= LEAST_WORDS]
    return Copied(found, kept, changed)


def _runs(one: Prepared, other: Prepared) -> list[Passage]:
    """Longest sequences of words that stand in both, each from its first place in the other."""
    size = min(SHINGLE, len(one.units), len(other.units))
    if size < SHINGLE:
        return []
    keys, known = one.grams, other.grams
    order = known.argsort(kind="stable")
    ordered = known[order]
    place = ordered.searchsorted(keys)
    place[place == len(ordered)] = 0
    first = order[place]
    same = (ordered[place] == keys) & one.kept[: len(keys)] & other.kept[first]
    at = same.nonzero()[0]
    if not len(at):
        return []
    where: Index = first[at]
    starts, counts = _sequences(at, where)
    if len(starts) > 1:
        where = _continued(keys, known, at, where, starts)
        starts, counts = _sequences(at, where)
    if len(starts) > _MOST_RUNS:
        longest = np.sort(np.argsort(-counts, kind="stable")[:_MOST_RUNS])
        starts, counts = starts[longest], counts[longest]
    out = []
    reached = 0
    for begin, begin_from, count in zip(
        at[starts].tolist(), where[starts].tolist(), counts.tolist(), strict=True
    ):
        end = begin + count + SHINGLE - 1
        skip = max(reached - begin, 0)
        if end - begin - skip <= 0:
            continue
        out.append(Passage(begin + skip, end, begin_from + skip, begin_from + count + SHINGLE - 1))
        reached = end
    return out


def _sequences(at: Index, where: Index) -> tuple[Index, Index]:
    """Where sequences begin that run on in both articles, and how long they are."""
    breaks = np.ones(len(at), dtype=np.bool_)
    breaks[1:] = (np.diff(at) != 1) | (np.diff(where) != 1)
    starts = breaks.nonzero()[0]
    return starts, np.diff(np.append(starts, len(at)))


def _continued(keys: Keys, known: Keys, at: Index, where: Index, starts: Index) -> Index:
    """Let a sequence go on where it can, though its words stand earlier in the other article too.

    A phrase that stands twice there is found at its first place, which cuts the passage around it.
    """
    out = where.copy()
    lag = int(at[0] - where[0])
    run = 0
    for _ in range(_MOST_RUNS):
        if run >= len(starts):
            break
        place = int(starts[run])
        first = int(at[place])
        length = _agree(keys, known, first, first - lag)
        if not length:
            lag = first - int(where[place])
            length = _agree(keys, known, first, first - lag)
        # all that follows at this distance is one passage, whatever else it is like
        end = int(at.searchsorted(first + length))
        out[place:end] = at[place:end] - lag
        run = int(starts.searchsorted(end))
    return out


def _agree(keys: Keys, known: Keys, first: int, there: int) -> int:
    """How many keys in a row are the same from two places on."""
    if there < 0:
        return 0
    length, step = 0, 64
    while True:
        mine = keys[first + length : first + length + step]
        theirs = known[there + length : there + length + step]
        size = min(len(mine), len(theirs))
        if not size:
            return length
        other = (mine[:size] != theirs[:size]).nonzero()[0]
        if len(other):
            return length + int(other[0])
        length, step = length + size, min(4 * step, 1 << 20)


def _is_changed(one: Prepared, other: Prepared, last: Passage, run: Passage) -> bool:
    """Whether what lies between two runs has a name or number in another's place."""
    mine = _specifics(one, last.end, run.start)
    theirs = _specifics(other, last.from_end, run.from_start)
    return bool(mine - theirs) and bool(theirs - mine)


def _specifics(item: Prepared, start: int, end: int) -> set[int]:
    if end <= start:
        return set()
    return set(item.values[start:end][item.units.specific[start:end]].tolist())
