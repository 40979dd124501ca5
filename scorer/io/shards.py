"""An output of many files: shards of a fixed number of rows in a folder, and a manifest."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, BinaryIO

from scorer.errors import OutputError
from scorer.io.checkpoint import ENDING
from scorer.io.durable import refused, write_whole
from scorer.io.outputs import FileOutput, Finish
from scorer.io.places import LocalPlace, RemotePlace, below

MANIFEST = "_manifest.json"
"""Readers of folders (pyarrow, Spark) leave out names that begin with an underscore."""

_SHARD = re.compile(r"part-\d{5,}\.[a-z.]+")


class ShardOutput:
    """Shards of a folder: each appears under its name only when it is complete.

    The rows of a shard depend on its number only: any ``--jobs``, batch size or interruption gives
    the same bytes.

    Parameters
    ----------
    place : LocalPlace or RemotePlace
        The folder.
    rows : int
        Rows of a shard; the last one may have fewer.
    ending : str
        Of the names of shards, such as ``.jsonl``.
    about : dict
        What the manifest says besides: format, versions, model.
    header : bytes
    finish_with : callable, optional
    overwrite : bool
        Remove the shards of an earlier run first.
    """

    def __init__(
        self,
        place: LocalPlace | RemotePlace,
        *,
        rows: int,
        ending: str,
        about: dict[str, Any],
        header: bytes = b"",
        finish_with: Finish | None = None,
        overwrite: bool = False,
    ) -> None:
        self._place = place
        self._rows = rows
        self._ending = ending
        self._about = about
        self._header = header
        self._finish_with = finish_with
        self._overwrite = overwrite
        self._done: list[dict[str, Any]] = []
        self._in_shard = 0
        self._shard: FileOutput | None = None

    @property
    def name(self) -> str:
        """The folder."""
        return self._place.name

    @property
    def is_full(self) -> bool:
        """Whether the shard has all its rows."""
        return self._in_shard >= self._rows

    def check(self) -> None:
        """Refuse to mix shards with what the folder holds.

        Raises
        ------
        OutputError
            It holds files and must not be overwritten, or is none.
        """
        if isinstance(self._place, LocalPlace) and self._place.work.is_file():
            raise OutputError(f"cannot write shards into {self.name}: it is a file")
        # what a run leaves that died before its first rows is no reason to stop
        ours = (".", "_part-", f"_{ENDING[1:]}")
        held = [name for name in self._place.names() if not name.startswith(ours)]
        if held and not self._overwrite:
            raise OutputError(
                f"{self.name} is not empty; add --overwrite to replace the shards in it"
            )

    def begin(self, state: dict[str, Any] | None) -> None:
        """Begin with the first shard, or go on in the one that a checkpoint tells of."""
        if state is None:
            self.check()
            self._make_folder()
            self._clear()
            self._done = []
            self._in_shard = 0
            self._open(None)
            return
        self._take(state)
        if self.is_full:
            self.turn()  # the run died while it gave this shard its name
        else:
            self._open({"bytes": state["bytes"]})

    def write(self, data: bytes, rows: int) -> None:
        """Write rows, none of which belongs to the next shard."""
        if self._shard is None:
            raise OutputError(f"{self.name} is not open")
        self._shard.write(data, rows)
        self._in_shard += rows

    def state(self) -> dict[str, Any]:
        """Sync the shard, and tell which ones are done."""
        held = {} if self._shard is None else self._shard.state()
        return {"done": list(self._done), "rows": self._in_shard, "bytes": held.get("bytes", 0)}

    def turn(self) -> None:
        """Give the full shard its name, tell the manifest, and begin the next."""
        self._name_shard()
        self._write_manifest(is_complete=False)
        self._in_shard = 0
        self._open(None)

    def finish(self) -> None:
        """Give the last shard its name; the manifest says that the output is complete."""
        if self._in_shard or not self._done:
            self._name_shard()
            self._in_shard = 0
        else:
            (self._shard or self._file()).discard()
        self._write_manifest(is_complete=True)

    def finish_again(self, state: dict[str, Any]) -> None:
        """Finish a run that died while it finished."""
        self._take(state)
        self.finish()

    def close(self, *, keep: bool) -> None:
        """Close the shard in the making."""
        if self._shard is not None:
            self._shard.close(keep=keep)

    def _take(self, state: dict[str, Any]) -> None:
        """Take over what a checkpoint says."""
        self._done = list(state["done"])
        self._in_shard = int(state["rows"])

    def _file(self) -> FileOutput:
        """Make the output of the shard that is next."""
        return FileOutput(
            below(self._place, self._next_name()),
            header=self._header,
            finish_with=self._finish_with,
            overwrite=self._overwrite,
            prefix="_",
        )

    def _open(self, state: dict[str, Any] | None) -> None:
        """Open the next shard."""
        self._shard = self._file()
        self._shard.begin(state)

    def _name_shard(self) -> None:
        """Give the shard in the making its name."""
        shard = self._shard or self._file()
        ready = shard.prepare()
        place = below(self._place, self._next_name())
        made = digest_of(ready.open("rb") if ready.exists() else place.open())
        shard.finish()
        self._done.append({"file": self._next_name(), "rows": self._in_shard, **made})

    def _next_name(self) -> str:
        """Name of the shard in the making."""
        return f"part-{len(self._done):05d}{self._ending}"

    def _write_manifest(self, *, is_complete: bool) -> None:
        """Write the manifest."""
        told = {
            **self._about,
            "complete": is_complete,
            "rows": sum(shard["rows"] for shard in self._done),
            "shards": self._done,
        }
        data = json.dumps(told, indent=1).encode() + b"\n"
        place = below(self._place, MANIFEST)
        if isinstance(place, LocalPlace):
            write_whole(place.path, data)
            return
        try:
            place.work.write_bytes(data)
        except OSError as error:
            raise refused(place.work, error) from error
        place.put(place.work)

    def _make_folder(self) -> None:
        """Make the folder, and the one for unfinished files."""
        try:
            self._place.work.mkdir(parents=isinstance(self._place, RemotePlace), exist_ok=True)
        except OSError as error:
            raise refused(self.name, error) from error

    def _clear(self) -> None:
        """Remove the shards of an earlier run, finished or not, the manifest first."""
        held = self._place.names()
        shards = [name for name in held if _SHARD.fullmatch(name.removeprefix("_"))]
        for name in [MANIFEST, *shards]:
            if name in held:
                below(self._place, name).remove()


def digest_of(file: BinaryIO) -> dict[str, Any]:
    """Return length and SHA-256 of a file, for a manifest; closes it.

    Parameters
    ----------
    file : binary file

    Examples
    --------
    >>> import io
    >>> digest_of(io.BytesIO(b"abc"))["bytes"]
    3
    """
    with file:
        digest, size = hashlib.sha256(), 0
        while part := file.read(1 << 20):
            digest.update(part)
            size += len(part)
    return {"bytes": size, "sha256": digest.hexdigest()}
