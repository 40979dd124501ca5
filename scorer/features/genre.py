"""Genre: whether the page says of itself that it is satire, opinion, a press release, a live blog.

Such pages follow other rules than a news report: a columnist need not quote, a release quotes only
its own house. The score does not change for it; a warning says so, with the cue that told. Only
cues that a reader can check are used (labels, disclaimers, wire tags, author notes, times of
entries), so satire that keeps a straight face is not recognised. The genres and their signs follow
the SPJ code of ethics (label advocacy and commentary), the release formats of distribution services
and the search quality guidelines, section 4.

A *strength* adds 2 for each kind of cue that settles the genre alone, 1 for each that supports it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from scorer.features._genre.cues import (
    ARGUMENT,
    DUTY,
    FIRST_PERSON,
    PHRASES,
    PLAIN,
    QUESTION,
)
from scorer.features.registry import Reads, register, undefined
from scorer.schema import FeatureSpec, Measurement, Span
from scorer.text.document import Document

GENRES = ("press_release", "opinion", "satire", "live_blog")
EDGE_LINES = 4
"""Labels stand in the first lines, notes on the author in the last."""
VOICE = {"argument": 2.0, "first_person": 6.0, "duty": 3.0, "question": 2.0}
"""Hits per 1,000 words outside quotations from which each mark of an own voice counts: arguing
phrases, first person, must and should, questions. Three marks are opinion (19 % of pieces filed as
opinion, 3 % of other articles of good outlets), two support it."""
LEAST_HITS = 2
LEAST_ENTRIES = 4
"""Lines that open with a time of day from which a page may be a list of entries."""
MANY_ENTRIES = 6
"""With a half of the day or a zone in each: from which it is one, label or not."""

_LABEL = re.compile(
    r"\W{0,3}(?:guest |contributing )?(?:opinions?|commentary|editorials?|op-ed|viewpoint|columns?"
    r"|letters? to the editor)(?=\W{0,3}$|\s?[:|])",
    re.IGNORECASE,
)
_TITLE = {
    "opinion/section_label": re.compile(
        r"(?:opinion|commentary|editorial|op-ed|column|letters?)\s?[:|]|.{0,300}[|(\[]\s?"
        r"(?:opinion|commentary|editorial|op-ed)\s?[)\]]?$",
        re.IGNORECASE,
    ),
    "satire/disclaimer": re.compile(r".{0,300}\b(?:satire|parody)\b\s?[)\]]?$|satire\s?[:|]", re.I),
    "satire/area_man": re.compile(r"(?:area|local) (?:man|woman|teen|mom|dad|couple)\b", re.I),
    "live_blog/live_label": re.compile(
        r".{0,300}\b(?:live (?:blog|updates?|coverage)|as it happened)\b|live\s?[:|]", re.I
    ),
    "press_release/release_line": re.compile(r"(?:press|news|media) release\b", re.I),
}
_RELEASE_LINE = re.compile(r"(?:press|news|media) release(?:\s?[:|][^\n]{0,80})?", re.I)
_ABOUT = re.compile(r"about (?:the )?[A-Z][\w&.,' -]{1,60}:?", re.I)
_TIME = re.compile(
    r"(?:(?:[Uu]pdated|[Pp]osted|[Pp]ublished) (?:at )?)?(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?"
    r"\s?(?P<half>[AaPp]\.?[Mm]\b\.?)?(?:\s?\(?(?P<zone>[A-Z]{1,3}T|UTC)\)?)?"
    r"(?=\s*(?:$|[-:|,.\u2013\u2014]|[A-Z]))"
)
_WHY = (
    "Opinion, releases and satire are read otherwise than reports; labelling them is a rule of the "
    "craft (SPJ code of ethics; JTI clause on genres)."
)
_GAMING = "Leaving the label out hides the genre; then no warning is given, and the score stands."
_UNIT = "strength of cues"


@register
class Genre:
    """Cues that a page is a press release, opinion, satire or a live blog."""

    name: ClassVar[str] = "genre"
    version: ClassVar[int] = 1
    reads: ClassVar[Reads] = "body"
    specs: ClassVar[tuple[FeatureSpec, ...]] = (
        FeatureSpec(
            "genre.press_release", _UNIT, 0.0, math.inf, "none",
            "How plainly the page says that it is a press release: release line, wire tag, contact "
            "block, closing note on the issuer, announcing phrases.",
            "Release formats of the distribution services", 1, _GAMING, _WHY,
        ),
        FeatureSpec(
            "genre.opinion", _UNIT, 0.0, math.inf, "none",
            "How plainly the page says that it is opinion: section label, disclaimer of views, "
            "note on the columnist or author, arguing in its own voice.",
            "SPJ code of ethics, label advocacy and commentary", 1, _GAMING, _WHY,
        ),
        FeatureSpec(
            "genre.satire", _UNIT, 0.0, math.inf, "none",
            "How plainly the page says that it is satire: disclaimer, stock phrases of the form.",
            "Rubin et al. 2016 (satire cues); own list", 1, _GAMING, _WHY,
        ),
        FeatureSpec(
            "genre.live_blog", _UNIT, 0.0, math.inf, "none",
            "How plainly the page is a live blog: a label that says so, entries that open with a "
            "time of day.",
            "own definition", 1, _GAMING,
            "A live blog grows by entries; it repeats itself and its sources by right, and no part "
            "of it is the article.",
        ),
    )  # fmt: skip

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the family on one document."""
        if not doc.word_count:
            return undefined(self.specs, "no_words")
        found = _cues(doc)
        out = {}
        for spec, genre in zip(self.specs, GENRES, strict=True):
            own = {kind: spans for kind, spans in found.items() if kind.startswith(genre)}
            value = sum(2.0 if kind in PLAIN else 1.0 for kind in own)
            marked = {span[:2]: span for part in own.values() for span in part}
            spans = tuple(marked[place] for place in sorted(marked))
            out[spec.name] = Measurement(value, spec.unit, spans)
        return out


