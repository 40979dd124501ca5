"""HTML files: one page, one article (the extra ``scorer[html]``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from scorer.io.extract import page_record
from scorer.io.fields import FieldMap, Place
from scorer.io.read_text import read_whole
from scorer.io.records import ReadLimits, Record


def read_html(
    stream: BinaryIO, origin: str, name: str, limits: ReadLimits, fields: FieldMap | None = None
) -> Iterator[Record]:
    """Read an HTML file as one article; offsets index the main text as extracted.

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
        Exactly one; a rejected one for an empty file, or a page without an article.
    """
    raw, bad = read_whole(stream, origin, name, limits)
    if bad is not None:
        yield bad
        return
    yield page_record(
        raw, {"id": name}, place=Place(origin, 1), fields=fields or FieldMap(), limits=limits
    )
