"""The headline: whether it is bait, and whether the body holds what it promises.

The clickbait probability is a logistic regression over closed-class words, frequent common words
and the endings of all others (no names, no letter case, no punctuation), trained on the corpus of
Chakraborty et al. (2016, "Stop Clickbait") with news titles as further ordinary headlines, and
calibrated on held-out folds **with both classes equally likely**: in a stream where bait is rarer,
the share of bait among headlines of a given value is lower.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from scorer.features._headline.consistency import keep
from scorer.features._headline.marks import LIST_NUMBER, Mark, find_marks
from scorer.features._headline.model import clickbait_model, word_weights
from scorer.features._headline.promises import promises
from scorer.features._headline.title import Headline as Title
from scorer.features.registry import Reads, register, undefined
from scorer.schema import FeatureSpec, Measurement, Span
from scorer.text.document import Document
from scorer.text.normalise import normalise

_PROBABILITY = "probability"
_SHARE = "share"
_WORD_SHARE = "share of words"
_WORDS = "words"
_MARKS = "marks"
_MAX_EVIDENCE = 6
_MIN_HELD = 0.4
_MIN_REPEATED = 4
_TWO_CAPITALS = re.compile(r"[^\W\d_a-zß-öø-ÿ]{2}")
_ABBREVIATION = 5
_ABBREVIATIONS = frozenset(["us", "it", "who"])
_CHAKRABORTY = "Chakraborty et al. 2016, Stop Clickbait (ASONAM)"
_BLOM = "Blom and Hansen 2015, Click bait: forward-reference as lure (J. Pragmatics 76)"
_WHY_BAIT = (
    "A headline that withholds what the story is about is made for the click, not for the reader; "
    "clickbait titles are a credibility indicator of Zhang et al. (2018)."
)

SPECS = (
    FeatureSpec(
        "headline.clickbait",
        _PROBABILITY,
        0.0,
        1.0,
        "worse",
        "Probability that the headline is clickbait, from its words alone, bait and ordinary "
        "headlines taken as equally likely beforehand.",
        _CHAKRABORTY,
        gaming="Letter case, punctuation and names are not read, so changing them changes nothing.",
        why=_WHY_BAIT,
    ),
    FeatureSpec(
        "headline.consistency",
        _SHARE,
        0.0,
        1.0,
        "better",
        "Weighted share of the headline's names, numbers and content words that the body holds; "
        "half of it fades with how late in the body they come.",
        "Credibility Coalition 2018, title representativeness (Zhang et al., WWW companion)",
        gaming="A headline repeated whole in the body is found and not counted.",
        why="A headline should promise no more than the body holds: title representativeness is a "
        "content indicator in the Credibility Coalition's study (Zhang et al. 2018).",
    ),
    FeatureSpec(
        "headline.words",
        _WORDS,
        0.0,
        float("inf"),
        "none",
        "Words of the headline, without an outlet's name at its end.",
        _CHAKRABORTY,
        gaming="Padding or cutting the headline moves it; so no direction is agreed for it.",
        why="Bait headlines are longer than those of newspapers (Chakraborty et al. 2016); it also "
        "says how much the other headline signals rest on.",
    ),
    FeatureSpec(
        "headline.marks",
        _MARKS,
        0.0,
        float("inf"),
        "worse",
        "Forward references, addresses to the reader, list numbers, withheld subjects, "
        "superlatives and hyperbole in the headline.",
        _BLOM,
        gaming="Other phrases evade the list; the clickbait probability, learned from all words, "
        "does not depend on it.",
        why=_WHY_BAIT,
    ),
    FeatureSpec(
        "headline.shouting",
        _WORD_SHARE,
        0.0,
        1.0,
        "worse",
        "Share of the headline's words that stand in capitals only; abbreviations do not "
        "count where other words are in normal case.",
        "NELA, all-caps share (Horne et al. 2018)",
        gaming="Writing in normal case lowers it, which is what it asks for; the clickbait "
        "probability does not read letter case.",
        why="Words in capitals set apart the titles of fake news in Horne and Adali (2017).",
    ),
)


@register
class Headline:
    """Clickbait, consistency with the body, and the marks of bait."""

    name: ClassVar[str] = "headline"
    version: ClassVar[int] = 2
    reads: ClassVar[Reads] = "once"
    specs: ClassVar[tuple[FeatureSpec, ...]] = SPECS

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the headline of a document against its body."""
        title = Title(doc.title or "")
        if not title.words:
            return undefined(self.specs, "no_title")
        own_words = title.own_words
        marks = find_marks(own_words)
        evidence = _in_first_line(doc, title, marks)
        probability = clickbait_model().probability(own_words)
        return {
            "headline.clickbait": Measurement(probability, _PROBABILITY, evidence),
            "headline.consistency": _consistency(doc, title, marks),
            "headline.words": Measurement(float(len(title.words)), _WORDS),
            "headline.marks": Measurement(float(len(marks)), _MARKS, evidence),
            "headline.shouting": Measurement(_shouting(title), _WORD_SHARE),
        }


