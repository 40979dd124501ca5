"""Declared provenance: the page says that its story comes from somewhere else.

"Original Source: ...", "first appeared on ...", a wire credit, "(via ...)". Declared reuse is
honest, and still reuse: the Credible Web draft distinguishes original, remixed and copied
content, and search quality guidelines rate pages that only rework others' content low. So the
family has no direction of its own.

Rules: labels at the start of a short line (a bare "Source:" only in the last lines: elsewhere it
credits a figure), fixed phrases, and shapes, never a list of outlets:
``(Name) -`` near the start of the text is a wire credit, "via Name" counts on a line of its own
or in brackets.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar

from scorer.features._phrases import PhraseSet
from scorer.features.registry import Reads, register, undefined
from scorer.schema import FeatureSpec, Measurement, Span
from scorer.text.document import Document
from scorer.text.vocabulary import WordSet

KINDS = ("original_source", "republished", "wire_credit", "via")
MAX_LINE_WORDS = 30
"""A line with a provenance label is marked whole up to this length, else only the phrase."""

_WIRE_WITHIN = 40  # tokens from the start of the text
_MAX_CREDIT = 6  # tokens between the brackets

_PHRASES = PhraseSet(
    {
        "original_source": [
            "original|primary source|article|story|post|report|link|url :",
            "source|sources|originally :", "source article|url|link :", "originally from :",
            "read the original article|story|post",
        ],
        "republished": [
            "first|originally appeared|published|posted|aired|ran on|in|at|by",
            "this|the article|story|post|piece|report|column|essay was first|originally published",
            "this|the article|story|post|piece|report|column|essay was|is republished|reprinted",
            "this|the article|story|post|piece|report|column|essay was|is syndicated|reposted",
            "republished|reprinted|reposted|syndicated|reproduced|excerpted with|by|from|under",
            "crossposted from|at|with", "cross - posted from|at|with",
            "with permission of|from|by", "has been|is republished|reprinted|syndicated",
            "an earlier version of this article|story|post appeared", "content from our partner",
        ],
        "wire_credit": [
            "with reporting|files|material|information from",
            "wire|staff and wire reports|services",
            "wire services contributed", "from wire|news services|reports",
        ],
        "via": ["hat tip", "h / t"],
    }
)  # fmt: skip
_END_LINES = 4
_AT_END = frozenset({"source :", "sources :", "originally :"})
_VIA = WordSet(["via"])
_WHY = (
    "Whether a text is original, remixed or copied is a question of the W3C Credible Web draft; "
    "declaring the reuse is honest, and still reuse."
)
_GAMING = "Leaving the declaration out hides it: repetition and attribution do not depend on it."


@register
class Provenance:
    """Whether and how often the page declares where its story comes from."""

    name: ClassVar[str] = "provenance"
    version: ClassVar[int] = 2
    reads: ClassVar[Reads] = "once"
    specs: ClassVar[tuple[FeatureSpec, ...]] = (
        FeatureSpec(
            "provenance.declared", "0 or 1", 0.0, 1.0, "none",
            "Whether the text declares that its story comes from another publisher (wire credits "
            "apart).",
            "W3C Credible Web draft, Is Original; search quality guidelines 4.6.6",
            gaming=_GAMING, why=_WHY,
        ),
        FeatureSpec(
            "provenance.count", "declarations", 0.0, math.inf, "none",
            "Number of such declarations.", "as provenance.declared", gaming=_GAMING, why=_WHY,
        ),
        FeatureSpec(
            "provenance.wire_credit", "0 or 1", 0.0, 1.0, "none",
            "Whether the text opens with a name in brackets and a dash, or credits wire services; "
            "many outlets put their own name there.",
            "Dateline convention of news agencies",
            gaming="Anyone can put a name in brackets; so no direction is agreed for it.",
            why="A credited agency story is edited work, though not the outlet's own: the dateline "
            "is how newspapers have told the two apart.",
        ),
    )  # fmt: skip

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the family on one document."""
        if not doc.word_count:
            return undefined(self.specs, "no_words")
        found = declarations(doc)
        spans = tuple(span for span in found if span.label != "wire_credit")
        wire = tuple(span for span in found if span.label == "wire_credit")
        declared, count, credit = self.specs
        return {
            declared.name: Measurement(float(bool(spans)), declared.unit, spans),
            count.name: Measurement(float(len(spans)), count.unit, spans),
            credit.name: Measurement(float(bool(wire)), credit.unit, wire),
        }


def declarations(doc: Document) -> list[Span]:
    """All declarations, in order, one per line; labels are of :data:`KINDS`."""
    tokens, lines = doc.tokens, doc.line_tokens
    found: dict[tuple[int, int], str] = {}
    quoted = doc.in_quotation
    for first, last, label in _PHRASES.find(doc):
        line = _line_of(doc, first)
        # at the start of the line, or behind a bullet, bracket or dash
        starts_line = not doc.is_word[int(lines[line]) : first].any()
        if quoted[first]:
            continue
        if " ".join(tokens[first:last]) in _AT_END and line < len(lines) - 1 - _END_LINES:
            continue  # in the middle of a page it credits a figure
        if label == "original_source" and not starts_line and tokens[last - 1] == ":":
            continue
        found.setdefault(_whole(doc, line, first, last), label)
    for at in doc.hits(_VIA).nonzero()[0].tolist():
        line = _line_of(doc, at)
        begin, end = int(lines[line]), int(lines[line + 1])
        named = at + 1 < end and (doc.is_capital[at + 1] or tokens[at + 1] == "@")
        if named and at == begin and end - at <= _MAX_CREDIT:
            found.setdefault((begin, end), "via")
        elif named and at > begin and tokens[at - 1] in "([" and end - at <= _MAX_CREDIT:
            found.setdefault((at - 1, end), "via")
    for at in [i for i, token in enumerate(tokens[:_WIRE_WITHIN]) if token == "("]:
        last = _wire(doc, at)
        if last:
            found.setdefault((at, last), "wire_credit")
    starts, ends_ = doc.token_starts, doc.token_ends
    return [
        doc.span(starts[first], ends_[last - 1], label)
        for (first, last), label in sorted(found.items())
    ]


def _line_of(doc: Document, token: int) -> int:
    """Line a token stands in."""
    return int(doc.line_tokens.searchsorted(token, side="right")) - 1


def _whole(doc: Document, line: int, first: int, last: int) -> tuple[int, int]:
    """Tokens to mark: the whole line, the sentence where that is short, or the phrase."""
    begin, end = int(doc.line_tokens[line]), int(doc.line_tokens[line + 1])
    if end - begin <= MAX_LINE_WORDS:
        return begin, end
    sentence = int(doc.sentence_of_token[first])
    begin, end = int(doc.sentence_tokens[sentence]), int(doc.sentence_tokens[sentence + 1])
    return (begin, end) if end - begin <= MAX_LINE_WORDS else (first, last)


def _wire(doc: Document, at: int) -> int:
    """Token after ``(Name) -`` that opens at a token, or 0."""
    tokens = doc.tokens
    for close in range(at + 2, min(at + _MAX_CREDIT, len(tokens) - 2)):
        if tokens[close] == ")":
            between = doc.text[doc.token_ends[close] : doc.token_starts[close + 1]]
            named = bool(doc.is_capital[at + 1 : close].all())
            return close + 2 if named and tokens[close + 1] in "-—" and between == " " else 0
    return 0
