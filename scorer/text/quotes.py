"""Quotations: ranges between paired quotation marks.

Marks are paired within a paragraph. Two habits of print are known: a quotation that runs over
several paragraphs opens anew in each and closes only in the last, and British style uses single
marks. Marks that measure inches, or that never close, are no quotations.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scorer.text import characters as ch

MAX_QUOTATION = 2_000
"""Characters; a longer range between two marks is a lost mark, not a quotation."""


def find(text: str, kinds: ch.Classes, line_ranges: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    """Find the quotations of a normalised text.

    Parameters
    ----------
    text : str
        Normalised text: double marks are ``"``, single ones ``'``.
    kinds : array of uint8
        Character classes of the text.
    line_ranges : array of int64, shape (p, 2)
        Paragraphs.

    Returns
    -------
    list of (int, int)
        Half-open ranges, marks included, in order, without overlap.
    """
    marks = (kinds == ch.QUOTE).nonzero()[0]
    if len(marks) < 2:
        return _single(text, kinds, line_ranges)
    found: list[tuple[int, int]] = []
    bounds = marks.searchsorted(line_ranges.ravel()).reshape(-1, 2).tolist()
    for (first, last), end in zip(bounds, line_ranges[:, 1].tolist(), strict=True):
        opened = -1
        for at in marks[first:last].tolist():
            if opened < 0:
                if _can_open(text, at):
                    opened = at
            elif _can_close(text, at, opened):
                if at + 1 - opened <= MAX_QUOTATION:
                    found.append((opened, at + 1))
                opened = -1
        # opened and not closed: the quotation goes on in the next paragraph
        if opened >= 0 and end - opened <= MAX_QUOTATION and end - opened > 20:
            found.append((opened, end))
    return found


def _can_open(text: str, at: int) -> bool:
    """Whether a mark may open: something follows it at once, and it is no inch mark."""
    after = text[at + 1] if at + 1 < len(text) else " "
    before = text[at - 1] if at else " "
    return not after.isspace() and not before.isdigit()


def _can_close(text: str, at: int, opened: int) -> bool:
    """Whether a mark may close: a letter or stop stands before it."""
    return at - opened > 1 and not text[at - 1].isspace()


def _single(
    text: str, kinds: ch.Classes, line_ranges: npt.NDArray[np.int64]
) -> list[tuple[int, int]]:
    """Quotations in single marks, as in British print; apostrophes are none."""
    marks = (kinds == ch.APOSTROPHE).nonzero()[0]
    if len(marks) < 2:
        return []
    padded = np.concatenate(([ch.SPACE], kinds, [ch.SPACE]))
    before, after = padded[marks], padded[marks + 2]
    # not "'90s": years lose their century more often than quotations start with a figure
    opens = ((before < ch.LOWER) | (before > ch.DIGIT)) & (
        (after >= ch.LOWER) & (after <= ch.LETTER)
    )
    sure = (before == ch.STOP) | (before == ch.COMMA)
    closes = (after < ch.LOWER) | (after > ch.DIGIT)
    closes &= (before != ch.SPACE) & (before != ch.NEWLINE)
    kept = opens | closes
    marks, opens, sure = marks[kept], opens[kept], sure[kept]
    found: list[tuple[int, int]] = []
    bounds = marks.searchsorted(line_ranges.ravel()).reshape(-1, 2).tolist()
    open_, surely = opens.tolist(), sure.tolist()
    places = marks.tolist()
    for line, (first, last) in enumerate(bounds):
        end = int(line_ranges[line, 1])
        opened, doubtful = -1, -1
        for number in range(first, last):
            at = places[number]
            if open_[number] and not surely[number]:
                if doubtful >= 0:  # a plural's apostrophe would have been followed by its close
                    found.append((opened, doubtful + 1))
                    opened = doubtful = -1
                if opened < 0:
                    opened = at
            elif opened >= 0 and at - opened > 1:
                if surely[number] or text[at - 1] not in "sS":
                    found.append((opened, at + 1))
                    opened = doubtful = -1
                elif doubtful < 0:
                    doubtful = at  # "the workers' pay": a later mark may be the close
        if doubtful >= 0:
            found.append((opened, doubtful + 1))
        elif opened >= 0 and end - opened > 20 and _opens_line(text, line_ranges, line + 1):
            found.append((opened, end))
    return [(start, stop) for start, stop in found if stop - start <= MAX_QUOTATION]


def _opens_line(text: str, line_ranges: npt.NDArray[np.int64], line: int) -> bool:
    """Whether a line opens with a single mark: the quotation before it goes on."""
    return line < len(line_ranges) and text[int(line_ranges[line, 0])] == "'"
