"""Text that a browser does not show: comments, and elements that are styled away.

It reaches a scorer where pages are taken apart carelessly, and it can be put there on purpose: good
text for machines that no reader sees (search engines call it cloaking).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_STYLED_AWAY = re.compile(
    r"<(div|span|p|section|td|li|font)\b[^<>]{0,200}?"
    r"(?:display ?: ?none|visibility ?: ?hidden|font-size ?: ?0(?![.\d])|opacity ?: ?0(?![.\d])"
    r"|\bhidden\b)[^<>]{0,200}>",
    re.IGNORECASE,
)


def hidden_ranges(text: str) -> list[tuple[int, int]]:
    """Find what a page's markup hides, as half-open ranges in order, none inside another.

    What is never closed counts as shown: half a page may hang on a stray mark.

    Examples
    --------
    >>> text = "Seen. <!-- Not seen. --> <p style='display:none'>Nor this.</p> Seen."
    >>> [text[start:end] for start, end in hidden_ranges(text)]
    ['<!-- Not seen. -->', "<p style='display:none'>Nor this.</p>"]
    """
    out: list[tuple[int, int]] = []
    for start, end in sorted([*_comments(text), *_styled_away(text)]):
        if not out or start >= out[-1][1]:
            out.append((start, end))
    return out


def _comments(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    while (start := text.find("<!--", end)) >= 0:
        close = text.find("-->", start + 4)
        if close < 0:
            return
        end = close + 3
        yield start, end


def _styled_away(text: str) -> Iterator[tuple[int, int]]:
    unclosed: set[str] = set()
    lower = text.lower() if text.isascii() else text
    for match in _STYLED_AWAY.finditer(text):
        closing = f"</{match[1].lower()}>"
        if closing in unclosed:  # looked for once: a page of open tags stays linear
            continue
        close = lower.find(closing, match.end())
        if close < 0:
            unclosed.add(closing)
        else:
            yield match.start(), close + len(closing)
