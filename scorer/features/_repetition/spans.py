"""Evidence spans of sentences, lines, words and version starts."""

from __future__ import annotations

import numpy as np

from scorer.features._repetition.keys import WordKeys
from scorer.schema import Span
from scorer.text.document import Document, Flags, Index


def _runs(flags: Flags) -> tuple[Index, Index]:
    """First and last place of each run of true values."""
    where = flags.nonzero()[0]
    breaks = (where[1:] != where[:-1] + 1).nonzero()[0]
    return where[np.append(0, breaks + 1)], where[np.append(breaks, len(where) - 1)]


def _spans(doc: Document, starts: Index, ends: Index, label: str) -> tuple[Span, ...]:
    return tuple(
        doc.span(start, end, label)
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    )


def sentences(doc: Document, flags: Flags, label: str) -> tuple[Span, ...]:
    """Spans of the flagged sentences, neighbours joined."""
    if not flags.any():
        return ()
    first, last = _runs(flags)
    ranges = doc.sentence_ranges
    return _spans(doc, ranges[first, 0], ranges[last, 1], label)


def words(doc: Document, keys: WordKeys, flags: Flags, label: str) -> tuple[Span, ...]:
    """Spans of the flagged words, neighbours joined."""
    if not flags.any():
        return ()
    first, last = _runs(flags)
    return _spans(doc, doc.token_starts[keys.at[first]], doc.token_ends[keys.at[last]], label)


def lines(doc: Document, numbers: Index, label: str) -> tuple[Span, ...]:
    """Spans of some lines."""
    ranges = doc.line_ranges[numbers]
    return _spans(doc, ranges[:, 0], ranges[:, 1], label)


def starts(doc: Document, sentences_: list[int]) -> tuple[Span, ...]:
    """First sentence of each version, the first version's included; none for a single version."""
    if not sentences_:
        return ()
    ranges = doc.sentence_ranges
    return tuple(
        doc.span(int(ranges[sentence, 0]), int(ranges[sentence, 1]), "version", group)
        for group, sentence in enumerate([0, *sentences_])
    )
