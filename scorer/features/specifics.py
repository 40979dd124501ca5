"""Specifics: figures, dates, amounts and names that a reader could check.

Reported news is dense in detail that can be checked; filler speaks of "significant developments".
Event features (time and place) are part of NELA (Horne et al. 2018); specificity is one of the
quality signals no peer measures with evidence.

Rules, all by shape and closed word lists, never by identity: a *number* starts with a digit or is
a number word from two up, list numbers excepted; a *date* is a weekday, a month, a year or a clock
time; *money* a number with a currency mark, *share* one with a per cent sign, *quantity* one
before a unit of measure; a *name* is a run of capitalised words inside a sentence of a line that
ends like prose or is longer than a headline.
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
from scorer.text.vocabulary import WordTable

MIN_WORDS = 20
NO_HEADLINE = 24
"""Tokens from which a line is prose, whether it ends in a stop or not."""

NUMBER, DATE, MONTH, CURRENCY, PERCENT, UNIT, CLOCK = range(1, 8)
LABELS = ("", "number", "date", "date", "money", "share", "quantity", "date")
_AMOUNTS = frozenset({"money", "share", "quantity"})
_WORDS = {
    NUMBER: "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred hundreds thousand thousands million millions billion billions trillion dozen dozens",
    DATE: "monday tuesday wednesday thursday friday saturday sunday january february april june "
    "july august september october november december jan feb apr jun jul aug sept oct nov dec "
    "yesterday",
    MONTH: "may march",  # words of their own: only with a capital inside a sentence
    CURRENCY: "$ £ € ¥ dollar dollars euro euros pound pounds cents rupees yuan yen pence",
    PERCENT: "% percent pct percentage",
    UNIT: "km kilometer kilometers kilometre kilometres mile miles meter meters metre metres feet "
    "foot inches inch kg kilogram kilograms kilograms lb lbs ton tons tonne tonnes grams gram "
    "liters litres gallons barrels acres acre hectares degrees celsius fahrenheit mph kph "
    "megawatts gigawatts kilowatts hours minutes seconds days weeks months years watts mg ml",
    CLOCK: "a.m p.m am pm gmt est edt pst pdt utc noon midnight",
}
_MULTIPLIERS = frozenset("hundred thousand million billion trillion dozen".split())

# classes of marks after which a capital means nothing, and that end a line of prose
_OPENS = np.zeros(12, dtype=np.bool_)
_OPENS[[ch.OTHER, ch.QUOTE, ch.STOP]] = True
_CLOSES = np.zeros(12, dtype=np.bool_)
_CLOSES[[ch.STOP, ch.QUOTE]] = True

_WHY = (
    "Reported news is dense in detail that a reader could check; numbers and amounts are more "
    "frequent in truthful news than in fakes (Rashkin et al. 2017)."
)
_WHY_NAMES = (
    "News is about somebody and somewhere; NELA counts persons, places and organisations (Horne et "
    "al. 2018). Only the shape of a name is read, never whose it is."
)
_GAMING = "Invented figures raise it: a figure is not proof, so no direction is agreed for it."
_CAPITALS = "Capitals where none belong raise it; no direction is agreed for it."

DETAILS = WordTable({word: kind for kind, words in _WORDS.items() for word in words.split()})


@register
class Specifics:
    """Numbers, dates, amounts and names per 100 words, by shape only."""

    name: ClassVar[str] = "specifics"
    version: ClassVar[int] = 3
    reads: ClassVar[Reads] = "once"
    specs: ClassVar[tuple[FeatureSpec, ...]] = tuple(
        FeatureSpec(name, unit, 0.0, high, "none", summary, reference, MIN_WORDS, gaming, why)
        for name, unit, high, summary, reference, gaming, why in (
            (
                "specifics.per_100_words", "details / 100 words", 100.0,
                "Numbers, dates, amounts and quantities per 100 words, list numbers excepted.",
                "Event features of NELA (Horne et al. 2018); own definition",
                _GAMING, _WHY,
            ),
            (
                "specifics.numbers_per_100_words", "numbers / 100 words", 100.0,
                "Plain numbers, in digits or words from two up, per 100 words.",
                "own definition", _GAMING, _WHY,
            ),
            (
                "specifics.dates_per_100_words", "dates / 100 words", 100.0,
                "Weekdays, months, years and clock times per 100 words.",
                "Event features of NELA (Horne et al. 2018)", _GAMING, _WHY,
            ),
            (
                "specifics.amounts_per_100_words", "amounts / 100 words", 100.0,
                "Money, percentages and measured quantities per 100 words.",
                "own definition", _GAMING, _WHY,
            ),
            (
                "specifics.coverage", "share of sentences", 1.0,
                "Share of the sentences with at least one number, date or amount.",
                "own definition", _GAMING, _WHY,
            ),
            (
                "specifics.names_per_100_words", "names / 100 words", 100.0,
                "Runs of capitalised words inside sentences per 100 words (shape, not identity).",
                "Person-place-organisation counts of NELA, by shape",
                _CAPITALS, _WHY_NAMES,
            ),
            (
                "specifics.distinct_names", "distinct names / square root of words", math.inf,
                "Different such names, against the square root of the number of words.",
                "Guiraud's index (1954) applied to names", _CAPITALS, _WHY_NAMES,
            ),
        )
    )  # fmt: skip

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the family on one document."""
        words = doc.word_count
        if words < MIN_WORDS:
            return undefined(self.specs, "too_short")
        firsts, lasts, kinds = _details(doc)
        spans = tuple(
            [
                Span(start, end, LABELS[kind])
                for (start, end), kind in zip(
                    doc.given_ranges(doc.token_starts[firsts], doc.token_ends[lasts]),
                    kinds,
                    strict=True,
                )
            ]
        )
        number = tuple([span for span in spans if span.label == "number"])
        date = tuple([span for span in spans if span.label == "date"])
        amount = tuple([span for span in spans if span.label in _AMOUNTS])
        with_detail = len(set(doc.sentence_of_token[firsts].tolist()))
        names, distinct = _names(doc)
        values = (  # 100 * n / words, not n * (100 / words), which can be above 100 by rounding
            (100 * len(spans) / words, spans),
            (100 * len(number) / words, number),
            (100 * len(date) / words, date),
            (100 * len(amount) / words, amount),
            (with_detail / doc.sentence_count, spans),
            (100 * names / words, ()),
            (distinct / math.sqrt(words), ()),
        )
        return {
            spec.name: Measurement(value, spec.unit, evidence)
            for spec, (value, evidence) in zip(self.specs, values, strict=True)
        }


