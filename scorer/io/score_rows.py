"""Rows of ``scorer score`` read back, from any file that it writes: as dicts, in small lists.

JSON lines give whole rows. Tables (CSV, Parquet, Arrow) give flat rows: values under the names of
the measurements; only the columns that are asked for are read.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn, cast

from scorer.errors import InputError, RecordError
from scorer.io.plain_stream import plain_stream

ROWS = 1_024
"""Rows of a list."""
MOST_BYTES = 256 * 1024 * 1024
"""A longer line is no row."""
ENDINGS = frozenset(
    ".jsonl .ndjson .json .csv .tsv .parquet .pq .arrow .feather .gz .zst .bz2".split()
)
"""Files of a folder that are read."""
_MAGIC = {b"PAR1": "Parquet", b"ARROW1": "Arrow"}


@dataclass(frozen=True, slots=True)
class NoRow:
    """A line that is no row.

    Parameters
    ----------
    code : str
        ``bad_json``, ``bad_encoding``, ``bad_csv``, ``too_large``.
    why : str
    """

    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows, one behind the other.

    Parameters
    ----------
    origin : str
    first : int
        Line or row of the first.
    rows : list of dict or NoRow
    """

    origin: str
    first: int
    rows: list[dict[str, Any] | NoRow]


def read_score_rows(path: str, columns: Sequence[str]) -> Iterator[Part]:
    """Read the rows of a file, of all files of a folder, or of standard input (``-``).

    Parameters
    ----------
    path : str
    columns : sequence of str
        Columns of the flat form that are wanted, measurements among them; what a file lacks is
        left out.

    Returns
    -------
    iterator of Part

    Raises
    ------
    InputError
        It cannot be opened, ends in the middle, or is a table of other things.
    """
    if path == "-":
        if sys.stdin is None:
            raise InputError("standard input is closed")
        stdin = BufferedReader(cast("RawIOBase", sys.stdin.buffer))
        try:
            yield from _text(stdin, "-")
        finally:
            stdin.detach()  # it is not ours to close
        return
    for file in _files(path):
        yield from _file(file, columns)


def _files(path: str) -> list[str]:
    """The file, or those of a folder in the order of their names."""
    if not Path(path).is_dir():
        return [path]
    found = sorted(
        str(item)
        for item in Path(path).iterdir()
        if item.suffix.lower() in ENDINGS and item.is_file() and item.name[0] not in "._"
    )
    if not found:
        raise InputError(f"{path} is a folder without scores ({' '.join(sorted(ENDINGS))})")
    return found


def _file(path: str, columns: Sequence[str]) -> Iterator[Part]:
    """Read one file, told by its first bytes."""
    try:
        with Path(path).open("rb") as file:
            head = file.peek(6)
            kind = next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)
            if kind is None:
                yield from _text(file, path)
        if kind is not None:
            yield from _table(path, kind, columns)
    except (OSError, ValueError) as error:
        if isinstance(error, BrokenPipeError | InputError):
            raise
        why = getattr(error, "strerror", None) or error
        raise InputError(f"cannot read {path}: {why}") from error


