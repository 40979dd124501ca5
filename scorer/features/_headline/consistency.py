"""How much of what a headline promises its body holds, and how soon."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from scorer.features._headline.promises import Promise, has_tail

SOON = 0.5
"""Share of a promise that depends on how soon it is kept; the rest on whether it is."""

DECAY = 1200.0
"""Characters (200 words) after which the sooner share has fallen to 1/e."""

_TRIES = range(64)
_WORD_ENDS = frozenset(["", " ", ",", ".", "\n"])
_match_tail = re.compile(r"[^\W_]{0,7}(?:'s?(?![^\W_]))?").match
_MAX_REPEATS = 8


class Kept(NamedTuple):
    """How a headline's promises are kept.

    Attributes
    ----------
    value : float
        Weighted share of the promises, 0 to 1.
    places : list of (int, int)
        Character range where each kept promise is first kept, in order of the headline.
    """

    value: float
    places: list[tuple[int, int]]


def keep(asked: Sequence[Promise], lower: str, title: str) -> Kept:
    """Look for the promises of a headline in a body.

    Parameters
    ----------
    asked : sequence of Promise
        At least one.
    lower : str
        The body in lower case.
    title : str
        The headline in lower case: where the body repeats it whole, that keeps no promise. Empty
        for a headline too short to tell a repeat from a mention.
    """
    repeats = _repeats(lower, title) if title else []
    opening = repeats[0][1] if repeats and not lower[: repeats[0][0]].strip() else 0
    total = value = 0.0
    places = []
    for stem, forms, weight in asked:
        total += weight
        if stem:
            place = _search_stem(lower, stem, repeats)
        else:
            found = [_search_whole(lower, form, repeats) for form in forms]
            place = min((place for place in found if place is not None), default=None)
        if place is not None:
            places.append(place)
            soon = math.exp((opening - place[0]) / DECAY)
            value += weight * (1.0 - SOON + SOON * soon)
    return Kept(min(1.0, value / total), places)


def _repeats(lower: str, title: str) -> list[tuple[int, int]]:
    """Where the body repeats its headline whole; of many repeats the first ones."""
    found: list[tuple[int, int]] = []
    at = lower.find(title)
    while at >= 0 and len(found) < _MAX_REPEATS:
        found.append((at, at + len(title)))
        at = lower.find(title, at + len(title))
    return found


def _search_stem(
    lower: str, stem: str, repeats: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """First word that is a form of a stem.

    After a fixed number of places that do not fit the search gives up, so that its time stays
    linear with a small factor on any text.
    """
    at = lower.find(stem)
    for _ in _TRIES:
        if at < 0:
            return None
        end = at + len(stem)
        if (not at or not lower[at - 1].isalnum()) and not _is_inside(at, repeats):
            if lower[end : end + 1] in _WORD_ENDS:
                return at, end
            match = _match_tail(lower, end)
            tail = match.group() if match else ""
            if not tail or has_tail(stem, tail):
                return at, end + len(tail)
        at = lower.find(stem, end)
    return None


def _search_whole(
    lower: str, text: str, repeats: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """First place where a text stands as whole words or a whole number."""
    at = lower.find(text)
    for _ in _TRIES:
        if at < 0:
            return None
        end = at + len(text)
        cut = (at and _goes_on(lower, at - 1, at)) or (
            end < len(lower) and _goes_on(lower, end, end - 1)
        )
        if not cut and not _is_inside(at, repeats):
            return at, end
        at = lower.find(text, end)
    return None


def _is_inside(at: int, ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether a character stands in one of some ranges."""
    return bool(ranges) and any(first <= at < last for first, last in ranges)


def _goes_on(lower: str, at: int, edge: int) -> bool:
    """Whether the character at a word's edge belongs to the same word or number."""
    if lower[at].isalnum():
        return True
    if lower[at] not in ".," or not lower[edge].isdigit():
        return False
    beyond = at + (at - edge)
    return 0 <= beyond < len(lower) and lower[beyond].isdigit()
