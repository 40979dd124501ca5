"""Direct quotation: how much of the text people say in their own words.

Direct quotes are what a reporter brings back from talking to someone; a rewrite of another
outlet's story has few. Direct-quote density is in NELA features (Horne et al. 2018) and in The
Factual's rating. Scare quotes, one or two words set apart to distance the writer from them, are
counted apart: they quote nobody.

Rules: quotations are those of :attr:`Document.quotations`. *Direct*: five words or more. *Scare*:
one or two words that begin with a small letter, in a sentence without a verb of saying; titles and
names are capitalised.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from scorer.features.registry import Reads, register, undefined
from scorer.schema import FeatureSpec, Measurement, Span
from scorer.text import characters as ch
from scorer.text.document import Document
from scorer.text.vocabulary import WordSet

MIN_WORDS = 20
DIRECT_WORDS = 5
SCARE_WORDS = 2

_SAYING = WordSet(
    """
    said says say saying told tells telling called calls calling added adds wrote writes written
    described describes describe tweeted posted asked replied reads read termed dubbed labeled
    labelled word words term terms phrase claims claimed argued argues according statement letter
    noted noting insisted vowed accused testified warned stated referred remarks
    """.split()
)
_WHY = (
    "Direct quotes are what a reporter brings back from talking to people; their density is among "
    "the NELA features (Horne et al. 2018) and in The Factual's rating."
)


@register
class Quotation:
    """Share of words in quotations, direct quotes, their length, scare quotes."""

    name: ClassVar[str] = "quotation"
    version: ClassVar[int] = 3
    reads: ClassVar[Reads] = "once"
    specs: ClassVar[tuple[FeatureSpec, ...]] = (
        FeatureSpec(
            "quotation.fraction", "share of words", 0.0, 1.0, "none",
            "Share of the words that stand between quotation marks.",
            "Direct-quote share as in NELA features (Horne et al. 2018)", MIN_WORDS,
            "Quotes can be invented: it is read beside attribution, never as proof.", _WHY,
        ),
        FeatureSpec(
            "quotation.direct_per_100_sentences", "quotes / 100 sentences", 0.0, math.inf, "better",
            "Quotations of five words or more per 100 sentences.",
            "The Factual: direct quotes of unique sources", MIN_WORDS,
            "Quotation marks around one's own words raise it; without a named source they earn "
            "nothing in attribution.",
            _WHY,
        ),
        FeatureSpec(
            "quotation.mean_words", "words / quotation", 0.0, math.inf, "none",
            "Mean length of the quotations.", "own definition", MIN_WORDS,
            "Cutting or joining quotes moves it; no direction is agreed for it.",
            "A page of very long quotations is a transcript or a copied statement, one of very "
            "short ones quotes fragments; it says how to read the other three.",
        ),
        FeatureSpec(
            "quotation.scare_per_1000_words", "quotations / 1,000 words", 0.0, math.inf, "worse",
            "One or two words in quotation marks that nobody near is said to have spoken.",
            "Scare quotes as distancing device (style guides: avoid)", MIN_WORDS,
            "A verb of saying in the sentence, or leaving the marks out, hides it; a claim without "
            "marks is at least one's own.",
            "Marks around a word or two doubt it without saying why; style guides of newsrooms "
            "tell writers to avoid them.",
        ),
    )  # fmt: skip

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the family on one document."""
        words = doc.word_count
        if words < MIN_WORDS:
            return undefined(self.specs, "too_short")
        units = [spec.unit for spec in self.specs]
        fraction, direct, mean, scare = (spec.name for spec in self.specs)
        ranges = doc.quotations
        if not ranges:
            return {
                fraction: Measurement(0.0, units[0]),
                direct: Measurement(0.0, units[1]),
                mean: Measurement(None, units[2], (), "no_quotations"),
                scare: Measurement(0.0, units[3]),
            }
        edges = np.array(ranges, dtype=np.int64)
        bounds = np.searchsorted(doc.token_starts, edges)
        before = doc.words_before[bounds]
        lengths = before[:, 1] - before[:, 0]
        said = None
        labels: list[str] = []
        for first, length in zip(bounds[:, 0].tolist(), lengths.tolist(), strict=True):
            if length >= DIRECT_WORDS:
                labels.append("direct")
                continue
            label = "partial"
            if 0 < length <= SCARE_WORDS and not doc.is_capital[first + 1]:
                if said is None:
                    said = _sentences_of_saying(doc)
                if int(doc.sentence_of_token[first]) not in said:
                    label = "scare"
            labels.append(label)
        spans = tuple(
            [
                Span(start, end, label)
                for (start, end), label in zip(
                    doc.given_ranges(edges[:, 0], edges[:, 1]), labels, strict=True
                )
            ]
        )
        quoted = int(lengths.sum())
        directs = tuple(span for span in spans if span.label == "direct")
        scares = tuple(span for span in spans if span.label == "scare")
        return {
            fraction: Measurement(quoted / words, units[0], spans),
            direct: Measurement(100 * len(directs) / doc.sentence_count, units[1], directs),
            mean: Measurement(quoted / len(ranges), units[2], spans),
            scare: Measurement(1000 * len(scares) / words, units[3], scares),
        }


def _sentences_of_saying(doc: Document) -> set[int]:
    """Sentences with a verb of saying; "so-called" is none."""
    saying = doc.hits(_SAYING)
    saying[1:] &= doc.first_kinds[:-1] != ch.HYPHEN
    return set(doc.sentence_of_token[saying].tolist())
