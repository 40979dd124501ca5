"""Arrow IPC: files (``.arrow``, Feather) and streams, read in one pass, so that pipes do too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scorer.errors import InputError, RecordError
from scorer.io.fields import FieldMap, Place, check_names
from scorer.io.parquet_cells import rows_of
from scorer.io.records import ReadLimits, Record, rejected
from scorer.io.row_record import first_line, row_record

if TYPE_CHECKING:
    from scorer.io.open_source import Opened

MAGIC = b"ARROW1"
SLICE_ROWS = 64
"""Rows turned to Python objects at once: one row may hold megabytes of text."""


def check_arrow(stream: Opened, origin: str, fields: FieldMap) -> None:
    """Read the schema, so that a file of another kind is found before the run starts.

    Raises
    ------
    InputError
        It is not Arrow IPC, or two columns have the name of one field.
    """
    check_names(_open(stream, origin)[1], origin, fields)


def read_arrow(
    stream: Opened,
    origin: str,
    fields: FieldMap,
    limits: ReadLimits,
    *,
    keep_raw: bool = False,
    after: int = 0,
) -> Iterator[Record]:
    """Read an Arrow file or stream row by row.

    A file is a stream between two marks, and read as one: nothing is sought. Where it is cut, the
    batches before the cut are read.

    Parameters
    ----------
    stream : Opened
    origin : str
        Name of the file, for messages.
    fields, limits : FieldMap, ReadLimits
    keep_raw : bool
        Take the columns that the score does not need too, for the rejects file.
    after : int
        Number of rows to pass over.

    Yields
    ------
    Record
        Its ``raw`` is the row as JSON.

    Raises
    ------
    RecordError
        The rest is damaged, or missing.
    """
    reader, names, is_file = _open(stream, origin)
    check_names(names, origin, fields)
    needed = fields.columns(names)
    number = 0
    for batch in _sound(reader):
        if number + batch.num_rows <= max(after, number):
            number += batch.num_rows
            continue
        if not keep_raw and needed:
            batch = batch.select(needed)
        why = _damage(batch)
        if why is not None:
            first, number = number + 1, number + batch.num_rows
            message = f"Rows {first} to {number} of {origin} cannot be read: {why}."
            # at the last of them, so that a run that goes on goes on behind them
            id_ = f"{origin}:{first}-{number}"
            yield rejected(origin, number, "damaged", message, b"", id=id_)
            continue
        size = max(batch.nbytes // max(batch.num_rows, 1), 1)
        for start in range(0, batch.num_rows, SLICE_ROWS):
            piece = batch.slice(start, SLICE_ROWS)
            if number + piece.num_rows <= after:
                number += piece.num_rows
                continue
            for row in rows_of(piece):
                number += 1
                if number > after:
                    yield row_record(row, needed, Place(origin, number), fields, limits, size)
    if is_file and not _ends_well(stream):
        raise RecordError("truncated", "the Arrow file is cut off: its end is missing")


def _damage(batch: Any) -> str | None:
    """Tell what is wrong with a batch: Arrow follows a damaged offset out of its memory.

    Strings are looked at as bytes: one that is not UTF-8 costs its row, not the batch.
    """
    import pyarrow as pa

    as_bytes = {pa.string(): pa.binary(), pa.large_string(): pa.large_binary()}
    try:
        for column in batch.columns:
            kind = as_bytes.get(column.type)
            column.validate()
            (column if kind is None else column.view(kind)).validate(full=True)
    except Exception as error:
        return first_line(error)
    return None


def _ends_well(stream: Opened) -> bool:
    """Read the footer, which repeats what was read; a file that is cut has none."""
    tail = b""
    while data := stream.read(1 << 16):
        tail = (tail + data)[-len(MAGIC) :]
    return tail == MAGIC


def _open(stream: Opened, origin: str) -> tuple[Any, list[str], bool]:
    """Open a stream; return it, the names of its columns, and whether it is that of a file."""
    import pyarrow as pa

    is_file = stream.peek(len(MAGIC))[: len(MAGIC)] == MAGIC
    if is_file:
        stream.read(8)  # the mark, filled up to eight bytes
    try:
        reader = pa.ipc.open_stream(stream)
        return reader, list(reader.schema.names), is_file
    except Exception as error:  # what a damaged schema raises depends on where the damage is
        why = stream.failure or first_line(error)
        raise InputError(f"cannot read {origin} as Arrow IPC: {why}") from error


def _sound(reader: Any) -> Iterator[Any]:
    """Draw batches; RecordError where one is damaged or cut."""
    while True:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            return
        except RecordError:
            raise
        except Exception as error:
            why = first_line(error)
            is_cut = "Expected" in why and "bytes" in why
            raise RecordError("truncated" if is_cut else "damaged", why) from error
        yield batch
