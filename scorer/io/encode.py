"""Reports as bytes: JSON lines and CSV rows that no content can break."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from typing import Any

from scorer.io.arrow_flat import flat_row
from scorer.io.report_json import report_json
from scorer.schema import ScoreReport

_FORMULA = re.compile(r"[\s\x00\ufeff]*[=+\-@＝＋－＠\t\r]")
_NUMBER = re.compile(r"[+-]?\d{1,300}(?:\.\d{1,300})?(?:[eE][+-]?\d{1,3})?\Z", re.ASCII)


def json_line(row: Any) -> bytes:
    r"""Encode an object as one line of JSON in UTF-8.

    Lone surrogates, which UTF-8 cannot hold, are written as JSON escapes; NaN is an error.

    Parameters
    ----------
    row : object
        What :func:`json.dumps` takes.

    Returns
    -------
    bytes
        With its line break.

    Examples
    --------
    >>> json_line({"title": "caf\u00e9 \ud800"})
    b'{"title": "caf\xc3\xa9 \\ud800"}\n'
    """
    text = json.dumps(row, ensure_ascii=False, allow_nan=False)
    # Only lone surrogates fail to encode, and Python's escape for them is JSON's escape.
    return text.encode("utf-8", "backslashreplace") + b"\n"


def safe_cell(text: str) -> str:
    """Make a cell that no spreadsheet takes for a formula.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        With an apostrophe in front where it could start a formula; numbers stay as they are.

    Examples
    --------
    >>> safe_cell("=HYPERLINK(1)"), safe_cell("-12.5"), safe_cell("plain")
    ("'=HYPERLINK(1)", '-12.5', 'plain')
    """
    if _FORMULA.match(text) and not _NUMBER.match(text):
        return "'" + text
    return text


@dataclass(frozen=True, slots=True)
class JsonlFormat:
    """One report a line: ``report.to_dict()`` as JSON.

    Fields kept of the record follow under one more key, ``fields``.
    """

    def header(self) -> bytes:
        """Nothing comes before the first row."""
        return b""

    def row(self, report: ScoreReport, kept: str | None = None) -> bytes:
        """Encode one report."""
        # as json_line(report.to_dict()), in a quarter of the time
        row = report_json(report)
        if kept is not None:
            row = f'{row[:-1]}, "fields": {kept}}}'
        return row.encode("utf-8", "backslashreplace") + b"\n"


@dataclass(frozen=True, slots=True)
class CsvFormat:
    """Columns of the flat form, fixed before the first row.

    Parameters
    ----------
    columns : tuple of str
        Names of columns of the flat form (:func:`scorer.io.arrow_flat.columns_before`) and of
        measurements.
    has_fields : bool
        Whether a last column, ``fields``, holds the fields kept of each record, as JSON.
    """

    columns: tuple[str, ...]
    has_fields: bool = False

    def header(self) -> bytes:
        """Encode the names of the columns."""
        return csv_line([*self.columns, *(["fields"] if self.has_fields else [])])

    def row(self, report: ScoreReport, kept: str | None = None) -> bytes:
        """Encode one report."""
        cells = list(flat_row(report, self.columns).values())
        if self.has_fields:
            cells.append(kept)
        return csv_line(cells)


def csv_line(cells: list[Any]) -> bytes:
    r"""Encode one row of CSV that no spreadsheet takes for a formula; None is an empty cell.

    Examples
    --------
    >>> csv_line(["a,b", None, 1.5, "=1+1"])
    b'"a,b",,1.5,\'=1+1\n'
    """
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(
        [safe_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    )
    return line.getvalue().encode("utf-8", "backslashreplace")
