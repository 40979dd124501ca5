"""Letters spaced apart: what is read, and what stays as it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorer.text.characters import encode
from scorer.text.normalise import normalise
from scorer.text.spaced import any_in, together


@pytest.mark.parametrize(
    ("run", "read"),
    [
        ("n e w s l e t t e r", "newsletter"),
        ("S i g n  u p  f o r  i t", "Sign up for it"),
        ("C l i c k h e r e t o d o n a t e", "Click here to donate"),
        ("W A T C H T H I S S T O R Y O N Y O U T U B E", "WATCH THIS STORY ON YOUTUBE"),
        ("M T W T F S S", "M T W T F S S"),
        ("x x x x x x", "x x x x x x"),
        ("P  W  D  L  F  A", "P  W  D  L  F  A"),
        ("Q X Z W V K J", "QXZWVKJ"),
    ],
)
def test_what_is_read(run: str, read: str) -> None:
    assert together(run) == read


def test_offsets_and_tampering_of_a_spaced_sentence() -> None:
    text = "It rained. S i g n  u p  n o w ! Then it stopped."
    normal = normalise(text)
    assert normal.text == "It rained. Sign up now ! Then it stopped."
    (start, end, label), *others = normal.tampering
    assert (text[start:end], label, others) == ("S i g n  u p  n o w", "spaced_letters", [])
    at = normal.text.index("up")
    assert normal.to_given(at, at + 2) == (start, end)


def test_short_words_are_read_beside_long_ones_only() -> None:
    assert normalise("M o r e:  T h e  n e w s  i s  o l d").text == "More:  The news is old"
    assert normalise("M o r e: J R R said so").text == "M o r e: J R R said so"


def test_prose_with_single_letters_is_left_alone() -> None:
    text = "Plan B or C: I saw a J R R novel, vitamin A, a B movie and I. A. Bell's page."
    assert normalise(text).text == text


def test_a_long_run_is_one_word() -> None:
    assert together(" ".join("spam" * 500)) == "spam" * 500


@settings(max_examples=100, deadline=None)
@given(
    before=st.text("a1é -\n", max_size=12),
    run=st.lists(st.sampled_from("bcdEé"), min_size=5, max_size=9),
    after=st.text("a1é -\n", max_size=12),
)
def test_no_run_is_passed_over(before: str, run: list[str], after: str) -> None:
    text = f"{before} {' '.join(run)} {after}"
    assert any_in(encode(text), text)


@pytest.mark.parametrize(
    "text", ["It is a - b of it", "Then 1 2 3 4 5 6", "I saw a man of 5 on a - c"]
)
def test_marks_and_figures_apart_are_passed_over(text: str) -> None:
    assert not any_in(encode(text), text)