def _text(file: BufferedReader[Any], origin: str) -> Iterator[Part]:
    """Read JSON lines or CSV, packed or not."""
    stream = plain_stream(file, origin)
    number = 0
    try:
        start = stream.peek(64)[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
        lines = _json_lines(stream) if start[:1] in b"{[" else _csv_lines(stream, origin)
        while rows := list(islice(lines, ROWS)):
            told = [row for row in rows if row is not None]
            if told:
                yield Part(origin, number + 1, told)
            number += len(rows)
    except RecordError as error:
        raise InputError(f"{origin} is damaged after line {number}: {error}") from error


def _json_lines(stream: BufferedReader[Any]) -> Iterator[dict[str, Any] | NoRow | None]:
    """One row a line; None for a blank one."""
    while line := stream.readline(MOST_BYTES):
        if len(line) == MOST_BYTES and not line.endswith(b"\n"):
            while (part := stream.readline(1 << 20)) and not part.endswith(b"\n"):
                pass
            yield NoRow("too_large", f"the line has more than {MOST_BYTES:,} bytes")
        else:
            line = line.strip().removeprefix(b"\xef\xbb\xbf")
            yield _object(line) if line else None


def _object(line: bytes) -> dict[str, Any] | NoRow:
    """Read one line."""
    try:
        found = json.loads(line.decode("utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError:
        return NoRow("bad_encoding", "the line is not UTF-8")
    except (ValueError, RecursionError) as error:
        return NoRow("bad_json", f"the line is not JSON: {error}")
    return found if isinstance(found, dict) else NoRow("bad_json", "the line is no JSON object")


def _refuse(name: str) -> NoReturn:
    """NaN and Infinity are no JSON."""
    raise ValueError(f"{name} is no number of JSON")


def _csv_lines(stream: BufferedReader[Any], origin: str) -> Iterator[dict[str, Any] | NoRow | None]:
    """One row a record; empty cells are left out."""
    text = io.TextIOWrapper(stream, "utf-8-sig", "backslashreplace", newline="")
    try:
        first = text.readline(1 << 20)
        reader = csv.reader(text, delimiter="\t" if "\t" in first else ",", strict=True)
        names = next(csv.reader([first], reader.dialect), []) if first.strip() else []
        if "status" not in names or "id" not in names:
            raise InputError(f"{origin} holds no rows of 'scorer score': neither JSON nor its CSV")
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield NoRow("bad_csv", str(error))
                continue
            if cells and len(cells) != len(names):
                yield NoRow("bad_csv", f"{len(cells)} cells under {len(names)} names")
            elif cells:
                yield {name: cell for name, cell in zip(names, cells, strict=True) if cell}
    finally:
        text.detach()


def _table(path: str, kind: str, columns: Sequence[str]) -> Iterator[Part]:
    """Read a table of either form."""
    import pyarrow as pa
    from pyarrow import parquet

    from scorer.io.arrow_schema import form_of

    try:
        if kind == "Parquet":
            with parquet.ParquetFile(path) as file:
                names = file.schema_arrow.names
                wanted = _wanted(names, form_of(file.schema_arrow), columns, path)
                yield from _batches(
                    file.iter_batches(ROWS, columns=wanted, use_threads=False), path, columns
                )
        else:
            with pa.memory_map(path) as source, pa.ipc.open_file(source) as file:
                wanted = _wanted(file.schema.names, form_of(file.schema), columns, path)
                found = (file.get_batch(number) for number in range(file.num_record_batches))
                parts = (
                    batch.slice(start, ROWS)
                    for batch in found
                    for start in range(0, len(batch), ROWS)
                )
                has = [name for name in file.schema.names if name in _tops(wanted)]
                yield from _batches((part.select(has) for part in parts), path, columns)
    except (pa.ArrowException, OSError) as error:
        told = str(error).partition("\n")[0]
        raise InputError(f"cannot read {path} as {kind}: {told}") from error


_NESTED = (
    "reasons.list.element.code",
    "reasons.list.element.points",
    "measurements.list.element.name",
    "measurements.list.element.value",
)
"""Leaves that are read of the nested form: not the evidence, which is most of it."""


def _wanted(names: Sequence[str], form: str | None, columns: Sequence[str], path: str) -> list[str]:
    """Columns to read."""
    if form is None and not {"id", "status"} <= set(names):
        raise InputError(
            f"{path} holds no rows of 'scorer score'; it has the columns {', '.join(names[:8])}"
        )
    has = [name for name in columns if name in names]
    if form == "nested":
        return [*has, *_NESTED]
    ranked = [name for name in names if name.startswith("reason_") and name[7:8].isdigit()]
    return [*has, *(name for name in ranked if not name.endswith("_sentence"))]


def _tops(wanted: Sequence[str]) -> set[str]:
    """Columns that hold the leaves."""
    tops = {leaf.partition(".")[0] for leaf in _NESTED}
    return {name for name in wanted if name not in _NESTED} | (
        tops if set(_NESTED) <= set(wanted) else set()
    )


def _batches(batches: Iterator[Any], path: str, columns: Sequence[str]) -> Iterator[Part]:
    """Batches as flat rows."""
    number = 0
    for batch in batches:
        is_nested = "measurements" in batch.schema.names
        plain = batch.drop_columns(["measurements"]) if is_nested else batch
        rows = plain.to_pylist()
        if is_nested:
            _add_measured(rows, batch.column("measurements"), set(columns))
        yield Part(path, number + 1, rows)
        number += len(rows)


def _add_measured(rows: list[dict[str, Any]], column: Any, wanted: set[str]) -> None:
    """Put the measurements of the nested form into flat rows, column by column."""
    import numpy as np

    flat = column.flatten()
    ends = np.cumsum(column.value_lengths().fill_null(0).to_numpy(zero_copy_only=False))
    codes = flat.field("name").dictionary_encode()
    names = codes.dictionary.to_pylist()
    values = flat.field("value").to_numpy(zero_copy_only=False)
    which = codes.indices.to_numpy(zero_copy_only=False)
    row_of = np.searchsorted(ends, np.arange(len(which)), side="right")
    for code, name in enumerate(names):
        if name not in wanted:
            continue
        at = which == code
        for row, value in zip(row_of[at].tolist(), values[at].tolist(), strict=True):
            if value == value:
                rows[row][name] = value
