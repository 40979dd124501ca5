"""HTML files: the main text of a page, found by trafilatura (the extra ``scorer[html]``)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any, BinaryIO

from scorer.errors import ConfigError
from scorer.io.fields import FieldMap, Place, record_from
from scorer.io.read_jsonl import RAW_KEPT
from scorer.io.records import Limits, Record, rejected

NO_MAIN_TEXT = "no_main_text"
"""Code of a page in which no article was found: a failed extraction, not a bad article."""


def check_html(label: str) -> None:
    """Find out whether the extra is installed.

    Raises
    ------
    ConfigError
        It is not, or not whole; the message names it.
    """
    try:
        _trafilatura()
    except Exception as error:  # a broken installation may raise anything
        what = "needs the extra scorer[html]"
        if not (isinstance(error, ModuleNotFoundError) and error.name == "trafilatura"):
            why = " ".join(str(error).split()) or type(error).__name__
            what = f"{what}, which cannot be loaded here ({why})"
        raise ConfigError(
            f"reading {label} {what}: pip install 'scorer[html]', or leave HTML files out"
        ) from error


def read_html(stream: BinaryIO, origin: str, name: str, limits: Limits) -> Iterator[Record]:
    """Read an HTML file as one article; offsets index the main text as extracted.

    Parameters
    ----------
    stream : binary file
    origin : str
        Name of the file, for messages.
    name : str
        The article's id.
    limits : Limits

    Yields
    ------
    Record
        Exactly one; a rejected one for an empty file.
    """
    raw = stream.read(limits.record_bytes + 1)
    if not raw:
        yield rejected(origin, 1, "empty_text", "The file is empty.", raw, id=name)
        return
    if len(raw) > limits.record_bytes:
        message = f"The file is over {limits.record_bytes:,} bytes."
        yield rejected(origin, 1, "too_large", message, raw[:RAW_KEPT], id=name, size=len(raw))
        return
    row = _extract(raw)
    if row is None:
        message = "No main text was found in the page."
        yield rejected(origin, 1, NO_MAIN_TEXT, message, raw, id=name)
        return
    yield record_from(
        {"id": name, **row},
        place=Place(origin, 1),
        raw=raw,
        fields=FieldMap(),
        limits=limits,
    )


def _extract(raw: bytes) -> dict[str, Any] | None:
    """Return title, text, site, address and date of a page; None where there is no main text."""
    try:
        page = _trafilatura().bare_extraction(raw, with_metadata=True, include_comments=False)
    except Exception:  # hostile markup may break any parser; one page never ends a run
        return None
    text = (page.text or "") if page is not None else ""
    if not text.strip():
        return None
    first, _, rest = text.partition("\n")
    if page.title and first.strip() == page.title.strip() and rest.strip():
        text = rest  # the headline stands in the page's body too; it is no repetition
    return {
        "title": page.title,
        "text": text,
        "source": page.sitename or page.hostname,
        "url": page.url,
        "published": page.date,
    }


def _trafilatura() -> Any:
    """Import trafilatura, which must not write to stderr."""
    import trafilatura  # type: ignore[import-not-found,unused-ignore]

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    logging.getLogger("trafilatura").propagate = False
    return trafilatura
