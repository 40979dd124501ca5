"""Repetition: what a page says again, exactly or in other words.

Four kinds, each with its evidence: sentences and lines copied; the headline and boilerplate lines
that return; n-grams (Rae et al. 2021, "Scaling Language Models", table A1: the repetition rules of
Gopher/MassiveText); and the same story told again in other words further down, found by aligning
the page with its own past (see ``_repetition.align``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from scorer.features._repetition import (
    content,
    copies,
    cut,
    headline,
    lede,
    rewrite,
    spans,
    versions,
)
from scorer.features._repetition.keys import WordKeys
from scorer.features._repetition.marks import Marks
from scorer.features.registry import Reads, register, undefined
from scorer.schema import FeatureSpec, Measurement, Span
from scorer.text.document import Document

_GOPHER = 'Rae et al. 2021, "Scaling Language Models: ... Gopher", table A1 (repetition removal)'
_ALIGN = "Local alignment (Smith and Waterman 1981) of the page with its own past"

_WHY_TWICE = (
    "A page that tells its story again in other words makes length without reporting: filler and "
    "scaled content in search quality guidelines; fake news is more redundant in Horne and "
    "Adali (2017)."
)
_WHY_GOPHER = (
    "Repetition is a plain mark of low-quality web text: Rae et al. (2021) drop documents by it "
    "before training, and later filters took that over."
)

_SPECS = (
    FeatureSpec(
        "repetition.redundant_fraction",
        "share of words",
        0.0,
        1.0,
        "worse",
        "Words that say again, exactly or reworded, what the page said before, beyond what the "
        "genre does by right.",
        _ALIGN + "; exact keys of sentences and lines.",
        gaming="Rewording hides no retelling: what is aligned are the rarer words, which return.",
        why=_WHY_TWICE,
    ),
    FeatureSpec(
        "repetition.duplicate_sentence_fraction",
        "share of sentences",
        0.0,
        1.0,
        "worse",
        "Sentences with the same words as an earlier sentence, whatever their case and marks.",
        _GOPHER,
        gaming="One changed word hides a sentence here, not from redundant_fraction.",
        why=_WHY_GOPHER,
    ),
    FeatureSpec(
        "repetition.duplicate_ngram_fraction",
        "share of characters",
        0.0,
        1.0,
        "worse",
        "Characters of words inside five-word sequences that stood in the page before.",
        _GOPHER,
        gaming="Rewording hides it; redundant_fraction is for that.",
        why=_WHY_GOPHER,
    ),
    FeatureSpec(
        "repetition.top_ngram_fraction",
        "share of characters",
        0.0,
        1.0,
        "worse",
        "Characters of words inside the three-word sequence that takes up most of the page.",
        _GOPHER,
        gaming="Spreading keywords over several phrases lowers it; lines of keywords show in "
        "embeds.keyword_lines.",
        why="One phrase said over and over is keyword stuffing or a loop: " + _WHY_GOPHER,
    ),
    FeatureSpec(
        "repetition.versions",
        "versions",
        1.0,
        float("inf"),
        "worse",
        "How many times the page tells its story, the first time included.",
        _ALIGN,
        gaming="Rewording hides no version: what is aligned are the rarer words, which return.",
        why=_WHY_TWICE,
    ),
    FeatureSpec(
        "repetition.headline_repeats",
        "lines",
        0.0,
        float("inf"),
        "worse",
        "Later lines that repeat the headline, or the page's own first heading line.",
        "Equal words, case and marks aside.",
        gaming="A changed headline counts in redundant_fraction where its story returns too.",
        why="Where the headline stands again, a page starts over: it was put together from several "
        "posts, or its template was copied with the text.",
    ),
    FeatureSpec(
        "repetition.boilerplate_lines",
        "lines",
        0.0,
        float("inf"),
        "worse",
        "Lines of three words or more that repeat an earlier line of the page.",
        "Duplicate lines: " + _GOPHER,
        gaming="One changed word hides a line here; near copies show in redundant_fraction.",
        why="Lines that return word for word come from a template, not from a writer. "
        + _WHY_GOPHER,
    ),
)

_NAMES = tuple((spec.name.split(".")[1], spec.name, spec.unit) for spec in _SPECS)


@register
class Repetition:
    """What a page says again.

    Examples
    --------
    >>> story = "The bridge over the Lenne will close in May. Repairs cost two million euros. "
    >>> found = Repetition().measure(Document.from_text(story * 2))
    >>> found["repetition.redundant_fraction"].value
    0.5
    >>> found["repetition.redundant_fraction"].evidence
    (Span(start=77, end=153, label='exact', group=0),)
    """

    name: ClassVar[str] = "repetition"
    version: ClassVar[int] = 2
    reads: ClassVar[Reads] = "body"
    specs: ClassVar[tuple[FeatureSpec, ...]] = _SPECS

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure repetition on one document."""
        keys = WordKeys(doc)
        if not len(keys):
            return undefined(self.specs, "no_words")
        found = copies.sentences(doc, keys)
        repeats = copies.lines(doc, keys)
        lengths = (doc.token_ends - doc.token_starts).take(keys.at)
        ngrams = copies.ngrams(keys, lengths)
        near = copies.near(doc, ngrams.again, found)
        words = content.Words(doc)
        zones = rewrite.with_passages(rewrite.zones(doc, words), found.passages, found.first)
        if zones:
            zones = rewrite.reach_back(zones, found.counted | near, found.words)

        headings = headline.repeats(doc, repeats.words, repeats.first)
        retold = lede.retold(doc, words)
        boilerplate = repeats.boilerplate
        redundant = 0
        redundant_spans: tuple[Span, ...] = ()
        if zones or len(headings) or len(boilerplate) or (found.again | near | retold).any():
            marks = Marks(doc, found.words)
            marks.zones(zones, words, found.again, near)
            marks.lines(headings[~repeats.copied[headings]], repeats.first, "headline")
            boilerplate = marks.lines(boilerplate, repeats.first, "boilerplate")
            marks.copies(found, near)
            marks.lines(headings, repeats.first, "headline")
            marks.sentences(retold, "rewrite")
            redundant, redundant_spans = marks.words, marks.spans()
        cut_spans, cut_words = cut.repeated(doc)
        starts = versions.find(doc, words, zones)
        letters = int(lengths.sum())
        values = {
            "redundant_fraction": (redundant + cut_words) / (len(keys) + cut_words),
            "duplicate_sentence_fraction": found.again.tolist().count(True) / len(found.again),
            "duplicate_ngram_fraction": sum(lengths.take(ngrams.again).tolist()) / letters,
            "top_ngram_fraction": sum(lengths.take(ngrams.top).tolist()) / letters,
            "versions": 1.0 + len(starts),
            "headline_repeats": float(len(headings)),
            "boilerplate_lines": float(len(boilerplate) + len(cut_spans)),
        }
        evidence = {
            "redundant_fraction": (*redundant_spans, *cut_spans),
            "duplicate_sentence_fraction": spans.sentences(doc, found.again, "exact"),
            "duplicate_ngram_fraction": spans.words(doc, keys, ngrams.again, "ngram"),
            "top_ngram_fraction": spans.words(doc, keys, ngrams.top, "ngram"),
            "versions": spans.starts(doc, starts),
            "headline_repeats": spans.lines(doc, headings, "headline"),
            "boilerplate_lines": (*spans.lines(doc, boilerplate, "boilerplate"), *cut_spans),
        }
        return {
            name: Measurement(values[short], unit, evidence[short]) for short, name, unit in _NAMES
        }
