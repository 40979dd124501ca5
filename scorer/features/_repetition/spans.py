"""Evidence spans of sentences, lines, words and version starts."""

from __future__ import annotations

from scorer.features._repetition.keys import WordKeys
from scorer.schema import Span
from scorer.text.document import Document, Flags, Index


def _runs(where: Index) -> tuple[list[int], list[int]]:
    """First and last of each run of neighbours among places in order."""
    first: list[int] = []
    last: list[int] = []
    for at in where.tolist():
        if last and at == last[-1] + 1:
            last[-1] = at
        else:
            first.append(at)
            last.append(at)
    return first, last


def sentences(doc: Document, flags: Flags, label: str) -> tuple[Span, ...]:
    """Spans of the flagged sentences, neighbours joined."""
    where = flags.nonzero()[0]
    if not len(where):
        return ()
    first, last = _runs(where)
    ranges = doc.sentence_ranges
    return doc.spans(ranges[first, 0], ranges[last, 1], label)


def words(doc: Document, keys: WordKeys, where: Index, label: str) -> tuple[Span, ...]:
    """Spans of some words in order, neighbours joined."""
    if not len(where):
        return ()
    first, last = _runs(where)
    at = keys.at
    return doc.spans(
        doc.token_starts.take(at.take(first)), doc.token_ends.take(at.take(last)), label
    )


def lines(doc: Document, numbers: Index, label: str) -> tuple[Span, ...]:
    """Spans of some lines."""
    if not len(numbers):
        return ()
    ranges = doc.line_ranges[numbers]
    return doc.spans(ranges[:, 0], ranges[:, 1], label)


def starts(doc: Document, sentences_: list[int]) -> tuple[Span, ...]:
    """First sentence of each version, the first version's included; none for a single version."""
    if not sentences_:
        return ()
    ranges = doc.sentence_ranges
    return tuple(
        doc.span(int(ranges[sentence, 0]), int(ranges[sentence, 1]), "version", group)
        for group, sentence in enumerate([0, *sentences_])
    )
