"""CSV and TSV: a header row, then one record a row; quoted fields may span lines."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from scorer.io.fields import FieldMap, Place, check_names, record_from
from scorer.io.read_jsonl import RAW_KEPT
from scorer.io.records import Note, ReadLimits, Record, no_note, rejected
from scorer.schema import Notice

DELIMITERS = ",;\t|"
DOUBTFUL_LINES = 3
"""Lines inside one cell from which on it is a pattern that they look like rows."""


class _TooLong(csv.Error):
    """The row being read is over the limit."""


class _Open(csv.Error):
    """The file ended inside quotation marks."""

    def __init__(self, first: int, last: int) -> None:
        lines = "" if last == first else f"; lines {first + 1} to {last} are inside it, not read"
        super().__init__(f"a quotation mark opened in line {first} is never closed{lines}")


class _Stray(csv.Error):
    """A quotation mark stands at the beginning of a cell that does not end with one."""

    def __init__(self, line: int) -> None:
        super().__init__(
            f"a quotation mark opened in line {line} is not closed in its row; the lines after it "
            "are read as rows"
        )


class _Lines:
    """Hand lines to :mod:`csv`, remember those of the row being read, and bound them."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        # Undecodable bytes become lone surrogates here, so that only their row is lost.
        self.text = io.TextIOWrapper(stream, "utf-8-sig", "surrogateescape", newline="")
        self.limit = limit
        self.row: list[str] = []
        self.chars = 0
        self.ahead: str | None = None
        self.number = 0
        self.is_ended = False
        self.back: deque[str] = deque()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.back:
            line = self.back.popleft()
        else:
            line, self.ahead = self.ahead or self.text.readline(self.limit + 1), None
        if not line:
            self.is_ended = True
            raise StopIteration
        self.number += 1
        self.row.append(line)
        self.chars += len(line)
        if self.chars <= self.limit:
            return line
        while len(line) > self.limit and not line.endswith(("\n", "\r")) and not self.back:
            line = self.text.readline(self.limit + 1)
        # csv starts afresh after an error: a quotation mark that is never closed costs the limit,
        # not the rest of the file.
        raise _TooLong(f"over {self.limit:,} characters")

    def peek(self) -> str:
        """Return the next line that is not blank, without taking it."""
        line = self.text.readline(self.limit + 1)
        while line and not line.strip():
            self.number += 1
            line = self.text.readline(self.limit + 1)
        self.ahead = line
        return line

    def give_back(self) -> None:
        """Let all lines of the row but its first be read again, as rows of their own."""
        self.back.extendleft(reversed(self.row[1:]))
        self.number -= len(self.row) - 1
        del self.row[1:]
        self.is_ended = False

    def take(self) -> bytes:
        """Return what was read since the last call, as it came, without its line break."""
        row = "".join(self.row)
        self.row.clear()
        self.chars = 0
        return row.rstrip("\r\n").encode("utf-8", "surrogateescape")


def read_csv(
    stream: BinaryIO,
    origin: str,
    fields: FieldMap,
    limits: ReadLimits,
    note: Note = no_note,
    *,
    after: int = 0,
    delimiter: str | None = None,
) -> Iterator[Record]:
    r"""Read a table with a header row; blank rows are skipped.

    The delimiter is the one of comma, semicolon, tab and bar with which the header holds the text
    column.

    Parameters
    ----------
    stream : binary file
    origin : str
        Name of the file, for messages.
    fields, limits : FieldMap, ReadLimits
    note : callable
        Told of a table without rows, and of a quotation mark that is never closed.
    after : int
        Number of rows to pass over.
    delimiter : str, optional
        What stands between the cells; found by the header otherwise.

    Yields
    ------
    Record

    Examples
    --------
    >>> import io
    >>> rows = io.BytesIO(b'id,text\na,"Rain,\nthen sun."\n')
    >>> [r.article.text for r in read_csv(rows, "-", FieldMap(), ReadLimits())]
    ['Rain,\nthen sun.']
    """
    csv.field_size_limit(max(csv.field_size_limit(), limits.record_bytes))
    lines = _Lines(stream, limits.record_bytes)
    try:
        yield from _rows(lines, origin, fields, limits, note, after, delimiter)
    finally:
        lines.text.detach()  # the stream belongs to the caller


def check_header(
    stream: BinaryIO, origin: str, fields: FieldMap, *, delimiter: str | None = None
) -> None:
    """Find out whether each field has one column at most.

    Raises
    ------
    InputError
        Two columns have the name of one field.
    """
    lines = _Lines(stream, ReadLimits().record_bytes)
    try:
        first = lines.peek()
        rows = csv.reader(lines, delimiter=delimiter or _delimiter(first, fields))
        check_names(_names(next(rows, [])), origin, fields)
    except csv.Error:
        return  # told with the record that it costs
    finally:
        lines.text.detach()


