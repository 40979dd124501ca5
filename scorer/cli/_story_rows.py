"""Stories as JSON lines, as a table with a row for each article, or as Parquet."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from scorer.cli._stdout import Stdout
from scorer.io.encode import csv_line, json_line
from scorer.io.outfile import OutFile
from scorer.stories import StoryArticle, StoryCluster

if TYPE_CHECKING:
    import pyarrow as pa

_STORY = ("cluster", "size", "independent_accounts", "circular", "earliest", "first", "last")
_ARTICLE = tuple(name for name in StoryArticle.__slots__ if name != "shared")
COLUMNS = (*_STORY, *_ARTICLE, "shared", "notices")
"""Columns of the table; ``shared`` holds places as ``start-end=from_start-from_end``."""
_AT_A_TIME = 2_000


class Rows:
    """Writes stories, to a file that appears when complete or to standard output."""

    def __init__(
        self, path: Path | None, form: str, codec: str | None = None, *, overwrite: bool
    ) -> None:
        self._stack = ExitStack()
        self._form = form
        self._out: Any = (
            Stdout()
            if path is None
            else self._stack.enter_context(OutFile(path, overwrite=overwrite))
        )
        self._packed: Any = None
        if codec is not None:
            import pyarrow as pa

            self._sink = _Sink(self._out)
            sink = pa.PythonFile(self._sink, mode="w")
            self._out = self._packed = pa.CompressedOutputStream(sink, codec)
        self._waiting: list[dict[str, Any]] = []
        self._parquet: Any = None

    def __enter__(self) -> Rows:
        if self._form == "csv":
            self._out.write(csv_line(list(COLUMNS)))
        elif self._form == "parquet":
            from pyarrow.parquet import ParquetWriter

            self._parquet = ParquetWriter(_Sink(self._out), schema(), compression="zstd")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            if self._parquet is not None:
                self._hand_on()
                self._parquet.close()
            if self._packed is None:
                self._out.flush()
        if self._packed is not None:
            self._sink.is_dropped = kind is not None
            self._packed.close()
        self._stack.__exit__(kind, error, trace)

    def write(self, story: StoryCluster) -> None:
        """Write one story."""
        if self._form == "jsonl":
            self._out.write(json_line(story.to_dict()))
        elif self._form == "csv":
            for item in story.articles:
                self._out.write(csv_line(_cells(story, item)))
        else:
            self._waiting.append(_clean(story.to_dict()))
            if len(self._waiting) >= _AT_A_TIME:
                self._hand_on()

    def _hand_on(self) -> None:
        """Write the stories that wait as one group of rows."""
        import pyarrow as pa

        if self._waiting:
            self._parquet.write_table(pa.Table.from_pylist(self._waiting, schema=schema()))
            self._waiting = []


class _Sink:
    """What pyarrow takes for a file."""

    closed = False

    def __init__(self, out: Any) -> None:
        self._out = out
        self._written = 0
        self.is_dropped = False
        """The file is given up: what a compressor still holds goes nowhere."""

    def write(self, data: Any) -> int:
        """Write bytes."""
        held = bytes(data)
        if not self.is_dropped:
            self._out.write(held)
        self._written += len(held)
        return len(held)

    def tell(self) -> int:
        """Bytes written."""
        return self._written

    def flush(self) -> None:
        """Do nothing: the file is handed over when it is complete."""

    def close(self) -> None:
        """Do nothing: who opened it closes it."""

    def readable(self) -> bool:
        """It is not."""
        return False

    def writable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is not."""
        return False


def _cells(story: StoryCluster, item: StoryArticle) -> list[Any]:
    """One article's row of the table."""
    row = story.to_dict()
    shared = ";".join(f"{x.start}-{x.end}={x.from_start}-{x.from_end}" for x in item.shared)
    notices = ";".join(notice.code for notice in story.notices)
    return [
        *(row[name] for name in _STORY),
        *(getattr(item, name) for name in _ARTICLE),
        shared,
        notices,
    ]


def _clean(value: Any) -> Any:
    """Put U+FFFD in place of lone surrogates, which UTF-8 cannot hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() if not value.isascii() else value
    if isinstance(value, dict):
        return {name: _clean(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value


def schema() -> pa.Schema:
    """Arrow schema of the stories, fixed before the first row."""
    import pyarrow as pa

    passage = pa.struct(
        [(name, pa.int64()) for name in ("start", "end", "from_start", "from_end")]
        + [("kind", pa.string())]
    )
    kinds = {
        "times": pa.int64(),
        "account": pa.int64(),
        "copied_fraction": pa.float64(),
        "declared_agrees": pa.bool_(),
    }
    article = [(name, kinds.get(name, pa.string())) for name in _ARTICLE]
    notice = pa.struct([("code", pa.string()), ("message", pa.string())])
    return pa.schema(
        [
            ("schema_version", pa.string()),
            ("kind", pa.string()),
            ("cluster", pa.string()),
            ("size", pa.int64()),
            ("earliest", pa.string()),
            ("first", pa.string()),
            ("last", pa.string()),
            ("independent_accounts", pa.int64()),
            ("circular", pa.bool_()),
            ("notices", pa.list_(notice)),
            ("articles", pa.list_(pa.struct([*article, ("shared", pa.list_(passage))]))),
        ]
    )
