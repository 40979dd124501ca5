"""Where an output belongs: a local path, or an address that fsspec knows (``s3://...``)."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from scorer.errors import ConfigError, OutputError
from scorer.io.durable import refused, sync_folder


@dataclass(frozen=True, slots=True)
class LocalPlace:
    """A path. A link is kept as a link: its target is what is written.

    Examples
    --------
    >>> LocalPlace(Path("scores.jsonl")).name
    'scores.jsonl'
    """

    path: Path

    @property
    def name(self) -> str:
        """The path as it was given."""
        return str(self.path)

    @property
    def work(self) -> Path:
        """The path itself, links resolved: a rename must not cross file systems."""
        return Path(os.path.realpath(self.path))

    def exists(self) -> bool:
        """Tell whether the path exists."""
        return self.work.exists()

    def names(self) -> list[str]:
        """Names of what lies in the folder that the path is; none where it is no folder."""
        try:
            return sorted(path.name for path in self.work.iterdir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise refused(self.path, error) from error

    def open(self) -> BinaryIO:
        """Open the file to read it."""
        return self.work.open("rb")

    def remove(self) -> None:
        """Remove the file."""
        try:
            self.work.unlink(missing_ok=True)
        except OSError as error:
            raise refused(self.path, error) from error

    def put(self, finished: Path) -> None:
        """Rename a file to the path."""
        try:
            finished.replace(self.work)
        except OSError as error:
            raise refused(self.path, error) from error
        sync_folder(self.work.parent)

    def holds(self, finished: Path) -> bool:
        """Never: a rename leaves no file behind that could be asked about."""
        return False


class RemotePlace:
    """An address such as ``s3://bucket/scores.jsonl``; its unfinished file lies on the local disk.

    Parameters
    ----------
    url : str
    work_folder : Path, optional
        Folder for the unfinished file; by default one of this user's among the temporary files,
        named by the address, so that a resumed run finds it.

    Raises
    ------
    ConfigError
        The scheme is unknown, or needs a package that is not installed.
    """

    def __init__(self, url: str, work_folder: Path | None = None) -> None:
        self.url = url
        self._files, self._key = _file_system(url)
        folder = work_folder or _own_folder()
        key = hashlib.sha256(url.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self._work = folder / f"{key}-{url.rstrip('/').rpartition('/')[2][:80]}"

    @property
    def name(self) -> str:
        """The address."""
        return self.url

    @property
    def work(self) -> Path:
        """A path in the work folder."""
        return self._work

    def exists(self) -> bool:
        """Tell whether an object has the address."""
        self._files.invalidate_cache()
        return bool(self._try(self._files.exists, self._key))

    def put(self, finished: Path) -> None:
        """Upload under a temporary name, check the size, then give the object its own.

        A reader, or a run that dies, never finds half an object under the address.
        """
        temporary = f"{self._key}.part"
        self._try(self._files.put_file, str(finished), temporary)
        self._files.invalidate_cache()
        size, wanted = self._try(self._files.size, temporary), finished.stat().st_size
        if size != wanted:
            raise OutputError(f"cannot write {self.url}: {size} of {wanted} bytes arrived")
        self._try(self._files.mv, temporary, self._key)
        finished.unlink(missing_ok=True)

    def holds(self, finished: Path) -> bool:
        """Tell whether the object is there in full: the upload ended, the clearing up did not."""
        self._files.invalidate_cache()
        size = self._try(self._files.size, self._key) if self.exists() else None
        return size == finished.stat().st_size

    def names(self) -> list[str]:
        """Names of the objects directly below the address."""
        self._files.invalidate_cache()
        try:
            found = self._files.ls(self._key, detail=False)
        except FileNotFoundError:
            return []
        except Exception as error:
            raise OutputError(f"cannot write {self.url}: {error}") from error
        return [str(key).rstrip("/").rpartition("/")[2] for key in found]

    def open(self) -> BinaryIO:
        """Open the object to read it."""
        return self._try(self._files.open, self._key, "rb")  # type: ignore[no-any-return]

    def remove(self) -> None:
        """Remove the object."""
        self._try(self._files.rm, self._key)

    def _try(self, call: Any, *arguments: Any) -> Any:
        """Call a store; whatever it answers is told on one line."""
        try:
            return call(*arguments)
        except Exception as error:  # each store has errors of its own
            why = " ".join(str(error).split())[:300] or type(error).__name__
            raise OutputError(f"cannot write {self.url}: {why}") from error


def is_url(name: str) -> bool:
    """Tell an address from a path.

    Examples
    --------
    >>> is_url("s3://bucket/a.jsonl"), is_url("a.jsonl")
    (True, False)
    """
    scheme, mark, _ = name.partition("://")
    return bool(mark) and scheme.isascii() and scheme.replace("+", "").isalnum()


def place_of(name: str, work_folder: Path | None = None) -> LocalPlace | RemotePlace:
    """Make the place that a name means.

    Parameters
    ----------
    name : str
        Path or address.
    work_folder : Path, optional
        Where the unfinished file of an address lies.
    """
    return RemotePlace(name, work_folder) if is_url(name) else LocalPlace(Path(name))


def below(place: LocalPlace | RemotePlace, name: str) -> LocalPlace | RemotePlace:
    """Return the place of a file in the folder that a place is.

    Parameters
    ----------
    place : LocalPlace or RemotePlace
    name : str
        The file's name in it.
    """
    if isinstance(place, LocalPlace):
        return LocalPlace(place.path / name)
    return RemotePlace(f"{place.url.rstrip('/')}/{name}", place.work)


def check_place(place: LocalPlace | RemotePlace) -> None:
    """Find what would stop the writing of a file before anything is scored.

    Raises
    ------
    OutputError
        It is a folder, there is no folder for it, or the folder takes no files.
    """
    if isinstance(place, RemotePlace):
        place.exists()  # credentials, address, network
        place.work.parent.mkdir(parents=True, exist_ok=True)
        return
    path = place.work
    if path.is_dir():
        raise OutputError(
            f"cannot write {place.name}: it is a folder (--shard-rows N writes shards into it)"
        )
    if not path.parent.is_dir():
        raise OutputError(f"cannot write {place.name}: there is no folder {place.path.parent}")


def is_special(path: Path) -> bool:
    """Tell devices and pipes, such as /dev/null, from files.

    Parameters
    ----------
    path : Path
    """
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _file_system(url: str) -> tuple[Any, str]:
    """Find the file system of an address, and the key in it."""
    try:
        import fsspec
    except ImportError as error:
        raise ConfigError(f"{url} needs scorer[s3], which is not installed") from error
    try:
        files, key = fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise ConfigError(f"{url} needs scorer[s3], which is not installed: {error}") from error
    except (ValueError, OSError) as error:
        raise ConfigError(f"cannot write {url}: {error}") from error
    return files, key


def _own_folder() -> Path:
    """Return this user's folder for unfinished uploads; nobody else may stand behind its name."""
    owner = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir(), f"scorer-{owner}")
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or (hasattr(os, "getuid") and found.st_uid != owner):
        raise OutputError(f"{folder} is not this user's; name another folder with --work-dir")
    return folder