def clickbait_marks(title: str) -> list[Span]:
    """Find the kinds of bait in a headline.

    Parameters
    ----------
    title : str
        The headline as given.

    Returns
    -------
    list of Span
        In order, offsets in ``title``; labels are ``forward_reference``, ``second_person``,
        ``list_number``, ``withheld_subject``, ``superlative`` and ``hyperbole``.

    Examples
    --------
    >>> title = "9 tricks you need to know"
    >>> [(title[mark.start:mark.end], mark.label) for mark in clickbait_marks(title)]
    [('9', 'list_number'), ('you', 'second_person')]
    """
    normal = normalise(title)
    words = Title(normal.text)
    found = []
    for first, last, kind in find_marks(words.own_words):
        start, end = normal.to_given(*words.span(first, last))
        found.append(Span(start, end, kind))
    return found


def clickbait_probability(title: str) -> float | None:
    """Probability that a headline is clickbait; None where it holds no word.

    Parameters
    ----------
    title : str
        The headline as given.

    Examples
    --------
    >>> clickbait_probability("21 things only your sister will understand") > 0.9
    True
    >>> clickbait_probability("Council approves budget after talks with union") < 0.1
    True
    """
    words = Title(normalise(title).text).own_words
    return clickbait_model().probability(words) if words else None


def _consistency(doc: Document, title: Title, marks: Sequence[Mark]) -> Measurement:
    """How much of the headline the body holds, with the places of what it holds."""
    listed = -1
    for first, _, kind in marks:
        if kind == LIST_NUMBER:
            listed = first
    asked = promises(title, word_weights(), listed)
    if not asked:
        return Measurement(None, _SHARE, (), "no_content_words")
    if not doc.word_count:
        return Measurement(None, _SHARE, (), "no_words")
    whole = title.text.lower() if len(title.words) >= _MIN_REPEATED else ""
    kept = keep(asked, doc.lower, whole)
    if kept.value < _MIN_HELD:
        return Measurement(kept.value, _SHARE)
    places = sorted(set(kept.places))[:_MAX_EVIDENCE]
    starts, ends = zip(*places, strict=True)
    evidence = doc.spans(starts, ends, "held")
    return Measurement(kept.value, _SHARE, evidence)


def _in_first_line(doc: Document, title: Title, marks: Sequence[Mark]) -> tuple[Span, ...]:
    """The marks as evidence, where the headline stands as the first line of the text too."""
    if not marks:
        return ()
    start = doc.text.find(title.text)
    if start < 0 or doc.text[:start].strip():
        return ()
    spans = []
    for first, last, kind in marks:
        begin, end = title.span(first, last)
        spans.append(doc.span(start + begin, start + end, kind))
    return tuple(spans)


def _shouting(title: Title) -> float:
    """Share of words in capitals only, abbreviations left out unless everything shouts."""
    if not _TWO_CAPITALS.search(title.text):
        return 0.0
    words = [title.text[start:end] for start, end in title.ranges]
    shouted = [word.lower() for word in words if len(word) > 1 and word.isupper()]
    if not title.text.isupper():
        known = clickbait_model().known
        shouted = [
            word
            for word in shouted
            if len(word) > _ABBREVIATION or (word in known and word not in _ABBREVIATIONS)
        ]
    return len(shouted) / len(words)
