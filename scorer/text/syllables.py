"""Syllables of an English word, from a frozen table; no network, no NLTK.

The table is the first pronunciation of each word in NLTK's edition of the CMU Pronouncing
Dictionary. Words outside it are counted by pyphen's hyphenation points for American English. Both
are what textstat does, so the numbers are the same.
"""

from __future__ import annotations

import gzip
import importlib.resources
import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

MAX_HYPHENATED = 1_000
"""Characters; what is longer is no word, and gets one syllable for every three characters."""

_lock = threading.Lock()  # each table is built once, also where threads ask for it together
_table: Mapping[str, int] | None = None


def _load() -> Mapping[str, int]:
    packed = importlib.resources.files("scorer.data").joinpath("syllables_en.txt.gz").read_bytes()
    table: dict[str, int] = {}
    for syllables, words in enumerate(gzip.decompress(packed).decode("ascii").split("\n")):
        table.update(dict.fromkeys(words.split(), syllables))
    return table


def table() -> Mapping[str, int]:
    """Syllables by word, as frozen; loaded at first use.

    Returns
    -------
    mapping of str to int

    Examples
    --------
    >>> table()["newspaper"]
    3
    """
    global _table
    with _lock:
        if _table is None:
            _table = _load()
        return _table


@lru_cache(maxsize=1)
def easy_words() -> frozenset[str]:
    """Words that the Dale-Chall and Gunning formulas never call difficult (textstat's list)."""
    easy = importlib.resources.files("scorer.data").joinpath("easy_words_en.txt")
    return frozenset(easy.read_text(encoding="utf-8").split())


@lru_cache(maxsize=1)
def _patterns() -> tuple[dict[str, tuple[int, tuple[int, ...]] | None], int, int, int]:
    """Hyphenation patterns, with every beginning of one as a key too.

    Also the length of the shortest one, and how many characters stay together at either end.
    """
    import pyphen

    hyphenator: Any = pyphen.Pyphen(lang="en_US")
    found: dict[str, tuple[int, tuple[int, ...]] | None] = dict(hyphenator.hd.patterns)
    shortest = min(map(len, found))
    for pattern in hyphenator.hd.patterns:
        for end in range(shortest, len(pattern)):
            found.setdefault(pattern[:end], None)
    return found, shortest, hyphenator.left, hyphenator.right


def _hyphenated(word: str) -> int:
    """Pieces that Liang's algorithm cuts a word into; ``len(positions(word)) + 1`` in pyphen.

    pyphen looks up all of up to 28 substrings at each character and keeps every word for good;
    here a look-up stops at the first substring that no pattern begins with.
    """
    patterns, shortest, left, right = _patterns()
    length = len(word)
    pointed = f".{word.lower()}."
    size = len(pointed)
    levels = [0] * (size + 1)
    get = patterns.get
    for start in range(size - 1):
        for end in range(start + shortest, size + 1):
            pattern = get(pointed[start:end], _NO_PATTERN)
            if pattern is None:  # only the beginning of one
                continue
            at, values = pattern
            if not values:
                break
            at += start
            for level in values:
                if level > levels[at]:
                    levels[at] = level
                at += 1
    # a point before character i of the word is level i + 1 of the pointed word
    return 1 + sum(level & 1 for level in levels[left + 1 : max(length - right + 2, 0)])


_NO_PATTERN: tuple[int, tuple[int, ...]] = (0, ())


def count(word: str) -> int:
    """Count the syllables of a word.

    Parameters
    ----------
    word : str
        Lower case, without punctuation but with the apostrophe of a contraction.

    Returns
    -------
    int
        0 for a word that the dictionary gives no vowel (``shh``), and for the empty string.

    Examples
    --------
    >>> [count(word) for word in ("the", "readability", "couldn't", "blorvantine")]
    [1, 5, 2, 3]
    """
    known = (_table or table()).get(word)
    if known is not None:
        return known
    if word.isdigit():
        return 1
    if len(word) > MAX_HYPHENATED:
        return len(word) // 3
    return _hyphenated(word) if word else 0
