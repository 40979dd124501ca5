"""How hard the text is to read: eight published formulas, equal to textstat's, and their median.

The formulas are of the page **as given**, promo lines, curly apostrophes and all, because that is
the text textstat would be called with. What enters the score is ``style.body_grade``, which is
measured on the body.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import ClassVar

from scorer.features.registry import Reads, register, undefined
from scorer.schema import FeatureSpec, Measurement
from scorer.text import readability_formulas as formulas
from scorer.text.document import Document
from scorer.text.pieces import count_given
from scorer.text.textstat_counts import TextCounts

MIN_WORDS = 3
"""textstat counts a sentence only from three words on; below that its values are artefacts."""

_GAMING = (
    "Short sentences and words make every formula say that a text is easier; none is better or "
    "worse in itself. What the model reads is style.body_grade, on the body without promo lines "
    "and repeats."
)
_WHY = (
    "How much schooling a text asks of its readers. Horne and Adali (2017) found fake news easier "
    "to read than real news; the formulas are the measures that everyone can compute again."
)


def _spec(
    name: str, unit: str, low: float, summary: str, reference: str, high: float = math.inf
) -> FeatureSpec:
    """Specification of one formula; none of them is better or worse in itself."""
    return FeatureSpec(
        f"readability.{name}", unit, low, high, "none", summary, reference, MIN_WORDS, _GAMING, _WHY
    )


@register
class Readability:
    """The eight formulas of textstat on the page as given, and their median grade."""

    name: ClassVar[str] = "readability"
    version: ClassVar[int] = 1
    reads: ClassVar[Reads] = "page"
    specs: ClassVar[tuple[FeatureSpec, ...]] = (
        _spec(
            "flesch_reading_ease",
            "points",
            -math.inf,
            "Reading ease, higher is easier: 206.835 - 1.015 words per sentence - 84.6 syllables "
            "per word.",
            "Flesch 1948, A new readability yardstick, J. Applied Psychology 32(3)",
            high=206.835,
        ),
        _spec(
            "flesch_kincaid_grade",
            "US school grade",
            -15.59,
            "School grade: 0.39 words per sentence + 11.8 syllables per word - 15.59.",
            "Kincaid, Fishburne, Rogers, Chissom 1975, Navy Research Branch Report 8-75",
        ),
        _spec(
            "gunning_fog",
            "US school grade",
            0.0,
            "School grade: 0.4 (words per sentence + percentage of hard words, which have three "
            "syllables or more and are not on the list of easy words).",
            "Gunning 1952, The Technique of Clear Writing",
        ),
        _spec(
            "smog_index",
            "US school grade",
            3.1291,
            "School grade: 1.043 times the square root of 30 words of three syllables or more per "
            "sentence, + 3.1291.",
            "McLaughlin 1969, SMOG grading, J. of Reading 12(8)",
        ),
        _spec(
            "dale_chall",
            "points",
            0.0,
            "Difficulty: 0.1579 times the percentage of words off the list of easy ones + 0.0496 "
            "words per sentence, + 3.6365 where that percentage is over 5.",
            "Dale, Chall 1948, A formula for predicting readability, Educ. Research Bulletin 27",
        ),
        _spec(
            "coleman_liau",
            "US school grade",
            -46.0,
            "School grade: 0.058 letters per 100 words - 0.296 sentences per 100 words - 15.8.",
            "Coleman, Liau 1975, J. Applied Psychology 60(2)",
        ),
        _spec(
            "automated_readability_index",
            "US school grade",
            -21.43,
            "School grade: 4.71 characters per word + 0.5 words per sentence - 21.43.",
            "Smith, Senter 1967, Automated Readability Index, AMRL-TR-66-220",
        ),
        _spec(
            "lix",
            "points",
            0.0,
            "Words per sentence + percentage of words of more than six letters.",
            "Björnsson 1968, Läsbarhet",
        ),
        _spec(
            "consensus_grade",
            "US school grade",
            -46.0,
            "Median of the six formulas that speak of school grades, Dale-Chall by its authors' "
            "table.",
            "Median over Flesch-Kincaid, Fog, SMOG, Coleman-Liau, ARI and Dale-Chall",
        ),
    )

    _formulas: ClassVar[tuple[Callable[[TextCounts], float], ...]] = (
        formulas.flesch_reading_ease,
        formulas.flesch_kincaid_grade,
        formulas.gunning_fog,
        formulas.smog_index,
        formulas.dale_chall,
        formulas.coleman_liau,
        formulas.automated_readability_index,
        formulas.lix,
        formulas.consensus_grade,
    )

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the page as given.

        Examples
        --------
        >>> doc = Document.from_text("The ferry left at noon. Nobody on the pier waved.")
        >>> round(Readability().measure(doc)["readability.lix"].value, 3)
        5.0
        """
        counts = count_given(doc)
        if not counts.words:
            return undefined(self.specs, "no_words")
        if counts.words < MIN_WORDS:
            return undefined(self.specs, "too_short")
        out = {
            spec.name: Measurement(formula(counts), spec.unit)
            for spec, formula in zip(self.specs, self._formulas, strict=True)
        }
        if not counts.syllables:  # "shh mmmm shh": textstat answers 0.0
            for name in ("readability.flesch_reading_ease", "readability.flesch_kincaid_grade"):
                out[name] = Measurement(None, out[name].unit, (), "no_syllables")
        return out
