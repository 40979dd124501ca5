"""Texts on the disk, by name: what a run compares need not fit into memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, MutableMapping
from types import TracebackType
from typing import IO

from scorer.errors import OutputError


class Spool(MutableMapping[str, str]):
    """A mapping whose values lie in a temporary file that is gone when the block ends.

    Examples
    --------
    >>> with Spool() as texts:
    ...     texts["a"] = "Rain."
    ...     texts["a"], len(texts)
    ('Rain.', 1)
    """

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def __getitem__(self, name: str) -> str:
        start, size = self._places[name]
        self._file.seek(start)
        return self._file.read(size).decode("utf-8", "surrogatepass")

    def __setitem__(self, name: str, text: str) -> None:
        if name in self._places:
            return
        data = text.encode("utf-8", "surrogatepass")
        try:
            self._file.seek(self._end)
            self._file.write(data)
        except OSError as error:  # a full disk
            folder = tempfile.gettempdir()
            why = error.strerror or error
            raise OutputError(
                f"cannot keep texts in {folder}: {why}; name a larger folder by TMPDIR"
            ) from error
        self._places[name] = (self._end, len(data))
        self._end += len(data)

    def __delitem__(self, name: str) -> None:
        del self._places[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
