"""Evidence as numbered places in a text, and the text as nested pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from scorer.report.marks import Segment, paragraphs
from scorer.schema import Reason


@dataclass(frozen=True, slots=True)
class Place:
    """A range of the text that is evidence of one reason.

    Parameters
    ----------
    rank : int
        Number of the reason, from 1.
    number : int
        Number of the place within the reason, from 1.
    start, end : int
        Half-open range.
    label : str
        Kinds of the evidence that lies there.
    """

    rank: int
    number: int
    start: int
    end: int
    label: str

    @property
    def id(self) -> str:
        """Name of the place in the page."""
        return f"e{self.rank}-{self.number}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A step in writing a marked paragraph.

    Parameters
    ----------
    kind : {"open", "text", "close"}
    text : str
        Of a text.
    place : Place, optional
        Of an opening.
    is_first : bool
        Whether the place opens here for the first time.
    """

    kind: Literal["open", "text", "close"]
    text: str = ""
    place: Place | None = None
    is_first: bool = False


def places_of(reasons: Sequence[Reason], length: int) -> list[list[Place]]:
    """Places of each reason; its spans that meet or touch are one place.

    Parameters
    ----------
    reasons : sequence of Reason
    length : int
        Of the text; what lies outside is left out.

    Returns
    -------
    list of list of Place
        One list a reason, in text order.
    """
    found: list[list[Place]] = []
    for rank, reason in enumerate(reasons, 1):
        ranges: list[tuple[int, int, list[str]]] = []
        for span in sorted(reason.evidence, key=lambda span: (span.start, span.end)):
            start, end = max(span.start, 0), min(span.end, length)
            label = span.label.replace("_", " ")
            if ranges and start <= ranges[-1][1]:
                first, last, labels = ranges[-1]
                ranges[-1] = (first, max(last, end), labels)
                if label not in labels:
                    labels.append(label)
            elif start < end:
                ranges.append((start, end, [label]))
        found.append(
            [
                Place(rank, number, start, end, ", ".join(labels))
                for number, (start, end, labels) in enumerate(ranges, 1)
            ]
        )
    return found


def marked(text: str, places: Sequence[Place]) -> Iterator[list[Piece]]:
    r"""Write a text paragraph by paragraph, its places opened and closed so that they nest.

    Parameters
    ----------
    text : str
    places : sequence of Place

    Yields
    ------
    list of Piece
        One list a line that is not blank. A place that overlaps another without nesting, or runs
        over several lines, is closed and opened again.

    Examples
    --------
    >>> line = next(marked("one two", [Place(1, 1, 0, 3, "x")]))
    >>> [(piece.kind, piece.text) for piece in line]
    [('open', ''), ('text', 'one'), ('close', ''), ('text', ' two')]
    """
    seen: set[int] = set()
    spans = [(place.start, place.end, index) for index, place in enumerate(places)]
    for line in paragraphs(text, spans):
        yield _pieces(line, places, seen)


def _pieces(line: Sequence[Segment], places: Sequence[Place], seen: set[int]) -> list[Piece]:
    """Nest the places of one line."""
    found: list[Piece] = []
    opened: list[int] = []
    for segment in line:
        keep = 0
        while keep < len(opened) and opened[keep] in segment.ranks:
            keep += 1
        found += [Piece("close")] * (len(opened) - keep)
        del opened[keep:]
        new = [index for index in segment.ranks if index not in opened]
        # What goes on longest is opened first, so that the others nest in it.
        for index in sorted(new, key=lambda index: (-places[index].end, index)):
            opened.append(index)
            found.append(Piece("open", "", places[index], index not in seen))
            seen.add(index)
        found.append(Piece("text", segment.text))
    found += [Piece("close")] * len(opened)
    return found
