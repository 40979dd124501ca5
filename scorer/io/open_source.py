"""Open a source: local file, standard input or fsspec URL; unpacked, and in UTF-8."""

from __future__ import annotations

import codecs
import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from scorer.errors import ConfigError, InputError, RecordError
from scorer.io.formats import ENCODED
from scorer.io.recode import Recoded, encoding_of
from scorer.io.records import ReadLimits
from scorer.io.sources import Source
from scorer.io.unpack import READ, STEP, Unpacked, packing

BUFFER = 1 << 17


class Opened(io.BufferedReader):
    """A source as its reader sees it.

    Attributes
    ----------
    can_enter : bool
        A byte offset leads to the same record again: a plain file that can be sought.
    unpacked : Unpacked or None
        The layer that unpacks.
    """

    can_enter = False
    unpacked: Unpacked | None = None

    @property
    def failure(self) -> RecordError | None:
        """Why the file ended early; None where it did not, or not yet."""
        return None if self.unpacked is None else self.unpacked.failure

    @contextmanager
    def random_access(self) -> Iterator[BinaryIO]:
        """Give a file that can be sought: itself, or a copy on the disk for as long as needed."""
        if self.unpacked is None and self.seekable():
            yield cast(BinaryIO, self)
            return
        with tempfile.TemporaryFile(prefix="scorer-") as copy:
            while data := self.read(STEP):
                copy.write(data)
            copy.seek(0)
            yield cast(BinaryIO, copy)


class _Foreign(io.RawIOBase):
    """A file of another library, or one that must stay open; its own errors become OSError."""

    def __init__(self, file: Any, *, owned: bool) -> None:
        self._file = file
        self._owned = owned
        # a pipe is read as its data comes, not when a buffer is full
        self._read = getattr(file, "read1", file.read)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._owned and bool(self._file.seekable())

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return int(self._try(self._file.seek, offset, whence))

    def tell(self) -> int:
        return int(self._file.tell())

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer).cast("B")
        data = self._try(self._read, len(view))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed and self._owned:
            self._file.close()
        super().close()

    def _try(self, call: Any, *arguments: Any) -> Any:
        """Call the other library."""
        try:
            return call(*arguments)
        except (OSError, InputError):
            raise
        except Exception as error:  # each store has errors of its own
            raise OSError(f"{type(error).__name__}: {error}") from error


@contextmanager
def opened(source: Source, limits: ReadLimits, encoding: str | None = None) -> Iterator[Opened]:
    """Open a source for its reader.

    Parameters
    ----------
    source : Source
    limits : ReadLimits
        How far a packed file may grow.
    encoding : str, optional
        Of a text format; by default what a byte order mark says, else UTF-8.

    Yields
    ------
    Opened

    Raises
    ------
    OSError
        It cannot be opened.
    RecordError
        It is packed in a way that is not read, or twice.
    ConfigError
        The encoding is unknown, or the address needs a package that is not installed.
    """
    is_plain_file = source.path is not None
    if source.path is not None:
        stream = Opened(io.FileIO(source.path, "rb"), BUFFER)
    elif source.url is not None:
        from scorer.io.remote import open_url

        stream = Opened(_Foreign(open_url(source.url), owned=True), BUFFER)
    else:
        if sys.stdin is None:
            raise InputError("cannot read -: there is no standard input")
        stream = Opened(_Foreign(sys.stdin.buffer, owned=False), BUFFER)
    layers: list[io.IOBase] = [stream]
    try:
        name = packing(stream.peek(10)[:10])
        unpacked: Unpacked | None = None
        if name is not None:
            unpacked = _unpacked(stream, name, limits, source)
            stream = Opened(unpacked, BUFFER)
            layers.append(stream)
            inner = packing(stream.peek(10)[:10])
            if inner is not None:
                raise RecordError(
                    "nested_compression", f"it is packed twice ({name} in {inner}); unpack it once"
                )
        if source.format in ENCODED:
            found = encoding_of(stream.peek(4)[:4], encoding)
            if found is not None:
                stream = Opened(Recoded(stream, found), BUFFER)
                layers.append(stream)
                is_plain_file = False
        stream.unpacked = unpacked
        stream.can_enter = is_plain_file and unpacked is None and stream.seekable()
        yield stream
    finally:
        for layer in reversed(layers):
            layer.close()


def _unpacked(stream: Opened, name: str, limits: ReadLimits, source: Source) -> Unpacked:
    """Put the layer over a packed file that unpacks it."""
    if name not in READ:
        raise RecordError(
            "unsupported_packing",
            f"it is packed as {name}; scorer reads {', '.join(READ)}: unpack it first",
        )
    return Unpacked(stream, name, limits, can_resume=source.format == "warc" and name == "gzip")


def check_encoding(encoding: str | None) -> None:
    """Refuse an encoding that Python does not know.

    Raises
    ------
    ConfigError
        It is unknown, or none of text.
    """
    if encoding is None:
        return
    try:
        "".encode(codecs.lookup(encoding).name)
    except LookupError as error:
        raise ConfigError(f"--encoding {encoding}: {error}") from error
