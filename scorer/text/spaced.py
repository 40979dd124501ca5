"""Letters s p a c e d apart: found, put together, and parted into words again.

Between the letters of a word stands one space; between words stand two or more, or, where a page
has collapsed its spaces, one as well. Then only a list of words tells where one ends.
"""

from __future__ import annotations

import re

from scorer.text import characters as ch
from scorer.text import syllables

RUN = re.compile(r"(?<![^\W_])[^\W\d_](?: {1,4}[^\W\d_]){4,}(?![^\W_])")
"""Five single letters or more with spaces between: nobody writes so but to hide or to shout."""
SHORT_RUN = re.compile(r"(?<![^\W_])[^\W\d_](?: {1,4}[^\W\d_]){2,3}(?![^\W_])")
"""Three or four: initials, unless the text holds longer ones."""
_INNER_CAPITAL = re.compile("[a-z][A-Z]")
_GAP = re.compile(" {2,}")
_WEEKDAYS = frozenset({"MTWTFSS", "SMTWTFS"})
_NOT_LISTED = frozenset(
    "youtube facebook twitter instagram linkedin pinterest snapchat reddit whatsapp tiktok inbox "
    "podcast podcasts".split()
)
"""Words that such lines are made of and the dictionary of syllables lacks."""
_MOST_PARTED = 400
"""Letters beyond which nobody reads a run as words."""
_LONGEST_WORD = 16


def any_in(codes: ch.Codes, text: str) -> bool:
    """Whether single letters may stand in a row: three spaces with one character between each.

    Where they do, the pattern is tried on the whole text if three single letters stand near each
    other anywhere, spaces apart: a fifth of a floor, which "a" and a dash do not earn.
    """
    if len(codes) < 9:
        return False
    space = codes == 32
    run = space[:-4] & space[2:-2] & space[4:]
    if not run.any():
        return False
    alone = space[:-2] & space[2:]
    alone &= ~space[1:-1]
    if not (run & alone[:-2] & alone[2:]).any():
        return False
    at = alone.nonzero()[0] + 1
    near = at[1:] - at[:-1] <= _FARTHEST
    return any(
        all(map(_is_letter, map(text.__getitem__, at[first : first + 3].tolist())))
        for first in (near[1:] & near[:-1]).nonzero()[0].tolist()
    )


_FARTHEST = 5
"""From one letter of a run to the next: four spaces between them."""


def _is_letter(char: str) -> bool:
    return char.isalnum() and not char.isdecimal()


def together(run: str) -> str:
    """A run of spaced letters as it is read.

    A calendar's head, one letter repeated and columns of single letters stay apart.

    Examples
    --------
    >>> together("F o l l o w  u s"), together("F o l l o w u s"), together("M T W T F S S")
    ('Follow us', 'Follow us', 'M T W T F S S')
    """
    words = [word.replace(" ", "") for word in _GAP.split(run)]
    letters = "".join(words)
    if letters.upper() in _WEEKDAYS or len(set(letters)) == 1 or 2 * len(words) > len(letters):
        return run
    if len(words) == 1 and len(letters) <= _MOST_PARTED:
        words = _parted(letters)
    return " ".join(words)


def _parted(letters: str) -> list[str]:
    """Letters in the words that they are most easily read as."""
    best = [(0.0, 0)]  # cost of the letters so far, and where their last word starts
    for end in range(1, len(letters) + 1):
        starts = range(max(end - _LONGEST_WORD, 0), end)
        best.append(min((best[at][0] + _cost(letters[at:end]), at) for at in starts))
    words: list[str] = []
    end = len(letters)
    while end:
        words.append(letters[best[end][1] : end])
        end = best[end][1]
    return words[::-1]


def _cost(word: str) -> float:
    """How unlikely a word is: least on the list of easy ones, most where no list has it."""
    lower, size = word.lower(), len(word)
    if lower in syllables.easy_words() and (size > 1 or lower in "ai"):
        cost = 1.0 + 0.25 * size + (size < 2)
    elif size > 3 and (lower in syllables.table() or lower in _NOT_LISTED):
        cost = 1.8 + 0.22 * size
    else:
        cost = 3.0 + 0.7 * size + 1.5 * (size < 3)
    return cost if lower in _NOT_LISTED else cost + 2.0 * bool(_INNER_CAPITAL.search(word))
