"""What the process knows of each word it has met: its vocabulary row and its packed facts.

An article has 300 distinct words, and a look-up in a dictionary of 100,000 is three cache misses.
Rows, facts and shapes therefore share one look-up a word: a dictionary gives the word's place in
three arrays, which are read with one take each.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, local
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

    @classmethod
    def of(cls, lexicon: _Lexicon, at: npt.NDArray[np.int64]) -> Looked:
        """What is known of the words at some places."""
        return cls(
            lexicon.rows.take(at), lexicon.facts.take(at), lexicon.shapes.take(at), lexicon, at
        )

    @property
    def is_stale(self) -> bool:
        """Whether words have joined the vocabulary since."""
        return self.lexicon.vocabulary_size != vocabulary.size()


def look_up(words: list[str]) -> Looked:
    """Look up words: tokens in lower case."""
    return Looked.of(*_places(words))


def number(tokens: list[str]) -> tuple[list[str], npt.NDArray[np.int64], Looked]:
    """Number the distinct ones of some tokens and look them up, by one look-up a token.

    A dictionary of the document's own words, and another look-up of each of those, took three times
    as long.

    Returns
    -------
    distinct : list of str
        In order of first appearance.
    ids : array of int64, shape (len(tokens),)
        Index of each token among them.
    looked : Looked
        What is known of them.
    """
    lexicon, at = _places(tokens)
    size, count = len(lexicon.facts), len(tokens)
    first: npt.NDArray[np.int64] | None = getattr(_SCRATCH, "first", None)
    if first is None or len(first) < size:
        first = np.empty(size, dtype=np.int64)
        if size <= _MOST_KEPT:
            _SCRATCH.first = first
    # where each place occurs first: written last; what other texts left there is never read
    first[at[::-1]] = np.arange(count - 1, -1, -1)
    earliest = first.take(at)
    is_new = earliest == np.arange(count)
    new = is_new.nonzero()[0]
    ids = (is_new.cumsum() - 1).take(earliest)
    return [tokens[token] for token in new.tolist()], ids, Looked.of(lexicon, at.take(new))


_SCRATCH = local()
_MOST_KEPT = 1 << 18
"""Places of a thread's notes, 2 MB; a text with more different words has its own."""


def _places(words: list[str]) -> tuple[_Lexicon, npt.NDArray[np.int64]]:
    """Place of each word in the lexicon of now."""
    global _current
    lexicon = _current
    if lexicon.is_stale():
        lexicon = _current = _Lexicon()
    return lexicon, np.fromiter(map(lexicon.__getitem__, words), np.int64, len(words))
