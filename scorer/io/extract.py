"""The article in a page of HTML: main text, title, date, site (trafilatura, ``scorer[html]``).

Why trafilatura and not resiliparse: docs/adr/0008-html-extraction.md.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from scorer.errors import RecordError
from scorer.io.fields import FieldMap, Place, record_from
from scorer.io.records import ReadLimits, Record, rejected
from scorer.schema import MIN_WORDS, Notice

NO_MAIN_TEXT = "no_main_text"
"""Code of a page in which no article was found: a failed extraction, not a bad article."""

EXTRACTION_FAILED = "extraction_failed"
"""Code of a page that broke the parser."""

LEAST_WORDS = 10
"""With fewer words, what was found is a label of the menu."""

SHORT_EXTRACTION = "short_extraction"
"""Warning of a page in which less was found than can be judged: the finding may have failed."""

EXTRACTED_TEXT = "extracted_text"
"""Field of a row that holds the text which its offsets index, where no file holds it."""


def page_record(
    raw: bytes,
    row: dict[str, Any],
    *,
    place: Place,
    fields: FieldMap,
    limits: ReadLimits,
    size: int | None = None,
    charset: str | None = None,
) -> Record:
    """Read a page as an article.

    Parameters
    ----------
    raw : bytes
        The page.
    row : dict
        What is known of it from elsewhere (``id``, ``url``); what the page says is added.
    place, fields, limits, size
        As for :func:`~scorer.io.fields.record_from`.
    charset : str, optional
        What the server said.

    Returns
    -------
    Record
        Rejected at the stage ``extract`` where the page holds no article.
    """
    try:
        tags = raw.count(b"<")
        if tags > limits.page_tags:
            raise RecordError(
                "too_large", f"The page has {tags:,} tags; the limit is {limits.page_tags:,}."
            )
        found = extract(raw, url=row.get("url"), charset=charset)
    except RecordError as error:
        return rejected(
            place.origin,
            place.position,
            error.reject_code,
            str(error),
            raw,
            id=row.get("id"),
            size=size,
            stage="extract",
        )
    row = {**found, **{name: value for name, value in row.items() if value is not None}}
    words = len(str(row["text"]).split())
    record = extracted_record(row, raw, place=place, fields=fields, limits=limits, size=size)
    if record.article is not None and words < MIN_WORDS:
        message = f"Only {words} words of text were found in the page; the rest may be missed."
        notice = Notice(SHORT_EXTRACTION, message)
        return replace(record, notices=(*record.notices, notice))
    return record


def extracted_record(
    row: dict[str, Any],
    raw: bytes,
    *,
    place: Place,
    fields: FieldMap,
    limits: ReadLimits,
    size: int | None = None,
) -> Record:
    """Read what was made of a page; its row carries the text that the offsets index."""
    usual = fields.within(row)
    row[EXTRACTED_TEXT] = row.get(usual.text)
    usual = replace(usual, keep=(*usual.keep, EXTRACTED_TEXT))
    return record_from(row, place=place, raw=raw, fields=usual, limits=limits, size=size)


def extract(raw: bytes, *, url: str | None = None, charset: str | None = None) -> dict[str, Any]:
    """Find the article in a page.

    Parameters
    ----------
    raw : bytes
        The page; its encoding is found out.
    url : str, optional
        Where it was.
    charset : str, optional
        Encoding that the server gave.

    Returns
    -------
    dict
        ``text, title, source, url, published, author, description``.

    Raises
    ------
    RecordError
        ``no_main_text`` or ``extraction_failed``.
    """
    content: bytes | str = raw
    if charset is not None:
        try:
            content = raw.decode(charset)
        except (LookupError, UnicodeDecodeError, ValueError):
            content = raw  # a server that is wrong: the page itself may know
    try:
        page = _trafilatura().bare_extraction(
            content, url=url, with_metadata=True, include_comments=False
        )
    except Exception as error:  # hostile markup may break any parser; one page never ends a run
        why = " ".join(str(error).split())[:200]
        raise RecordError(
            EXTRACTION_FAILED, f"The page cannot be parsed: {type(error).__name__}: {why}".rstrip()
        ) from error
    text = (page.text or "") if page is not None else ""
    if len(text.split()) < LEAST_WORDS:
        raise RecordError(NO_MAIN_TEXT, "No main text was found in the page.")
    first, _, rest = text.partition("\n")
    if page.title and first.strip() == page.title.strip() and rest.strip():
        text = rest  # the headline stands in the page's body too; it is no repetition
    return {
        "title": page.title,
        "text": text,
        "source": page.sitename or page.hostname,
        "url": page.url,
        "published": page.date,
        "author": getattr(page, "author", None),
        "description": getattr(page, "description", None),
    }


def _trafilatura() -> Any:
    """Import trafilatura, which must not write to stderr."""
    import trafilatura  # type: ignore[import-not-found,unused-ignore]

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    logging.getLogger("trafilatura").propagate = False
    return trafilatura
