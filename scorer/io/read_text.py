"""Text and Markdown files: one article a file, its first line the title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from scorer.io.fields import FieldMap, Place, record_from
from scorer.io.read_jsonl import BOM, RAW_KEPT
from scorer.io.records import ReadLimits, Record, rejected

TITLE_CHARS = 200
"""A longer first line is no title (DESIGN.md section 2)."""

_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_HEADING = re.compile(r"#{1,6}[ \t]+")


def split_title(content: str) -> tuple[str | None, str]:
    r"""Split a text file's content into title and text.

    The first line is the title if it has at most 200 characters and other lines follow that are
    not all blank. The text is everything after that line's break, unchanged: offsets index it.

    Parameters
    ----------
    content : str
        The decoded file.

    Returns
    -------
    title : str or None
        Without the ``#`` of a Markdown heading; None where the first line is no title, or blank.
    text : str

    Examples
    --------
    >>> split_title("# Rain in May\n\nIt rained.")
    ('Rain in May', '\nIt rained.')
    >>> split_title("Only one line.\n")
    (None, 'Only one line.\n')
    """
    found = _LINE_BREAK.search(content)
    if found is None or found.start() > TITLE_CHARS or not content[found.end() :].strip():
        return None, content
    title = _HEADING.sub("", content[: found.start()].strip(), count=1).strip()
    return title or None, content[found.end() :]


def read_text(
    stream: BinaryIO, origin: str, name: str, limits: ReadLimits, fields: FieldMap | None = None
) -> Iterator[Record]:
    """Read a text file as one article.

    Parameters
    ----------
    stream : binary file
    origin : str
        Name of the file, for messages.
    name : str
        The article's id.
    limits : ReadLimits
    fields : FieldMap, optional

    Yields
    ------
    Record
        Exactly one; a rejected one for an empty file.
    """
    raw, bad = read_whole(stream, origin, name, limits)
    if bad is not None:
        yield bad
        return
    try:
        content = raw.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"Byte {error.start + 1} is not UTF-8."
        yield rejected(origin, 1, "bad_encoding", message, raw, id=name)
        return
    title, text = split_title(content)
    row = {"id": name, "title": title, "text": text}
    usual = (fields or FieldMap()).within(row)
    yield record_from(row, place=Place(origin, 1), raw=raw, fields=usual, limits=limits)


def read_whole(
    stream: BinaryIO, origin: str, name: str, limits: ReadLimits
) -> tuple[bytes, Record | None]:
    """Read a file that is one record.

    Returns
    -------
    tuple
        Its bytes, and the rejected record that it is where it is empty or too large.
    """
    raw = stream.read(limits.record_bytes + 1)
    if not raw:
        return raw, rejected(origin, 1, "empty_text", "The file is empty.", raw, id=name)
    if len(raw) > limits.record_bytes:
        message = f"The file is over {limits.record_bytes:,} bytes."
        kept, size = raw[:RAW_KEPT], len(raw)
        return kept, rejected(origin, 1, "too_large", message, kept, id=name, size=size)
    return raw, None