def _cues(doc: Document) -> dict[str, list[Span]]:
    """All cues of a page by kind; a cue in the headline has no place in the text."""
    found: dict[str, list[Span]] = {}
    quoted, starts, ends = doc.in_quotation, doc.token_starts, doc.token_ends
    lines = doc.line_tokens
    last_lines = int(lines[max(0, len(lines) - 1 - EDGE_LINES)])
    for first, last, kind in PHRASES.find(doc):
        if quoted[first]:
            continue
        if kind in ("opinion/author_note", "opinion/columnist_note") and first < last_lines:
            continue
        if kind == "press_release/contact" and not _opens_line(doc, first):
            continue
        if kind == "live_blog/live_label" and first > lines[min(EDGE_LINES, len(lines) - 1)]:
            continue
        span = doc.span(int(starts[first]), int(ends[last - 1]), kind.split("/")[1])
        found.setdefault(kind, []).append(span)
    for kind, span in (*_edges(doc), *_press_time(doc)):
        found.setdefault(kind, []).append(span)
    for kind, pattern in _TITLE.items():
        if doc.title is not None and pattern.match(doc.title):
            found.setdefault(kind, [])
    entries, exact = _entries(doc)
    is_labelled = "live_blog/live_label" in found
    if len(entries) >= LEAST_ENTRIES and (is_labelled or exact >= LEAST_ENTRIES):
        found["live_blog/entries"] = entries
        if exact >= MANY_ENTRIES:
            found["live_blog/many_entries"] = entries
    marks, voice = _voice(doc)
    if marks >= 2:
        found["opinion/own_voice" if marks > 2 else "opinion/argument"] = voice
    return found


def _opens_line(doc: Document, token: int) -> bool:
    """Whether a token is the first word of its line."""
    line = int(doc.line_tokens.searchsorted(token, side="right")) - 1
    return not doc.is_word[int(doc.line_tokens[line]) : token].any()


def _edges(doc: Document) -> list[tuple[str, Span]]:
    """Labels in the first lines, the note on the issuer among the last."""
    found = []
    ranges = doc.line_ranges.tolist()
    for start, end in ranges[:EDGE_LINES]:
        line = doc.text[start : min(end, start + 120)]
        match = _LABEL.match(line)
        if match is not None:
            span = doc.span(start, start + match.end(), "section_label")
            found.append(("opinion/section_label", span))
        if _RELEASE_LINE.fullmatch(line.strip()):
            found.append(("press_release/release_line", doc.span(start, end, "release_line")))
    for start, end in ranges[-2 * EDGE_LINES :]:
        if end - start <= 80 and _ABOUT.fullmatch(doc.text[start:end].strip()):
            found.append(("press_release/about", doc.span(start, end, "about")))
    return found


def _press_time(doc: Document) -> list[tuple[str, Span]]:
    """The stock coda of satire: a sentence near the end that opens with "At press time,"."""
    found = []
    for start, end in doc.sentence_ranges[-EDGE_LINES:].tolist():
        if doc.lower.startswith(("at press time,", "as of press time,"), start):
            found.append(("satire/press_time", doc.span(start, end, "press_time")))
    return found


def _entries(doc: Document) -> tuple[list[Span], int]:
    """Times of day that open a line, and how many of them can be nothing else."""
    found, exact = [], 0
    for start, end in doc.line_ranges.tolist():
        if doc.text[start].isdigit() or doc.lower[start] in "up":
            match = _TIME.match(doc.text, start, min(end, start + 40))
            if match:
                found.append(doc.span(start, match.end(), "time_of_entry"))
                exact += bool(match.group("half") or match.group("zone"))
    return found, exact


def _voice(doc: Document) -> tuple[int, list[Span]]:
    """How many marks of an own voice the text has, and its arguing phrases."""
    own = doc.is_own
    words = max(int(np.count_nonzero(own)), 1)
    arguments = [(first, last) for first, last, _ in ARGUMENT.find(doc) if own[first]]
    duties = (doc.hits(DUTY) & own).nonzero()[0]
    hits = {
        "argument": len(arguments),
        "first_person": int(np.count_nonzero(doc.hits(FIRST_PERSON) & own)),
        "duty": len(duties),
        "question": int(np.count_nonzero(doc.hits(QUESTION) > doc.in_quotation)),
    }
    marks = sum(
        count >= LEAST_HITS and 1000.0 * count / words >= VOICE[mark]
        for mark, count in hits.items()
    )
    starts, ends = doc.token_starts, doc.token_ends
    spans = [doc.span(int(starts[a]), int(ends[b - 1]), "argument") for a, b in arguments]
    return marks, [*spans, *doc.token_spans(duties, "duty")]
