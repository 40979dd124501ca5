"""Markdown that a page was never freed from: emphasis and links whose marks are not read.

A page must not score otherwise because its words stand between asterisks. The marks are dropped
and what they enclose is kept; the first and last character kept stand for the marks too, so that
evidence covers the link with its address.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_LINK = re.compile(r"!?\[([^\[\]\n]{1,200})\]\([^()\s]{1,300}\)")
_BOLD = re.compile(r"(?<![\w*])\*\*([^\s*](?:[^*\n]{0,200}[^\s*])?)\*\*(?![\w*])")
_ITALIC = re.compile(r"(?<![\w*])\*([^\s*](?:[^*\n]{0,200}[^\s*])?)\*(?![\w*])")


class Markup(NamedTuple):
    """Marks of a text, each with what it encloses.

    Parameters
    ----------
    outer : list of (int, int)
        Ranges of the marks and what they enclose, in order.
    inner : list of (int, int)
        What each of them encloses.
    """

    outer: list[tuple[int, int]]
    inner: list[tuple[int, int]]

    def kept(self, size: int) -> npt.NDArray[np.bool_]:
        """Which of a text's characters are no marks; shape (size,)."""
        kept = np.ones(size, dtype=np.bool_)
        for (start, end), (first, last) in zip(self.outer, self.inner, strict=True):
            kept[start:first] = False
            kept[last:end] = False
        return kept


def find(text: str) -> Markup | None:
    """Find emphasis and links.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    Markup or None
        None where there is nothing to drop.

    Examples
    --------
    >>> find("He **never** said [so](http://a.example).")
    Markup(outer=[(3, 12), (18, 40)], inner=[(5, 10), (19, 21)])
    """
    patterns = [_LINK] if "](" in text else []
    if "*" in text:
        patterns += [_BOLD, _ITALIC]
    found = sorted(
        (match.span(), match.span(1)) for pattern in patterns for match in pattern.finditer(text)
    )
    if not found:
        return None
    return Markup([outer for outer, _ in found], [inner for _, inner in found])
