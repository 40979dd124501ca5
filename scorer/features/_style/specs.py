"""What the style family measures: unit, range, meaning and source of each measure."""

from __future__ import annotations

import math

from scorer.schema import Direction, FeatureSpec

MIN_WORDS = 20
"""Below this many words a rate says nothing."""

WINDOW = 50
"""Words of the moving window of lexical diversity, and the least it is defined for."""

_HORNE = "Horne, Adali 2017, This just in, ICWSM NECO workshop"
_RASHKIN = "Rashkin et al. 2017, Truth of varying shades, EMNLP"
_OUTSIDE = "share of words outside quotations"
_GAMING = "Rewording moves it, as with any measure of style; line breaks and encoding do not."
_GAMING_VOICE = (
    "Rewording moves it, as with any measure of style; putting words in quotation marks takes them "
    "out, but shows in quotation and earns nothing in attribution without a named source."
)
_WHY = (
    "Style sets kinds of news apart where topics do not: fake news has simpler, more repetitive "
    "bodies in Horne and Adali (2017), hyperpartisan news its own style in Potthast et al. (2018)."
)
_WHY_VOICE = (
    "News reports, opinion argues, tabloids excite: persons, adverbs, emphasis and judging words "
    "differ between trusted and unreliable news in Rashkin et al. (2017)."
)


def _spec(
    name: str,
    unit: str,
    high: float,
    summary: str,
    reference: str = _HORNE,
    *,
    low: float = 0.0,
    higher_is: Direction = "none",
    min_words: int = MIN_WORDS,
) -> FeatureSpec:
    """Specification of one measure of the family."""
    of_voice = unit == _OUTSIDE or unit.startswith("marks / 100 sentences")
    gaming, why = (_GAMING_VOICE, _WHY_VOICE) if of_voice else (_GAMING, _WHY)
    return FeatureSpec(
        f"style.{name}", unit, low, high, higher_is, summary, reference, min_words, gaming, why
    )


SPECS: tuple[FeatureSpec, ...] = (
    _spec(
        "body_grade",
        "US school grade",
        math.inf,
        "Median school grade of the readability formulas, on the body without promo lines.",
        "Median over Flesch-Kincaid, Fog, SMOG, Coleman-Liau, ARI and Dale-Chall",
        low=-46.0,
    ),
    _spec(
        "words_per_sentence",
        "words",
        math.inf,
        "Mean length of the sentences of three words or more.",
    ),
    _spec(
        "sentence_length_variation",
        "ratio",
        math.inf,
        "Standard deviation of the sentence lengths over their mean.",
    ),
    _spec("characters_per_word", "characters", math.inf, "Letters and digits per word."),
    _spec("long_word_fraction", "share of words", 1.0, "Share of words of more than six letters."),
    _spec(
        "lexical_diversity",
        "share of words",
        1.0,
        f"Mean share of distinct words over all windows of {WINDOW} words.",
        "MATTR: Covington, McFall 2010, J. Quantitative Linguistics 17(2)",
        min_words=WINDOW,
    ),
    _spec(
        "function_word_fraction",
        "share of words",
        1.0,
        "Share of articles, pronouns, prepositions, conjunctions and auxiliaries.",
    ),
    _spec("adverb_fraction", _OUTSIDE, 1.0, "Share of adverbs in -ly.", _RASHKIN),
    _spec("past_tense_fraction", _OUTSIDE, 1.0, "Share of verbs in the past tense."),
    _spec("present_tense_fraction", _OUTSIDE, 1.0, "Share of frequent verbs in the present."),
    _spec("contraction_fraction", _OUTSIDE, 1.0, "Share of contractions but 's."),
    _spec("first_person_fraction", _OUTSIDE, 1.0, "Share of I, we and their forms.", _RASHKIN),
    _spec(
        "second_person_fraction",
        _OUTSIDE,
        1.0,
        "Share of words that speak to the reader.",
        _RASHKIN,
    ),
    _spec(
        "loaded_fraction",
        _OUTSIDE,
        1.0,
        "Share of emotive, insulting or sensational words.",
        "Loaded language: Da San Martino et al. 2019, EMNLP; own list",
        higher_is="worse",
    ),
    _spec(
        "shouting_fraction",
        _OUTSIDE,
        1.0,
        "Share of ordinary words written in capitals.",
        higher_is="worse",
    ),
    _spec(
        "exclamation_rate",
        "marks / 100 sentences",
        math.inf,
        "Exclamation marks outside quotations.",
        higher_is="worse",
    ),
    _spec(
        "question_rate",
        "marks / 100 sentences",
        math.inf,
        "Question marks outside quotations.",
    ),
    _spec(
        "absolute_fraction",
        _OUTSIDE,
        1.0,
        "Share of words that leave no exception: always, never, everyone.",
        "Al-Mosaiwi, Johnstone 2018, Clinical Psychological Science 6(4)",
    ),
    _spec(
        "argument_fraction",
        _OUTSIDE,
        1.0,
        "Share of words that argue or urge rather than report: therefore, simply, let's.",
        "Krüger et al. 2017, Classifying news versus opinions; own list",
    ),
    _spec(
        "demonstrative_fraction",
        _OUTSIDE,
        1.0,
        "Share of this and these: the page points at things instead of naming them.",
        _HORNE,
    ),
    _spec(
        "comparison_fraction",
        _OUTSIDE,
        1.0,
        "Share of words that set one quantity against another: than, per, twice.",
        _RASHKIN,
    ),
    _spec(
        "evidence_fraction",
        _OUTSIDE,
        1.0,
        "Share of words that speak of studies and data.",
        "Own list after Zhang et al. 2018, credibility indicators",
    ),
    _spec("comma_rate", "marks / 100 words", math.inf, "Commas per 100 words."),
)
