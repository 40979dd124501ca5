"""Hedging, speculation and certainty, outside quotations.

A hedge ("may", "likely") is honest where the writer says what is not known, and news agencies
hedge too; speculation that nobody is named for ("could signal", "raises questions", "many
believe") fills pages that have no reporting. Boosters ("clearly", "make no mistake") claim what a
report would show. Hedge words after Hyland (2005) and Recasens et al. (2013); calibration of
confidence is a credibility indicator of Zhang et al. (2018).

Rules: only words outside quotations count: what people say is theirs. A sentence is attributed
where it holds a quotation or a verb of saying. "May" with a capital inside a sentence is a month.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from scorer.features._phrases import PhraseSet
from scorer.features.registry import Reads, register, undefined
from scorer.schema import FeatureSpec, Measurement, Span
from scorer.text import characters as ch
from scorer.text.document import Document
from scorer.text.vocabulary import WordTable

MIN_WORDS = 20

HEDGE, SAYING = 1, 2
_WORDS = {
    HEDGE: "may might could perhaps possibly probably likely unlikely maybe apparently seemingly "
    "presumably arguably conceivably potentially supposedly purportedly seems seem seemed appears "
    "appear appeared possible probable potential uncertain unclear suggests suggest indicates "
    "indicate",
    SAYING: "said says say saying told tells according announced reported reports report stated "
    "states wrote writes tweeted warned warns argued argues claimed claims added testified "
    "confirmed estimated estimates predicted predicts forecast forecasts found concluded concludes "
    "study survey poll expects",
}
WORDS = WordTable({word: kind for kind, words in _WORDS.items() for word in words.split()})
PHRASES = PhraseSet(
    {
        "speculation": [
            "could|may|might signal|signify|mean|spark|trigger|reshape|prompt|provoke",
            "could|may|might lead|pave|open|usher|mark|spell|set|complicate|influence|impact",
            "could|may|might just|well|even|potentially|_ be seen|viewed|lead|mean|signal|have",
            "could|may|might|can be viewed|seen|perceived|interpreted|construed|inferred",
            "raises|raise|raised|raising several|many|serious|more|some|important|_ questions",
            "remains|remain to be seen", "could|may|might|would potentially",
            "it is|it's|seems|appears likely|possible|conceivable|plausible that",
            "it is|it's widely|generally|commonly|_ believed|thought|assumed|rumored|rumoured",
            "many|some|others|most believe|think|wonder|suspect|fear|speculate|argue|feel",
            "is|are|was|were rumored|rumoured to", "we|one can|could infer|speculate",
            "one|we|you can|could|might only wonder|imagine|speculate|guess",
            "begs the question", "only|_ time will tell", "nobody|no one knows",
            "is|are|will likely|undoubtedly shape|focus|reshape|influence",
            "rumors|rumours|speculation is|are|has|have|that|about",
            "interest|debate and speculation",
            "analysts|observers|experts|commentators speculate|wonder|suspect",
            "not hard|difficult to imagine", "potential signal|sign|shift|shifts",
        ],
        "certainty": [
            "undoubtedly", "clearly", "obviously", "certainly", "definitely", "undeniably",
            "unquestionably", "indisputably", "absolutely", "surely", "doubtless", "of course",
            "no doubt", "without a|any|_ doubt", "without question", "needless to say",
            "the simple|plain|sad|real|_ truth|fact|reality is", "make no mistake",
            "there is|there's no question|doubt|denying", "everyone|everybody|we all knows|know",
            "let's be clear|honest", "plain and simple", "it is|it's clear|obvious that",
            "beyond doubt|question|dispute", "goes without saying", "no wonder",
        ],
    }
)  # fmt: skip
_MONTH_BEFORE = frozenset("in on of by since until last next this early late mid".split())
_WHY = (
    "Saying what is not known is honest, claiming more than is known is not: calibration of "
    "confidence is a credibility indicator of Zhang et al. (2018); hedges as in Hyland (2005)."
)
_GAMING = (
    "Other words evade the list, and so do quotation marks; but a quotation that nobody is named "
    "for earns nothing in attribution."
)


@register
class Hedging:
    """Hedged sentences, speculation nobody is named for, claims of certainty."""

    name: ClassVar[str] = "hedging"
    version: ClassVar[int] = 3
    reads: ClassVar[Reads] = "once"
    specs: ClassVar[tuple[FeatureSpec, ...]] = (
        FeatureSpec(
            "hedging.fraction", "share of sentences", 0.0, 1.0, "none",
            "Share of the sentences with a hedge outside quotations.",
            "Hyland 2005; Recasens et al. 2013; Zhang et al. 2018", MIN_WORDS,
            "Hedging less or more moves it; news agencies hedge too, so no direction is agreed.",
            _WHY,
        ),
        FeatureSpec(
            "hedging.unattributed_fraction", "share of sentences", 0.0, 1.0, "worse",
            "Share of the sentences that hedge or speculate with nobody quoted or named as saying "
            "so.",
            "own definition after the above", MIN_WORDS,
            "A verb of saying in each sentence lowers it; vague sources show in attribution.",
            "Speculation that nobody is named for fills pages that have no reporting; with a "
            "source it would be that source's judgement (Zhang et al. 2018, calibration).",
        ),
        FeatureSpec(
            "hedging.speculation", "constructions / 100 sentences", 0.0, math.inf, "worse",
            "Speculative constructions outside quotations: could signal, raises questions, many "
            "believe.",
            "Search quality guidelines on filler; own list", MIN_WORDS, _GAMING,
            "'Could signal' and 'raises questions' say nothing that could be wrong; search quality "
            "guidelines count such filler against a page.",
        ),
        FeatureSpec(
            "hedging.certainty", "boosters / 100 sentences", 0.0, math.inf, "worse",
            "Words that claim certainty instead of showing it, outside quotations.",
            "Boosters of Hyland 2005; Zhang et al. 2018, calibration of confidence", MIN_WORDS,
            _GAMING, _WHY,
        ),
    )  # fmt: skip

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the family on one document."""
        if doc.word_count < MIN_WORDS:
            return undefined(self.specs, "too_short")
        quoted, sentence_of = doc.in_quotation, doc.sentence_of_token
        total = doc.sentence_count
        kind = doc.values(WORDS)
        kind[quoted] = SAYING  # a quotation is somebody's word, whatever it holds
        hedges = [at for at in (kind == HEDGE).nonzero()[0].tolist() if not _is_month(doc, at)]
        phrases = [hit for hit in PHRASES.find(doc) if not quoted[hit[0]]]
        supposed = tuple(_span(doc, *hit) for hit in phrases if hit[2] == "speculation")
        boosted = tuple(_span(doc, *hit) for hit in phrases if hit[2] == "certainty")
        spans = doc.token_spans(hedges, "hedge")

        hedged = set(sentence_of[hedges].tolist())
        bare = hedged.union(
            sentence_of[[f for f, _, label in phrases if label == "speculation"]].tolist()
        )
        if bare:
            attributed = np.zeros(total, dtype=np.bool_)
            attributed[sentence_of[kind == SAYING]] = True
            bare.difference_update(attributed.nonzero()[0].tolist())
        ranges = doc.sentence_ranges[sorted(bare)]
        lone = doc.spans(ranges[:, 0], ranges[:, 1], "unattributed")
        units = [spec.unit for spec in self.specs]
        return {
            "hedging.fraction": Measurement(len(hedged) / total, units[0], spans),
            "hedging.unattributed_fraction": Measurement(len(lone) / total, units[1], lone),
            "hedging.speculation": Measurement(100 * len(supposed) / total, units[2], supposed),
            "hedging.certainty": Measurement(100 * len(boosted) / total, units[3], boosted),
        }


def _is_month(doc: Document, at: int) -> bool:
    """Whether a token "may" is the month."""
    if doc.tokens[at] != "may" or doc.first_kinds[at] != ch.UPPER:
        return False
    if at and doc.tokens[at - 1] in _MONTH_BEFORE:
        return True
    inner = bool(at) and doc.sentence_of_token[at - 1] == doc.sentence_of_token[at]
    dated = at + 1 < len(doc.tokens) and doc.first_kinds[at + 1] == ch.DIGIT
    return inner or dated


def _span(doc: Document, first: int, last: int, label: str) -> Span:
    """Evidence span of a range of tokens."""
    return doc.span(doc.token_starts[first], doc.token_ends[last - 1], label)
