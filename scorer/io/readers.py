"""Read any input as records: one file after the other, in the order they were named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scorer.errors import ConfigError, InputError, RecordError
from scorer.io.duplicates import Duplicates
from scorer.io.fields import FieldMap
from scorer.io.formats import EXTRACTED, WHOLE
from scorer.io.open_source import Opened, check_encoding, opened
from scorer.io.records import Mark, Note, ReadLimits, Record, no_note, rejected
from scorer.io.sources import Source


def check(
    sources: Iterable[Source],
    fields: FieldMap | None = None,
    *,
    limits: ReadLimits | None = None,
    encoding: str | None = None,
) -> None:
    """Find what would stop a run before it starts.

    A damaged file that is the only one stops it; among others it costs a rejected record.

    Raises
    ------
    ConfigError
        A format needs an extra that is not installed, or the encoding is unknown.
    InputError
        The only file is damaged, or two columns of its table have the name of one field.
    """
    check_encoding(encoding)
    sources = list(sources)
    for kind in {source.format: source for source in sources}.values():
        _check_extra(kind)
    if len(sources) == 1 and sources[0].can_check:
        source = sources[0]
        if source.problem is not None:
            raise InputError(f"cannot read {source.label}: {source.problem}")
        with opened(source, limits or ReadLimits(), encoding) as stream:
            _check_head(source, stream, fields or FieldMap())


def _check_extra(source: Source) -> None:
    """Find out whether what reads a format is installed."""
    if source.format in EXTRACTED:
        from scorer.io import extras

        extras.check(source.format, source.label)


def _check_head(source: Source, stream: Opened, fields: FieldMap) -> None:
    """Look at how a file begins, and at a Parquet file's end."""
    if source.format == "parquet":
        from scorer.io.read_parquet import check_parquet

        check_parquet(stream, source.label, fields)
    elif source.format == "arrow" and source.size:
        from scorer.io.read_arrow import check_arrow

        check_arrow(stream, source.label, fields)
    elif source.format in ("csv", "tsv") and source.size:
        from scorer.io.read_csv import check_header

        check_header(stream, source.label, fields, delimiter=_delimiter(source))


def read(
    sources: Iterable[Source],
    *,
    fields: FieldMap | None = None,
    limits: ReadLimits | None = None,
    keep_raw: bool = False,
    note: Note = no_note,
    start: Mark | None = None,
    encoding: str | None = None,
    again: str = "each has a row",
) -> Iterator[Record]:
    """Read all records of all sources; no bad record ends the run.

    A file that cannot be read to its end (a disk error, a cut or damaged file, a bomb) gives one
    rejected record in place of its rest: ``truncated``, ``damaged``, ``zip_bomb``,
    ``nested_compression``, ``bad_encoding`` or ``read_failed``.

    Parameters
    ----------
    sources : iterable of Source
    fields : FieldMap, optional
        Names of the columns.
    limits : ReadLimits, optional
    keep_raw : bool
        Keep whole raw records also where the format would let most of them unread (Parquet).
    note : callable
        Told what should be known about a file as a whole, and of ids that come again.
    start : Mark, optional
        Go on after a record; what comes before is passed over without being taken apart.
    encoding : str, optional
        Of JSON, tables and text; by default what a byte order mark says, else UTF-8.
    again : str
        What becomes of records whose id came before, for the note on them.

    Yields
    ------
    Record
        Its ``mark`` is where to go on after it.
    """
    fields, limits = fields or FieldMap(), limits or ReadLimits()
    start = start or Mark()
    ids = Duplicates()
    for number, source in enumerate(sources):
        if number < start.source:
            continue
        begin = start if number == start.source else Mark(number)
        for record in _read_source(source, begin, fields, limits, keep_raw, note, encoding):
            ids.add(record.id, record.origin, record.position)
            yield record
    for line in ids.lines(again):
        note(line)


def _read_source(
    source: Source,
    begin: Mark,
    fields: FieldMap,
    limits: ReadLimits,
    keep_raw: bool,
    note: Note,
    encoding: str | None,
) -> Iterator[Record]:
    """Read one file; what ends it early is its last record."""
    if source.size == 0 and source.format not in (*WHOLE, "parquet") and not source.problem:
        return
    if begin.position and source.format in WHOLE:
        return  # one article a file, and it is done
    position = begin.position
    stream: Opened | None = None
    try:
        if source.problem is not None:
            raise RecordError("read_failed", source.problem)
        with opened(source, limits, encoding) as stream:
            records = _read_one(source, stream, begin, fields, limits, keep_raw, note)
            for record in records:
                position = record.position
                end = record.end if stream.can_enter else None
                yield replace(record, mark=Mark(begin.source, position, end))
            if stream.failure is not None:  # a library took the cut for the end
                raise stream.failure
    except (OSError, InputError, MemoryError) as error:
        if isinstance(error, (BrokenPipeError, ConfigError)):
            raise
        if stream is not None and stream.failure is not None:
            yield _rest(source, position, begin.source, stream.failure)
            return
        yield _rest(source, position, begin.source, error)


def _rest(source: Source, position: int, number: int, error: Exception) -> Record:
    """Reject what could not be read of a file."""
    why = " ".join(str(error).split()) or type(error).__name__
    code = error.reject_code if isinstance(error, RecordError) else "read_failed"
    lost = f"nothing after record {position} could be read" if position else "it cannot be read"
    found = rejected(
        source.label,
        position + 1,
        code,
        f"{source.label}: {lost}: {why}",
        b"",
        id=f"{source.name}:{position + 1}",
    )
    return replace(found, mark=Mark(number + 1))


def _read_one(
    source: Source,
    stream: Opened,
    begin: Mark,
    fields: FieldMap,
    limits: ReadLimits,
    keep_raw: bool,
    note: Note,
) -> Iterator[Record]:
    """Read one file by its format; readers are loaded when a file needs them."""
    origin, after = source.label, begin.position
    if source.format == "parquet":
        from scorer.io.read_parquet import read_parquet

        return read_parquet(stream, origin, fields, limits, keep_raw=keep_raw, after=after)
    if source.format == "arrow":
        from scorer.io.read_arrow import read_arrow

        return read_arrow(stream, origin, fields, limits, keep_raw=keep_raw, after=after)
    if source.format in ("csv", "tsv"):
        from scorer.io.read_csv import read_csv

        delimiter = _delimiter(source)
        return read_csv(stream, origin, fields, limits, note, after=after, delimiter=delimiter)
    if source.format == "text":
        from scorer.io.read_text import read_text

        return read_text(stream, origin, source.name, limits, fields)
    if source.format == "html":
        from scorer.io.read_html import read_html

        return read_html(stream, origin, source.name, limits, fields)
    if source.format == "warc":
        from scorer.io.read_warc import read_warc

        return read_warc(stream, origin, fields, limits, note, after=after)
    if source.format == "feed":
        from scorer.io.read_feed import read_feed

        return read_feed(stream, origin, fields, limits, note, after=after)
    if source.format == "json":
        from scorer.io.read_json import read_json

        return read_json(stream, origin, fields, limits, after=after)
    from scorer.io.read_jsonl import read_jsonl

    offset = begin.offset if stream.can_enter else None
    return read_jsonl(stream, origin, fields, limits, note, after=after, offset=offset)


def _delimiter(source: Source) -> str | None:
    """Return the delimiter that a format fixes."""
    return "\t" if source.format == "tsv" else None
