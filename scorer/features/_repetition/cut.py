"""Promo lines that a body was cut from, where the page brings the same one again.

A repeated promo line is boilerplate of the page although the body no longer holds it. The body
remembers the text as given, so what lies between its lines is what was cut.
"""

from __future__ import annotations

from scorer.schema import Span
from scorer.text.document import Document

_FEW_WORDS = 3


def repeated(doc: Document) -> tuple[list[Span], int]:
    """Repeats of cut lines.

    Returns
    -------
    spans : list of Span
        Each later occurrence, in offsets of the text as given; one group per line.
    words : int
        Their number of words.
    """
    given = doc.given
    if len(given) - len(doc.text) < 2 * _FEW_WORDS:
        return [], 0
    ranges = doc.line_ranges
    lines = list(doc.given_ranges(ranges[:, 0], ranges[:, 1]))
    gaps = zip(
        [0, *[end for _, end in lines]],
        [*[start for start, _ in lines], len(given)],
        strict=True,
    )
    seen: dict[tuple[str, ...], int] = {}
    spans: list[Span] = []
    again = 0
    for low, high in gaps:
        if high - low < 2 * _FEW_WORDS or not (gap := given[low:high]).strip():
            continue
        at = low
        for line in gap.splitlines(keepends=True):
            words = tuple(line.lower().split())
            if len(words) >= _FEW_WORDS:
                group = seen.get(words)
                if group is None:
                    seen[words] = len(seen)
                else:
                    start = at + len(line) - len(line.lstrip())
                    spans.append(Span(start, at + len(line.rstrip()), "boilerplate", group))
                    again += len(words)
            at += len(line)
    return spans, again
