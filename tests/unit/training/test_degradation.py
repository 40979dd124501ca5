from __future__ import annotations

import random

import pytest

from scorer.training.degradation import KINDS, degrade, degraded_copies
from scorer.training.degradation.promo import LINES, insert_lines
from scorer.training.degradation.retell import reword, sentences
from scorer.training.degradation.sourcing import strip_sources

TEXT = """The harbour board will close the east pier for repairs, the town said on Tuesday.

"We found rust in nine of the forty pillars," said Ada Field, the engineer. Work begins in May.

According to a report by the coast guard, two boats struck the pier last year. Nobody was hurt.

Tom Reed, who runs the ferry, said that he expects delays. "It will be a slow summer," he said.

When the last repairs were made, the pier stayed shut for a month. The board said it will pay half.

Fishermen asked for a second ramp. The board has not decided, according to its minutes."""
TITLE = "East Pier to close for repairs"


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_changes_the_article_and_repeats_itself(kind: str) -> None:
    made = degrade(kind, TEXT, TITLE, seed="1")
    assert made is not None
    assert made != (TEXT, TITLE)
    assert made == degrade(kind, TEXT, TITLE, seed="1")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["", " \n ", "One.", "\x00", "a" * 5000])
def test_each_kind_takes_any_text(kind: str, text: str) -> None:
    degrade(kind, text, None, seed="1")


def test_sources_are_stripped() -> None:
    text, changed = strip_sources(TEXT, random.Random(0), vague=False)
    assert changed >= 5
    for gone in ("Ada Field", "According to", "he said", "Tom Reed", "the town said"):
        assert gone not in text
    assert "two boats struck the pier last year" in text.lower()


def test_sources_are_made_vague() -> None:
    text, changed = strip_sources(TEXT, random.Random(0), vague=True)
    assert changed >= 5
    assert "Ada Field" not in text
    assert (
        sum(
            text.lower().count(word)
            for word in (
                "analysts",
                "observers",
                "experts",
                "sources",
                "critics",
                "reports",
                "insiders",
                "believe",
            )
        )
        >= 4
    )


def test_promo_lines_stand_alone_and_the_article_stays() -> None:
    made = insert_lines(TEXT, random.Random(3), 3)
    lines = [line for line in made.split("\n") if line]
    old = [line for line in TEXT.split("\n") if line]
    assert len(lines) == len(old) + 3
    assert [line for line in lines if line in old] == old


def test_a_text_in_one_line_gets_promo_lines_too() -> None:
    made = insert_lines(" ".join(TEXT.split()), random.Random(3), 2)
    assert made.count("\n\n") >= 3


def test_real_lines_are_drawn_where_given() -> None:
    made = [insert_lines(TEXT, random.Random(i), 3, ("Ring the bell for more",)) for i in range(9)]
    assert any("Ring the bell for more" in text for text in made)


def test_lines_of_all_kinds_exist() -> None:
    assert set(LINES) == {
        "video_promo", "related_link", "newsletter_subscribe", "social_follow", "donation",
        "ad_marker", "affiliate_product", "app_download", "share_prompt", "comment_prompt",
    }  # fmt: skip
    assert sum(map(len, LINES.values())) >= 40


def test_rewording_keeps_the_matter_and_changes_the_words() -> None:
    first = "When the company said it will close the plant, many people lost work."
    again = reword(first, random.Random(1), strength=1.0)
    assert again != first
    assert "plant" in again
    assert again[0].isupper()
    assert again.endswith(".")


def test_a_retold_story_holds_the_first_telling_and_most_of_it_again() -> None:
    made = degrade("retold", TEXT, TITLE, seed="5")
    assert made is not None
    assert made[0].startswith(TEXT)
    assert len(made[0]) > 1.5 * len(TEXT)


def test_articles_a_kind_does_not_apply_to_are_left_out() -> None:
    made = degraded_copies("bait", ["a", "b"], [TEXT, TEXT], [None, TITLE])
    assert made.origin == [1]
    assert degrade("unattributed", "Rain fell. It was wet.", None, seed="1") is None


def test_sentences() -> None:
    assert sentences("One is here. Two came\nThree went!") == [
        "One is here.",
        "Two came",
        "Three went!",
    ]
