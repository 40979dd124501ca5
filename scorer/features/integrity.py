"""Integrity: whether this is untampered English prose, as a news article is.

Letters hidden, disguised or spaced apart (Unicode TR39 look-alikes, zero-width characters) are
there to get past filters. The other measures say whether the rest can be read as an article at
all: the model abstains where a text is not English or not prose. Symbol and list shares follow the
Gopher rules (Rae et al. 2021).

Rules: *English* counts function words that the neighbouring languages do not share; *prose* are
words in lines of eight words or more that hold function words at a rate of running text.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import ClassVar

import numpy as np

from scorer.features.registry import Reads, register, undefined
from scorer.schema import FeatureSpec, Measurement, Span
from scorer.text import characters as ch
from scorer.text.document import Document
from scorer.text.vocabulary import WordTable

PROSE_WORDS = 8
PROSE_RATE = 0.12
"""Share of function words from which a line reads as prose."""

# "in", "a", "on", "was", "is", "he", "for", "as", "at" are words of other languages too: they
# count for prose only
_ENGLISH = """
    the of and to that with this from by which are were have has had been it it's they their his her
    not but would who what when will said than there these those we you your our my she him its
    them then into about after before because could should while where how why if or out some just
    during against between under through only other than since more most also until can't don't
    didn't doesn't isn't wasn't won't i'm he's she's that's
    """
_ANY = "a in is on for as at was be he an do so no all over up one me i"
_WORDS = WordTable({**dict.fromkeys(_ANY.split(), 1), **dict.fromkeys(_ENGLISH.split(), 2)})
_ENDING = ("...", "…", "[…]", "[...]", "read more", "continue reading")
_UNFINISHED = frozenset(
    "the a an and or but of to in on at by for with from that which who as".split()
)
_CLOSES = np.zeros(12, dtype=np.bool_)
_CLOSES[[ch.STOP, ch.QUOTE]] = True

SOFT_HYPHEN = "\u00ad"
HYPHENATION = 0.05
"""Share of words with a soft hyphen from which a page is hyphenated for print, not disguised."""

_WHY = (
    "Web text is often a list, a menu or a table; the quality filters of Gopher (Rae et al. 2021) "
    "and C4 (Raffel et al. 2020) drop documents by shares like this one."
)
_WHY_READS = (
    "Every other signal is made for English news prose; where the text is not that, the model "
    "abstains instead of guessing."
)
_FILTER = "Adding ordinary prose moves it; that adds what it asks for, and no direction is agreed."


@register
class Integrity:
    """Tampering, symbols, lists, English function words, prose, a broken ending."""

    name: ClassVar[str] = "integrity"
    version: ClassVar[int] = 3
    reads: ClassVar[Reads] = "body"
    specs: ClassVar[tuple[FeatureSpec, ...]] = (
        FeatureSpec(
            "integrity.tampering", "places", 0.0, math.inf, "worse",
            "Places where text is hidden from readers, or letters disguised or spaced apart.",
            "Unicode TR39 (confusables), TR36 (invisible characters)", 0,
            "The text is normalised first, so that tampering hides nothing from other signals.",
            "Letters are hidden or disguised to get a page past filters (Unicode TR36, TR39); "
            "readers see no difference, so there is no honest use for it.",
        ),
        FeatureSpec(
            "integrity.symbol_fraction", "share of visible characters", 0.0, 1.0, "none",
            "Share of the visible characters that are neither letters, digits nor punctuation of "
            "prose.",
            "Symbol share of the Gopher rules (Rae et al. 2021)", gaming=_FILTER, why=_WHY,
        ),
        FeatureSpec(
            "integrity.non_sentence_fraction", "share of lines", 0.0, 1.0, "none",
            "Share of the lines that do not end like a sentence: headings, lists, tables, links.",
            "Terminal-punctuation rule of C4 (Raffel et al. 2020)",
            gaming="A full stop at the end of every line lowers it; no direction is agreed.",
            why=_WHY,
        ),
        FeatureSpec(
            "integrity.english_fraction", "share of words", 0.0, 1.0, "none",
            "Share of the words that are English function words other languages do not have.",
            "Stop-word rule of Gopher (Rae et al. 2021)", 1, _FILTER, _WHY_READS,
        ),
        FeatureSpec(
            "integrity.prose_fraction", "share of words", 0.0, 1.0, "none",
            "Share of the words that stand in lines of English running text.",
            "own definition", 1, _FILTER, _WHY_READS,
        ),
        FeatureSpec(
            "integrity.truncated", "0 or 1", 0.0, 1.0, "none",
            "Whether the text breaks off: an ellipsis, read more, a last word that needs another.",
            "own definition", 1,
            "Closing the last sentence hides it; then the page at least ends.",
            "A teaser or a cut-off text is not the article: what is missing cannot be measured, "
            "and a value of it speaks of the teaser only.",
        ),
    )  # fmt: skip

    _undefined: ClassVar[Mapping[str, Measurement]] = undefined(specs, "no_words")
    _units: ClassVar[Mapping[str, str]] = {name: item.unit for name, item in _undefined.items()}

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the family on one document."""
        out = dict(self._undefined)
        unit = self._units

        def put(name: str, value: float, evidence: tuple[Span, ...] = ()) -> None:
            out[name] = Measurement(value, unit[name], evidence)

        places = _tampering(doc)
        put("integrity.tampering", float(len(places)), places)
        if doc.tokens:
            # every visible character stands in a token, every symbol is one
            visible = int((doc.token_ends - doc.token_starts).sum())
            symbols = int(np.count_nonzero(doc.first_kinds == ch.OTHER))
            put("integrity.symbol_fraction", symbols / visible)
            closed = _CLOSES[doc.kinds[doc.line_ranges[:, 1] - 1]]
            share = np.count_nonzero(closed) / len(closed)
            put("integrity.non_sentence_fraction", float(1 - share))
        if doc.word_count:
            function = doc.values(_WORDS)
            english = int(np.count_nonzero(function == 2))
            put("integrity.english_fraction", english / doc.word_count)
            before = doc.words_before[doc.line_tokens]
            words = before[1:] - before[:-1]
            bounds = (function.nonzero()[0]).searchsorted(doc.line_tokens)
            small = bounds[1:] - bounds[:-1]
            prose = (words >= PROSE_WORDS) & (small >= PROSE_RATE * words)
            put("integrity.prose_fraction", int(words[prose].sum()) / doc.word_count)
            broken = _ending(doc, int(words[-1]))
            put("integrity.truncated", float(broken is not None), (broken,) if broken else ())
        return out


def _ending(doc: Document, last_words: int) -> Span | None:
    """The end of a text that breaks off, if it does."""
    start, end = doc.line_ranges[-1].tolist()
    tail = doc.lower[max(start, end - 20) : end]
    for mark in _ENDING:
        if tail.endswith(mark):
            return doc.span(end - len(mark), end, "broken_off")
    if last_words >= PROSE_WORDS and (doc.tokens[-1] == "," or doc.tokens[-1] in _UNFINISHED):
        return doc.span(doc.token_starts[-1], end, "broken_off")
    return None


def _tampering(doc: Document) -> tuple[Span, ...]:
    """Places that hide or disguise letters; soft hyphens all over the page are typesetting."""
    places = doc.tampering
    if not places:
        return ()
    soft = [place for place in places if doc.given[place[0] : place[1]] == SOFT_HYPHEN]
    if len(soft) > HYPHENATION * doc.word_count:
        # between syllables they are; one after nearly every letter is no typesetting
        near = {one[0] for one, two in pairwise(soft) if two[0] - one[0] <= 2}
        typeset = set(soft)
        places = tuple(p for p in places if p not in typeset or p[0] in near)
    return tuple(Span(*place) for place in places)
