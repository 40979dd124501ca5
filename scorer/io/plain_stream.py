"""A packed file of rows as a plain stream, without a bound on what it unpacks to."""

from __future__ import annotations

from io import BufferedReader
from typing import Any, BinaryIO, cast

from scorer.errors import InputError

ANY_RATIO = 1 << 40
"""Rows are read one by one, so what a file unpacks to needs no bound."""


def plain_stream(file: BufferedReader[Any], origin: str) -> BufferedReader[Any]:
    """Unpack a file if its first bytes say that it is packed.

    Parameters
    ----------
    file : BufferedReader
        At its beginning; it is left open.
    origin : str
        Its name, for errors.

    Raises
    ------
    InputError
        It is packed in a way that is not read.
    """
    from scorer.io.records import ReadLimits
    from scorer.io.unpack import READ, Unpacked, packing

    name = packing(file.peek(10)[:10].ljust(10))
    if name is None:
        return file
    if name not in READ:
        raise InputError(f"{origin} is packed as {name}; scorer reads {', '.join(READ)}")
    limits = ReadLimits(unpacked_ratio=ANY_RATIO)
    return BufferedReader(Unpacked(cast("BinaryIO", _Kept(file)), name, limits))


class _Kept:
    """A file that is read, and closed by its owner only."""

    def __init__(self, file: BufferedReader[Any]) -> None:
        self._file = file

    def read(self, size: int, /) -> bytes:
        """Read what is there."""
        return self._file.read1(size)

    def close(self) -> None:
        """Leave it open."""
