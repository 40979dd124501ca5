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
class Table:
    """Rows as columns.

    Parameters
    ----------
    head : dict of str to list
        Columns that were asked for; what the file lacks is None in each row.
    values : array of float, shape (n, k)
        Measurements that were asked for; NaN where undefined or missing.
    reasons : list of lists of (code, points)
        A flat file holds the strongest only.
    names : tuple of str
        Of the measurements.
    """

    head: dict[str, list[Any]]
    values: Any
    reasons: list[list[tuple[str, float]]]
    names: tuple[str, ...]

    def rows(self) -> list[dict[str, Any]]:
        """Return the same as flat rows."""
        out = []
        for at, reasons in enumerate(self.reasons):
            row = {name: column[at] for name, column in self.head.items()}
            row |= dict(zip(self.names, self.values[at].tolist(), strict=True))
            row["reasons"] = [{"code": code, "points": points} for code, points in reasons]
            out.append(row)
        return out


class Part:
    """Some rows, one behind the other.

    Parameters
    ----------
    origin : str
    first : int
        Line or row of the first.
    rows : list of dict or NoRow, optional
    table : Table, optional
        The rows as columns, where the file is a table.
    """

    __slots__ = ("_rows", "first", "origin", "table")

    def __init__(
        self,
        origin: str,
        first: int,
        rows: list[dict[str, Any] | NoRow] | None = None,
        table: Table | None = None,
    ) -> None:
        self.origin = origin
        self.first = first
        self.table = table
        self._rows = rows

    @property
    def rows(self) -> list[dict[str, Any] | NoRow]:
        """The rows one by one."""
        if self._rows is None:
            self._rows = [] if self.table is None else list(self.table.rows())
        return self._rows


def read_score_rows(path: str, head: Sequence[str], names: Sequence[str]) -> Iterator[Part]:
    """Read the rows of a file, of all files of a folder, or of standard input (``-``).

    Parameters
    ----------
    path : str
    head : sequence of str
        Columns of a table that are wanted; of JSON lines and CSV whole rows are given.
    names : sequence of str
        Measurements that are wanted of a table.

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
        yield from _file(file, head, names)


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


def _file(path: str, head: Sequence[str], names: Sequence[str]) -> Iterator[Part]:
    """Read one file, told by its first bytes."""
    try:
        with Path(path).open("rb") as file:
            magic = file.peek(6)
            kind = next((kind for begin, kind in _MAGIC.items() if magic.startswith(begin)), None)
            if kind is None:
                yield from _text(file, path)
        if kind is not None:
            from scorer.io.score_tables import read_table

            number = 0
            for table in read_table(path, kind, tuple(head), tuple(names), ROWS):
                yield Part(path, number + 1, table=table)
                number += len(table.reasons)
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
