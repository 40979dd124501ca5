"""A folder of Parquet files that a cluster writes, and that is there only when it is complete.

On a file system the workers write into a hidden folder beside it, which gets the name at the end.
At an address (``s3://...``), where nothing can be renamed as a whole, they write into it and the
empty object ``_SUCCESS`` comes last, as Spark and Hadoop have it.
"""

from __future__ import annotations

import json
import shutil
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

from scorer.errors import OutputError
from scorer.io.durable import refused
from scorer.io.places import LocalPlace, is_url, place_of

MANIFEST = "_manifest.json"
SUCCESS = "_SUCCESS"


class DatasetFolder:
    """The output of a run on an engine.

    Parameters
    ----------
    name : str
        Path or address of the folder.
    overwrite : bool
        Replace what it holds.

    Raises
    ------
    OutputError
        It holds something, is a file, or cannot be written.
    """

    def __init__(self, name: str, *, overwrite: bool = False) -> None:
        self.name = name
        self.is_url = is_url(name)
        self._overwrite = overwrite
        self._path = Path(name)
        if self.is_url:
            held = place_of(name).names()
        else:
            if self._path.exists() and not self._path.is_dir():
                raise OutputError(f"cannot write {name}: it is a file; an engine writes a folder")
            if not self._path.absolute().parent.is_dir():
                raise OutputError(f"cannot write {name}: there is no folder {self._path.parent}")
            held = LocalPlace(self._path).names()
        if held and not overwrite:
            raise OutputError(f"{name} is not empty; add --overwrite to replace what it holds")
        if held and not {SUCCESS, MANIFEST} & set(held):
            raise OutputError(
                f"{name} is no output of an engine (it has no {SUCCESS}), so --overwrite does not "
                "remove it; name another folder"
            )
        self._held = held
        self._is_kept = False
        hidden = f".{self._path.name[:100]}.{uuid.uuid4().hex[:8]}.part"
        self._work = self._path.absolute().with_name(hidden)

    @property
    def work(self) -> str:
        """Where the workers write."""
        return self.name.rstrip("/") if self.is_url else str(self._work)

    def begin(self) -> None:
        """Make the place for the workers; at an address, remove what is replaced."""
        if self.is_url:
            if self._held:
                # First what says that the old one is complete.
                for name in sorted(self._held, key=lambda name: name != SUCCESS):
                    self._fs(lambda files, key, name=name: files.rm(f"{key}/{name}", True))
            return
        try:
            self._work.mkdir()
        except OSError as error:
            raise refused(self.name, error) from error

    def dataset(self) -> Any:
        """Open what the workers wrote, as a pyarrow dataset."""
        import pyarrow.dataset

        if not self.is_url:
            return pyarrow.dataset.dataset(self.work, format="parquet", partitioning="hive")
        files, key = self._fs(lambda files, key: (files, key))
        return pyarrow.dataset.dataset(key, filesystem=files, format="parquet", partitioning="hive")

    def finish(self, manifest: dict[str, Any]) -> None:
        """Write the manifest and give the folder its name.

        Raises
        ------
        OutputError
            It cannot be written.
        """
        data = json.dumps(manifest, indent=1).encode() + b"\n"
        if self.is_url:
            self._fs(lambda files, key: files.pipe_file(f"{key}/{MANIFEST}", data))
            self._fs(lambda files, key: files.pipe_file(f"{key}/{SUCCESS}", b""))
            return
        try:
            (self._work / MANIFEST).write_bytes(data)
            (self._work / SUCCESS).touch()
            old = self._work.with_suffix(".old")
            if self._path.exists():
                if not self._overwrite and LocalPlace(self._path).names():
                    self._is_kept = True
                    raise OutputError(
                        f"{self.name} came to be during the run; the output is {self._work}"
                    )
                self._path.absolute().rename(old)
            self._work.rename(self._path.absolute())
            shutil.rmtree(old, ignore_errors=True)
        except OSError as error:
            raise refused(self.name, error) from error

    def abandon(self) -> None:
        """Remove what the workers wrote of an output that will not be complete."""
        if self._is_kept:
            return
        if not self.is_url:
            shutil.rmtree(self._work, ignore_errors=True)
            return
        with suppress(Exception):
            self._fs(lambda files, key: files.rm(key, True))

    def _fs(self, call: Any) -> Any:
        """Call the store of an address; whatever it answers is told on one line."""
        import fsspec

        try:
            return call(*fsspec.core.url_to_fs(self.name.rstrip("/")))
        except Exception as error:  # each store has errors of its own
            why = " ".join(str(error).split())[:300] or type(error).__name__
            raise OutputError(f"cannot write {self.name}: {why}") from error
