"""Letters in disguise: accents on English function words, struck-out letters, encoded letters.

A filter that looks for words is passed by writing them so that people still read them (Unicode TR36
and TR39). What is done here is what cannot be done character by character: it takes a run of
letters, or a line, to tell a disguise from an ordinary accent or another language.
"""

from __future__ import annotations

import re
import unicodedata

MARK_RANGES = ((0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20F0))
"""Combining marks that stand on Latin letters: first and last of each block."""
MARKS = "".join(f"{chr(first)}-{chr(last)}" for first, last in MARK_RANGES)

MARKED = re.compile(rf"[^\W\d_][{MARKS}]{{1,8}}")
STRUCK = re.compile(rf"(?:[A-Za-z][{MARKS}]{{1,8}}[ ]?){{3,500}}")
"""Three letters or more in a row, each with marks of its own."""

LEAST_STRUCK = 3

_LETTER_CODE = (
    r"&#(?:0{0,4}(?:6[5-9]|[78]\d|90|9[7-9]|1[01]\d|12[0-2])"
    r"|[xX]0{0,4}(?:4[1-9a-fA-F]|5[0-9aA]|6[1-9a-fA-F]|7[0-9aA]));"
)
ENCODED = re.compile(rf"(?:{_LETTER_CODE}){{1,500}}")
"""ASCII letters as numeric entities; no writer and no editor needs those."""

LINE = re.compile(r"[^\n]{1,2000}")
_WORD = re.compile(r"[^\W\d_]{1,60}")
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_VIETNAMESE = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_FUNCTION = frozenset(
    "the of and to that with this from by which are have it they their but for you your our us we "
    "not is in at be or more here now".split()
)
LEAST_ACCENTED = 0.4
"""Share of a line's words with an accent; French and Czech prose stay under it or lack the rest."""
NEARLY_ALL = 0.7
LEAST_FUNCTION = 2
"""Accented English function words in such a line; written honestly, they bear none."""


def composed(pair: str) -> str:
    r"""A letter and its marks in one character; marks that no letter composes with are dropped.

    Examples
    --------
    >>> composed("e\u0301"), composed("S\u0336")
    ('é', 'S')
    """
    text = unicodedata.normalize("NFC", pair)
    return text if len(text) == 1 else text[0]


def is_struck(run: str) -> bool:
    r"""Whether a run of letters bears marks that make no letters of them.

    Examples
    --------
    >>> is_struck("S\u0336u\u0336b\u0336"), is_struck("e\u0301a\u0300o\u0302")
    (True, False)
    """
    return sum(map(_is_mark, unicodedata.normalize("NFC", run))) >= LEAST_STRUCK


def _is_mark(char: str) -> bool:
    return unicodedata.combining(char) > 0 or unicodedata.category(char) == "Mn"


def is_accented(line: str) -> bool:
    """Whether English function words of a line bear accents, and so do most of its words.

    Examples
    --------
    >>> is_accented("Súbscríbé tó óur néwsléttér")
    True
    >>> is_accented("Le thé est servi à côté de la forêt")
    False
    """
    share, words = _accents(line)
    if share < LEAST_ACCENTED or _VIETNAMESE.search(line):
        return False
    function = sum(_fold(word).lower() in _FUNCTION for word in words)
    return function >= LEAST_FUNCTION or (function > 0 and share >= NEARLY_ALL)


def unaccented(line: str) -> str:
    """A line without its accents where many of its words bear them.

    Examples
    --------
    >>> unaccented("Clíck héré"), unaccented("A café in the old town")
    ('Click here', 'A café in the old town')
    """
    return _fold(line) if _accents(line)[0] >= LEAST_ACCENTED else line


def _accents(line: str) -> tuple[float, list[str]]:
    """Share of the words that bear an accent, and these words."""
    words = _WORD.findall(line)
    accented = [word for word in words if _ACCENTED.search(word)]
    return len(accented) / max(len(words), 1), accented


def _fold(text: str) -> str:
    """Each character without its marks: one for one."""
    return "".join(map(_bare, text))


def _bare(char: str) -> str:
    """The letter that a character is made of."""
    return unicodedata.normalize("NFD", char)[0] if "\u00c0" <= char <= "\u1eff" else char
