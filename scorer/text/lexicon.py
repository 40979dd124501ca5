"""What the process knows of each word it has met: its vocabulary row and its packed facts.

An article has 300 distinct words, and a look-up in a dictionary of 100,000 is three cache misses.
Rows, facts and shapes therefore share one look-up a word: a dictionary gives the word's place in
three arrays, which are read with one take each.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scorer.text import vocabulary, word_facts

MOST_WORDS = 65_536
MOST_CHARACTERS = 2_000_000
"""What a lexicon holds before it is replaced by an empty one; about 10 MB."""

_FIRST_ROOM = 8_192


class _Lexicon(dict[str, int]):
    """Place of each word; entries are only ever added, so that places stay valid for readers."""

    def __init__(self) -> None:
        super().__init__()
        self.vocabulary_size = vocabulary.size()
        self.characters = 0
        self.facts: npt.NDArray[np.int64] = np.zeros(_FIRST_ROOM, dtype=np.int64)
        self.rows: npt.NDArray[np.int64] = np.zeros(_FIRST_ROOM, dtype=np.int64)
        self.shapes: npt.NDArray[np.int8] = np.zeros(_FIRST_ROOM, dtype=np.int8)
        self.columns: dict[str, npt.NDArray[np.int16]] = {}
        self._lock = Lock()

    def __missing__(self, word: str) -> int:
        facts, row = word_facts.facts_of(word), vocabulary.row(word)
        shape = word_facts.shape_of(word)
        with self._lock:  # two threads must not get one place
            at = len(self)
            if at == len(self.facts):
                self.facts = np.concatenate((self.facts, np.zeros_like(self.facts)))
                self.rows = np.concatenate((self.rows, np.zeros_like(self.rows)))
                self.shapes = np.concatenate((self.shapes, np.zeros_like(self.shapes)))
            self.facts[at], self.rows[at], self.shapes[at] = facts, row, shape
            self.characters += len(word)
            # the values stand before the word can be found; of two threads the first one wins
            return self.setdefault(word, at)

    def column(
        self, name: str, of: Callable[[str], int], at: npt.NDArray[np.int64], words: list[str]
    ) -> npt.NDArray[np.int16]:
        """A number of each word that a signal makes of its letters, each made once."""
        column = self.columns.get(name)
        if column is None or len(column) < len(self.facts):
            wider = np.full(len(self.facts), _UNKNOWN, dtype=np.int16)
            if column is not None:
                wider[: len(column)] = column
            column = self.columns[name] = wider
        values = column.take(at)
        unknown = (values == _UNKNOWN).nonzero()[0]
        if len(unknown):
            made = np.array([of(words[number]) for number in unknown.tolist()], dtype=np.int16)
            # threads that make the same numbers write the same
            column[at.take(unknown)] = values[unknown] = made
        return values

    def is_stale(self) -> bool:
        """Whether it is full, or words have joined the vocabulary since."""
        return (
            self.vocabulary_size != vocabulary.size()
            or len(self) > MOST_WORDS
            or self.characters > MOST_CHARACTERS
        )


_UNKNOWN = -1

_current = _Lexicon()


class Looked(NamedTuple):
    """What is known of some words.

    Parameters
    ----------
    rows : array of int64, shape (n,)
        Vocabulary rows; 0 for words that no word set holds.
    facts : array of int64, shape (n,)
        As :func:`scorer.text.word_facts.facts` packs them.
    shapes : array of int8, shape (n,)
        As :func:`scorer.text.word_facts.shape_of` tells them.
    lexicon : dict of str to int
        Where they were looked up.
    at : array of int64, shape (n,)
        Their places in it.
    """

    rows: npt.NDArray[np.int64]
    facts: npt.NDArray[np.int64]
    shapes: npt.NDArray[np.int8]
    lexicon: _Lexicon
    at: npt.NDArray[np.int64]


def look_up(words: list[str]) -> Looked:
    """Look up words: tokens in lower case."""
    global _current
    lexicon = _current
    if lexicon.is_stale():
        lexicon = _current = _Lexicon()
    at = np.fromiter(map(lexicon.__getitem__, words), np.int64, len(words))
    return Looked(
        lexicon.rows.take(at), lexicon.facts.take(at), lexicon.shapes.take(at), lexicon, at
    )
