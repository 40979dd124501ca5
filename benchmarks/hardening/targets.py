"""What is fuzzed: each target takes bytes and raises only where a promise of scorer is broken."""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from benchmarks.hardening.invariants import check_scoring, promise
from scorer import Article, Scorer
from scorer.errors import ModelError, ScorerError
from scorer.features.registry import extractors
from scorer.io.readers import read
from scorer.io.sources import resolve
from scorer.model._parse import parse_json, parse_manifest, parse_scorecard
from scorer.report.html import article_page
from scorer.text.document import Document

FORMATS = ("jsonl", "json", "csv", "text", "html")


@lru_cache(maxsize=1)
def _scorer() -> Scorer:
    return Scorer.load()


def _text(data: bytes) -> str:
    """Any text: bytes as UTF-8, what is none of it as lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def _article(data: bytes) -> Article:
    """The first line is the title, and its first byte says how often the body is repeated."""
    head, _, body = data.partition(b"\n")
    times = 1 + (head[0] % 4 if head else 0)
    return Article(id="fuzz", title=_text(head[1:]) or None, text=_text(body) * times)


def document(data: bytes) -> None:
    """Build a document; its tokens and sentences lie in order inside the text as given."""
    text = _text(data)
    doc = Document.from_text(text, None)
    last = 0
    for start, end in zip(doc.token_starts, doc.token_ends, strict=True):
        promise(last <= start < end <= len(doc.text), "tokens lie in order inside the text")
        last = end
        span = doc.span(int(start), int(end), "x")
        promise(0 <= span.start < span.end <= len(text), "tokens map to the text as given")


def features(data: bytes) -> None:
    """Run every extractor by itself on one document."""
    article = _article(data)
    doc = Document.from_text(article.text, article.title)
    for extractor in extractors():
        measured = extractor.measure(doc)
        names = {spec.name for spec in extractor.specs}
        promise(set(measured) == names, f"{extractor.name} gives what it declares")
        for spec in extractor.specs:
            value = measured[spec.name].value
            inside = value is None or (math.isfinite(value) and spec.low <= value <= spec.high)
            promise(inside, f"{spec.name} is finite and lies in its range")


def score(data: bytes) -> None:
    """Score an article and check every promise about the row."""
    check_scoring(_scorer(), _article(data))


def page(data: bytes) -> None:
    """Write the HTML report; what came in as text opens no element."""
    article = _article(data)
    html = b"".join(article_page(_scorer().score(article), article))
    promise(b"<fuzz" not in html.lower(), "no markup of the article's in the page")


def artefact(data: bytes) -> None:
    """Parse a manifest and a scorecard; nothing but the package's own errors come out."""
    for parse in (lambda value: parse_manifest(value, ("scorer-model/2",)), parse_scorecard):
        try:
            parse(parse_json(data, "fuzz"))
        except ModelError:
            continue


def readers(data: bytes) -> None:
    """Read a file of any format; the first byte says which."""
    if not data:
        return
    kind = FORMATS[data[0] % len(FORMATS)]
    with tempfile.NamedTemporaryFile(dir=_memory(), suffix=f".{_SUFFIX[kind]}") as file:
        file.write(data[1:])
        file.flush()
        try:
            for record in read(resolve([file.name]).sources):
                json.dumps(record.id)
        except ScorerError:
            return


_SUFFIX = {"jsonl": "jsonl", "json": "json", "csv": "csv", "text": "txt", "html": "html"}


@lru_cache(maxsize=1)
def _memory() -> str | None:
    """A file system in memory, where there is one: a million files are written."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


TARGETS: dict[str, Callable[[bytes], None]] = {
    "document": document,
    "features": features,
    "score": score,
    "page": page,
    "artefact": artefact,
    "readers": readers,
}
