"""Extraction: whether what arrived is the article, or what stood in its way.

A crawler that is shown a cookie wall, a login or "enable JavaScript" stores that as the article;
broken encodings leave characters that no repair can read; menus and link lists are lines that never
end as sentences do. The score rests on none of these measures; the model abstains by them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from scorer.features._phrases import PhraseSet
from scorer.features.registry import Reads, register, undefined
from scorer.schema import FeatureSpec, Measurement, Span
from scorer.text.document import Document

LONG_LINE = 25
"""Words from which a line is running text, however it ends."""

_BARRIERS = PhraseSet(
    {
        "javascript": [
            "enable|allow|activate|require|requires|turn javascript", "javascript is|must|to",
            "enable|turn on javascript", "javascript enabled", "browser does not|doesn't support",
            "your browser is", "browser is not|no longer supported", "upgrade|update your browser",
            "a|supported modern browser",
        ],
        "cookies": [
            "we|site|website|page use|uses cookies", "uses|use cookies to|and|for",
            "accept|reject|allow|manage all|your|_ cookies", "cookie|cookies policy|settings|"
            "preferences|consent|notice", "consent to the use of cookies|our use",
            "enable|allow cookies", "manage|your privacy|consent preferences|choices|settings",
        ],
        "access": [
            "access denied", "access to this page|site|website has been", "error 403|404|500|503",
            "403 forbidden", "404 not found", "page not found", "page you requested|are looking",
            "verify|confirm you|that are|you human|are", "you are human|not a robot",
            "are you a robot", "unusual|suspicious traffic|activity from your",
            "checking your browser", "ray id", "service|temporarily unavailable",
            "not available in your region|country|location",
            "disable|off your|_ adblocker|ad", "adblocker detected", "ad blocker detected",
        ],
        "login": [
            "log|sign in|up to continue|read|view|access", "login|register to continue|read|view",
            "subscribe|register to continue|read the|reading|this|full",
            "create a|an free|_ account",
            "already a subscriber|member", "already have an account", "forgot your|password",
            "reached your limit of|free", "free articles remaining|left|this", "subscribers only",
            "this content|article is for|only|available|reserved subscribers|for|to",
            "to continue reading", "remaining free articles",
        ],
    }
)  # fmt: skip
_GARBLED = re.compile("\ufffd|[ÃÂâ][\u0080-\u00bf€™œžš]|ï¿½|[\u0080-\u009f\ue000-\uf8ff]")
_LEADS = frozenset(map(ord, "\ufffdÃÂâï"))
"""First characters of what :data:`_GARBLED` finds, controls and those for private use aside."""
_GAMING = "Hiding it would make the page readable, which is all that is asked for."
_WHY = (
    "A wall or a garbled page says nothing of the article behind it; a score of it would be one of "
    "the crawler."
)


@register
class Extraction:
    """Walls in front of the article, garbled characters, lines that are no sentences."""

    name: ClassVar[str] = "extraction"
    version: ClassVar[int] = 1
    reads: ClassVar[Reads] = "body"
    specs: ClassVar[tuple[FeatureSpec, ...]] = (
        FeatureSpec(
            "extraction.barrier_fraction", "share of words", 0.0, 1.0, "none",
            "Share of the words that stand in sentences about cookies, scripts, logins or errors "
            "instead of the story.",
            "Page-state rules of C4 (Raffel et al. 2020: javascript, cookie policy); own list", 1,
            _GAMING, _WHY,
        ),
        FeatureSpec(
            "extraction.garbled_per_1000_characters", "places / 1,000 characters", 0.0, 1000.0,
            "none",
            "Places with characters that no encoding repair could read.",
            "Unicode replacement character; mojibake left after ftfy (Speer 2019)", 1,
            _GAMING, _WHY,
        ),
        FeatureSpec(
            "extraction.running_fraction", "share of words", 0.0, 1.0, "none",
            "Share of the words in lines that end like a sentence or are long: running text, not "
            "menus, headlines or cells.",
            "Terminal-punctuation rule of C4 (Raffel et al. 2020), by words", 1, _GAMING, _WHY,
        ),
    )  # fmt: skip

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the family on one document."""
        if not doc.word_count:
            return undefined(self.specs, "no_words")
        barrier, garbled, running = self.specs
        share, walls = _barriers(doc)
        found = _GARBLED.finditer(doc.text) if _may_be_garbled(doc) else ()
        places = tuple(doc.span(match.start(), match.end(), "garbled") for match in found)
        rate = 1000.0 * len(places) / len(doc.text)
        return {
            barrier.name: Measurement(share, barrier.unit, walls),
            garbled.name: Measurement(rate, garbled.unit, places),
            running.name: Measurement(_running(doc), running.unit),
        }


def _may_be_garbled(doc: Document) -> bool:
    """Whether a text holds a character that garbled ones begin with; few pages do."""
    if doc.text.isascii():
        return False
    beyond = set(doc.codes[doc.codes >= 0x80].tolist())
    return not beyond.isdisjoint(_LEADS) or any(
        code < 0xA0 or 0xE000 <= code <= 0xF8FF for code in beyond
    )


def _barriers(doc: Document) -> tuple[float, tuple[Span, ...]]:
    """Share of the words in sentences that hold a barrier phrase, and these sentences."""
    kinds: dict[int, str] = {}
    for first, _, kind in _BARRIERS.find(doc):
        kinds.setdefault(int(doc.sentence_of_token[first]), kind)
    if not kinds:
        return 0.0, ()
    ranges, words = doc.sentence_ranges, doc.sentence_words
    spans = tuple(
        doc.span(int(ranges[at, 0]), int(ranges[at, 1]), kinds[at]) for at in sorted(kinds)
    )
    return int(words[sorted(kinds)].sum()) / doc.word_count, spans


def _running(doc: Document) -> float:
    """Share of the words in lines of running text."""
    bounds = doc.line_tokens
    before = doc.words_before[bounds]
    words = before[1:] - before[:-1]
    last = np.maximum(doc.sentence_of_token[np.maximum(bounds[1:] - 1, 0)], 0)
    running = doc.sentence_closed[last] | (words >= LONG_LINE)
    return float(words[running].sum() / doc.word_count)
