"""What a reader yields: a record that is an article, or a record that says why it is none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from scorer.schema import Article, Notice

ID_DIGITS = 16
"""Hexadecimal digits of a derived id: 64 bits, one clash expected in four billion records."""


Stage = Literal["read", "extract", "score"]
"""Where a record fails: it is read, the article is looked for in its page, it is scored."""

Note = Callable[[str], None]
"""Takes what should be said about a file as a whole, one line at a time."""


def no_note(_: str, /) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How large one record may be; a larger one is rejected (``too_large``), never loaded whole.

    Parameters
    ----------
    text_chars : int
        Characters of an article's text.
    record_bytes : int
        Bytes of a record as it lies in the file (a JSON line, a CSV row, a text file), unpacked.
    unpacked_ratio : int
        How many times its packed size a file may unpack to (``zip_bomb``). Text packs 3 to 20
        times smaller, and deflate can reach 1,032.
    unpacked_free : int
        Bytes that any file may unpack to, whatever the ratio.
    page_tags : int
        Tags that a page may have: finding its article takes about 0.1 ms a tag (``python -m
        benchmarks.html_extraction``), and nothing can interrupt it.

    Examples
    --------
    >>> ReadLimits(record_bytes=1_000_000).unpacked_ratio
    200
    """

    text_chars: int = 20_000_000
    record_bytes: int = 64 * 1024 * 1024
    unpacked_ratio: int = 200
    unpacked_free: int = 64 * 1024 * 1024
    page_tags: int = 100_000


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a run stands after a record: given back to ``read(start=...)``, it goes on from there.

    Parameters
    ----------
    source : int
        Number of the file among the sources, from 0.
    position : int
        Position of the last record in that file; 0 before the first.
    offset : int or None
        Byte at which the next record begins, in files that can be entered there (plain JSONL).

    Examples
    --------
    >>> from dataclasses import astuple
    >>> Mark(*astuple(Mark(2, 40, 81_920)))
    Mark(source=2, position=40, offset=81920)
    """

    source: int = 0
    position: int = 0
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One record of an input, in the order of the input.

    Parameters
    ----------
    origin : str
        The file it comes from (``-`` for standard input).
    position : int
        Line (JSONL), row (CSV, Parquet, Arrow), record (WARC) or entry (feed) in that file, from 1;
        it grows from record to record.
    id : str
        The article's id; where the record has none, one derived from its content, so that the
        same record has the same id in any file and any run. (A Parquet row without text and id
        has nothing that tells it from others: there the row's number is part of what the id is
        derived from.)
    article : Article or None
        None where the record cannot be read as one; then ``error`` says why.
    error : Notice or None
        Stable code and message.
    raw : bytes
        The record as it came (Parquet: the row as JSON).
    size : int
        Bytes it takes in its file, for progress.
    notices : tuple of Notice
        What was odd about the record and did not stop it; joins the report's warnings.
    sha256 : str or None
        Digest of the whole record where ``raw`` holds only its beginning.
    kept : str or None
        Fields of the record to carry into its row, as a JSON object.
    stage : {"read", "extract"}
        Where it failed, if it did.
    end : int or None
        Byte at which the next record begins, where the reader knows.
    mark : Mark or None
        Where reading goes on after this record.

    Examples
    --------
    >>> from scorer.schema import Notice
    >>> Record("a.jsonl", 3, "x", None, Notice("bad_json", "line 3 is not JSON")).error.code
    'bad_json'
    """

    origin: str
    position: int
    id: str
    article: Article | None
    error: Notice | None = None
    raw: bytes = b""
    size: int = 0
    notices: tuple[Notice, ...] = ()
    sha256: str | None = None
    kept: str | None = None
    stage: Stage = "read"
    end: int | None = None
    mark: Mark | None = None


def derived_id(content: str | bytes) -> str:
    """Derive an id from content: the same content has the same id anywhere.

    Parameters
    ----------
    content : str or bytes
        The text of an article, or a raw record that has none.

    Returns
    -------
    str
        First 16 hexadecimal digits of the SHA-256.

    Examples
    --------
    >>> derived_id("Rain fell.")
    '8a4b1e83d9ac7658'
    """
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()[:ID_DIGITS]


def rejected(
    origin: str,
    position: int,
    code: str,
    message: str,
    raw: bytes,
    *,
    id: str | None = None,
    size: int | None = None,
    sha256: str | None = None,
    kept: str | None = None,
    stage: Stage = "read",
) -> Record:
    """Make the record of something that is no article; its id is derived where it has none."""
    return Record(
        origin=origin,
        position=position,
        id=(sha256[:ID_DIGITS] if sha256 else derived_id(raw)) if id is None else id,
        article=None,
        error=Notice(code, message),
        raw=raw,
        size=len(raw) if size is None else size,
        sha256=sha256,
        kept=kept,
        stage=stage,
    )
