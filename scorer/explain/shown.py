"""Places for reasons whose signals mark none of their own: long sentences, tenses, pronouns.

Marking every verb of every article would triple its row, so these signals carry no evidence. Where
one of them lowers a score enough to be told, the places that make it what it is are found here, on
the few sentences or words that lie furthest out. What is missing has no place, and neither has the
headline, which is not part of the text: :func:`why_no_place` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from scorer.features._style import words as lists
from scorer.schema import Contribution, Span
from scorer.text import word_facts
from scorer.text.document import Document

MOST_SENTENCES = 3
MOST_WORDS = 12
LEAST_WORDS = 3
"""A shorter run is a heading or an interjection."""

Numbers = npt.NDArray[np.float64]

_CLASSES: dict[str, tuple[int, str]] = {
    "style.function_word_fraction": (lists.FUNCTION, "function_word"),
    "style.first_person_fraction": (lists.FIRST, "first_person"),
    "style.second_person_fraction": (lists.SECOND, "second_person"),
    "style.present_tense_fraction": (lists.NOW, "present_tense"),
    "style.demonstrative_fraction": (lists.DEMONSTRATIVE, "demonstrative"),
    "style.absolute_fraction": (lists.ALL, "absolute"),
    "style.argument_fraction": (lists.ARGUE, "argument"),
    "style.comparison_fraction": (lists.COMPARE, "comparison"),
    "style.evidence_fraction": (lists.STUDY, "evidence"),
}
_FACTS: dict[str, tuple[int, str]] = {
    "style.adverb_fraction": (word_facts.ADVERB, "adverb"),
    "style.past_tense_fraction": (word_facts.PAST, "past_tense"),
    "style.contraction_fraction": (word_facts.CONTRACTION, "contraction"),
}
_SENTENCES = ("style.body_grade", "style.words_per_sentence", "style.sentence_length_variation")
_LENGTHS = ("style.characters_per_word", "style.syllables_per_word", "style.long_word_fraction")


def why_no_place(item: Contribution) -> str | None:
    """Say why a signal that lowers a score can mark no place; None where it can.

    Parameters
    ----------
    item : Contribution

    Returns
    -------
    str or None
        ``headline``: it is about the title; ``undefined``: there is no value; ``absent``: what the
        reference article has is missing, or hardly anything repeats.

    Examples
    --------
    >>> why_no_place(Contribution("quotation.direct_per_100_sentences", 0.0, 12.5, -2.0, "R-X"))
    'absent'
    >>> why_no_place(Contribution("style.first_person_fraction", 0.1, 0.0, -2.0, "R-X")) is None
    True
    """
    if item.feature.startswith("headline."):
        return "headline"
    if item.value is None or item.baseline is None:
        return "undefined"
    if item.feature == "style.lexical_diversity":
        return "absent" if item.value > item.baseline else None
    if item.feature in (*_SENTENCES, *_LENGTHS, "style.function_word_fraction"):
        return None
    return "absent" if item.value <= item.baseline else None


def shown(items: Iterable[Contribution], body: Document) -> tuple[Span, ...]:
    """Find places for the weightiest signal that can be shown.

    Parameters
    ----------
    items : iterable of Contribution
        Of one reason, the weightiest first.
    body : Document
        The body they were measured on.

    Returns
    -------
    tuple of Span
        In text order; empty where nothing can be shown.
    """
    for item in items:
        if item.points < 0.0 and why_no_place(item) is None:
            spans = _places(item, body)
            if spans:
                return spans
    return ()


def _places(item: Contribution, body: Document) -> tuple[Span, ...]:
    """Places of one signal."""
    name = item.feature
    is_above = (item.value or 0.0) > (item.baseline or 0.0)
    if name in _SENTENCES:
        label = "long_sentence" if is_above else "short_sentence"
        if name.endswith("variation") and not is_above:
            return _sentences(body, lambda words: -abs(words - float(np.median(words))), "alike")
        return _sentences(body, lambda words: words if is_above else -words, label)
    if name in _LENGTHS:
        if is_above:
            return _longest(body)
        return _sentences(body, lambda words: -_mean_letters(body), "short_words")
    if name == "style.lexical_diversity":
        return _repeated(body)
    if name == "style.function_word_fraction" and not is_above:
        share = _share(body, (body.values(lists.CLASSES) & lists.FUNCTION) != 0)
        return _sentences(body, lambda words: -share, "few_function_words")
    if name in _CLASSES:
        bit, label = _CLASSES[name]
        return _words(body, (body.values(lists.CLASSES) & bit) != 0, label)
    if name in _FACTS:
        flag, label = _FACTS[name]
        return _words(body, ((body.word_facts & flag) != 0)[body.ids], label)
    return ()


def _sentences(body: Document, rank: Callable[[Numbers], Numbers], label: str) -> tuple[Span, ...]:
    """The sentences that rank highest, in text order."""
    words = body.sentence_words.astype(np.float64)
    if not len(words):
        return ()
    ranked = np.where(words >= LEAST_WORDS, rank(words), -np.inf)
    order = np.argsort(-ranked, kind="stable")[:MOST_SENTENCES]
    chosen = sorted(at for at in order.tolist() if np.isfinite(ranked[at]))
    ranges = body.sentence_ranges.tolist()
    return tuple(body.span(ranges[at][0], ranges[at][1], label) for at in chosen)


def _words(body: Document, hits: npt.NDArray[np.bool_], label: str) -> tuple[Span, ...]:
    """The first words that are meant, outside quotations."""
    return body.token_spans((hits & body.is_own).nonzero()[0][:MOST_WORDS], label)


def _longest(body: Document) -> tuple[Span, ...]:
    """The longest words, each once, in text order."""
    first: dict[str, int] = {}
    for at in body.is_word.nonzero()[0].tolist():
        if body.tokens[at].isalpha():
            first.setdefault(body.tokens[at], at)
    longest = sorted(first, key=lambda word: (-len(word), first[word]))[:MOST_WORDS]
    return body.token_spans(sorted(first[word] for word in longest), "long_word")


def _repeated(body: Document) -> tuple[Span, ...]:
    """Places of the content word that stands in the text most often."""
    classes = body.values(lists.CLASSES)
    places: dict[str, list[int]] = {}
    for at in (body.is_word & ((classes & lists.FUNCTION) == 0)).nonzero()[0].tolist():
        if len(body.tokens[at]) > 3:
            places.setdefault(body.tokens[at], []).append(at)
    if not places:
        return ()
    most = max(places.values(), key=lambda found: (len(found), -found[0]))
    return body.token_spans(most[:MOST_WORDS], "repeated_word") if len(most) > 1 else ()


def _share(body: Document, hits: npt.NDArray[np.bool_]) -> Numbers:
    """Share of each sentence's tokens that are hits."""
    return _per_sentence(body, hits.astype(np.float64))


def _mean_letters(body: Document) -> Numbers:
    """Mean length of each sentence's words."""
    size = np.where(body.is_word, body.token_ends - body.token_starts, 0).astype(np.float64)
    return _per_sentence(body, size)


def _per_sentence(body: Document, numbers: Sequence[float] | Numbers) -> Numbers:
    """Sum of a number of each token, over the words of its sentence."""
    total = np.concatenate(([0.0], np.cumsum(numbers)))
    bounds = body.sentence_tokens
    return np.asarray(
        (total[bounds[1:]] - total[bounds[:-1]]) / np.maximum(body.sentence_words, 1),
        dtype=np.float64,
    )
