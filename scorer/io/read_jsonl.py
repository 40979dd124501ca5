"""JSON lines: one object a line, any broken line told on its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from scorer.io.fields import FieldMap, Place, record_from
from scorer.io.records import Note, ReadLimits, Record, no_note, rejected

BOM = b"\xef\xbb\xbf"
RAW_KEPT = 1_000_000
"""Bytes kept of a record that is too large to be loaded."""
_STEP = 1 << 20


def read_jsonl(
    stream: BinaryIO,
    origin: str,
    fields: FieldMap,
    limits: ReadLimits,
    note: Note = no_note,
    *,
    after: int = 0,
    offset: int | None = None,
) -> Iterator[Record]:
    r"""Read JSON lines; blank lines are skipped.

    Parameters
    ----------
    stream : binary file
        Read line by line; a line over ``limits.record_bytes`` is never held in memory whole.
    origin : str
        Name of the file, for messages.
    fields, limits : FieldMap, ReadLimits
    note : callable
        Told once where the file looks like JSON of another kind.
    after : int
        Number of lines to pass over.
    offset : int, optional
        Byte at which the line after those begins: they are not even read.

    Yields
    ------
    Record

    Examples
    --------
    >>> import io
    >>> lines = io.BytesIO(b'{"id": 1, "text": "Rain."}\n[]\n')
    >>> found = read_jsonl(lines, "-", FieldMap(), ReadLimits())
    >>> [r.error.code if r.error else r.id for r in found]
    ['1', 'not_an_object']
    """
    number = end = 0
    is_first = after == 0
    if offset is not None:
        stream.seek(offset)
        number, end = after, offset
    while line := stream.readline(limits.record_bytes + 1):
        number += 1
        end += len(line)
        if number <= after:
            end += _pass_over(stream, line, limits)
            continue
        if len(line) > limits.record_bytes:
            record = _too_large(stream, line, origin, number, limits)
            end += record.size - len(line)
            yield replace(record, end=end)
            continue
        size = len(line)
        if number == 1 and line.startswith(BOM):
            line = line[len(BOM) :]
        raw = line.rstrip(b"\r\n")
        if raw.strip():
            record = json_record(raw, size, Place(origin, number), fields, limits)
            if is_first and _is_whole_json(raw, record):
                note(
                    f"{origin} looks like JSON, not JSON Lines (one object a line); "
                    "name it .json, or say --input-format json"
                )
            is_first = False
            yield replace(record, end=end)


def _pass_over(stream: BinaryIO, line: bytes, limits: ReadLimits) -> int:
    """Read a line to its end; return how many bytes that were."""
    size = 0
    while len(line) > limits.record_bytes and not line.endswith(b"\n"):
        line = stream.readline(limits.record_bytes + 1)
        size += len(line)
        if len(line) <= limits.record_bytes:
            break
    return size


def _is_whole_json(raw: bytes, record: Record) -> bool:
    """Tell an array, or the beginning of an object over several lines, by the first line."""
    raw = raw.strip()
    is_open = record.error is not None and record.error.code == "bad_json"
    return raw.startswith(b"[") or (is_open and raw.startswith(b"{") and raw[-1:] in b"{[,")


def json_record(
    raw: bytes, size: int, place: Place, fields: FieldMap, limits: ReadLimits
) -> Record:
    """Read one object of JSON; what is none is rejected."""

    def bad(code: str, message: str) -> Record:
        return rejected(place.origin, place.position, code, message, raw, size=size)

    try:
        row = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        return bad("bad_encoding", f"Byte {error.start + 1} is not UTF-8.")
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" at")  # some of Python's messages end so
        return bad("bad_json", f"Not JSON: {what} at character {error.pos + 1}.")
    except RecursionError:
        return bad("bad_json", "Not JSON that can be read: nested too deeply.")
    except ValueError:  # Python's own message tells of its settings
        return bad("bad_json", "Not JSON that can be read: a number has too many digits.")
    if not isinstance(row, dict):
        return bad("not_an_object", f"A JSON {_kind(row)} where an object is expected.")
    return record_from(row, place=place, raw=raw, fields=fields, limits=limits, size=size)


def _kind(value: object) -> str:
    """Name a JSON type as JSON does."""
    names = {list: "array", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")


def _too_large(
    stream: BinaryIO, start: bytes, origin: str, number: int, limits: ReadLimits
) -> Record:
    """Skip the rest of a line, hashing it, and keep its beginning."""
    digest = hashlib.sha256(start)
    size = len(start)
    part = start
    while not part.endswith(b"\n") and (part := stream.readline(_STEP)):
        digest.update(part)
        size += len(part)
    message = f"The record has {size:,} bytes; the limit is {limits.record_bytes:,}."
    return rejected(
        origin,
        number,
        "too_large",
        message,
        start[:RAW_KEPT],
        size=size,
        sha256=digest.hexdigest(),
    )
