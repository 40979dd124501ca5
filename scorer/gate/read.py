"""Rows of ``scorer score`` for the gate: JSON lines, packed or not, Parquet and Arrow files."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

from scorer.errors import InputError, RecordError
from scorer.gate.facts import Facts, NotARowError, facts_of
from scorer.io.plain_stream import plain_stream
from scorer.report.rows import MOST_BYTES

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema

PARQUET = b"PAR1"
ARROW = b"ARROW1"
BATCH_ROWS = 64


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it came, and what the policy may ask of it.

    Parameters
    ----------
    origin : str
        ``FILE:LINE``.
    raw : bytes
        The row as one line of JSON, without line break; of a line that is none, all that there is.
    facts : Facts or None
        None where it is no row; then ``code`` and ``why`` say so.
    row : dict or None
    code, why : str
    """

    origin: str
    raw: bytes
    facts: Facts | None = None
    row: dict[str, Any] | None = None
    code: str = ""
    why: str = ""


def read(path: str) -> Iterator[Line]:
    """Read the rows of a file (``-`` for standard input), told by its first bytes.

    Yields
    ------
    Line
        Blank lines are skipped.

    Raises
    ------
    InputError
        It cannot be opened, ends in the middle, is CSV, or a table of other things.
    """
    if path == "-":
        stdin = BufferedReader(cast("RawIOBase", sys.stdin.buffer))
        try:
            yield from _lines(stdin, "-")
        finally:
            stdin.detach()  # it is not ours to close
        return
    try:
        with Path(path).open("rb") as file:
            head = file.peek(6)
            if head.startswith((PARQUET, ARROW)):
                yield from _table(path, "Parquet" if head.startswith(PARQUET) else "Arrow")
            else:
                yield from _lines(file, path)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error


def _lines(file: BufferedReader[Any], origin: str) -> Iterator[Line]:
    """Read JSON lines."""
    from scorer.io.formats import format_of

    stream = plain_stream(file, origin)
    number = 0
    try:
        if format_of(origin) in ("csv", "tsv") and stream.peek(1)[:1] not in b"{":
            raise InputError(f"{origin} is CSV; the gate reads JSONL, Parquet and Arrow files")
        while line := stream.readline(MOST_BYTES):
            number += 1
            where = f"{origin}:{number}"
            if len(line) == MOST_BYTES and not line.endswith(b"\n"):
                while (part := stream.readline(1 << 20)) and not part.endswith(b"\n"):
                    pass
                why = f"the line has more than {MOST_BYTES:,} bytes"
                yield Line(where, line[:10_000], code="too_large", why=why)
            elif line.strip():
                yield _line(line.strip().removeprefix(b"\xef\xbb\xbf"), where)
    except RecordError as error:
        raise InputError(f"{origin} is damaged after line {number}: {error}") from error


def _line(raw: bytes, where: str) -> Line:
    """Read one line."""
    try:
        row = json.loads(raw.decode("utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError:
        return Line(where, raw, code="bad_encoding", why="the line is not UTF-8")
    except (ValueError, RecursionError) as error:
        return Line(where, raw, code="bad_json", why=f"the line is not JSON: {error}")
    try:
        return Line(where, raw, facts_of(row), row)
    except NotARowError as error:
        return Line(where, raw, code="not_a_row", why=f"no row of 'scorer score': {error}")


def _refuse(name: str) -> NoReturn:
    """NaN and Infinity are no JSON."""
    raise ValueError(f"{name} is no number of JSON")


@contextmanager
def _opened(path: str, kind: str) -> Iterator[tuple[Schema, Iterator[RecordBatch]]]:
    """Open a table: its schema, and its rows in small batches."""
    import pyarrow as pa
    from pyarrow import parquet

    if kind == "Parquet":
        with parquet.ParquetFile(path) as file:
            yield file.schema_arrow, file.iter_batches(batch_size=BATCH_ROWS, use_threads=False)
    else:
        with pa.memory_map(path) as source, pa.ipc.open_file(source) as file:
            batches = (file.get_batch(number) for number in range(file.num_record_batches))
            yield (
                file.schema,
                (
                    batch.slice(start, BATCH_ROWS)
                    for batch in batches
                    for start in range(0, len(batch), BATCH_ROWS)
                ),
            )


def _table(path: str, kind: str) -> Iterator[Line]:
    """Read a table of either form, with the columns that were kept beside the scores."""
    import pyarrow as pa

    from scorer.io.arrow_rows import to_rows
    from scorer.io.arrow_schema import form_of, nested_schema

    try:
        with _opened(path, kind) as (schema, batches):
            form = form_of(schema)
            if form is None:
                raise InputError(
                    f"{path} holds no rows of 'scorer score'; it has the columns "
                    f"{', '.join(schema.names[:8])}"
                )
            ours = nested_schema().names
            number = 0
            for batch in batches:
                if form == "flat":
                    rows = batch.to_pylist()
                else:
                    others = [name for name in batch.schema.names if name not in ours]
                    beside = batch.select(others).to_pylist() if others else [{}] * len(batch)
                    rows = [a | b for a, b in zip(to_rows(batch), beside, strict=True)]
                for row in rows:
                    number += 1
                    yield _object(row, f"{path}:{number}")
    except (pa.ArrowException, OSError) as error:
        told = str(error).partition("\n")[0]
        raise InputError(f"cannot read {path} as {kind}: {told}") from error


def _object(row: dict[str, Any], where: str) -> Line:
    """Read one row of Parquet."""
    plain = _plain(row)
    raw = json.dumps(plain, ensure_ascii=False, allow_nan=False)
    data = raw.encode("utf-8", "backslashreplace")
    try:
        return Line(where, data, facts_of(plain), plain)
    except NotARowError as error:
        return Line(where, data, code="not_a_row", why=f"no row of 'scorer score': {error}")


def _plain(value: Any) -> Any:
    """Values of kept columns as JSON knows them."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, str | int | bool) else str(value)
