"""Read any input as records: one file after the other, in the order they were named."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import BinaryIO

from scorer.errors import InputError
from scorer.io.fields import FieldMap
from scorer.io.read_csv import read_csv
from scorer.io.read_html import check_html, read_html
from scorer.io.read_jsonl import read_jsonl
from scorer.io.read_parquet import check_parquet, read_parquet
from scorer.io.read_text import read_text
from scorer.io.records import Limits, Record, rejected
from scorer.io.sources import Source


def check(sources: Iterable[Source]) -> None:
    """Find what would stop a run before it starts.

    Raises
    ------
    ConfigError
        A format needs an extra that is not installed.
    InputError
        A Parquet file is damaged.
    """
    for source in sources:
        if source.format == "html":
            check_html(source.label)
        if source.format == "parquet" and source.path is not None and source.size != 0:
            check_parquet(source.path)


def read(
    sources: Iterable[Source],
    *,
    fields: FieldMap | None = None,
    limits: Limits | None = None,
    keep_raw: bool = False,
) -> Iterator[Record]:
    """Read all records of all sources; no bad record ends the run.

    A file that cannot be read to its end (a disk error, a damaged Parquet page) gives one rejected
    record ``read_failed`` in place of its rest.

    Parameters
    ----------
    sources : iterable of Source
    fields : FieldMap, optional
        Names of the columns.
    limits : Limits, optional
    keep_raw : bool
        Keep whole raw records also where the format would let most of them unread (Parquet).

    Yields
    ------
    Record
    """
    fields = fields or FieldMap()
    limits = limits or Limits()
    for source in sources:
        if source.size == 0:
            continue
        position = 0
        try:
            for record in _read_one(source, fields, limits, keep_raw):
                position = record.position
                yield record
        except (OSError, InputError) as error:
            if isinstance(error, BrokenPipeError):
                raise
            message = f"{source.label}: nothing after record {position} could be read: {error}"
            yield rejected(
                source.label,
                position + 1,
                "read_failed",
                message,
                b"",
                id=f"{source.name}:{position + 1}",
            )


def _read_one(source: Source, fields: FieldMap, limits: Limits, keep_raw: bool) -> Iterator[Record]:
    """Read one file by its format."""
    if source.format == "parquet" and source.path is not None:
        yield from read_parquet(source.path, source.label, fields, limits, keep_raw=keep_raw)
        return
    with _open(source) as stream:
        if source.format == "csv":
            yield from read_csv(stream, source.label, fields, limits)
        elif source.format == "text":
            yield from read_text(stream, source.label, source.name, limits)
        elif source.format == "html":
            yield from read_html(stream, source.label, source.name, limits)
        else:
            yield from read_jsonl(stream, source.label, fields, limits)


def _open(source: Source) -> AbstractContextManager[BinaryIO]:
    """Open a file; standard input is left open."""
    if source.path is None:
        return nullcontext(sys.stdin.buffer)
    return source.path.open("rb")
