"""Packed files (gzip, bzip2, zstd) as plain ones, with a cap on what they unpack to.

What a file is, its first bytes say, not its name: browsers rename and unpack on the way.
"""

from __future__ import annotations

import bz2
import io
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, Protocol

from scorer.errors import RecordError
from scorer.io.records import ReadLimits

STEP = 1 << 16

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b\x08", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"PK\x03\x04", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x04\x22\x4d\x18", "lz4"),
)
_BLOCKS = (b"1AY&SY", b"\x17\x72\x45\x38\x50\x90")
DAMAGED = "X-Scorer-Damaged"
"""Header of the record that stands for a damaged member of a WARC file."""

DAMAGED_RECORD = (
    b"WARC/1.0\r\nWARC-Type: metadata\r\n"
    + DAMAGED.encode("ascii")
    + b": %b\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
)

READ = ("gzip", "bzip2", "zstd")
"""Packings that are read; the others are only recognised."""


def packing(head: bytes) -> str | None:
    r"""Tell by its first bytes how a file is packed.

    Parameters
    ----------
    head : bytes
        Ten or more of them.

    Returns
    -------
    str or None
        One of :data:`READ`, or another one that is only recognised; None for a plain file.

    Examples
    --------
    >>> packing(b"\x1f\x8b\x08\x00\x00"), packing(b"BZh is a word"), packing(b'{"id": 1}')
    ('gzip', None, None)
    """
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name if name != "bzip2" or head[4:10] in _BLOCKS else None
    return None


class _Member(Protocol):
    """One packed member; as zlib and bz2 have it."""

    @property
    def eof(self) -> bool:
        """Tell whether the member has ended."""
        ...

    @property
    def unused_data(self) -> bytes:
        """Return what follows the member."""
        ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Unpack some bytes."""
        ...


class Unpacked(io.RawIOBase):
    """What a packed file holds, as it is read; never more than asked for lies in memory.

    Parameters
    ----------
    packed : binary file
    name : str
        One of :data:`READ`.
    limits : ReadLimits
        How far it may grow.
    can_resume : bool
        Go on with the next member after a damaged one (WARC packs each record by itself).
    """

    def __init__(
        self, packed: BinaryIO, name: str, limits: ReadLimits, *, can_resume: bool = False
    ) -> None:
        self.failure: RecordError | None = None
        self._packed = packed
        self._name = name
        self._limits = limits
        self._taken = self._given = 0
        self._next: Callable[[int], bytes]
        if name == "zstd":
            self._next = _zstd(self._take).read
        else:
            self._member = self._new()
            self._rest = self._last = self._ready = b""
            self._next = self._unpack_whole if can_resume else self._unpack

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Unpack into a buffer; RecordError where the file is cut, damaged or a bomb."""
        if self.failure is not None:
            raise self.failure
        view = memoryview(buffer).cast("B")
        try:
            data = self._next(min(len(view), STEP))
        except RecordError as error:
            self.failure = error
            raise
        except (EOFError, zlib.error, OSError, ValueError) as error:
            raise self._fail(error) from error
        self._given += len(data)
        limits = self._limits
        if self._given > limits.unpacked_free and self._given > limits.unpacked_ratio * self._taken:
            self.failure = RecordError(
                "zip_bomb",
                f"it unpacks to more than {limits.unpacked_ratio} times its size "
                f"({self._given:,} bytes so far); a higher --max-unpacked-ratio lets it pass",
            )
            raise self.failure
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the packed file too."""
        if not self.closed:
            self._packed.close()
        super().close()

    def _fail(self, error: Exception) -> RecordError:
        """Say that the file is cut, or damaged."""
        why = " ".join(str(error).split())
        is_cut = isinstance(error, EOFError) or "truncated" in why.lower()
        self.failure = (
            RecordError("truncated", f"the {self._name} file is cut off")
            if is_cut
            else RecordError("damaged", f"the {self._name} file is damaged ({why})")
        )
        return self.failure

    def _take(self, count: int) -> bytes:
        """Read packed bytes."""
        data = self._packed.read(min(count, STEP) if count > 0 else STEP)
        self._taken += len(data)
        return data

    def _new(self) -> _Member:
        """Begin a member."""
        if self._name == "gzip":
            return zlib.decompressobj(31)
        return bz2.BZ2Decompressor()

    def _unpack(self, count: int) -> bytes:
        """Return some unpacked bytes; none at the end."""
        while True:
            if self._member.eof and not self._begin():
                return b""
            out = self._piece(count)
            if out:
                return out

    def _begin(self) -> bool:
        """Begin the next member; tell whether there is one."""
        self._rest = (self._member.unused_data or self._take(STEP)).lstrip(b"\x00")
        while len(self._rest) < 3 and (more := self._take(STEP)):
            self._rest = (self._rest + more).lstrip(b"\x00")
        if not self._rest:
            return False
        if packing(self._rest.ljust(10)[:4] + _BLOCKS[0]) != self._name:
            raise OSError("something that is not packed follows")
        self._member = self._new()
        return True

    def _piece(self, count: int) -> bytes:
        """Return some bytes of the member; none at its end."""
        while not self._member.eof:
            # what the bound on the output left unread; bzip2 keeps that itself
            left = self._rest or getattr(self._member, "unconsumed_tail", b"")
            data, self._rest = left or self._take(STEP), b""
            self._last = data
            out = self._member.decompress(data, count)
            if out:
                return out
            if not data and not self._member.eof:
                raise EOFError
        return b""

    def _unpack_whole(self, count: int) -> bytes:
        """Return bytes of members that are whole: a damaged one becomes a record that says so."""
        if not self._ready:
            parts: list[bytes] = []
            size = 0
            try:
                if self._member.eof and not self._begin():
                    return b""
                # a member that is too long is given away as it comes
                while size <= self._limits.record_bytes and (out := self._piece(STEP)):
                    parts.append(out)
                    size += len(out)
                self._ready = b"".join(parts) or self._unpack(count)
            except (zlib.error, OSError) as error:
                if size > self._limits.record_bytes or not self._skip(self._last[1:]):
                    raise
                self._ready = DAMAGED_RECORD % str(error).encode("ascii", "replace")
        given, self._ready = self._ready[:count], self._ready[count:]
        return given

    def _skip(self, data: bytes) -> bool:
        """Find the next member after a damaged one."""
        while True:
            at = data.find(_MAGIC[0][0])
            if at >= 0:
                self._rest, self._member = data[at:], self._new()
                return True
            more = self._take(STEP)
            if not more:
                return False
            data = data[-2:] + more


def _zstd(take: Callable[[int], bytes]) -> Any:
    """Unpack zstd by Arrow, which is there anyway, bounds its output and tells a cut file."""
    import pyarrow as pa

    class Packed(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def read(self, size: int = -1, /) -> bytes:
            return take(size)

    return pa.CompressedInputStream(pa.PythonFile(Packed(), "r"), "zstd")
