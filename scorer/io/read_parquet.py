"""Parquet files, a small batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from scorer.errors import RecordError
from scorer.io.fields import FieldMap, Place, check_names
from scorer.io.parquet_cells import rows_of
from scorer.io.records import ReadLimits, Record, rejected
from scorer.io.row_record import first_line, row_record

if TYPE_CHECKING:
    from scorer.io.open_source import Opened

BATCH_ROWS = 64
"""Rows held at once: small, because one row may hold megabytes of text."""


def check_parquet(stream: Opened, origin: str, fields: FieldMap | None = None) -> None:
    """Read a file's footer, so that half a file is found before the run starts.

    Raises
    ------
    InputError
        It is no Parquet file, or damaged, or two columns have the name of one field.
    """
    with stream.random_access() as file:
        table = _open(file, origin)
        check_names(table.schema_arrow.names, origin, fields or FieldMap())


def read_parquet(
    stream: Opened,
    origin: str,
    fields: FieldMap,
    limits: ReadLimits,
    *,
    keep_raw: bool = False,
    after: int = 0,
) -> Iterator[Record]:
    """Read a Parquet file row by row; a damaged row group costs its own rows only.

    Parameters
    ----------
    stream : Opened
    origin : str
        Name of the file, for messages.
    fields, limits : FieldMap, ReadLimits
    keep_raw : bool
        Read the columns that the score does not need too, for the rejects file.
    after : int
        Number of rows to pass over; row groups among them are not read.

    Yields
    ------
    Record
        Its ``raw`` is the row as JSON.
    """
    with stream.random_access() as file:
        table = _open(file, origin)
        check_names(table.schema_arrow.names, origin, fields)
        needed = fields.columns(table.schema_arrow.names)
        columns = None if keep_raw or not needed else needed
        first = 0
        for group in range(table.metadata.num_row_groups):
            about = table.metadata.row_group(group)
            rows = about.num_rows
            if first + rows > after:
                size = max(_packed_size(about) // max(rows, 1), 1)
                yield from _group(
                    table, group, first, columns, needed, origin, fields, limits, size, after
                )
            first += rows


def _group(
    table: Any,
    group: int,
    first: int,
    columns: list[str] | None,
    needed: list[str],
    origin: str,
    fields: FieldMap,
    limits: ReadLimits,
    size: int,
    after: int,
) -> Iterator[Record]:
    """Read one row group; what cannot be read of it is one rejected record."""
    about = table.metadata.row_group(group)
    number = first
    try:
        _check_ratio(about, columns, limits)
        # Threads off: a reader must not compete with the workers it feeds.
        for batch in table.iter_batches(
            batch_size=BATCH_ROWS, row_groups=[group], columns=columns, use_threads=False
        ):
            if number + batch.num_rows <= after:
                number += batch.num_rows
                continue
            for row in rows_of(batch):
                number += 1
                if number > after:
                    yield row_record(row, needed, Place(origin, number), fields, limits, size)
    except Exception as error:  # the library raises errors of many kinds
        last = first + about.num_rows
        if last <= max(after, number):
            return
        code = error.reject_code if isinstance(error, RecordError) else "damaged"
        message = f"Rows {number + 1} to {last} of {origin} cannot be read: {first_line(error)}."
        # the last of them, so that a run that goes on goes on behind them
        yield rejected(origin, last, code, message, b"", id=f"{origin}:{number + 1}-{last}")


def _packed_size(about: Any) -> int:
    """Bytes of a row group as it lies in the file."""
    return sum(about.column(index).total_compressed_size for index in range(about.num_columns))


def _check_ratio(about: Any, columns: list[str] | None, limits: ReadLimits) -> None:
    """Refuse a row group that unpacks to more than a packed file may."""
    packed = unpacked = 0
    for index in range(about.num_columns):
        column = about.column(index)
        if columns is None or column.path_in_schema.partition(".")[0] in columns:
            packed += column.total_compressed_size
            unpacked += column.total_uncompressed_size
    if unpacked > limits.unpacked_free and unpacked > limits.unpacked_ratio * packed:
        raise RecordError(
            "zip_bomb",
            f"{packed:,} bytes unpack to {unpacked:,}, more than {limits.unpacked_ratio} times as "
            "many; a higher --max-unpacked-ratio lets them pass",
        )


def _open(file: BinaryIO, origin: str) -> Any:
    """Open a file; InputError where it is not Parquet."""
    from pyarrow import parquet

    try:
        table = parquet.ParquetFile(file)
        _ = table.schema_arrow.names, table.metadata.num_row_groups
        return table
    except Exception as error:  # what a damaged footer raises depends on where the damage is
        raise RecordError(
            "damaged", f"cannot read {origin} as Parquet: {first_line(error)}"
        ) from error
