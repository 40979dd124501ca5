"""JSON files: an array of records, or one pretty-printed record after the other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from scorer.errors import InputError
from scorer.io.fields import FieldMap, Place
from scorer.io.read_jsonl import BOM, RAW_KEPT, json_record, read_jsonl
from scorer.io.records import ReadLimits, Record, rejected

WHOLE_BYTES = 256 * 1024 * 1024
"""Bytes of a JSON file at most: unlike JSON Lines, it is held in memory whole."""

_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


def read_json(
    stream: BinaryIO, origin: str, fields: FieldMap, limits: ReadLimits, *, after: int = 0
) -> Iterator[Record]:
    r"""Read the records of a JSON file: the items of an array, or values in a row.

    A file whose first line is an object of its own is JSON Lines, whatever its name.

    Parameters
    ----------
    stream : binary file
    origin : str
        Name of the file, for messages.
    fields, limits : FieldMap, ReadLimits
    after : int
        Number of records (of lines, in JSON Lines) to pass over.

    Yields
    ------
    Record
        Up to the first place that is not JSON, which is one rejected record with all the rest.

    Examples
    --------
    >>> import io
    >>> file = io.BytesIO(b'[\n {"id": 1,\n  "text": "Rain."}\n]')
    >>> [record.id for record in read_json(file, "-", FieldMap(), ReadLimits())]
    ['1']
    """
    if _is_lines(stream, limits):
        yield from read_jsonl(stream, origin, fields, limits, after=after)
        return
    raw, failure = _read_to_failure(stream)
    if len(raw) > WHOLE_BYTES:
        if after:
            return
        message = f"A JSON file over {WHOLE_BYTES:,} bytes; write it as JSON Lines."
        yield rejected(origin, 1, "too_large", message, raw[:RAW_KEPT], size=len(raw))
        return
    raw = raw.removeprefix(BOM)
    if failure is not None:  # which may be inside a character
        raw = raw.decode("utf-8", "ignore").encode("utf-8")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if after:
            return
        message = f"Byte {error.start + 1} is not UTF-8."
        yield rejected(origin, 1, "bad_encoding", message, raw)
        return
    items = _items(text)
    if failure is not None:
        items = iter(list(items)[:-1])  # the last one may be cut
    for number, item in enumerate(items, 1):
        if number <= after:
            continue
        piece = item.encode("utf-8")
        yield json_record(piece, len(piece), Place(origin, number), fields, limits)
    if failure is not None:
        raise failure


def _read_to_failure(stream: BinaryIO) -> tuple[bytes, Exception | None]:
    """Read a file whole; where it is cut off, what comes before, and the error."""
    parts: list[bytes] = []
    size = 0
    read = getattr(stream, "read1", stream.read)
    try:
        while size <= WHOLE_BYTES and (data := read(min(1 << 20, WHOLE_BYTES + 1 - size))):
            parts.append(data)
            size += len(data)
    except (OSError, InputError) as error:
        return b"".join(parts), error
    return b"".join(parts), None


def _is_lines(stream: BinaryIO, limits: ReadLimits) -> bool:
    """Tell whether the first line is an object of its own; the stream stays where it was."""
    if stream.seekable():
        start = stream.tell()
        line = stream.readline(limits.record_bytes + 1)
        stream.seek(start)
    else:  # what a buffer holds must do: the stream cannot be sought
        line, mark, _ = stream.peek(1).partition(b"\n")  # type: ignore[attr-defined]
        if not mark:
            return False
    line = line.removeprefix(BOM).strip()
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _items(text: str) -> Iterator[str]:
    """Cut a text into its JSON values; what is none is the last piece, to be rejected."""
    at = _after_blank(text, 0)
    is_array = text.startswith("[", at)
    if is_array:
        at = _after_blank(text, at + 1)
        if text.startswith("]", at):
            at = _after_blank(text, at + 1)
            is_array = False
    while at < len(text):
        try:
            _, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield text[at:]
            return
        yield text[at:end]
        at = _after_blank(text, end)
        if is_array and text.startswith(",", at):
            at = _after_blank(text, at + 1)
        elif is_array and text.startswith("]", at):
            at = _after_blank(text, at + 1)
            is_array = False
        elif is_array:
            yield text[at:]
            return
    if is_array:
        yield ""


def _after_blank(text: str, at: int) -> int:
    """Return where the next character that is not blank stands."""
    found = _BLANK.match(text, at)
    return at if found is None else found.end()
