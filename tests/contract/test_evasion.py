"""Disguised letters help nobody: whole articles are measured as if they were written plainly."""

from __future__ import annotations

import pytest

from benchmarks.hardening.evasion import DISGUISES, disguised
from scorer import Article
from scorer.features._measure import measure

FAMILIES = ("attribution.", "promotion.", "repetition.", "headline.", "hedging.", "quotation.")


@pytest.mark.parametrize("name", sorted(DISGUISES))
def test_the_examples_are_measured_alike(name: str, examples: list[Article]) -> None:
    change = DISGUISES[name]
    spans = 0
    for article in examples:
        title = None if article.title is None else disguised(article.title, change)[0]
        text, places = disguised(article.text, change)
        assert text != article.text
        plain = measure(article.text, article.title).measurements
        hidden = measure(text, title).measurements
        for signal, item in plain.items():
            if not signal.startswith(FAMILIES):
                continue
            if name == "combining acute" and signal.startswith("headline."):
                continue  # a few words alone do not tell accents put on from another language's
            other = hidden[signal]
            assert other.value == item.value, (article.id, signal)
            assert len(other.evidence) == len(item.evidence), (article.id, signal)
            for one, two in zip(item.evidence, other.evidence, strict=True):
                assert (one.label, one.group) == (two.label, two.group)
                # a span begins at the same character, and what is hidden after its last is free
                assert places[one.start] <= two.start < places[one.start + 1], (article.id, signal)
                assert places[one.end - 1] < two.end <= places[one.end], (article.id, signal)
                spans += 1
    assert spans > 100


@pytest.mark.parametrize("name", sorted(DISGUISES))
def test_the_disguise_itself_is_marked(name: str, example: dict[str, Article]) -> None:
    article = example["content-farm"]
    text, _ = disguised(article.text, DISGUISES[name])
    assert (measure(article.text).measurements["integrity.tampering"].value or 0.0) == 0.0
    assert (measure(text).measurements["integrity.tampering"].value or 0.0) > 0.0


@pytest.mark.parametrize("name", sorted(DISGUISES))
def test_the_examples_hold_what_is_tested(name: str, example: dict[str, Article]) -> None:
    text, _ = disguised(example["content-farm"].text, DISGUISES[name])
    assert (measure(text).measurements["promotion.line_count"].value or 0.0) >= 1.0
    text, _ = disguised(example["wire-report"].text, DISGUISES[name])
    assert (measure(text).measurements["attribution.density"].value or 0.0) > 0.0
