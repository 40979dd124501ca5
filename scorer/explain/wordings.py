"""All reason codes: the signals told under each, and the sentence for either sign.

``{name}`` is replaced by the article's value of that measurement, ``{name|one|many}`` by the
value with the form that fits it (``=one`` takes the place of the number 1), ``{labels:name}`` by
the kinds of its evidence with their counts. A sentence speaks of this article only, and says
nothing that its own numbers do not show.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """What a reason code says.

    Parameters
    ----------
    features : tuple of str
        Signals whose points are told under this code.
    lowers, raises : str
        Sentence for negative and for positive points.
    """

    features: tuple[str, ...]
    lowers: str
    raises: str


WORDINGS: dict[str, Wording] = {
    "R-PROMO-LINES": Wording(
        (
            "promotion.line_count",
            "promotion.fraction",
            "promotion.per_1000_words",
            "promotion.mid_body_count",
            "promotion.kinds",
        ),
        "{promotion.line_count|promo line stands|promo lines stand} in the body: "
        "{labels:promotion.line_count}.",
        "The body holds few promo lines: {promotion.line_count}.",
    ),
    "R-REWRITE": Wording(
        ("repetition.redundant_fraction", "repetition.versions"),
        "The page tells its story {repetition.versions|=once|times}; "
        "{repetition.redundant_fraction} of its words repeat earlier ones, word for word or in "
        "other words.",
        "The page hardly repeats itself: {repetition.redundant_fraction} of its words repeat "
        "earlier ones.",
    ),
    "R-REPEATED-TEXT": Wording(
        (
            "repetition.duplicate_sentence_fraction",
            "repetition.duplicate_ngram_fraction",
            "repetition.top_ngram_fraction",
            "repetition.boilerplate_lines",
        ),
        "Sentences or phrases stand in the page more than once: "
        "{repetition.duplicate_sentence_fraction} of its sentences, and five-word sequences that "
        "make up {repetition.duplicate_ngram_fraction} of its characters.",
        "Few sentences or phrases are copied within the page: "
        "{repetition.duplicate_ngram_fraction} of its characters.",
    ),
    "R-REPEATED-HEADLINE": Wording(
        ("repetition.headline_repeats",),
        "A headline is repeated {repetition.headline_repeats|=once|times} as a line of the body.",
        "The headline is not repeated in the body.",
    ),
    "R-SOURCES-NAMED": Wording(
        (
            "attribution.named_fraction",
            "attribution.named_per_100_sentences",
            "attribution.distinct_sources",
            "attribution.distinct_sources_per_100_sentences",
            "attribution.person_fraction",
            "attribution.organisation_fraction",
            "attribution.document_fraction",
        ),
        "Too little is tied to named sources: "
        "{attribution.distinct_sources|such source stands|such sources stand} behind "
        "{attribution.named_fraction} of the attributed statements.",
        "Statements are tied to named sources: "
        "{attribution.distinct_sources|such source stands|such sources stand} behind "
        "{attribution.named_fraction} of the attributed statements.",
    ),
    "R-ATTRIBUTION": Wording(
        (
            "attribution.coverage",
            "attribution.density",
            "attribution.unattributed_run",
            "attribution.role_fraction",
        ),
        "{attribution.coverage} of the sentences say whose statement they are, a share that is "
        "less usual in reliable reporting.",
        "{attribution.coverage} of the sentences say whose statement they are, a share that is "
        "usual in reliable reporting.",
    ),
    "R-SOURCES-VAGUE": Wording(
        ("attribution.vague_fraction", "attribution.vague_per_100_sentences"),
        "Statements are put on nobody in particular (analysts, observers, it is believed): "
        "{attribution.vague_fraction} of the attributed ones.",
        "Few statements are put on nobody in particular: {attribution.vague_fraction} of the "
        "attributed ones.",
    ),
    "R-SOURCES-ANONYMOUS": Wording(
        ("attribution.anonymous_fraction",),
        "Sources are kept anonymous: {attribution.anonymous_fraction} of the attributed "
        "statements.",
        "Anonymous sources stand behind {attribution.anonymous_fraction} of the attributed "
        "statements.",
    ),
    "R-QUOTATIONS": Wording(
        (
            "quotation.direct_per_100_sentences",
            "quotation.fraction",
            "quotation.mean_words",
            "attribution.direct_fraction",
        ),
        "Few people speak in their own words: {quotation.direct_per_100_sentences} longer "
        "quotations per 100 sentences.",
        "People speak in their own words: {quotation.direct_per_100_sentences} longer quotations "
        "per 100 sentences.",
    ),
    "R-SCARE-QUOTES": Wording(
        ("quotation.scare_per_1000_words",),
        "Single words stand in quotation marks that nobody is said to have spoken: "
        "{quotation.scare_per_1000_words} per 1,000 words.",
        "Single words in unexplained quotation marks are rare.",
    ),
    "R-PROVENANCE": Wording(
        ("provenance.declared", "provenance.count"),
        "The text says itself that its story comes from another publisher: "
        "{labels:provenance.declared}.",
        "The text declares no other publisher as the origin of its story.",
    ),
    "R-WORDING": Wording(
        ("wording.register", "wording.grammar"),
        "The choice of common words and the build of sentences are less those of edited reporting: "
        "{wording.register} and {wording.grammar} standard deviations from the average.",
        "The choice of common words and the build of sentences are those of edited reporting: "
        "{wording.register} and {wording.grammar} standard deviations from the average.",
    ),
    "R-EMBED-RESIDUE": Wording(
        (
            "embeds.per_1000_words",
            "embeds.count",
            "embeds.social",
            "embeds.markup",
            "embeds.keyword_lines",
        ),
        "Residue of embeds, markup or search keywords stands in the text: {labels:embeds.count}.",
        "The text is clean of embed, markup and keyword residue.",
    ),
    "R-HEADLINE-BAIT": Wording(
        ("headline.clickbait", "headline.marks", "headline.shouting"),
        "The headline baits: it is clickbait with a probability of {headline.clickbait} and holds "
        "{headline.marks|bait word or phrase|bait words or phrases}.",
        "The headline is plain: it is clickbait with a probability of {headline.clickbait}.",
    ),
    "R-HEADLINE-CONSISTENCY": Wording(
        ("headline.consistency",),
        "The body takes up little of what the headline names: {headline.consistency} by weight.",
        "The body takes up what the headline names: {headline.consistency} by weight.",
    ),
    "R-FORMULA-HEADINGS": Wording(
        ("formula.headings", "formula.heading_fraction"),
        "{formula.headings|heading|headings} could stand over any topic.",
        "Headings that could stand over any topic are absent or few: {formula.headings}.",
    ),
    "R-FORMULA-CLOSERS": Wording(
        ("formula.closers",),
        "The text uses {formula.closers|stock summary or ending|stock summaries or endings}.",
        "Stock summaries and endings are absent or few: {formula.closers}.",
    ),
    "R-FORMULA-FILLER": Wording(
        ("formula.filler_per_100_sentences",),
        "Filler phrases take the place of facts: {formula.filler_per_100_sentences} per 100 "
        "sentences.",
        "Filler phrases are rare: {formula.filler_per_100_sentences} per 100 sentences.",
    ),
    "R-DENSITY": Wording(
        ("density.clipped",),
        "Short sentences are packed with content words and leave out what connects them: "
        "{density.clipped} on a scale from 0 to 1.",
        "Sentences are connected as in edited writing: {density.clipped} on a scale from 0 to 1.",
    ),
    "R-SPECULATION": Wording(
        ("hedging.speculation", "hedging.unattributed_fraction"),
        "The text speculates in its own name: {hedging.speculation} such phrases per 100 "
        "sentences; {hedging.unattributed_fraction} of the sentences hedge with nobody named.",
        "The text hardly speculates in its own name: {hedging.speculation} such phrases per 100 "
        "sentences.",
    ),
    "R-HEDGING": Wording(
        ("hedging.fraction",),
        "{hedging.fraction} of the sentences hedge, a share that is less usual in reliable "
        "reporting.",
        "{hedging.fraction} of the sentences hedge, a share that is usual in reliable reporting.",
    ),
    "R-CERTAINTY": Wording(
        ("hedging.certainty", "style.absolute_fraction"),
        "Certainty is claimed rather than shown: {hedging.certainty} boosters per 100 sentences.",
        "Certainty is seldom claimed without being shown: {hedging.certainty} boosters per 100 "
        "sentences.",
    ),
    "R-SPECIFICS": Wording(
        (
            "specifics.per_100_words",
            "specifics.numbers_per_100_words",
            "specifics.dates_per_100_words",
            "specifics.amounts_per_100_words",
            "specifics.coverage",
            "style.comparison_fraction",
            "style.evidence_fraction",
        ),
        "Details that could be checked (numbers, dates, amounts) are few or unlike reporting: "
        "{specifics.per_100_words} per 100 words.",
        "Details can be checked: {specifics.per_100_words} numbers, dates and amounts per 100 "
        "words.",
    ),
    "R-NAMES": Wording(
        ("specifics.distinct_names", "specifics.names_per_100_words"),
        "{specifics.names_per_100_words} names (of whomever or whatever) per 100 words are less "
        "usual in reliable reporting.",
        "{specifics.names_per_100_words} names (of whomever or whatever) per 100 words are usual "
        "in reliable reporting.",
    ),
    "R-LOADED": Wording(
        ("style.loaded_fraction", "style.argument_fraction"),
        "Emotive or sensational words are used outside quotations: {style.loaded_fraction} of "
        "the words.",
        "Emotive and sensational words are rare: {style.loaded_fraction} of the words.",
    ),
    "R-SHOUTING": Wording(
        ("style.shouting_fraction", "style.exclamation_rate", "style.question_rate"),
        "The text shouts or asks its reader: {style.exclamation_rate} exclamation marks and "
        "{style.question_rate} question marks per 100 sentences, {style.shouting_fraction} of the "
        "words in capitals.",
        "The text neither shouts nor asks its reader much: {style.exclamation_rate} exclamation "
        "marks and {style.question_rate} question marks per 100 sentences.",
    ),
    "R-PERSON": Wording(
        ("style.first_person_fraction", "style.second_person_fraction"),
        "The writer speaks of themself or to the reader: {style.first_person_fraction} and "
        "{style.second_person_fraction} of the words.",
        "The writer speaks of themself and to the reader as is usual in reliable reporting: "
        "{style.first_person_fraction} and {style.second_person_fraction} of the words.",
    ),
    "R-COMPLEXITY": Wording(
        (
            "style.body_grade",
            "style.words_per_sentence",
            "style.sentence_length_variation",
            "style.characters_per_word",
            "style.syllables_per_word",
            "style.long_word_fraction",
            "style.comma_rate",
            "style.lexical_diversity",
        ),
        "Sentences and words are built unlike those of the reference article: school grade "
        "{style.body_grade}, {style.words_per_sentence} words a sentence.",
        "Sentences and words are built as in careful reporting: school grade "
        "{style.body_grade}, {style.words_per_sentence} words a sentence.",
    ),
    "R-GRAMMAR": Wording(
        (
            "style.function_word_fraction",
            "style.adverb_fraction",
            "style.past_tense_fraction",
            "style.present_tense_fraction",
            "style.contraction_fraction",
            "style.demonstrative_fraction",
        ),
        "Tenses and function words are used unlike in reporting: {style.past_tense_fraction} of "
        "the words are verbs in the past tense.",
        "Tenses and function words are used as in reporting: {style.past_tense_fraction} of the "
        "words are verbs in the past tense.",
    ),
    "R-TAMPERING": Wording(
        ("integrity.tampering",),
        "Letters are hidden, disguised or spaced apart in {integrity.tampering|place|places}.",
        "No letters are hidden or disguised.",
    ),
}
"""By code, in the order of docs/reasons.md."""
