"""The units in which articles are compared: words, and single characters where none are spaced.

Chinese, Japanese and Thai are written without spaces, so that a "word" of the document may be a
whole clause; there each character is a unit. Each unit has a 64-bit number that depends on nothing
but its letters, so that articles of different runs and machines can be compared.
"""

from __future__ import annotations

import zlib
from threading import Lock

import numpy as np
import numpy.typing as npt

from scorer.features._repetition.content import STOP, stem
from scorer.features._repetition.keys import Keys
from scorer.text import characters as ch
from scorer.text.document import Document, Flags, Index

_UNSPACED = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF)),  # Thai and Lao, Burmese, Khmer
    *((0x2E80, 0xA4CF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)),  # all of CJK but Hangul
)
_LEAST_STOP = 0.2
"""Share of English function words from which a text is taken for English; others have under .1."""


class Units:
    """The words of a document, as numbers that are the same for all documents.

    Attributes
    ----------
    starts, ends : array of int64, shape (n,)
        Characters of each unit in the document's normalised text.
    ids : array of int64, shape (n,)
        Row of each unit in :attr:`distinct`.
    distinct : list of str
        The distinct units in lower case (of a document's tokens: punctuation too).
    numbers : array of uint64, shape (len(distinct),)
        Number of each distinct unit.
    stems : array of uint64, shape (len(distinct),)
        Number of its stem; 0 for function words, single characters and punctuation, and for all in
        texts that are not English.
    specific : array of bool, shape (n,)
        Numbers, and capitalised words that do not open a sentence: what a copy keeps, and what
        differs from one article of a templated series to the next.
    named : array of bool, shape (n,)
        The same, with those that open one.
    sentence : array of int64, shape (n,)
        Sentence each unit stands in.

    Examples
    --------
    >>> units = Units(Document.from_text("The ferry is late. The ferry!"))
    >>> [units.distinct[i] for i in units.ids]
    ['the', 'ferry', 'is', 'late', 'the', 'ferry']
    """

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        at = doc.is_word.nonzero()[0]
        self.starts: Index = doc.token_starts[at].astype(np.int64)
        self.ends: Index = doc.token_ends[at].astype(np.int64)
        self.ids: Index = doc.ids[at]
        self.distinct: list[str] = doc.distinct
        if doc.codes.dtype != np.uint8 and len(at):
            self._split(doc)
        self.numbers, self.stems, stop = _looked_up(self.distinct)
        first_of_sentence = doc.token_starts[doc.sentence_tokens[:-1]]
        self.sentence: Index = first_of_sentence.searchsorted(self.starts, side="right") - 1
        kinds = doc.kinds[self.starts] if len(self.starts) else doc.kinds[:0]
        opens = np.ones(len(self.starts), dtype=np.bool_)
        opens[1:] = self.sentence[1:] != self.sentence[:-1]
        self.named: Flags = (kinds == ch.DIGIT) | (kinds == ch.UPPER)
        self.specific: Flags = (kinds == ch.DIGIT) | ((kinds == ch.UPPER) & ~opens)
        used = np.bincount(self.ids, minlength=len(self.distinct))
        self.is_english = bool(used[stop].sum() >= _LEAST_STOP * max(len(self.ids), 1))
        if not self.is_english:
            self.stems = np.zeros(len(used), dtype=np.uint64)

    def __len__(self) -> int:
        return len(self.ids)

    def _split(self, doc: Document) -> None:
        """Put single characters in place of the words of scripts that do not space them."""
        lone = _is_unspaced(doc.codes)
        inside = np.zeros(len(lone) + 1, dtype=np.int64)
        lone.cumsum(out=inside[1:])
        whole = inside[self.ends] == inside[self.starts]
        if whole.all():
            return
        within = np.zeros(len(lone) + 1, dtype=np.int64)
        np.add.at(within, self.starts[~whole], 1)
        np.add.at(within, self.ends[~whole], -1)
        letter = doc.kinds - np.uint8(ch.LOWER) <= ch.DIGIT - ch.LOWER
        places = (letter & (within.cumsum()[:-1] > 0)).nonzero()[0]
        starts = np.concatenate((self.starts[whole], places))
        ends = np.concatenate((self.ends[whole], places + 1))
        order = starts.argsort(kind="stable")
        self.starts, self.ends = starts[order], ends[order]
        table: dict[str, int] = {}
        number, lower = table.setdefault, doc.lower
        pairs = zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        self.ids = np.array([number(lower[i:j], len(table)) for i, j in pairs], dtype=np.int64)
        self.distinct = list(table)


def mixed(values: Keys) -> Keys:
    """Spread numbers over 64 bits (the finaliser of splitmix64)."""
    values = (values + np.uint64(0x9E3779B97F4A7C15)) * np.uint64(0xBF58476D1CE4E5B9)
    values ^= values >> np.uint64(31)
    values *= np.uint64(0x94D049BB133111EB)
    values ^= values >> np.uint64(29)
    return values


class _Words(dict[str, int]):
    """Numbers of words that were met, by row; another takes its place when it is full."""

    def __init__(self) -> None:
        self.numbers: Keys = np.zeros(_ROWS, dtype=np.uint64)
        self.stems: Keys = np.zeros(_ROWS, dtype=np.uint64)
        self.stop: Flags = np.zeros(_ROWS, dtype=np.bool_)
        self._lock = Lock()

    def __missing__(self, word: str) -> int:
        number = _checksum(word)
        is_stop = word in STOP.words
        content = 0 if is_stop or len(word) < 2 else _checksum(stem(word))
        with self._lock:
            row = len(self)
            self.numbers[row], self.stems[row], self.stop[row] = number, content, is_stop
            self[word] = row
        return row


_ROWS = 1 << 18
_KNOWN = [_Words()]


def _looked_up(words: list[str]) -> tuple[Keys, Keys, Flags]:
    """Number, number of the stem (0 for no content word), and whether it is a function word."""
    known = _KNOWN[0]
    if len(known) + len(words) >= _ROWS:
        if len(words) >= _ROWS // 4:  # a text of a million different words
            parts = [
                _looked_up(words[at : at + _ROWS // 8]) for at in range(0, len(words), _ROWS // 8)
            ]
            numbers, stems, stop = (np.concatenate(part) for part in zip(*parts, strict=True))
            return numbers, stems, stop
        known = _KNOWN[0] = _Words()
    rows = np.fromiter(map(known.__getitem__, words), np.int64, len(words))
    return mixed(known.numbers[rows]), known.stems[rows], known.stop[rows]


def _checksum(word: str) -> int:
    data = word.encode("utf-8", "surrogatepass")
    return zlib.crc32(data) << 32 | zlib.adler32(data)


def _is_unspaced(codes: ch.Codes) -> npt.NDArray[np.bool_]:
    """Whether each character is of a script that is written without spaces."""
    out = np.zeros(len(codes), dtype=np.bool_)
    for low, high in _UNSPACED:
        out |= (codes >= low) & (codes <= high)
    return out