def _names(cells: list[str]) -> list[str]:
    """Names of the columns."""
    return [name.strip() for name in cells]


def _rows(
    lines: _Lines,
    origin: str,
    fields: FieldMap,
    limits: ReadLimits,
    note: Note,
    after: int,
    delimiter: str | None,
) -> Iterator[Record]:
    """Read the header, then every row."""
    first_line = lines.peek()
    delimiter = delimiter or _delimiter(first_line, fields)
    rows = csv.reader(lines, delimiter=delimiter)
    header: list[str] | None = None
    number = 0
    is_told = False
    while True:
        cells: list[str] = []
        error: csv.Error | None = None
        first = lines.number + 1
        try:
            cells = next(rows)
        except StopIteration:
            if number == 0:
                note(f"{origin} holds {'no rows' if header is None else 'a header and no rows'}")
            return
        except csv.Error as found:
            error = found
        if error is None and lines.is_ended:
            # a row that ends with its line never asks for another one
            error = _Open(first, lines.number)
        doubt: Notice | None = None
        if header is not None and len(lines.row) > 1:
            swallowed = _look_like_rows(lines.row[1:], len(header), delimiter)
            if swallowed and (error is not None or not _is_sound(lines.row, delimiter)):
                lines.give_back()
                error = _Stray(first)
            elif swallowed and len(lines.row) > DOUBTFUL_LINES:
                doubt = Notice(
                    "doubtful_quotes",
                    f"The row spans lines {first} to {lines.number}, each of which looks like a "
                    "row of its own: a quotation mark may be missing.",
                )
        if isinstance(error, _Open | _Stray) and not is_told:
            is_told = True
            note(f"{origin}: {error}")
        raw = lines.take()
        if header is None and error is None:
            header = _names(cells)
            check_names(header, origin, fields)
        elif header is None or error is not None:
            number += 1
            if number <= after:
                continue
            yield _broken(raw, Place(origin, number), error)
        elif any(cells):
            number += 1
            if number <= after:
                continue
            row = dict(zip(header, cells, strict=False))
            record = _record(row, raw, Place(origin, number), fields, limits)
            odd = [doubt] if doubt is not None else []
            if len(cells) > len(header):
                message = (
                    f"The row has {len(cells)} cells, the header {len(header)}: those beyond were "
                    "left out; a text with delimiters in it must stand in quotation marks."
                )
                odd.append(Notice("extra_cells", message))
            yield replace(record, notices=(*record.notices, *odd)) if odd else record


def _is_sound(lines: list[str], delimiter: str) -> bool:
    """Tell whether a row over several lines has its quotation marks where they belong."""
    try:
        return len(list(csv.reader(lines, delimiter=delimiter, strict=True))) == 1
    except csv.Error:
        return False


def _look_like_rows(lines: list[str], width: int, delimiter: str) -> bool:
    """Tell whether lines inside a cell are rows: nearly all have as many cells as the header.

    Paragraphs of a text do not. One or two lines with one delimiter each prove nothing.
    """
    lines = [line for line in lines if line.strip()]
    if width < 2 or len(lines) < (1 if width > 3 else DOUBTFUL_LINES):
        return False
    # quotation marks around them are off by one here; without any there is nothing to go wrong
    alike = sum(line.count(delimiter) == width - 1 for line in lines if '"' not in line)
    return alike >= 0.8 * sum('"' not in line for line in lines) and alike > 0


def _delimiter(header: str, fields: FieldMap) -> str:
    """Find the delimiter with which the header holds the text column, else the most frequent."""
    for delimiter in DELIMITERS:
        if fields.text in [name.strip().strip('"') for name in header.split(delimiter)]:
            return delimiter
    return max(DELIMITERS, key=header.count)


def _record(
    row: dict[str, str], raw: bytes, place: Place, fields: FieldMap, limits: ReadLimits
) -> Record:
    """Read one row."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        message = "The row is not UTF-8."
        return rejected(place.origin, place.position, "bad_encoding", message, raw)
    return record_from(row, place=place, raw=raw, fields=fields, limits=limits)


def _broken(raw: bytes, place: Place, error: csv.Error | None) -> Record:
    """Reject a row that is too long, or that :mod:`csv` cannot take apart."""
    code = "too_large" if isinstance(error, _TooLong) else "bad_csv"
    return rejected(
        place.origin,
        place.position,
        code,
        f"Not CSV that can be read: {error}.",
        raw[:RAW_KEPT],
        size=len(raw),
        sha256=hashlib.sha256(raw).hexdigest(),
    )
