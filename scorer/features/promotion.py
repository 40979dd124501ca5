"""Embedded promotion: lines and sentences of the page that advertise something else.

"Watch on our channel", "Related: ...", "Sign up for our newsletter", "Story continues below": asks
and pointers away from the story. They are found first, on the whole page, and everything else is
measured on the body without them. What a line is judged by is the line itself, never other promo
lines, so taking one out leaves the others as they were.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from scorer.features._promotion import detect
from scorer.features._promotion.kinds import KINDS
from scorer.features.registry import Reads, register, undefined
from scorer.schema import FeatureSpec, Measurement, Span
from scorer.text.document import Document


@dataclass(frozen=True, slots=True)
class PromoLine:
    """One promo line, or promo sentence of a paragraph.

    Parameters
    ----------
    start, end : int
        Half-open character range in the document's text: the line whole, with its bullet and
        without its line break.
    kind : str
        What it asks for: ``video_promo``, ``related_link``, ``newsletter_subscribe``,
        ``social_follow``, ``donation``, ``ad_marker``, ``affiliate_product``, ``app_download``,
        ``share_prompt``, ``comment_prompt`` or ``other``.
    """

    start: int
    end: int
    kind: str


def find_promo_lines(doc: Document) -> list[PromoLine]:
    r"""Find the promo lines of a page.

    Parameters
    ----------
    doc : Document
        The page.

    Returns
    -------
    list of PromoLine
        In order of appearance, never overlapping.

    Examples
    --------
    >>> page = Document.from_text("The dam held overnight.\n- Read more: Ten dams to see")
    >>> [(line.kind, page.text[line.start : line.end]) for line in find_promo_lines(page)]
    [('related_link', '- Read more: Ten dams to see')]
    """
    # the page is searched once for cutting the body out and once more for its measurements
    known = vars(doc)
    lines: tuple[PromoLine, ...] | None = known.get(_FOUND)
    if lines is None:
        starts, ends = doc.token_starts, doc.token_ends
        lines = tuple(
            PromoLine(int(starts[first]), int(ends[end - 1]), kind)
            for first, end, kind in detect.find(doc)
        )
        known[_FOUND] = lines
    return list(lines)


_FOUND = "_promo_lines"
"""Where a document keeps its promo lines."""

_RULE = "Embedded promotion: explicit asks and pointers away from the story (DESIGN, section 2)"
_GAMING = (
    "Hidden characters, look-alike or spaced letters and odd case are undone before the search; "
    "rewording an ask until nothing asks any more is not caught, and no longer promotes."
)
_WHY = (
    "Lines that ask for clicks, follows or money inside the story serve the outlet, not the "
    "reader: search quality guidelines rate pages down whose main content is interrupted so, and "
    "the number of social calls is an indicator of Zhang et al. (2018)."
)


def _spec(name: str, unit: str, high: float, summary: str) -> FeatureSpec:
    return FeatureSpec(
        name="promotion." + name,
        unit=unit,
        low=0.0,
        high=high,
        higher_is="worse",
        summary=summary,
        reference=_RULE,
        min_words=0,
        gaming=_GAMING,
        why=_WHY,
    )


@register
class Promotion:
    """Promo lines of the page: how many, how much of the page, of how many kinds."""

    name: ClassVar[str] = "promotion"
    version: ClassVar[int] = 3
    reads: ClassVar[Reads] = "page"
    specs: ClassVar[tuple[FeatureSpec, ...]] = (
        _spec("line_count", "lines", math.inf, "Number of promo lines and promo sentences."),
        _spec("fraction", "share of words", 1.0, "Share of the page's words in promo lines."),
        _spec(
            "per_1000_words",
            "lines / 1,000 words of the body",
            math.inf,
            "Promo lines per 1,000 words of the article without them.",
        ),
        _spec("kinds", "kinds", float(len(KINDS)), "Number of different kinds of promo line."),
        _spec(
            "mid_body_count",
            "lines",
            math.inf,
            "Promo lines that interrupt the article: some of its text follows them.",
        ),
    )

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the promo lines of one page."""
        if not doc.word_count:
            return undefined(self.specs, "no_words")
        lines = find_promo_lines(doc)
        if not lines:
            return dict(_NONE)
        spans = tuple(doc.span(line.start, line.end, line.kind) for line in lines)
        words = np.flatnonzero(doc.is_word)
        inside = np.zeros(len(doc.tokens) + 1, dtype=np.int64)
        for line in lines:
            first, last = np.searchsorted(doc.token_starts, (line.start, line.end))
            inside[first] += 1
            inside[last] -= 1
        promo_word = np.cumsum(inside[:-1])[words] > 0
        promo_words = int(promo_word.sum())
        body_words = len(words) - promo_words
        body = words[~promo_word]
        body_end = int(doc.token_starts[body[-1]]) if len(body) else 0
        middle = [span for line, span in zip(lines, spans, strict=True) if line.end <= body_end]
        count = len(lines)
        values: dict[str, tuple[float, tuple[Span, ...]]] = {
            "line_count": (float(count), spans),
            "fraction": (promo_words / len(words), spans),
            "kinds": (float(len({line.kind for line in lines})), spans),
            "mid_body_count": (float(len(middle)), tuple(middle)),
        }
        out = {}
        for spec in self.specs:
            short = spec.name.removeprefix("promotion.")
            if short == "per_1000_words":
                if body_words:
                    rate = 1000.0 * count / body_words
                    out[spec.name] = Measurement(rate, spec.unit, spans, None)
                else:
                    out[spec.name] = Measurement(None, spec.unit, (), "no_words")
            else:
                value, evidence = values[short]
                out[spec.name] = Measurement(value, spec.unit, evidence, None)
        return out


_NONE = {spec.name: Measurement(0.0, spec.unit) for spec in Promotion.specs}
"""Of a page with words and without promo lines."""
