"""How many times a page tells its story, and with which sentence each version starts."""

from __future__ import annotations

import numpy as np

from scorer.features._repetition.content import Words, stem
from scorer.features._repetition.rewrite import Zone
from scorer.text.document import Document, Index

_LEAST_WORDS, _LEAST_SHARE = 100, 0.3
"""Words of a version, and how much of what is told for the first time they must come to."""
_BEGINNING = 0.4
"""Share of the story that a version may leave out at its beginning."""
_BACK = 0.3
"""Share of the story by which it goes back where a version starts inside a zone."""
_NEAR_WORDS = 80
"""How far from the rough edge of a zone its version may start."""
_MOST_LINES, _MOST_VERSIONS = 8, 200
"""Lines on either side, and versions of a page, for which that is looked for."""
_OPENING_WORDS = 40
"""Words of an opening that are compared with the first version's."""


def find(doc: Document, words: Words, zones: list[Zone]) -> list[int]:
    """First sentence of each version after the first that the page holds.

    Each sentence has a place in the story: a new one its own, a retold one that of its source. A
    version starts where the story goes back to near its beginning and is then told at length.
    """
    if not zones:
        return []
    before = np.concatenate(([0], np.cumsum(doc.is_word)))[doc.sentence_tokens]
    place = before[:-1].astype(np.float64)
    fresh = int(before[-1]) - sum(int(before[zone.end] - before[zone.start]) for zone in zones)
    starts: list[int] = []
    sizes: list[int] = []
    for zone in zones:
        source = place[zone.source_start : zone.source_end]
        steps = np.linspace(0, len(source) - 1, zone.end - zone.start)
        place[zone.start : zone.end] = source[steps.astype(np.int64)]
        back = place[zone.start - 1 : zone.end - 1] - place[zone.start : zone.end]
        goes_back = back > _BACK * fresh  # a zone may run from the end of one version into another
        goes_back[0] = back[0] > 0
        goes_back &= place[zone.start : zone.end] <= _BEGINNING * fresh
        at = zone.start
        for start in (goes_back.nonzero()[0] + zone.start).tolist():
            if sizes:
                sizes[-1] += int(before[start] - before[at])
            starts.append(start)
            sizes.append(0)
            at = start
        if sizes:
            sizes[-1] += int(before[zone.end] - before[at])
    least = max(_LEAST_WORDS, _LEAST_SHARE * fresh)
    chosen = [start for start, size in zip(starts, sizes, strict=True) if size >= least]
    return _Openings(doc, words, before).near(chosen) if chosen else []


class _Openings:
    """Where versions start exactly: zones are found by words, and their edges are rough."""

    def __init__(self, doc: Document, words: Words, before: Index) -> None:
        self._doc = doc
        self._words = words
        self._before = before
        line = doc.sentence_line
        opens = np.ones(len(line), dtype=np.bool_)
        opens[1:] = line[1:] != line[:-1]
        self._opens: Index = opens.nonzero()[0]
        self._words_of_lines: Index = before[self._opens]

    def near(self, starts: list[int]) -> list[int]:
        """Start of the line near each rough start whose words are most those of the page's own."""
        first = self._stems(0)
        out = [0]
        for start in starts[:_MOST_VERSIONS]:
            at = self._before[start]
            low, high = self._words_of_lines.searchsorted((at - _NEAR_WORDS, at + _NEAR_WORDS + 1))
            middle = int(self._opens.searchsorted(start))
            low, high = max(low, middle - _MOST_LINES), min(high, middle + _MOST_LINES)
            lines = [line for line in self._opens[low:high].tolist() if line > out[-1]]
            # of equals the one that is nearest to the rough start
            found = max(
                {start, *lines}, key=lambda at: (len(first & self._stems(at)), -abs(at - start))
            )
            out.append(found if found > out[-1] else start)
        return out[1:] + starts[_MOST_VERSIONS:]

    def _stems(self, sentence: int) -> set[str]:
        """Stems of the content words that follow the start of a sentence."""
        last = int(np.searchsorted(self._before, self._before[sentence] + _OPENING_WORDS))
        tokens = self._doc.sentence_tokens
        low, high = self._words.at.searchsorted(
            (tokens[sentence], tokens[min(last, len(tokens) - 1)])
        )
        distinct = self._doc.distinct
        return {stem(distinct[word]) for word in self._words.ids[low:high].tolist()}
