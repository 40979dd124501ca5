"""Files that appear under their name only when complete."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from scorer.errors import OutputError


def check_output(path: Path, *, overwrite: bool) -> None:
    """Find what would stop the writing of a file before anything is scored.

    Raises
    ------
    OutputError
        It exists and must not be replaced, is a folder, or cannot be made there.
    """
    if path.is_dir():
        raise OutputError(f"cannot write {path}: it is a folder")
    if path.exists() and not _is_special(path) and not overwrite:
        raise OutputError(f"{path} exists; add --overwrite to replace it")
    if not path.parent.is_dir():
        raise OutputError(f"cannot write {path}: there is no folder {path.parent}")


def _is_special(path: Path) -> bool:
    """Tell devices and pipes, such as /dev/null, from files."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


class OutFile:
    """A file written under a temporary name beside its place and renamed when complete.

    Leaving the ``with`` block by an exception removes it: half an output never looks whole.

    Parameters
    ----------
    path : Path
        Where it belongs. Devices and pipes are written directly.
    overwrite : bool
        Replace a file that exists.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.txt")
    ...     with OutFile(path) as out:
    ...         _ = out.write(b"whole")
    ...     path.read_bytes()
    b'whole'
    """

    def __init__(self, path: Path, *, overwrite: bool = False) -> None:
        check_output(path, overwrite=overwrite)
        self.path = path
        self._overwrite = overwrite
        self._temporary: Path | None = None
        try:
            if _is_special(path):
                self._file: BinaryIO = path.open("wb")
            else:
                # A link is kept as a link: its target is what gets replaced.
                self._target = Path(os.path.realpath(path))
                handle, name = tempfile.mkstemp(
                    prefix=f".{self._target.name[:100]}.", suffix=".part", dir=self._target.parent
                )
                self._temporary = Path(name)
                self._file = os.fdopen(handle, "wb")
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror or error}") from error

    def __enter__(self) -> OutFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.commit()
        else:
            self.discard()

    def write(self, data: bytes) -> int:
        """Write bytes."""
        try:
            return self._file.write(data)
        except BrokenPipeError:
            raise
        except OSError as error:  # a full disk
            raise OutputError(f"cannot write {self.path}: {error.strerror or error}") from error

    def flush(self) -> None:
        """Hand what was written to the system."""
        try:
            self._file.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"cannot write {self.path}: {error.strerror or error}") from error

    def commit(self) -> None:
        """Close the file and give it its name."""
        try:
            if self._temporary is None:
                self._file.close()
                return
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._temporary.chmod(0o666 & ~_umask())
            if self._target.exists() and not self._overwrite:
                kept, self._temporary = self._temporary, None
                raise OutputError(
                    f"{self.path} came to be during the run; the output was kept as {kept}"
                )
            self._temporary.replace(self._target)
        except OSError as error:
            self.discard()
            raise OutputError(f"cannot write {self.path}: {error.strerror or error}") from error
        self._temporary = None

    def discard(self) -> None:
        """Remove the unfinished file."""
        with contextlib.suppress(OSError):
            self._file.close()
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)
            self._temporary = None


def _umask() -> int:
    """Return the process's umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
