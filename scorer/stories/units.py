"""The units in which articles are compared: words, and single characters where none are spaced.

Chinese, Japanese and Thai are written without spaces, so that a "word" of the document may be a
whole clause; there each character is a unit. Each unit has a 64-bit number that depends on nothing
but its letters, so that articles of different runs and machines can be compared.
"""

from __future__ import annotations

import zlib
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from scorer.features._repetition.keys import Keys
from scorer.text import characters as ch
from scorer.text.document import Document, Index

_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0xA4CF),
    (0xF900, 0xFAFF),
)
"""Thai and Lao, Burmese, Khmer, all of CJK but Hangul."""
_UNSPACED_FROM = 0x20000
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


class Units:
    """The words of a document, as numbers that are the same for all documents.

    Attributes
    ----------
    starts, ends : array of int64, shape (n,)
        Characters of each unit in the document's normalised text.
    ids : array of int64, shape (n,)
        Row of each unit in :attr:`distinct`.
    distinct : list of str
        The distinct units in lower case.
    numbers : array of uint64, shape (len(distinct),)
        Number of each distinct unit.

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
        self.numbers: Keys = numbers_of(self.distinct)

    def __len__(self) -> int:
        return len(self.ids)

    def _split(self, doc: Document) -> None:
        """Put single characters in place of the words of scripts that do not space them."""
        lone = _is_unspaced(doc.codes)
        inside = np.zeros(len(lone) + 1, dtype=np.int64)
        lone.cumsum(out=inside[1:])
        mixed = inside[self.ends] > inside[self.starts]
        if not mixed.any():
            return
        letters = (doc.kinds - np.uint8(ch.LOWER) <= ch.DIGIT - ch.LOWER) & lone
        within = np.zeros(len(lone), dtype=np.bool_)
        for start, end in zip(self.starts[mixed].tolist(), self.ends[mixed].tolist(), strict=True):
            within[start:end] = True
        places = (letters & within).nonzero()[0]
        starts = np.concatenate((self.starts[~mixed], places))
        ends = np.concatenate((self.ends[~mixed], places + 1))
        order = starts.argsort(kind="stable")
        self.starts, self.ends = starts[order], ends[order]
        table: dict[str, int] = {}
        lower = doc.lower
        self.ids = np.array(
            [
                table.setdefault(lower[start:end], len(table))
                for start, end in zip(self.starts.tolist(), self.ends.tolist(), strict=True)
            ],
            dtype=np.int64,
        )
        self.distinct = list(table)


def numbers_of(words: list[str]) -> Keys:
    """Number of each word: the same word has the same number anywhere."""
    return mixed(np.fromiter(map(_checksum, words), dtype=np.uint64, count=len(words)))


def mixed(values: Keys) -> Keys:
    """Spread numbers over 64 bits (the finaliser of splitmix64)."""
    values = (values + _MULTIPLIER) * np.uint64(0xBF58476D1CE4E5B9)
    values ^= values >> np.uint64(31)
    values *= np.uint64(0x94D049BB133111EB)
    values ^= values >> np.uint64(29)
    return values


@lru_cache(maxsize=1 << 16)
def _checksum(word: str) -> int:
    data = word.encode("utf-8", "surrogatepass")
    return zlib.crc32(data) << 32 | zlib.adler32(data)


def _is_unspaced(codes: ch.Codes) -> npt.NDArray[np.bool_]:
    """Whether each character is of a script that is written without spaces."""
    out = codes >= _UNSPACED_FROM
    for low, high in _UNSPACED:
        out |= (codes >= low) & (codes <= high)
    return out
