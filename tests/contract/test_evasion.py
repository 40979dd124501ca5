"""Disguised letters help nobody: whole articles are measured as if they were written plainly."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

import pytest

from scorer import Article
from scorer.features._measure import measure

LOOK_ALIKE = dict(zip("aeopcxy", "аеорсху", strict=True))
"""Latin letters and the Cyrillic ones that look like them."""

# each character by itself, so that the place of every one is known afterwards
DISGUISES: dict[str, Callable[[str], str]] = {
    "zero_width": lambda char: char + "\u200b" if char.isalpha() else char,
    "soft_hyphen": lambda char: char + "\u00ad" if char.isalpha() else char,
    "full_width": lambda char: chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char,
    "look_alike": lambda char: LOOK_ALIKE.get(char, char),
}
FAMILIES = ("attribution.", "promotion.", "repetition.", "headline.", "hedging.", "quotation.")


def _disguised(text: str, change: Callable[[str], str]) -> tuple[str, list[int]]:
    """The text in disguise, and where each character of it begins there (and where it ends)."""
    pieces = [change(char) for char in text]
    return "".join(pieces), [0, *accumulate(map(len, pieces))]


@pytest.mark.parametrize("name", sorted(DISGUISES))
def test_the_examples_are_measured_alike(name: str, examples: list[Article]) -> None:
    change = DISGUISES[name]
    spans = 0
    for article in examples:
        title = None if article.title is None else _disguised(article.title, change)[0]
        text, places = _disguised(article.text, change)
        assert text != article.text
        plain = measure(article.text, article.title).measurements
        hidden = measure(text, title).measurements
        for signal, item in plain.items():
            if not signal.startswith(FAMILIES):
                continue
            other = hidden[signal]
            assert other.value == item.value, (article.id, signal)
            assert len(other.evidence) == len(item.evidence), (article.id, signal)
            for one, two in zip(item.evidence, other.evidence, strict=True):
                assert (one.label, one.group) == (two.label, two.group)
                # a span begins at the same character, and what is hidden after its last is free
                assert two.start == places[one.start], (article.id, signal)
                assert places[one.end - 1] < two.end <= places[one.end], (article.id, signal)
                spans += 1
    assert spans > 100


@pytest.mark.parametrize("name", ["zero_width", "look_alike"])
def test_the_disguise_itself_is_marked(name: str, example: dict[str, Article]) -> None:
    article = example["content-farm"]
    text, _ = _disguised(article.text, DISGUISES[name])
    assert (measure(article.text).measurements["integrity.tampering"].value or 0.0) == 0.0
    assert (measure(text).measurements["integrity.tampering"].value or 0.0) > 0.0


@pytest.mark.parametrize("name", sorted(DISGUISES))
def test_the_examples_hold_what_is_tested(name: str, example: dict[str, Article]) -> None:
    text, _ = _disguised(example["content-farm"].text, DISGUISES[name])
    assert (measure(text).measurements["promotion.line_count"].value or 0.0) >= 1.0
    text, _ = _disguised(example["wire-report"].text, DISGUISES[name])
    assert (measure(text).measurements["attribution.density"].value or 0.0) > 0.0
