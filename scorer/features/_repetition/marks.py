"""Which sentences of a page are redundant, why, and the spans that show it."""

from __future__ import annotations

import numpy as np

from scorer.features._repetition.content import Words
from scorer.features._repetition.copies import Sentences
from scorer.features._repetition.rewrite import Zone
from scorer.schema import Span
from scorer.text.document import Document, Flags, Index

LABELS = ("", "exact", "near", "rewrite", "headline", "boilerplate")
"""Kinds of redundancy, by number; 0 is none."""
_MOSTLY = 0.6
_FEW_WORDS, _OLD_SHARE = 4, 0.3


class Marks:
    """Kind and group of each redundant sentence; the first mark a sentence gets stays."""

    def __init__(self, doc: Document, words: Index) -> None:
        self._doc = doc
        self._size = words[1:] - words[:-1]
        count = len(self._size)
        self.label = np.zeros(count, dtype=np.int8)
        self.group = np.zeros(count, dtype=np.int64)
        self._groups = 0

    @property
    def words(self) -> int:
        """Number of redundant words."""
        return sum(self._size[self.label > 0].tolist())

    def _put(self, where: Index, label: str, group: Index) -> None:
        free = self.label[where] == 0
        self.label[where[free]] = LABELS.index(label)
        self.group[where[free]] = group[free]

    def zones(self, zones: list[Zone], words: Words, exact: Flags, near: Flags) -> None:
        """Mark retellings, without what is new in them; a mostly copied one is called so."""
        if not zones:
            return
        bounds = np.searchsorted(words.at, self._doc.sentence_tokens)
        for zone in zones:
            where = np.arange(zone.start, zone.end)
            where = where[(exact | near)[where] | ~self._is_new(zone, words, bounds)]
            size = self._size[where]
            total = _MOSTLY * size.sum()
            label = "rewrite"
            if total and size[exact[where]].sum() >= total:
                label = "exact"
                # an edge that is not copied was only taken in by the snap to lines
                copied = where[exact[where]]
                where = where[(where >= copied[0]) & (where <= copied[-1])]
            elif size[exact[where] | near[where]].sum() >= total:
                label = "near"
            self._put(where, label, np.full(len(where), self._groups))
            self._groups += 1

    def _is_new(self, zone: Zone, words: Words, bounds: Index) -> Flags:
        """Sentences of a retelling hardly any of whose words stood in the page before it."""
        # words are numbered in order of first appearance
        known = self._doc.ids[: self._doc.sentence_tokens[zone.start]].max(initial=-1)
        cuts = bounds[zone.start : zone.end + 1]
        old = np.zeros(cuts[-1] - cuts[0] + 1, dtype=np.int64)
        np.cumsum(words.ids[cuts[0] : cuts[-1]] <= known, out=old[1:])
        size = cuts[1:] - cuts[:-1]
        share = old[cuts[1:] - cuts[0]] - old[cuts[:-1] - cuts[0]]
        new: Flags = (size >= _FEW_WORDS) & (share < _OLD_SHARE * size)
        return new

    def lines(self, lines: Index, first: Index, label: str) -> Index:
        """Mark the sentences of some lines, grouped by the line they repeat; return those new."""
        if not len(lines):
            return lines
        sentence = np.searchsorted(self._doc.sentence_tokens, self._doc.line_tokens)
        lines = lines[self.label[sentence[lines]] == 0]
        heads, number = np.unique(first[lines], return_inverse=True)
        counts = sentence[lines + 1] - sentence[lines]
        offset = np.repeat(np.cumsum(counts) - counts, counts)
        where = np.repeat(sentence[lines], counts) + np.arange(counts.sum()) - offset
        self._put(where, label, np.repeat(number + self._groups, counts))
        self._groups += len(heads)
        return lines

    def copies(self, found: Sentences, near: Flags) -> None:
        """Mark single sentences: copied ones in runs, then near copies."""
        if found.counted.any():
            where = np.flatnonzero(found.counted)
            # sentences copied in one piece share a group: that of the piece they come from
            goes_on = np.diff(where) == 1
            goes_on &= np.diff(found.first[where]) == 1
            run = np.cumsum(np.concatenate(([True], ~goes_on))) - 1
            heads = found.first[where][np.concatenate(([True], ~goes_on))]
            number = np.unique(heads, return_inverse=True)[1]
            self._put(where, "exact", self._groups + number[run])
            self._groups += int(number.max()) + 1
        self.sentences(near, "near")

    def sentences(self, flags: Flags, label: str) -> None:
        """Mark single sentences, each a group of its own."""
        where = flags.nonzero()[0]
        if not len(where):
            return
        self._put(where, label, self._groups + np.arange(len(where)))
        self._groups += len(where)

    def spans(self) -> tuple[Span, ...]:
        """Spans of the redundant sentences, neighbours of one kind and group joined."""
        where = self.label.nonzero()[0]
        if not len(where):
            return ()
        label, group = self.label[where], self.group[where]
        breaks = (np.diff(where) > 1) | (np.diff(label) != 0) | (np.diff(group) != 0)
        first = np.concatenate(([0], np.flatnonzero(breaks) + 1))
        last = np.concatenate((first[1:] - 1, [len(where) - 1]))
        ranges = self._doc.sentence_ranges
        return tuple(
            self._doc.span(start, end, LABELS[kind], number)
            for start, end, kind, number in zip(
                ranges[where[first], 0].tolist(),
                ranges[where[last], 1].tolist(),
                label[first].tolist(),
                group[first].tolist(),
                strict=True,
            )
        )
