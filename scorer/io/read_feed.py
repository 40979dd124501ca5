"""RSS and Atom files: one entry, one article (the extra ``scorer[feeds]``)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from scorer.errors import RecordError
from scorer.io.extract import extracted_record
from scorer.io.fields import FieldMap, Place
from scorer.io.html_text import html_text
from scorer.io.records import Note, ReadLimits, Record, no_note, rejected
from scorer.schema import Notice


def read_feed(
    stream: BinaryIO,
    origin: str,
    fields: FieldMap,
    limits: ReadLimits,
    note: Note = no_note,
    *,
    after: int = 0,
) -> Iterator[Record]:
    """Read the entries of a feed; offsets index the text of their content, without its markup.

    Parameters
    ----------
    stream : binary file
        A feed is read whole, up to ``limits.record_bytes``.
    origin : str
        Name of the file, for messages.
    fields, limits : FieldMap, ReadLimits
        Besides its own names a row has ``summary``, ``author`` and ``feed_title``.
    note : callable
        Told where the XML is not well-formed, or the feed empty.
    after : int
        Number of entries to pass over.

    Yields
    ------
    Record
        An entry with a summary only has the notice ``summary_only``; one without either is
        rejected (``no_text``).

    Raises
    ------
    RecordError
        It is no feed (``not_a_feed``), or too large.
    """
    import feedparser

    raw = stream.read(limits.record_bytes + 1)
    if len(raw) > limits.record_bytes:
        raise RecordError("too_large", f"the feed is over {limits.record_bytes:,} bytes")
    # A file object: feedparser opens what looks like a name or an address, and fetches the latter.
    try:
        feed = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # hostile XML may break any parser
        raise RecordError("not_a_feed", f"the feed cannot be parsed: {error}") from error
    if not feed.entries and not feed.get("version"):
        raise RecordError("not_a_feed", "it is neither RSS nor Atom, or holds no entry")
    if feed.get("bozo") and feed.get("bozo_exception") is not None:
        why = " ".join(str(feed.bozo_exception).split())[:200]
        note(f"{origin} is no well-formed feed ({why}); {len(feed.entries)} entries were found")
    elif not feed.entries:
        note(f"{origin} holds no entries")
    for number, entry in enumerate(feed.entries, 1):
        if number > after:
            yield _record(entry, feed.feed, Place(origin, number), fields, limits)


def _record(entry: Any, feed: Any, place: Place, fields: FieldMap, limits: ReadLimits) -> Record:
    """Read one entry."""
    content, summary = _content(entry), _text(entry.get("summary_detail"))
    has_content = bool(content and content.strip())
    url = entry.get("link")
    row: dict[str, Any] = {
        "id": entry.get("id") or url,
        "title": _text(entry.get("title_detail")),
        "text": content if has_content else summary,
        "source": _source(entry, feed),
        "url": url,
        "published": entry.get("published") or entry.get("updated"),
        "lang": _language(entry, feed),
        "summary": summary,
        "author": entry.get("author"),
        "feed_title": feed.get("title"),
    }
    raw = _raw(entry)
    if not (row["text"] or "").strip():
        message = "The entry has a title and a link only, neither content nor a summary."
        return rejected(place.origin, place.position, "no_text", message, raw, id=row["id"])
    found = extracted_record(row, raw, place=place, fields=fields, limits=limits)
    if not has_content and found.article is not None:
        told = Notice("summary_only", "The feed holds a summary of the article, not its text.")
        found = replace(found, notices=(*found.notices, told))
    return found


def _content(entry: Any) -> str | None:
    """Text of the longest content; Atom may hold several forms of one."""
    texts = [_text(item) or "" for item in entry.get("content") or ()]
    return max(texts, key=len, default=None)


def _text(detail: Any) -> str | None:
    """Text of a value; without its markup, where it is HTML."""
    if not detail or not isinstance(detail.get("value"), str):
        return None
    value: str = detail["value"]
    kind = detail.get("type") or ""
    if "html" in kind or ("<" in value and "</" in value):
        return html_text(value)
    return value


def _source(entry: Any, feed: Any) -> str | None:
    """Name the outlet: that of an entry taken over from another feed, else the feed's."""
    own = entry.get("source")
    name = (own.get("title") if own else None) or feed.get("title")
    return name if isinstance(name, str) else None


def _language(entry: Any, feed: Any) -> str | None:
    """Language that the feed declares, without its region."""
    given = feed.get("language") or (entry.get("title_detail") or {}).get("language")
    return given.replace("_", "-").partition("-")[0].lower() if isinstance(given, str) else None


def _raw(entry: Any) -> bytes:
    """Write an entry as JSON, for the rejects file."""
    from scorer.io.parquet_cells import row_json

    return row_json(dict(entry))
