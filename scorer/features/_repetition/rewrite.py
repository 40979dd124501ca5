"""Turn retellings among content words into zones of sentences."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scorer.features._repetition import align, content
from scorer.text import characters as ch
from scorer.text.document import Document, Flags, Index

_HOT = 0.45
"""Share of returning words, in one window, that makes a closer look worth its cost."""
_MILD, _WARM, _WARM_WORDS = 0.36, 0.30, 80
"""As hot as this is enough where so many words are warm (19 of 20 articles are neither)."""
_TABLE_SHARE = 0.12
"""A stretch with more numbers than this among its tokens is a table of results, not a story."""
_RUNNING_WORDS = 80
_SNAP_WORDS = 40
_TAIL_WORDS = 60
_BACK_WORDS = 80


@dataclass(frozen=True, slots=True)
class Zone:
    """Sentences ``[start, end)`` tell again what sentences ``[source_start, source_end)`` told."""

    start: int
    end: int
    source_start: int
    source_end: int


def zones(doc: Document, words: content.Words) -> list[Zone]:
    """Find the stretches of a document that tell an earlier stretch again in other words."""
    at = words.at
    share = words.returning(_MILD)
    hottest = share.max() if len(share) else 0.0
    if hottest < _MILD:
        return []
    warm = (share >= _WARM).nonzero()[0]
    if hottest < _HOT and len(warm) < _WARM_WORDS:
        return []
    paths = align.find(content.stems(doc, at), int(warm[0]), int(warm[-1]) + content.WINDOW)
    found: list[Zone] = []
    edges = _Edges(doc)
    floor = 0
    for path in paths:
        start = max(edges.start(at[path.start * align.CELL]), floor)
        end = edges.end(at[min(path.end * align.CELL, len(at)) - 1])
        if end <= start:
            continue
        source_start = edges.sentence(at[path.source_start * align.CELL])
        source_end = edges.sentence(at[min(path.source_end * align.CELL, len(at)) - 1]) + 1
        source_end = min(source_end, start)
        if source_start >= source_end or edges.is_table(start, end):
            continue
        found.append(Zone(start, end, source_start, source_end))
        floor = end
    limits = [zone.start for zone in found[1:]] + [doc.sentence_count]
    return [
        replace(zone, end=edges.fill(zone.end, limit))
        for zone, limit in zip(found, limits, strict=False)
    ]


def with_passages(found: list[Zone], passages: Index, first: Index) -> list[Zone]:
    """Add long passages that were copied whole where no retelling covers them.

    Words that stand in every one of many copies are topic words to the alignment.
    """
    if not len(passages):
        return found
    starts = np.array([zone.start for zone in found], dtype=np.int64)
    ends = np.array([zone.end for zone in found], dtype=np.int64)
    added = []
    for start, end in passages.tolist():
        at = int(np.searchsorted(ends, start, side="right"))
        if at == len(starts) or starts[at] >= end:
            source = int(first[start])
            added.append(Zone(start, end, source, min(source + end - start, start)))
    return sorted(found + added, key=lambda zone: zone.start)


def reach_back(found: list[Zone], like: Flags, words: Index) -> list[Zone]:
    """Let each retelling begin at the copied sentences close before it.

    Parameters
    ----------
    found : list of Zone
    like : array of bool, shape (s,)
        Sentences that are copies or near copies.
    words : array of int64, shape (s + 1,)
        First word of each sentence.
    """
    out: list[Zone] = []
    for zone in found:
        floor = max(out[-1].end if out else 0, zone.source_start + 1)
        start = at = zone.start
        while at > floor and words[start] - words[at - 1] <= _BACK_WORDS:
            at -= 1
            if like[at]:
                start = at
        out.append(replace(zone, start=start, source_end=min(zone.source_end, start)))
    return out


class _Edges:
    """Snap the rough edges of a path to lines and sentences."""

    def __init__(self, doc: Document) -> None:
        self._first = doc.sentence_tokens
        self._words = np.concatenate(([0], np.cumsum(doc.is_word)))[doc.sentence_tokens]
        self._digits = np.concatenate(([0], np.cumsum(doc.first_kinds == ch.DIGIT)))
        line = doc.sentence_line
        opens = np.ones(len(line) + 1, dtype=np.bool_)
        opens[1:-1] = line[1:] != line[:-1]
        self._opens: Index = np.flatnonzero(opens)

    def is_table(self, start: int, end: int) -> bool:
        """Whether sentences are a table's cells: full of numbers, or run together."""
        low, high = self._first[start], self._first[end]
        if self._digits[high] - self._digits[low] > _TABLE_SHARE * (high - low):
            return True
        size = self._words[start + 1 : end + 1] - self._words[start:end]
        running = size[size > _RUNNING_WORDS].sum()
        return bool(2 * running > size.sum())

    def sentence(self, token: int) -> int:
        return int(np.searchsorted(self._first, token, side="right")) - 1

    def _near_line(self, sentence: int) -> int:
        """Nearest start of a line, where one is near; otherwise the sentence itself."""
        at = int(np.searchsorted(self._opens, sentence))
        near = self._opens[max(at - 1, 0) : at + 1]
        far = np.abs(self._words[near] - self._words[sentence])
        return int(near[far.argmin()]) if far.min() <= _SNAP_WORDS else sentence

    def start(self, token: int) -> int:
        return self._near_line(self.sentence(token))

    def end(self, token: int) -> int:
        return self._near_line(self.sentence(token) + 1)

    def fill(self, end: int, limit: int) -> int:
        """Reach the next zone, or the end of the page, over a short rest."""
        return limit if self._words[limit] - self._words[end] <= _TAIL_WORDS else end