def _details(doc: Document) -> tuple[list[int], list[int], list[int]]:
    """First tokens, last tokens and kinds of the details, in order."""
    values = doc.values(DETAILS)
    digits = doc.first_kinds == ch.DIGIT
    where = (digits | (values > 0)).nonzero()[0]
    tokens, last = doc.tokens, len(doc.tokens) - 1
    opens = doc.line_tokens[:-1]
    listed = set(opens[digits[opens]].tolist())
    found: dict[int, int] = {}
    until: dict[int, int] = {}  # first token to last, where a detail has more than one
    head: dict[int, int] = {}  # such a last token to the first
    marks: list[tuple[int, int]] = []
    for at, value, digit in zip(
        where.tolist(), values[where].tolist(), digits[where].tolist(), strict=True
    ):
        before = at - 1
        if digit:
            if at < last and tokens[at + 1] in ".)]" and (at in listed or tokens[before] == "["):
                continue  # a list number, a footnote
            if found.get(before) == DATE and len(tokens[at]) <= 2 and tokens[before].isalpha():
                until[before], head[at] = at, before  # "June 3"
            elif at >= 2 and tokens[before] == ":" and at - 2 in found:
                found[at - 2], until[at - 2], head[at] = DATE, at, at - 2  # a clock time
            else:
                found[at] = DATE if _is_year(tokens[at]) else NUMBER
        elif value == NUMBER and before in found and tokens[at] in _MULTIPLIERS:
            until[before], head[at] = at, before  # "3 million"
        elif value <= DATE:
            found[at] = value
        else:
            marks.append((at, value))
    for at, value in marks:
        if value == MONTH:
            dated = at + 1 in found or at - 1 in found
            if doc.is_capital[at] and (dated or _is_name_inside(doc, at)):
                found[at] = DATE
                if found.get(at + 1) == NUMBER and len(tokens[at + 1]) <= 2:
                    del found[at + 1]
                    until[at] = at + 1
            continue
        # "$3 million" by its mark, "3 million dollars" by its word; hyphens as in "10-mile"
        there = at + 1 if value == CURRENCY and len(tokens[at]) == 1 else at - 1
        if 0 < there <= last and tokens[there] == "-":
            there -= 1
        there = head.get(there, there)
        if there in found:
            found[there] = DATE if value == CLOCK else value
    firsts = sorted(found)
    return firsts, [until.get(at, at) for at in firsts], [found[at] for at in firsts]


def _is_year(token: str) -> bool:
    """Whether a number is a year of the last or the next decades or centuries."""
    return len(token) == 4 and token.isdecimal() and "1800" <= token <= "2099"


def _is_name_inside(doc: Document, at: int) -> bool:
    """Whether a capitalised token stands inside a sentence that is not all in capitals."""
    shouted = doc.kinds[doc.token_starts[at] + 1] == ch.UPPER
    inside = bool(at) and doc.sentence_of_token[at - 1] == doc.sentence_of_token[at]
    return bool(inside and not shouted)


def _names(doc: Document) -> tuple[int, int]:
    """Number of names by shape, and of different ones (by their last word)."""
    at = doc.is_capital.nonzero()[0]
    at = at[1:] if len(at) and at[0] == 0 else at
    sentence = doc.sentence_of_token
    # not the first word of its sentence, nor after a mark that starts something, nor "I"
    named = (sentence[at] == sentence[at - 1]) & ~_OPENS[doc.first_kinds[at - 1]]
    named &= doc.token_ends[at] - doc.token_starts[at] > 1
    # only in lines that end like prose, or are too long for one: headlines capitalise everything
    bounds = doc.line_tokens
    prose = _CLOSES[doc.kinds[doc.token_ends[bounds[1:] - 1] - 1]]
    prose |= bounds[1:] - bounds[:-1] >= NO_HEADLINE
    at = at[named & prose[doc.line_tokens.searchsorted(at, side="right") - 1]]
    if not len(at):
        return 0, 0
    ends = at[:-1][at[1:] - at[:-1] > 1]
    words = doc.ids[ends].tolist()
    words.append(int(doc.ids[at[-1]]))
    return len(words), len(set(words))
