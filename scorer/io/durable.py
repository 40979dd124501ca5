"""Files whose content, name and lock survive what may happen to the process or the machine."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

from scorer.errors import OutputError, ResumeError

_BUFFER = 1 << 18


def refused(path: object, error: OSError) -> OutputError:
    """Make the error of an output that cannot be written."""
    return OutputError(f"cannot write {path}: {error.strerror or error}")


def sync_folder(folder: Path) -> None:
    """Make names given in a folder survive a power cut; a no-op where the system has no such call.

    Parameters
    ----------
    folder : Path
    """
    with contextlib.suppress(OSError):  # some network file systems refuse it
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file so that, whatever happens, its name holds the old or the new content.

    Parameters
    ----------
    path : Path
    data : bytes

    Raises
    ------
    OutputError
        It cannot be written; what was there before is untouched.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder, "a"), b"1")
    ...     Path(folder, "a").read_bytes()
    b'1'
    """
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise refused(path, error) from error
    sync_folder(path.parent)


class PartFile:
    """An unfinished file that only grows, and that one process at a time may write.

    Parameters
    ----------
    path : Path
    keep : int, optional
        Bytes of an earlier run to go on from; what stands behind them is cut off. None begins
        anew.

    Raises
    ------
    OutputError
        It cannot be written, or another process is writing it.
    ResumeError
        It holds fewer bytes than ``keep``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     part = PartFile(Path(folder, "a.part"))
    ...     _ = part.write(b"whole, ha")
    ...     part.close()
    ...     part = PartFile(Path(folder, "a.part"), keep=6)
    ...     _ = part.write(b" again")
    ...     part.sync()
    ...     part.close()
    ...     Path(folder, "a.part").read_bytes()
    b'whole, again'
    """

    def __init__(self, path: Path, keep: int | None = None) -> None:
        self.path = path
        self.size = keep or 0
        try:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
            self._file = os.fdopen(os.open(path, flags, 0o666), "r+b", buffering=_BUFFER)
        except OSError as error:
            raise refused(path, error) from error
        try:
            self._prepare()
        except BaseException:
            self._file.close()
            raise

    def _prepare(self) -> None:
        """Lock the file, and cut it to what is kept."""
        if not _lock(self._file):
            raise OutputError(f"another process is writing {self.path}; wait for it, or end it")
        try:
            opened = os.fstat(self._file.fileno())
            if not os.path.samestat(opened, self.path.stat()):  # finished meanwhile, by another
                raise OutputError(f"another process was writing {self.path}; try again")
            found = opened.st_size
            if found < self.size:
                raise ResumeError(
                    f"{self.path} holds {found:,} bytes where the checkpoint says {self.size:,}; "
                    "it was changed or damaged: begin anew with --overwrite"
                )
            self._file.truncate(self.size)
            self._file.seek(self.size)
        except OSError as error:
            raise refused(self.path, error) from error

    def write(self, data: bytes) -> int:
        """Append bytes."""
        try:
            self._file.write(data)
        except OSError as error:
            raise refused(self.path, error) from error
        self.size += len(data)
        return len(data)

    def sync(self) -> None:
        """Have the disk hold all that was written."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise refused(self.path, error) from error

    def close(self) -> None:
        """Close it, and let others have it."""
        with contextlib.suppress(OSError):  # a full disk was told by write() or sync()
            self._file.close()

    def discard(self) -> None:
        """Close it and remove it."""
        self.close()
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)


def _lock(file: Any) -> bool:
    """Lock a file for this process; the lock goes with the process, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows: two runs into one output are the user's to avoid
        return True
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True
