"""Which formats are read, and how a file's name tells which one it is."""

from __future__ import annotations

from pathlib import PurePosixPath

FORMATS: dict[str, str] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".warc": "warc",
    ".wet": "warc",
    ".rss": "feed",
    ".atom": "feed",
    ".rdf": "feed",
    ".xml": "feed",
}
"""Formats by the end of a file's name."""

PACKED = (".gz", ".gzip", ".zst", ".zstd", ".bz2")
"""Ends of names of packed files; whether one is packed, and how, its first bytes say."""

WHOLE = ("text", "html")
"""Formats whose files are one article each; an empty one is an article without text."""

EXTRACTED = ("html", "warc", "feed")
"""Formats in which the article must be found first; each needs an extra."""

ENCODED = ("jsonl", "json", "csv", "tsv", "text")
"""Formats that are text in some encoding; the others are bytes, or tell their encoding inside."""


def format_of(name: str) -> str | None:
    """Tell a file's format by its name.

    Parameters
    ----------
    name : str
        Name or path; the end of a packed file (``.gz``) is looked through.

    Returns
    -------
    str or None
        None where the name does not tell.

    Examples
    --------
    >>> format_of("news/2024.jsonl.gz"), format_of("a.WARC.gz"), format_of("notes.pdf")
    ('jsonl', 'warc', None)
    """
    path = PurePosixPath(name)
    while path.suffix.lower() in PACKED:
        path = path.with_suffix("")
    return FORMATS.get(path.suffix.lower())
