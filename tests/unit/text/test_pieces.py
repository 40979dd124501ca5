from __future__ import annotations

import pytest
from hypothesis import given, settings

from scorer.text.document import Document
from scorer.text.pieces import count_given
from scorer.text.textstat_counts import count
from tests.strategies import HOSTILE, hostile_texts, prose


@pytest.mark.parametrize(
    "text",
    [
        "Plain words stand alone here. And these, too!",
        "“It’s late,” she said — IT'S OVER, don't you think?",
        "A'S and a's, \"U.S.\" and u.s. and 3.5 or 1,000.",
        "Tabs\tand\r\nlines\u00a0and\u2003spaces.",
        "A control\x01character joins what\x00a space would part.",
        "A hid\u200bden one, &amp; an entity, na\u0308ive.",
        "Çà et là: ΣΊΣΥΦΟΣ, İstanbul.",
        "...", "'", "",
    ],
)  # fmt: skip
def test_counts_are_those_of_the_text_as_given(text: str) -> None:
    assert count_given(Document.from_text(text)) == count(text)


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_texts_too(name: str) -> None:
    assert count_given(Document.from_text(HOSTILE[name])) == count(HOSTILE[name])


@settings(max_examples=150, deadline=None)
@given(text=hostile_texts | prose)
def test_any_text_too(text: str) -> None:
    assert count_given(Document.from_text(text)) == count(text)


def test_a_body_is_counted_with_its_promo_lines() -> None:
    page = Document.from_text("One line stands here.\nWatch our video!\nAnother line stands here.")
    body = page.without([(22, 39)])
    assert "video" not in body.text
    assert count_given(body) == count(page.given)
