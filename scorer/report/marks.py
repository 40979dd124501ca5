"""Cut a text into marked and unmarked segments, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text and the numbers of the reasons it is evidence of.

    Examples
    --------
    >>> Segment("plain", ()).ranks
    ()
    """

    text: str
    ranks: tuple[int, ...]


def segments(text: str, spans: Iterable[tuple[int, int, int]]) -> list[Segment]:
    """Cut a text where marks begin and end; overlapping marks share a segment.

    Parameters
    ----------
    text : str
    spans : iterable of (start, end, rank)
        Half-open ranges of the text, in any order, overlapping as they may.

    Returns
    -------
    list of Segment
        Their texts joined are the text.

    Examples
    --------
    >>> [(s.text, s.ranks) for s in segments("abcdef", [(1, 4, 1), (3, 5, 2)])]
    [('a', ()), ('bc', (1,)), ('d', (1, 2)), ('e', (2,)), ('f', ())]
    """
    events: dict[int, list[tuple[int, int]]] = {}
    for start, end, rank in spans:
        start, end = max(start, 0), min(end, len(text))
        if start < end:
            events.setdefault(start, []).append((rank, 1))
            events.setdefault(end, []).append((rank, -1))
    open_: dict[int, int] = {}
    found: list[Segment] = []
    last = 0
    for place in [*sorted(events), len(text)]:
        if last < place:
            ranks = tuple(sorted(open_))
            if found and found[-1].ranks == ranks:
                found[-1] = Segment(found[-1].text + text[last:place], ranks)
            else:
                found.append(Segment(text[last:place], ranks))
        last = place
        for rank, change in events.get(place, ()):
            open_[rank] = open_.get(rank, 0) + change
            if not open_[rank]:
                del open_[rank]
    return found


def joined(text: str, spans: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Join marks of one reason that touch or have only blanks between them on one line.

    Parameters
    ----------
    text : str
    spans : iterable of (start, end, rank)

    Returns
    -------
    list of (start, end, rank)

    Examples
    --------
    >>> joined("north berth, closed", [(6, 11, 1), (0, 5, 1), (13, 19, 1), (0, 5, 2)])
    [(0, 11, 1), (13, 19, 1), (0, 5, 2)]
    """
    found: list[tuple[int, int, int]] = []
    for start, end, rank in sorted(spans, key=lambda span: (span[2], span[0], span[1])):
        if found and found[-1][2] == rank:
            first, last, _ = found[-1]
            if start <= last or not text[last:start].strip(" \t\u00a0"):
                found[-1] = (first, max(last, end), rank)
                continue
        found.append((start, end, rank))
    return found


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a marked line: plain text, or a bracket that opens or closes a mark.

    Parameters
    ----------
    text : str
    rank : int
        Number of the innermost mark it stands in; 0 for none.
    """

    text: str
    rank: int


def bracketed(line: Sequence[Segment]) -> Iterator[Piece]:
    """Write the marks of a line as nested brackets: ``[1: ...]`` marks evidence of reason 1.

    Marks that overlap without nesting are closed and opened again.

    Parameters
    ----------
    line : sequence of Segment
        One paragraph.

    Yields
    ------
    Piece

    Examples
    --------
    >>> line = segments("one two three", [(0, 7, 2), (4, 7, 1)])
    >>> "".join(piece.text for piece in bracketed(line))
    '[2: one [1: two]] three'
    """
    opened: list[int] = []
    for index, segment in enumerate(line):
        keep = 0
        while keep < len(opened) and opened[keep] in segment.ranks:
            keep += 1
        while len(opened) > keep:
            rank = opened[-1]
            opened.pop()
            yield Piece("]", rank)
        new = [rank for rank in segment.ranks if rank not in opened]
        text = segment.text
        if new:
            words = text.lstrip()
            if len(words) < len(text):
                yield Piece(text[: len(text) - len(words)], opened[-1] if opened else 0)
                text = words
        # The mark that goes on longest is opened first, so that the others nest in it.
        for rank in sorted(new, key=lambda rank: (-_length(line, index, rank), rank)):
            opened.append(rank)
            yield Piece(f"[{rank}: ", rank)
        yield Piece(text, opened[-1] if opened else 0)
    for rank in reversed(opened):
        yield Piece("]", rank)


def _length(line: Sequence[Segment], index: int, rank: int) -> int:
    """Segments from an index on that a mark covers without a gap."""
    end = index
    while end < len(line) and rank in line[end].ranks:
        end += 1
    return end - index


def paragraphs(text: str, spans: Iterable[tuple[int, int, int]]) -> Iterator[list[Segment]]:
    r"""Cut a text into its lines that are not blank, each a list of segments.

    A mark that runs over several lines is marked on each of them.

    Parameters
    ----------
    text : str
    spans : iterable of (start, end, rank)

    Yields
    ------
    list of Segment

    Examples
    --------
    >>> [[s.text for s in line] for line in paragraphs("one two\n\nthree", [(4, 12, 1)])]
    [['one ', 'two'], ['thr', 'ee']]
    """
    line: list[Segment] = []
    for segment in segments(text, spans):
        pieces = _BREAK.split(segment.text)
        for index, piece in enumerate(pieces):
            if index and line:
                if any(part.text.strip() for part in line):
                    yield line
                line = []
            if piece:
                line.append(Segment(piece, segment.ranks))
    if any(part.text.strip() for part in line):
        yield line
