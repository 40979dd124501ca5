"""WARC archives (and WET extracts): one page, one article (the extra ``scorer[warc]``).

fastwarc finds the records; what it passes over without a word (damaged stretches, records cut
short) is found by the lengths and told as rejected records.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scorer.errors import RecordError
from scorer.io.extract import extracted_record, page_record
from scorer.io.fields import FieldMap, Place
from scorer.io.records import Note, ReadLimits, Record, no_note, rejected
from scorer.io.unpack import DAMAGED

if TYPE_CHECKING:
    from scorer.io.open_source import Opened

RAW_KEPT = 1_000_000
GAP = 16
"""Bytes between two records that are no accident of line breaks."""

_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(
    stream: Opened,
    origin: str,
    fields: FieldMap,
    limits: ReadLimits,
    note: Note = no_note,
    *,
    after: int = 0,
) -> Iterator[Record]:
    """Read the pages of an archive: HTML that a server answered with, and plain text of WET files.

    Redirects, errors, images and what the crawler wrote about itself are no articles: they are
    counted in a note.

    Parameters
    ----------
    stream : Opened
    origin : str
        Name of the file, for messages.
    fields, limits : FieldMap, ReadLimits
    note : callable
        Told how many records of the archive are no pages.
    after : int
        Number of records of the archive to pass over.

    Yields
    ------
    Record
        Its id is that of the archive's record.
    """
    others: Counter[str] = Counter()
    number = 0
    end = 0
    for item in _records(stream, origin):
        gap = item.stream_pos - end
        # Damaged stretches count too, so that positions are the same when a run goes on.
        if end and gap >= GAP:
            number += 1
            if number > after:
                message = f"{gap:,} bytes before the next record are no WARC record."
                yield rejected(origin, number, "damaged", message, b"", id=f"{origin}:{number}")
        number += 1
        length = _length(item)
        end = item.stream_pos + _header_size(item) + (length or 0) + 4
        if number <= after:
            continue
        kind = _kind(item)
        if kind not in ("page", "text", "damaged"):
            others[kind] += 1
            continue
        yield _record(item, kind, length, Place(origin, number), fields, limits)
    if number == 0:
        raise RecordError("damaged", "it holds no WARC record")
    if others:
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(others.items()))
        note(f"{origin}: passed over {others.total()} records that are no pages ({told})")


def _records(stream: Opened, origin: str) -> Iterator[Any]:
    """Iterate over the archive."""
    from fastwarc.warc import ArchiveIterator

    source = _Flow(stream)
    # quirks_mode goes on after a damaged record; an address is never opened.
    items = iter(ArchiveIterator(source, quirks_mode=True, auto_decode="none", fsspec_args=False))
    while True:
        try:
            item = next(items, None)
        except (Exception, _panic()) as error:
            why = " ".join(str(error).split())
            raise RecordError("damaged", f"the archive cannot be read further: {why}") from error
        if source.error is not None and item is None:
            raise source.error
        if item is None:
            return
        yield item


def _panic() -> type[BaseException]:
    """Return what the library raises where it fails inside; it is no Exception."""
    for kind in BaseException.__subclasses__():
        if kind.__name__ == "PanicException":
            return kind
    return Exception


class _Flow:
    """A stream that never raises and cannot be sought: the library would fail on both."""

    def __init__(self, stream: Opened) -> None:
        self.error: Exception | None = None
        self._stream = stream
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """Read bytes; none after an error, which is kept."""
        if self.error is not None:
            return b""
        try:
            # read() would lose what it has when what follows cannot be read
            data = self._stream.read1(size)
        except (OSError, RecordError) as error:
            self.error = error
            return b""
        self._at += len(data)
        return data

    def close(self) -> None:
        """Leave the stream open: it belongs to the caller."""

    def tell(self) -> int:
        """Tell how much was read."""
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        """Tell how much was read: nothing else is ever asked."""
        if (offset, whence) not in ((0, 1), (self._at, 0)):
            raise OSError("an archive is read in one pass")
        return self._at


def _kind(item: Any) -> str:
    """Tell what a record of the archive is."""
    if item.headers.get(DAMAGED) is not None:
        return "damaged"
    kind = (item.headers.get("WARC-Type") or "unknown").lower()
    if kind == "conversion":
        return "text"
    if kind not in ("response", "resource"):
        return kind
    if _length(item) is None:
        return "damaged"
    if kind == "resource":
        media = item.headers.get("Content-Type") or ""
        return "page" if media.partition(";")[0].strip().lower() in _PAGES else "other resources"
    status = getattr(item.http_headers, "status_code", None) if item.is_http_parsed else None
    if status is None:
        return "page"  # no HTTP that can be read: told when it is looked into
    if status != 200:
        return f"with HTTP status {status}"
    media = (item.http_content_type or "text/html").lower()
    return "page" if media in _PAGES else f"of type {media[:40]}"


def _length(item: Any) -> int | None:
    """Bytes that a record claims to have; None where it does not say so rightly."""
    given = item.headers.get("Content-Length") or ""
    return int(given) if given.isascii() and given.isdigit() else None


def _header_size(item: Any) -> int:
    """Bytes of a record's header, as it is usually written."""
    return 12 + sum(len(name) + len(value) + 4 for name, value in item.headers)


