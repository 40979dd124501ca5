from __future__ import annotations

import pytest

from scorer.model.abstention import ENGLISH, PROSE, AbstentionRule

RULE = AbstentionRule(min_words=80, min_english=0.15, min_prose=0.3)


@pytest.mark.parametrize(
    ("values", "words", "code"),
    [
        ({}, 79, "too_short"),
        ({}, 80, None),
        ({ENGLISH: 0.02}, 10, "too_short"),
        ({ENGLISH: 0.02, PROSE: 0.9}, 400, "not_english"),
        ({ENGLISH: 0.3, PROSE: 0.1}, 400, "not_prose"),
        ({ENGLISH: 0.15, PROSE: 0.3}, 400, None),
        ({ENGLISH: None, PROSE: None}, 400, None),
    ],
)
def test_stable_codes(values: dict[str, float | None], words: int, code: str | None) -> None:
    notice = RULE.notice(values, words=words)
    assert (None if notice is None else notice.code) == code


def test_the_message_holds_the_numbers() -> None:
    notice = RULE.notice({}, words=41)
    assert notice is not None
    assert "41 words" in notice.message
    assert "80" in notice.message
