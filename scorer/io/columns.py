"""Rows as columns: Arrow batches on their way to Parquet or Arrow files, and the flat form as JSON.

Rows travel and wait as an Arrow IPC stream, batch behind batch: it only grows, so that it can be
cut off at a checkpoint. The finished file is made from it at the end (:mod:`scorer.io.finish`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from scorer.errors import ConfigError
from scorer.io.arrow_flat import flat_row
from scorer.io.arrow_rows import to_batch
from scorer.io.arrow_schema import Form, flat_schema, report_schema
from scorer.io.encode import json_line
from scorer.schema import ScoreReport

FIELDS = "fields"
"""Column, and key of a JSON row, that holds the fields kept of the input record."""

ALL = "all"


def chosen_columns(names: Sequence[str]) -> tuple[str, ...]:
    """Check the columns of the flat form that were asked for.

    Parameters
    ----------
    names : sequence of str
        In the order wanted; ``all`` alone stands for every one.

    Returns
    -------
    tuple of str

    Raises
    ------
    ConfigError
        Names those that do not exist, and what was probably meant.

    Examples
    --------
    >>> chosen_columns(["id", "score"]), len(chosen_columns(["all"])) > 50
    (('id', 'score'), True)
    """
    import difflib

    known = flat_schema().names
    if list(names) == [ALL]:
        return tuple(known)
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        near = [item for name in unknown for item in difflib.get_close_matches(name, known, 2)]
        meant = f"; did you mean {', '.join(near)}" if near else ""
        raise ConfigError(
            f"--columns: no column is named {', '.join(map(repr, unknown)) or '(nothing)'}{meant} "
            "('scorer signals' lists the measurements, docs/schema/arrow.md all columns)"
        )
    return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class ColumnFormat:
    """Rows as batches of an Arrow IPC stream.

    Parameters
    ----------
    columns : tuple of str, optional
        Of the flat form; without them rows have the nested form, which holds everything.
    has_fields : bool
        Whether a last column, ``fields``, holds the fields kept of each record, as JSON text.

    Examples
    --------
    >>> form = ColumnFormat(columns=("id", "score"))
    >>> form.schema().names
    ['id', 'score']
    """

    columns: tuple[str, ...] | None = None
    has_fields: bool = False

    def schema(self) -> Any:
        """Declare the columns: they are fixed before the first row."""
        return _schema(self.columns, self.has_fields)

    def header(self) -> bytes:
        """Encode the schema."""
        return bytes(self.schema().serialize().to_pybytes())

    def rows(self, reports: Sequence[ScoreReport], kept: Sequence[str | None]) -> bytes:
        """Encode some reports as one batch."""
        import pyarrow as pa

        if not reports:
            return b""
        form: Form = "nested" if self.columns is None else "flat"
        batch = to_batch(reports, form)
        arrays = list(batch.columns)
        if self.columns is not None:
            arrays = [batch.column(name) for name in self.columns]
        if self.has_fields:
            clean = [None if item is None else _utf8(item) for item in kept]
            arrays.append(pa.array(clean, pa.string()))
        # not compressed: that is for the finished file
        batch = pa.RecordBatch.from_arrays(arrays, schema=self.schema())
        return bytes(batch.serialize().to_pybytes())


@dataclass(frozen=True, slots=True)
class FlatJsonlFormat:
    """One object of the flat form a line.

    Parameters
    ----------
    columns : tuple of str
    """

    columns: tuple[str, ...]

    def header(self) -> bytes:
        """Nothing comes before the first row."""
        return b""

    def row(self, report: ScoreReport, kept: str | None = None) -> bytes:
        """Encode one report."""
        import json

        row = flat_row(report, self.columns)
        if kept is not None:
            row[FIELDS] = json.loads(kept)
        return json_line(row)


@lru_cache(maxsize=4)
def _schema(columns: tuple[str, ...] | None, has_fields: bool) -> Any:
    """Make a schema."""
    import pyarrow as pa

    schema = report_schema("nested" if columns is None else "flat")
    if columns is not None:
        schema = pa.schema([schema.field(name) for name in columns], metadata=schema.metadata)
    if has_fields:
        schema = schema.append(pa.field(FIELDS, pa.string()))
    return schema


def _utf8(text: str) -> str:
    """Replace what UTF-8 cannot hold; Arrow strings are UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")
