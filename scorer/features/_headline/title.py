"""The headline proper: the words of a title without the outlet's name behind it.

A title of ten words costs five microseconds here and seventy-five as a document of its own, whose
passes are made for articles; a test holds both to the same words.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from scorer.features._headline.words import FUNCTION_WORDS

MAX_CHARACTERS = 2000
"""Characters of a title that are read; what is longer is no headline."""

# as scorer.text.segment.tokenise: apostrophes between letters, points and commas between digits,
# points between single letters
WORD = re.compile(
    r"\w+(?:(?:(?<=[^\W\d])'(?=[^\W\d])|(?<=\d)[.,](?=\d)"
    r"|(?<![^\W\d][^\W\d])(?<=[^\W\d])\.(?=[^\W\d](?![^\W\d])))\w+)*"
)
"""A word of a title."""
_SEPARATOR = re.compile(r"\s(?:(\||»)|[-–—])\s")
# a quotation: someone's words, long enough to be no mere title or scare quote
_SPEECH = re.compile(r"\"[^\"]{9,300}\"|(?<!\w)'(?=\w)(?:[^']|(?<=\w)'(?=\w)){9,300}'(?!\w)")
SPEECH_WORD = '"'
"""Stands for a quotation among a headline's own words."""

_MIN_SPOKEN = 3
_MAX_SURE = 6
_MAX_DASHED = 4
_MIN_LEFT = 3
_NAME_WORDS = frozenset(["the", "of", "and"])


class Headline:
    """A title's text and words, without an outlet's name at its end.

    A part after a dash is taken off only if it looks like a name: few words, all with a capital,
    none of them a closed-class word, so that "... - Here's Why" stays.

    Parameters
    ----------
    title : str
        A title as normalised.

    Attributes
    ----------
    text : str
        The headline's text: the title's start, so that offsets hold in both.
    words : list of str
        Its words in lower case.

    Examples
    --------
    >>> Headline("Mayor resigns after audit - Northern Courier").text
    'Mayor resigns after audit'
    """

    __slots__ = ("_ranges", "text", "words")

    def __init__(self, title: str) -> None:
        self.text = _without_outlet(title[:MAX_CHARACTERS])
        self.words: list[str] = WORD.findall(self.text.lower())
        self._ranges: list[tuple[int, int]] | None = None

    @property
    def ranges(self) -> list[tuple[int, int]]:
        """Character range of each word."""
        if self._ranges is None:
            self._ranges = [match.span() for match in WORD.finditer(self.text.lower())]
        return self._ranges

    @property
    def own_words(self) -> list[str]:
        """The words with each quotation of three words or more as one :data:`SPEECH_WORD`.

        A source who says "you" speaks to someone else than the reader. As many words as in
        :attr:`words`, the others of a quotation empty; a headline that is nothing but a quotation
        keeps its words.
        """
        if '"' not in self.text and "'" not in self.text:
            return self.words
        words = self.words
        for match in _SPEECH.finditer(self.text):
            first = bisect_left(self.ranges, (match.start(), 0))
            last = bisect_left(self.ranges, (match.end(), 0))
            if _MIN_SPOKEN <= last - first < len(words):
                spoken = [SPEECH_WORD] + [""] * (last - first - 1)
                words = words[:first] + spoken + words[last:]
        return words

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Character range of some words, from the first to before the last."""
        return self.ranges[first][0], self.ranges[last - 1][1]


def _without_outlet(title: str) -> str:
    """The title up to the separator before an outlet's name."""
    separators = list(_SEPARATOR.finditer(title))
    if not separators:
        return title
    separator = separators[-1]
    rest, name = title[: separator.start()], WORD.findall(title[separator.end() :])
    if not name or len(WORD.findall(rest)) < _MIN_LEFT:
        return title
    if separator.group(1):
        return rest if len(name) <= _MAX_SURE else title
    looks_so = len(name) <= _MAX_DASHED and all(
        word.lower() in _NAME_WORDS if word.lower() in FUNCTION_WORDS else word[0].isupper()
        for word in name
    )
    return rest if looks_so else title
