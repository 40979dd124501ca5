"""Parquet files, a small batch of rows at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scorer.errors import InputError
from scorer.io.fields import FieldMap, Place, record_from
from scorer.io.records import Limits, Record, derived_id, rejected

BATCH_ROWS = 64
"""Rows held at once: small, because one row may hold megabytes of text."""


def check_parquet(path: Path) -> None:
    """Open a file's footer, so that half a file is found before the run starts.

    Raises
    ------
    InputError
        It is no Parquet file, or damaged.
    """
    _open(path).close()


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
        for batch in batches:
            for row in _rows(batch):
                number += 1
                place = Place(origin, number)
                yield _record(row, needed, place, fields, limits, size)


def _record(
    row: dict[str, Any] | None,
    needed: list[str],
    place: Place,
    fields: FieldMap,
    limits: Limits,
    size: int,
) -> Record:
    """Read one row; None stands for one whose strings are not UTF-8."""
    if row is None:
        message = "A string of the row is not UTF-8."
        id_ = f"{place.origin}:{place.position}"
        return rejected(
            place.origin, place.position, "bad_encoding", message, b"", id=id_, size=size
        )
    raw = _json(row)
    found = record_from(row, place=place, raw=raw, fields=fields, limits=limits, size=size)
    if found.article is None and found.id == derived_id(raw):
        # The id must not depend on which other columns were read.
        used = _json({name: row.get(name) for name in needed})
        message = "" if found.error is None else found.error.message
        code = "" if found.error is None else found.error.code
        return rejected(
            place.origin, place.position, code, message, raw, id=derived_id(used), size=size
        )
    return found


def _json(row: dict[str, Any]) -> bytes:
    """Write a row as JSON, values that JSON does not know as strings."""
    return json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "backslashreplace")


def _rows(batch: Any) -> Iterator[dict[str, Any] | None]:
    """Turn a batch into rows; a cell that is not UTF-8 costs its row only."""
    try:
        yield from batch.to_pylist()
        return
    except UnicodeDecodeError:
        pass
    for index in range(batch.num_rows):
        try:
            yield batch.slice(index, 1).to_pylist()[0]
        except UnicodeDecodeError:
            yield None


def _open(path: Path) -> Any:
    """Open a file; InputError where it is not Parquet."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return parquet.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        why = str(error).splitlines()[0]
        raise InputError(f"cannot read {path} as Parquet: {why}") from error
