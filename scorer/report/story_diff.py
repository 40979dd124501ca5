"""A copy beside its original: shared passages numbered, long stretches of other text folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scorer.report.places import Piece, Place, marked
from scorer.report.story_rows import Passage

WHOLE = 6_000
"""A text up to this many characters is shown whole; of a longer one, what is shared."""
AROUND = 240
"""Characters kept on either side of a shared passage."""
MOST_SHOWN = 15_000
"""Characters of one side."""
SIGNS = {"copy": "", "rewrite": "≈", "quotation": "”"}
"""Behind the number of a passage: the same words, other words, words of a third party."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a text with its passages.

    Parameters
    ----------
    skipped : int
        Characters left out before it.
    """

    skipped: int
    text: str
    places: tuple[Place, ...]

    def lines(self) -> Iterator[list[Piece]]:
        """Paragraphs, passages opened and closed so that they nest."""
        return marked(self.text, self.places)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts.

    Parameters
    ----------
    rest : int
        Characters left out at the end.
    numbers : frozenset of int
        Passages that are shown.
    """

    excerpts: tuple[Excerpt, ...]
    rest: int
    numbers: frozenset[int]


@dataclass(frozen=True, slots=True)
class Difference:
    """Both sides; only passages shown on both are linked."""

    copy: Side
    origin: Side
    signs: dict[int, str]

    @property
    def linked(self) -> frozenset[int]:
        """Passages shown on both sides."""
        return self.copy.numbers & self.origin.numbers


def difference(passages: Sequence[Passage], copy: str, origin: str) -> Difference:
    """Lay out a copy beside its original.

    Parameters
    ----------
    passages : sequence of Passage
        What lies outside a text is cut off; what then is empty is left out.
    copy, origin : str
        The texts as given.

    Examples
    --------
    >>> found = difference([Passage(4, 9, 0, 5, "copy")], "Now: words", "words, indeed")
    >>> [excerpt.text for excerpt in found.copy.excerpts], sorted(found.linked)
    (['Now: words'], [1])
    """
    kept = [
        item
        for item in sorted(passages, key=lambda item: (item.start, item.end))
        if _within(item.start, item.end, copy) and _within(item.from_start, item.from_end, origin)
    ]
    return Difference(
        _side(copy, [(item.start, item.end) for item in kept]),
        _side(origin, [(item.from_start, item.from_end) for item in kept]),
        {number: SIGNS.get(item.kind, "") for number, item in enumerate(kept, 1)},
    )


def _within(start: int, end: int, text: str) -> bool:
    """Whether something of a range lies in a text."""
    return max(start, 0) < min(end, len(text))


def _side(text: str, ranges: Sequence[tuple[int, int]]) -> Side:
    """Cut a text to its passages and what is around them."""
    places = [
        Place(number, number, max(start, 0), min(end, len(text)), "")
        for number, (start, end) in enumerate(ranges, 1)
    ]
    places.sort(key=lambda place: (place.start, -place.end))
    left = MOST_SHOWN
    excerpts: list[Excerpt] = []
    at = 0
    for start, end in _windows(text, places):
        if left <= 0:
            break
        end = min(end, start + left)
        left -= end - start
        inside = tuple(
            Place(place.rank, place.number, place.start - start, min(place.end, end) - start, "")
            for place in places
            if start <= place.start < end
        )
        excerpts.append(Excerpt(start - at, text[start:end], inside))
        at = end
    numbers = frozenset(place.rank for excerpt in excerpts for place in excerpt.places)
    return Side(tuple(excerpts), len(text) - at, numbers)


def _windows(text: str, places: Sequence[Place]) -> list[tuple[int, int]]:
    """Ranges of a text to show; a passage never begins before the range it is in."""
    if len(text) <= WHOLE:
        return [(0, len(text))]
    found = [(0, _space(text, AROUND))]
    for place in places:
        start, end = max(place.start - AROUND, 0), min(place.end + AROUND, len(text))
        start = max(_space(text, start) if start else 0, 0)
        start, end = min(start, place.start), max(_space(text, end), place.end)
        if start <= found[-1][1] + AROUND:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _space(text: str, at: int) -> int:
    """Begin of the next word, so that no word is cut in two; a very long one is."""
    for index in range(at, min(at + 30, len(text))):
        if text[index].isspace():
            return index
    return at
