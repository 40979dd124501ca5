"""Two articles side by side: what one has of the other, word for word or reworded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scorer.stories import alignment, passages
from scorer.stories.alignment import Aligned
from scorer.stories.passages import Copied, Passage
from scorer.stories.prepared import Prepared
from scorer.stories.rarity import Rarity
from scorer.text.document import Flags

_COPIED_SENTENCE = 0.5
"""A sentence that is copied by half is no rewrite."""
_SHARED_SENTENCE = 0.5


@dataclass(frozen=True, slots=True)
class Side:
    """What one of two articles shares with the other.

    Parameters
    ----------
    words : int
        Words of the article, boilerplate left out.
    copied, reworded : float
        Shares of them that stand in the other, word for word or in other words; 0 to 1.
    own_copied : float
        Share of the words outside quotations that are copied or reworded.
    specifics : float
        Share of the names and numbers, in sentences most of which is shared, that stand in the
        other too.
    shared : int
        Words that are copied or reworded.
    quoted : int
        Those of them that stand in quotations.
    """

    words: int
    copied: float
    reworded: float
    own_copied: float
    specifics: float
    shared: int
    quoted: int

    @property
    def share(self) -> float:
        """Share of the words that stand in the other article, in whatever words."""
        return min(self.copied + self.reworded, 1.0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides of a pair of articles, and where they agree.

    Parameters
    ----------
    one, other : Side
    copied : Copied
        Passages of the first article that stand in the other.
    aligned : Aligned
        Sentences of the first article that are reworded in the other.
    """

    one: Side
    other: Side
    copied: Copied
    aligned: Aligned

    @property
    def shorter(self) -> Side:
        """The side with fewer words."""
        return self.one if self.one.words <= self.other.words else self.other

    @property
    def changed(self) -> float:
        """Share of the names and numbers along the copied passages that were exchanged."""
        total = self.copied.kept + self.copied.changed
        return self.copied.changed / total if total else 0.0


def compare(one: Prepared, other: Prepared, rarity: Rarity | None = None) -> Comparison:
    """Compare two articles.

    Parameters
    ----------
    one, other : Prepared
    rarity : Rarity, optional
        Weighs the content words of what is reworded.

    Returns
    -------
    Comparison
    """
    found = passages.copied(one, other)
    mine, theirs = alignment.align(one, other, rarity)
    here = _covered(one, [(item.start, item.end) for item in found.passages])
    there = _covered(other, [(item.from_start, item.from_end) for item in found.passages])
    mine, reworded = _reworded(one, mine, here)
    _, reworded_there = _reworded(other, theirs, there)
    return Comparison(
        _side(one, other, here, reworded), _side(other, one, there, reworded_there), found, mine
    )


def _covered(item: Prepared, ranges: list[tuple[int, int]]) -> Flags:
    """Words inside some ranges; shape (n,)."""
    edges = np.zeros(len(item.units) + 1, dtype=np.int64)
    for start, end in ranges:
        edges[start] += 1
        edges[end] -= 1
    inside: Flags = edges.cumsum()[:-1] > 0
    return inside & item.kept


def _reworded(item: Prepared, aligned: Aligned, copied: Flags) -> tuple[Aligned, Flags]:
    """Sentences that are not mostly copied, and their words."""
    words = np.zeros(len(item.units), dtype=np.bool_)
    if not len(aligned.sentence):
        return aligned, words
    number = item.units.sentence
    first = number.searchsorted(aligned.sentence)
    last = number.searchsorted(aligned.sentence, side="right")
    before = np.concatenate(([0], copied.cumsum()))
    new = before[last] - before[first] < _COPIED_SENTENCE * (last - first)
    for start, end in zip(first[new].tolist(), last[new].tolist(), strict=True):
        words[start:end] = True
    words &= ~copied & item.kept
    kept = Aligned(aligned.sentence[new], aligned.start[new], aligned.end[new])
    return kept, words


def _side(item: Prepared, other: Prepared, copied: Flags, reworded: Flags) -> Side:
    """Count what one article shares."""
    size = max(item.size, 1)
    shared = copied | reworded
    own = item.kept & ~item.quoted
    # a pair that shares quotations only has nothing of its own to compare
    outside = int(own.sum())
    specific = item.units.specific & _mostly(item, shared)
    names = np.unique(item.values[specific])
    known = np.isin(names, other.values[other.units.named]).mean() if len(names) else 1.0
    return Side(
        item.size,
        float(copied.sum()) / size,
        float(reworded.sum()) / size,
        float((shared & own).sum()) / outside if outside else 0.0,
        float(known),
        int(shared.sum()),
        int((shared & item.quoted).sum()),
    )


def _mostly(item: Prepared, shared: Flags) -> Flags:
    """Words of the sentences of which most words are shared: those that are not, are exchanged."""
    sentence = item.units.sentence
    if not len(sentence):
        return shared
    count = int(sentence[-1]) + 1
    share = np.bincount(sentence, shared, count) >= _SHARED_SENTENCE * np.bincount(
        sentence, minlength=count
    )
    whole: Flags = share[sentence] & item.kept
    return whole


def passage_of(aligned: Aligned, one: Prepared, other: Prepared) -> list[Passage]:
    """Reworded sentences as ranges of words, neighbours that match neighbours joined."""
    out: list[Passage] = []
    rows = zip(aligned.sentence.tolist(), aligned.start.tolist(), aligned.end.tolist(), strict=True)
    for sentence, start, end in rows:
        first, last = one.sentence_words(sentence)
        from_first, from_last = other.sentence_words(start)[0], other.sentence_words(end - 1)[1]
        if last > first and from_last > from_first:
            out.append(Passage(first, last, from_first, from_last))
    return out
