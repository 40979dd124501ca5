"""Parquet files, a small batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scorer.errors import InputError
from scorer.io.fields import FieldMap, Place, check_names, record_from
from scorer.io.parquet_cells import NotUtf8, row_json, rows_of
from scorer.io.records import Limits, Record, derived_id
from scorer.schema import Notice

BATCH_ROWS = 64
"""Rows held at once: small, because one row may hold megabytes of text."""


def check_parquet(path: Path, fields: FieldMap | None = None) -> None:
    """Read a file's footer, so that half a file is found before the run starts.

    Raises
    ------
    InputError
        It is no Parquet file, or damaged, or two columns have the name of one field.
    """
    with _open(path) as file:
        check_names(file.schema_arrow.names, str(path), fields or FieldMap())


def read_parquet(
    path: Path, origin: str, fields: FieldMap, limits: Limits, *, keep_raw: bool = False
) -> Iterator[Record]:
    """Read a Parquet file row by row.

    Parameters
    ----------
    path : Path
    origin : str
        Name of the file, for messages.
    fields, limits : FieldMap, Limits
    keep_raw : bool
        Read the columns that the score does not need too, for the rejects file.

    Yields
    ------
    Record
        Its ``raw`` is the row as JSON.
    """
    with _open(path) as file:
        present = set(file.schema_arrow.names)
        needed = [name for name in dict.fromkeys(fields.names()) if name in present]
        rows = max(file.metadata.num_rows, 1)
        size = max(path.stat().st_size // rows, 1)
        columns = None if keep_raw or not needed else needed
        number = 0
        # Threads off: a reader must not compete with the workers it feeds.
        batches = file.iter_batches(batch_size=BATCH_ROWS, columns=columns, use_threads=False)
        for batch in _sound(batches, path):
            for row in rows_of(batch):
                number += 1
                place = Place(origin, number)
                yield _record(row, needed, place, fields, limits, size)


def _sound(batches: Iterator[Any], path: Path) -> Iterator[Any]:
    """Draw batches; InputError where a page is damaged."""
    import pyarrow as pa

    try:
        yield from batches
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"cannot read {path} as Parquet: {_first_line(error)}") from error


def _record(
    row: dict[str, Any],
    needed: list[str],
    place: Place,
    fields: FieldMap,
    limits: Limits,
    size: int,
) -> Record:
    """Read one row."""
    raw = row_json(row)
    if any(isinstance(row[name], NotUtf8) for name in needed):
        error: Notice | None = Notice("bad_encoding", "A string of the row is not UTF-8.")
    else:
        found = record_from(row, place=place, raw=raw, fields=fields, limits=limits, size=size)
        if found.article is not None or found.id != derived_id(raw):
            return found
        error = found.error
    # The id must not depend on which other columns were read; with the row's number in it, rows
    # that lack the same things differ.
    used = row_json({name: row[name] for name in needed})
    return Record(
        origin=place.origin,
        position=place.position,
        id=derived_id(b"%d:" % place.position + used),
        article=None,
        error=error,
        raw=raw,
        size=size,
    )


def _open(path: Path) -> Any:
    """Open a file; InputError where it is not Parquet."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return parquet.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"cannot read {path} as Parquet: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    """Return the first line of a message; Arrow's go on for several."""
    return str(error).partition("\n")[0] or type(error).__name__
