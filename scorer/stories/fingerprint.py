"""What is kept of an article to find its copies and rewrites later: about a kilobyte.

A fingerprint samples the article's word sequences by their hash (Broder 1997; the bottom share of
the hash range, so that the sample of a part lies within the sample of the whole), which finds
copies, crops and reorderings; and it holds a hash of three content words of each sentence, names
and numbers first, which rewrites keep often.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from scorer.errors import InputError

Hashes = npt.NDArray[np.uint64]
Terms = npt.NDArray[np.uint32]

_HEAD = struct.Struct("<BIII")


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """A compact, versioned trace of one article.

    Parameters
    ----------
    words : int
        Number of words (characters, in scripts without spaces).
    shingles : array of uint64
        Sampled hashes of word sequences, ascending.
    keys : array of int64
        What an :class:`~scorer.stories.index.Index` looks the article up by: two articles that
        share two or more are candidates. Ascending; signed, as databases hold them.

    Examples
    --------
    >>> from scorer.stories.fingerprint import Fingerprint
    >>> one = Fingerprint.from_text("The ferry to Marn was late again on Monday, its owner said.")
    >>> Fingerprint.from_bytes(one.to_bytes()).keys.tolist() == one.keys.tolist()
    True
    """

    VERSION: ClassVar[int] = 1

    words: int
    shingles: Hashes
    keys: npt.NDArray[np.int64]

    @classmethod
    def from_text(cls, text: str, title: str | None = None) -> Fingerprint:
        """Make the fingerprint of an article as given.

        Parameters
        ----------
        text : str
            Its body; any text, empty or in any language.
        title : str, optional
            Its headline; headlines are changed first, so it is not part of the fingerprint.
        """
        from scorer.stories.make import fingerprint_of

        return fingerprint_of(text)

    def to_bytes(self) -> bytes:
        """Write it: a version byte, three counts, then the hashes, little-endian."""
        head = _HEAD.pack(self.VERSION, self.words, len(self.shingles), len(self.keys))
        return head + self.shingles.astype("<u8").tobytes() + self.keys.astype("<i8").tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> Fingerprint:
        """Read what :meth:`to_bytes` wrote.

        Raises
        ------
        InputError
            Another version wrote it, or it is damaged.
        """
        if not data or data[0] != cls.VERSION:
            found = data[0] if data else "none"
            raise InputError(
                f"fingerprint of version {found}; this scorer reads version {cls.VERSION}: "
                "make the fingerprints anew from the articles"
            )
        try:
            _, words, shingles, keys = _HEAD.unpack_from(data)
        except struct.error as error:
            raise InputError("fingerprint is cut off") from error
        if len(data) != _HEAD.size + 8 * (shingles + keys):
            raise InputError("fingerprint is damaged: its length is not what its counts say")
        body = np.frombuffer(data, dtype="<u8", offset=_HEAD.size)
        return cls(
            words,
            body[:shingles].astype(np.uint64),
            body[shingles:].astype("<u8").view("<i8").astype(np.int64),
        )
