from __future__ import annotations

import pytest

from scorer import Article, Scorer
from scorer.explain.reasons import OTHER
from scorer.explain.shown import MOST_SENTENCES, MOST_WORDS, shown, why_no_place
from scorer.schema import Contribution
from scorer.text.document import Document

TEXT = (
    "Rain fell. I walked down to the harbour with my dog, past the rusty fence that nobody had "
    "painted since the storm, and we counted the boats. The boats lay still. “I sold my boats,” "
    "said Tom. These boats are notwithstanding old. The harbourmaster slowly closed the gate."
)
BODY = Document.from_text(TEXT)


def part(
    feature: str, value: float | None, baseline: float = 0.5, points: float = -2.0
) -> Contribution:
    return Contribution(feature, value, baseline, points, "R-X")


def told(*items: Contribution) -> list[tuple[str, str]]:
    return [(TEXT[span.start : span.end], span.label) for span in shown(items, BODY)]


@pytest.mark.parametrize(
    ("feature", "value", "expected"),
    [
        ("style.first_person_fraction", 1.0, [(w, "first_person") for w in ("I", "my", "we")]),
        ("style.demonstrative_fraction", 1.0, [("These", "demonstrative")]),
        ("style.adverb_fraction", 1.0, [("slowly", "adverb")]),
        ("style.lexical_diversity", 0.0, [("boats", "repeated_word")] * 3),
    ],
)  # fmt: skip
def test_words_are_marked_outside_quotations(
    feature: str, value: float, expected: list[tuple[str, str]]
) -> None:
    found = told(part(feature, value))
    assert found[: len(expected)] == expected
    if feature != "style.lexical_diversity":
        assert found == expected


def test_long_and_short_sentences_are_told_apart() -> None:
    longest, *_ = told(part("style.words_per_sentence", 30.0, 20.0))
    assert longest[0].startswith("I walked")
    assert longest[1] == "long_sentence"
    short = told(part("style.body_grade", 3.0, 9.0))
    assert len(short) == MOST_SENTENCES
    assert ("The boats lay still.", "short_sentence") in short
    assert "Rain fell." not in [text for text, _ in short]  # two words are no sentence to speak of


def test_long_words() -> None:
    words = [text for text, _ in told(part("style.characters_per_word", 6.0, 5.0))]
    assert {"notwithstanding", "harbourmaster"} <= set(words)
    assert len(words) == MOST_WORDS


def test_the_next_signal_stands_in_where_the_first_has_no_place() -> None:
    missing = part("style.first_person_fraction", 0.0)
    present = part("style.past_tense_fraction", 0.9)
    assert {label for _, label in told(missing, present)} == {"past_tense"}
    assert told(missing) == []
    assert told(part("style.past_tense_fraction", 0.9, points=2.0)) == []


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (part("headline.clickbait", 0.9), "headline"),
        (part("quotation.direct_per_100_sentences", 0.0), "absent"),
        (part("wording.register", None), "undefined"),
        (part("style.lexical_diversity", 0.9), "absent"),
        (part("style.lexical_diversity", 0.1), None),
        (part("style.words_per_sentence", 0.1), None),
        (part("style.second_person_fraction", 0.9), None),
    ],
)
def test_why_a_reason_has_no_place(item: Contribution, why: str | None) -> None:
    assert why_no_place(item) == why


@pytest.mark.parametrize("text", ["", ".", "\n\n", "...", "a", "no letters: 12 34"])
def test_any_body_is_taken(text: str) -> None:
    body = Document.from_text(text)
    for name in ("style.body_grade", "style.characters_per_word", "style.lexical_diversity"):
        for value in (0.0, 1.0):
            for span in shown([part(name, value)], body):
                assert 0 <= span.start < span.end <= len(text)


def test_no_reason_that_lowers_a_score_hides_its_place(
    scorer: Scorer, examples: list[Article]
) -> None:
    for article in examples:
        report = scorer.score(article)
        parts = {item.feature: item for item in report.contributions}
        for reason in report.reasons:
            if reason.points < 0 and not reason.evidence and reason.code != OTHER:
                lowering = [parts[name] for name in reason.features if parts[name].points < 0]
                assert None not in [why_no_place(item) for item in lowering], reason
            for span in reason.evidence:
                assert 0 <= span.start < span.end <= len(article.text)
