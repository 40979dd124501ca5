"""Text in other encodings as UTF-8, byte by byte of its stream."""

from __future__ import annotations

import codecs
import io
from typing import Any, BinaryIO

STEP = 1 << 16
BAD = "\udcff"
"""What stands for a byte that its encoding does not know: in UTF-8 it is no character either, so
that the record it stands in is rejected (``bad_encoding``) and no other."""

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _bad(error: UnicodeError) -> tuple[str, int]:
    """Put a mark where nothing can be decoded."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return BAD, error.end


codecs.register_error("scorer-bad", _bad)


def encoding_of(head: bytes, asked: str | None = None) -> str | None:
    """Tell the encoding of a stream that is not UTF-8.

    Parameters
    ----------
    head : bytes
        Its first four bytes.
    asked : str, optional
        What the user says; a byte order mark is believed more.

    Returns
    -------
    str or None
        None where it is UTF-8, as far as that can be told.

    Examples
    --------
    >>> encoding_of("id".encode("utf-16")), encoding_of(b"{ }", "cp1252"), encoding_of(b"{ }")
    ('utf-16', 'cp1252', None)
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if head.startswith(codecs.BOM_UTF8):
        return None
    if asked is not None:
        name = codecs.lookup(asked).name
        return None if name in ("utf-8", "utf-8-sig", "ascii") else name
    # ASCII text without a mark, as some programs on Windows write it
    is_zero = tuple(byte == 0 for byte in head)
    if is_zero == (False, True, False, True):
        return "utf-16-le"
    return "utf-16-be" if is_zero == (True, False, True, False) else None


class Recoded(io.RawIOBase):
    r"""A stream in UTF-8, from one in another encoding.

    Parameters
    ----------
    stream : binary file
    encoding : str

    Examples
    --------
    >>> Recoded(io.BytesIO("caf\u00e9".encode("utf-16")), "utf-16").read().decode()
    'café'
    """

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("scorer-bad")
        self._ready = b""
        self._is_ended = False

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Decode and encode enough for a buffer."""
        view = memoryview(buffer).cast("B")
        read = getattr(self._stream, "read1", self._stream.read)
        while not self._ready and not self._is_ended:
            data = read(STEP)
            self._is_ended = not data
            text = self._decoder.decode(data, final=self._is_ended)
            self._ready = text.encode("utf-8", "surrogateescape")
        given, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(given)] = given
        return len(given)

    def close(self) -> None:
        """Close the stream below too."""
        if not self.closed:
            self._stream.close()
        super().close()
