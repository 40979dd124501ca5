"""One row of a Parquet or Arrow table as a record."""

from __future__ import annotations

from typing import Any

from scorer.io.fields import FieldMap, Place, record_from
from scorer.io.parquet_cells import NotUtf8, row_json
from scorer.io.records import ReadLimits, Record, derived_id
from scorer.schema import Notice


def row_record(
    row: dict[str, Any],
    needed: list[str],
    place: Place,
    fields: FieldMap,
    limits: ReadLimits,
    size: int,
) -> Record:
    """Read one row of a table whose columns may not all have been read.

    Parameters
    ----------
    row : dict
        By column.
    needed : list of str
        The columns that the score needs.
    place : Place
    fields, limits : FieldMap, ReadLimits
    size : int
        Bytes that the row takes in its file, about.

    Returns
    -------
    Record
        Its ``raw`` is the row as JSON.
    """
    raw = row_json(row)
    if any(isinstance(row.get(name), NotUtf8) for name in needed):
        error: Notice | None = Notice("bad_encoding", "A string of the row is not UTF-8.")
    else:
        found = record_from(row, place=place, raw=raw, fields=fields, limits=limits, size=size)
        if found.article is not None or found.id != derived_id(raw):
            return found
        error = found.error
    kept = fields.kept(row)
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
        kept=kept,
    )


def first_line(error: Exception) -> str:
    """First line of a message; Arrow's go on for several."""
    return str(error).partition("\n")[0] or type(error).__name__
