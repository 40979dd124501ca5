"""Read any input as records: one file after the other, in the order they were named."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import BinaryIO

from scorer.errors import InputError
from scorer.io.fields import FieldMap
from scorer.io.read_csv import check_header, read_csv
from scorer.io.read_html import check_html, read_html
from scorer.io.read_json import read_json
from scorer.io.read_jsonl import read_jsonl
from scorer.io.read_parquet import check_parquet, read_parquet
from scorer.io.read_text import read_text
from scorer.io.records import Limits, Note, Record, no_note, rejected
from scorer.io.sources import ONE_ARTICLE, Source


def check(sources: Iterable[Source], fields: FieldMap | None = None) -> None:
    """Find what would stop a run before it starts.

    Raises
    ------
    ConfigError
        A format needs an extra that is not installed.
    InputError
        A Parquet file is damaged or empty, or two columns of a table have the name of one field.
    """
    fields = fields or FieldMap()
    for source in sources:
        if source.format == "html":
            check_html(source.label)
        if source.format == "parquet" and source.path is not None:
            check_parquet(source.path, fields)
        if source.format == "csv" and source.path is not None and source.size:
            with source.path.open("rb") as stream:
                check_header(stream, source.label, fields)


def read(
    sources: Iterable[Source],
    *,
    fields: FieldMap | None = None,
    limits: Limits | None = None,
    keep_raw: bool = False,
    note: Note = no_note,
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
    note : callable
        Told what should be known about a file as a whole.

    Yields
    ------
    Record
    """
    fields = fields or FieldMap()
    limits = limits or Limits()
    for source in sources:
        if source.size == 0 and source.format not in ONE_ARTICLE:
            continue
        position = 0
        try:
            for record in _read_one(source, fields, limits, keep_raw, note):
                position = record.position
                yield record
        except (OSError, InputError) as error:
            if isinstance(error, BrokenPipeError):
                raise
            why = " ".join(str(error).split())
            message = f"{source.label}: nothing after record {position} could be read: {why}"
            yield rejected(
                source.label,
                position + 1,
                "read_failed",
                message,
                b"",
                id=f"{source.name}:{position + 1}",
            )


def _read_one(
    source: Source, fields: FieldMap, limits: Limits, keep_raw: bool, note: Note
) -> Iterator[Record]:
    """Read one file by its format."""
    if source.format == "parquet" and source.path is not None:
        yield from read_parquet(source.path, source.label, fields, limits, keep_raw=keep_raw)
        return
    with _open(source) as stream:
        if source.format == "csv":
            yield from read_csv(stream, source.label, fields, limits, note)
        elif source.format == "text":
            yield from read_text(stream, source.label, source.name, limits)
        elif source.format == "html":
            yield from read_html(stream, source.label, source.name, limits)
        elif source.format == "json":
            yield from read_json(stream, source.label, fields, limits)
        else:
            yield from read_jsonl(stream, source.label, fields, limits, note)


def _open(source: Source) -> AbstractContextManager[BinaryIO]:
    """Open a file; standard input is left open."""
    if source.path is None:
        return nullcontext(sys.stdin.buffer)
    return source.path.open("rb")
