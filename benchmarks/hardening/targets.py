"""What is fuzzed: each target takes bytes and raises only where a promise of scorer is broken."""

from __future__ import annotations

import io
import json
import math
import re
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from benchmarks.hardening.invariants import check_scoring, promise
from scorer import Article, Scorer
from scorer.errors import ModelError, ScorerError
from scorer.features.registry import extractors
from scorer.gate.facts import NotARowError, facts_of
from scorer.io.readers import read
from scorer.io.sources import resolve
from scorer.model._parse import (
    parse_interval,
    parse_json,
    parse_manifest,
    parse_reference,
    parse_scorecard,
)
from scorer.model.interval import IntervalRule
from scorer.model.reference import Reference
from scorer.model.scorecard import Scorecard
from scorer.report.batch import Batch
from scorer.report.batch_html import batch_page
from scorer.report.html import article_page
from scorer.report.rows import read_rows
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


def rows(data: bytes) -> None:
    """Read rows back as ``scorer report`` and ``scorer gate`` do, and write the batch's page."""
    batch = Batch()
    for row in read_rows(io.BytesIO(data)):
        batch.add(row)
    html = b"".join(batch_page(batch, name="fuzz"))
    promise(b"<fuzz" not in html.lower(), "no markup of a row's in the page")
    promise(not _NO_NUMBER.search(html), "finite numbers only in the page")
    for line in data.splitlines():
        try:
            facts_of(json.loads(line))
        except (NotARowError, ValueError, RecursionError):
            continue


_NO_NUMBER = re.compile(rb'[="> ,](?:nan|-?inf)[" <,]')


def artefact(data: bytes) -> None:
    """Parse every table of a model; the package's own errors come out, or tables that work."""
    try:
        value = parse_json(data, "fuzz")
    except ModelError:
        return
    for parse, use in _TABLES:
        try:
            table = parse(value)
        except ModelError:
            continue
        for number in (None, -1e9, -0.5, 0.0, 0.25, 80.0, 1e9):
            promise(all(map(math.isfinite, use(table, number))), f"{parse.__name__}: finite")


def _manifest(value: Any) -> IntervalRule | None:
    """A manifest, and the rule for intervals in it."""
    return parse_interval(parse_manifest(value, ("scorer-model/2",)).get("interval"))


def _interval(rule: IntervalRule | None, number: float | None) -> tuple[float, ...]:
    return () if rule is None or number is None else rule.of(number)


def _score(card: Scorecard, number: float | None) -> tuple[float, ...]:
    values = dict.fromkeys(card.features, number)
    return card.margin(values), card.score(values)


def _percentiles(reference: Reference, number: float | None) -> tuple[float, ...]:
    values = dict.fromkeys(reference.undefined, number)
    found = (reference.percentile(name, number) for name in reference.quantiles)
    return reference.distance(values), *(share for share in found if share is not None)


_TABLES: tuple[tuple[Callable[[Any], Any], Callable[[Any, float | None], tuple[float, ...]]], ...]
_TABLES = (
    (_manifest, _interval),
    (parse_scorecard, _score),
    (parse_reference, _percentiles),
)


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
    "rows": rows,
    "artefact": artefact,
    "readers": readers,
}
