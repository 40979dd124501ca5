"""Where rows go: a stream, or a file that appears under its name only when it is complete."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from scorer.errors import OutputError, ResumeError
from scorer.io.durable import PartFile, refused
from scorer.io.places import LocalPlace, RemotePlace

PART = ".part"
DONE = ".done"

Finish = Callable[[Path, Path], None]
"""Makes the finished file from the rows as they were written: compressed, or as Parquet."""


class Sink(Protocol):
    """What bytes are written to."""

    def write(self, data: bytes, /) -> int:
        """Write bytes."""
        ...

    def flush(self) -> None:
        """Hand what was written to the system."""
        ...


class Output(Protocol):
    """Where rows go.

    A run calls :meth:`begin` once, then :meth:`write`, with :meth:`state` now and then for its
    checkpoint, then :meth:`finish`; or :meth:`close` where it ends early.
    """

    @property
    def name(self) -> str:
        """What messages call it."""
        ...

    def begin(self, state: dict[str, Any] | None) -> None:
        """Begin anew, or go on from a state."""
        ...

    def write(self, data: bytes, rows: int) -> None:
        """Write rows."""
        ...

    @property
    def is_full(self) -> bool:
        """Whether :meth:`turn` is due, after a checkpoint."""
        ...

    def turn(self) -> None:
        """Begin the next file of an output of several."""
        ...

    def state(self) -> dict[str, Any]:
        """Have the disk hold all rows so far, and describe how to go on from here."""
        ...

    def finish(self) -> None:
        """Give what was written its name; all rows are there, and a checkpoint says so."""
        ...

    def finish_again(self, state: dict[str, Any]) -> None:
        """Do what is left of the :meth:`finish` of a run that died meanwhile."""
        ...

    def close(self, *, keep: bool) -> None:
        """End early; what was written is kept for a resumed run, or removed."""
        ...


class StreamOutput:
    """Standard output, a pipe or a device: rows are gone once written.

    Parameters
    ----------
    sink : Sink
    header : bytes
        Comes before the first row.
    name : str
        What messages call it.
    is_live : bool
        Flush after each write: the next record of a slow stream may be minutes away.
    """

    is_full = False

    def __init__(
        self, sink: Sink, *, header: bytes = b"", name: str = "-", is_live: bool = True
    ) -> None:
        self.name = name
        self._sink = sink
        self._header = header
        self._is_live = is_live

    def begin(self, state: dict[str, Any] | None) -> None:
        """Write the header."""
        if state is not None:
            raise ResumeError(f"{self.name} is no file; it cannot be resumed")
        self._sink.write(self._header)

    def write(self, data: bytes, rows: int) -> None:
        """Write rows."""
        self._sink.write(data)
        if self._is_live:
            self._sink.flush()

    def turn(self) -> None:
        """Never due."""

    def state(self) -> dict[str, Any]:
        """Nothing to go on from."""
        return {}

    def finish(self) -> None:
        """Hand the rest to the system."""
        self._sink.flush()

    def finish_again(self, state: dict[str, Any]) -> None:
        """Nothing is left."""

    def close(self, *, keep: bool) -> None:
        """Leave it to its owner."""


class FileOutput:
    """A file, complete under its name, or unfinished beside it (``NAME.part``).

    Parameters
    ----------
    place : LocalPlace or RemotePlace
        Where it belongs.
    header : bytes
        What the unfinished file begins with.
    finish_with : callable, optional
        Makes the finished file from the unfinished one; without it that one is renamed.
    overwrite : bool
        Replace a file that exists.
    prefix : str
        Comes before the unfinished file's name.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     output = FileOutput(LocalPlace(Path(folder, "a.jsonl")))
    ...     output.begin(None)
    ...     output.write(b"{}", 1)
    ...     output.state()
    ...     output.finish()
    ...     [path.name for path in Path(folder).iterdir()]
    {'bytes': 2}
    ['a.jsonl']
    """

    is_full = False

    def __init__(
        self,
        place: LocalPlace | RemotePlace,
        *,
        header: bytes = b"",
        finish_with: Finish | None = None,
        overwrite: bool = False,
        prefix: str = "",
    ) -> None:
        self._place = place
        self._header = header
        self._finish_with = finish_with
        self._overwrite = overwrite
        work = place.work
        self._part_path = work.with_name(f"{prefix}{work.name}{PART}")
        self._done_path = work.with_name(f"{prefix}{work.name}{DONE}")
        self._part: PartFile | None = None

    @property
    def name(self) -> str:
        """The place's name."""
        return self._place.name

    @property
    def part_path(self) -> Path:
        """Where the unfinished file lies."""
        return self._part_path

    def check(self) -> None:
        """Refuse to write over a file that exists.

        Raises
        ------
        OutputError
        """
        if not self._overwrite and self._place.exists():
            raise OutputError(f"{self.name} exists; add --overwrite to replace it")

    def begin(self, state: dict[str, Any] | None) -> None:
        """Begin anew with the header, or go on after the bytes that a checkpoint vouches for."""
        if state is None:
            self.check()
            self._part = PartFile(self._part_path)
            self._done_path.unlink(missing_ok=True)  # of a run that was given up
            self._part.write(self._header)
        else:
            self._part = PartFile(self._part_path, keep=int(state["bytes"]))

    def write(self, data: bytes, rows: int) -> None:
        """Write rows."""
        self._open().write(data)

    def turn(self) -> None:
        """Never due."""

    def state(self) -> dict[str, Any]:
        """Sync, and tell the length."""
        part = self._open()
        part.sync()
        return {"bytes": part.size}

    def finish(self) -> None:
        """Make the finished file and give it its name.

        Every step can be repeated, so that a run that dies among them is finished by the next.

        Raises
        ------
        OutputError
            The name was taken during the run, or cannot be written; what was written is kept.
        """
        ready = self.prepare()
        if not ready.exists() and self._place.exists():
            return  # an earlier run got this far
        if self._place.holds(ready):
            ready.unlink()
        elif not self._overwrite and self._place.exists():
            raise OutputError(
                f"{self.name} came to be during the run; the output was kept as {ready}: add "
                "--resume --overwrite to put it there"
            )
        else:
            self._place.put(ready)
        self.close(keep=True)

    def finish_again(self, state: dict[str, Any]) -> None:
        """Do what is left of :meth:`finish`."""
        self.finish()

    def prepare(self) -> Path:
        """Make the finished file, whole or not at all, and return its path.

        Raises
        ------
        OutputError
            It cannot be written; the unfinished one is kept.
        """
        if self._finish_with is None:
            return self._part_path
        ready = self._done_path
        if not self._part_path.exists():
            return ready
        temporary = ready.with_name(f"{ready.name}.tmp")
        try:
            self._finish_with(self._part_path, temporary)
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            temporary.replace(ready)
        except BaseException as error:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise refused(self.name, error) from error
            raise
        self.discard()
        return ready

    def close(self, *, keep: bool) -> None:
        """Close the unfinished file; one that is not open is somebody else's."""
        if self._part is None:
            return
        if keep:
            self._part.close()
        else:
            self._part.discard()
        self._part = None

    def discard(self) -> None:
        """Remove the unfinished file."""
        if self._part is not None:
            self._part.discard()
            self._part = None
        with contextlib.suppress(OSError):
            self._part_path.unlink(missing_ok=True)

    def _open(self) -> PartFile:
        """Return the unfinished file."""
        if self._part is None:
            raise OutputError(f"{self.name} is not open")
        return self._part