def _record(
    item: Any, kind: str, length: int | None, place: Place, fields: FieldMap, limits: ReadLimits
) -> Record:
    """Read one record of the archive."""
    headers = item.headers
    id_ = (headers.get("WARC-Record-ID") or "").strip("<> ") or f"{place.origin}:{place.position}"
    url = headers.get("WARC-Target-URI")

    def bad(code: str, message: str, raw: bytes = b"") -> Record:
        return rejected(
            place.origin, place.position, code, message, raw[:RAW_KEPT], id=id_, size=len(raw)
        )

    if kind == "damaged":
        why = headers.get(DAMAGED) or "its length is missing or wrong"
        return bad("damaged", f"The record of the archive is damaged ({why}).")
    if length is not None and length > limits.record_bytes:
        return bad(
            "too_large", f"The record has {length:,} bytes; the limit is {limits.record_bytes:,}."
        )
    is_http = bool(item.is_http_parsed)
    before = item.content_length
    raw = item.reader.read(limits.record_bytes + 1)
    if len(raw) < before:
        missing = before - len(raw)
        return bad("truncated", f"The record is cut off: {missing:,} bytes are missing.", raw)
    if headers.get("WARC-Type") == "response" and not is_http:
        return bad("damaged", "The record holds no answer of HTTP that can be read.", raw)
    row: dict[str, Any] = {"id": id_, "url": url, "warc_date": headers.get("WARC-Date")}
    size = len(raw)
    if kind == "text":
        row["text"] = raw.decode("utf-8", "replace")
        return extracted_record(row, raw, place=place, fields=fields, limits=limits, size=size)
    if is_http:
        try:
            raw = _payload(raw, item.http_headers, limits)
        except RecordError as error:
            return bad(error.reject_code, str(error), raw)
    charset = item.http_charset if is_http else None
    return page_record(
        raw, row, place=place, fields=fields, limits=limits, size=size, charset=charset
    )


def _payload(raw: bytes, headers: Any, limits: ReadLimits) -> bytes:
    """Undo what HTTP did to a page on its way."""
    if "chunked" in (headers.get("Transfer-Encoding") or "").lower():
        raw = _unchunked(raw)
    for coding in reversed((headers.get("Content-Encoding") or "").lower().split(",")):
        coding = coding.strip()
        if coding in ("gzip", "x-gzip", "deflate") and raw:
            raw = _inflated(raw, limits)
        elif coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise RecordError(
                "unsupported_packing", f"The page is packed as {coding[:20]}, which is not read."
            )
    return raw


def _inflated(raw: bytes, limits: ReadLimits) -> bytes:
    """Unpack a page; some crawlers unpack it and leave the header."""
    if raw[:2] == b"\x1f\x8b":
        inner = zlib.decompressobj(31)
    elif raw[:1] == b"\x78":
        inner = zlib.decompressobj(15)
    else:
        return raw
    try:
        out = inner.decompress(raw, limits.record_bytes + 1)
    except zlib.error as error:
        raise RecordError("damaged", f"The packed page is damaged ({error}).") from error
    if len(out) > limits.record_bytes:
        raise RecordError("zip_bomb", f"The page unpacks to over {limits.record_bytes:,} bytes.")
    if not inner.eof:
        raise RecordError("truncated", "The packed page is cut off.")
    return out


def _unchunked(raw: bytes) -> bytes:
    """Join the chunks of a page; as it came where they are none, which crawlers often undo."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = raw.find(b"\r\n", at, at + 20)
        head = raw[at:end].partition(b";")[0].strip() if end > at else b""
        try:
            size = int(head, 16)
        except ValueError:
            return raw
        if size == 0:
            return b"".join(parts)
        parts.append(raw[end + 2 : end + 2 + size])
        at = end + 4 + size
        if at > len(raw):
            raise RecordError("truncated", "The page is cut off inside a chunk.")
