"""Lines of a body that repeat the headline."""

from __future__ import annotations

import numpy as np

from scorer.features._headline.title import WORD
from scorer.text.document import Document, Index

_FEWEST, _MOST = 3, 30


def repeats(doc: Document, words: Index, first: Index) -> Index:
    """Lines that repeat the title, or the page's own first line.

    Parameters
    ----------
    doc : Document
    words : array of int64
        Number of words of each line.
    first : array of int64
        First line with the same words, for each line.

    Returns
    -------
    array of int64
        Line numbers. A title that stands as the body's first line is not among them.
    """
    found = np.zeros(len(words), dtype=np.bool_)
    if len(words) and _FEWEST <= int(words[0]) <= _MOST and _is_heading(doc):
        found |= first == 0
    title = _title(doc)
    if _FEWEST <= len(title) <= _MOST:
        bounds = doc.line_tokens
        for line in ((words == len(title)) > found).nonzero()[0].tolist():
            if _words(doc, int(bounds[line]), int(bounds[line + 1])) == title:
                found |= first == first[line]
    found[:1] = False
    return found.nonzero()[0]


def _is_heading(doc: Document) -> bool:
    """Whether the first line may be a heading: it does not end in a full stop."""
    return doc.text[int(doc.line_ranges[0, 1]) - 1] != "."


def _title(doc: Document) -> list[str]:
    """Words of the title."""
    title = doc.title
    if title is not None and title.isascii():  # a document of its own would cost ten times as much
        return WORD.findall(title.lower())
    head = doc.title_doc
    return [] if head is None else _words(head, 0, len(head.tokens))


def _words(doc: Document, start: int, end: int) -> list[str]:
    """Words among the tokens of a range."""
    shown = doc.is_word[start:end].tolist()
    return [word for word, keep in zip(doc.tokens[start:end], shown, strict=True) if keep]
