"""Accents, strokes and codes that disguise words, and those that are ordinary spelling."""

from __future__ import annotations

import pytest

from scorer.features._measure import measure
from scorer.text.normalise import normalise


def labels(text: str) -> list[tuple[str, str]]:
    """What is marked as tampering, and how."""
    return [(text[start:end], label) for start, end, label in normalise(text).tampering]


@pytest.mark.parametrize(
    ("given", "plain", "label"),
    [
        ("Read: S\u0336u\u0336b\u0336 now", "Read: Sub now", "struck_letters"),
        ("Súbscríbé tó óur néwsléttér", "Subscribe to our newsletter", "accented_letters"),
        ("&#87;&#97;&#116;ch it", "Watch it", "encoded_letters"),
        ("&#x57;&#X61;tch it", "Watch it", "encoded_letters"),
        ("𝐖𝐚𝐭𝐜𝐡 it", "Watch it", "styled_letters"),
        ("Ⓦⓐⓣⓒⓗ it", "Watch it", "styled_letters"),
        ("🅆🄰🅃🄲🄷 it", "WATCH it", "styled_letters"),
        ("🆆🅰🆃🅲🅷 it", "WATCH it", "styled_letters"),
        ("ᴡᴀᴛᴄʜ it", "watch it", "styled_letters"),
        ("Ｗａｔｃｈ it", "Watch it", "styled_letters"),
        ("W\u2066a\u2069t\u2066c\u2069h it", "Watch it", "hidden_character"),
    ],
)
def test_disguised_words_are_read_and_marked(given: str, plain: str, label: str) -> None:
    normal = normalise(given)
    assert normal.text == plain
    assert {found for _, found in labels(given)} == {label}
    for start, end, _ in normal.tampering:
        assert 0 <= start < end <= len(given)


@pytest.mark.parametrize(
    "text",
    [
        "The café's façade, naïve as it is, cost 5 m² and 3 ½ pounds — Zoë Ångström said.",
        "Le thé est servi à côté de la forêt, où l'été dernier les élèves étaient déjà arrivés.",
        "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl ředitel Dvořák v pátek večer.",
        "Thế giới có nhiều tổ chức, và ông ấy đã nói như thế về nó.",
        "Министр сообщил, что бюджет вырастет на пять процентов.",
        "Ο υπουργός είπε ότι ο προϋπολογισμός θα αυξηθεί.",
        "می‌خواهم کتاب‌ها را بخوانم.",
        "क्षत्रिय श‍ और क्‍ष लिखे जाते हैं।",
        "ＮＨＫは火曜日に「予算は増える」と伝えた。",
        "Let x ∈ ℝ and 𝑥 be given; AT&T paid &pound;5 &amp; left &#8220;early&#8221;.",
        "August 2018\nM T W T F S S\n1 2 3 4 5 6 7",
        "e\u0301te\u0301 de\u0301ja\u0300 vu a\u0300 co\u0302te\u0301",
    ],
)
def test_other_languages_and_ordinary_accents_raise_none(text: str) -> None:
    assert labels(text) == []


def test_ordinary_accents_are_kept() -> None:
    text = "The café's résumé, Zoë said, was à la carte."
    assert normalise(text).text == text


def test_offsets_survive_strokes() -> None:
    given = "He s\u0336a\u0336i\u0336d\u0336 so"
    normal = normalise(given)
    start = normal.text.index("so")
    assert given[slice(*normal.to_given(start, start + 2))] == "so"
    start = normal.text.index("said")
    assert normal.to_given(start, start + 1) == (3, 5)


def test_a_line_in_disguise_tells_of_the_others() -> None:
    text = "Thé clérk sáid só tó thé bóárd.\nThe mayor left the room.\nClíck héré"
    assert normalise(text).text.splitlines()[2] == "Click here"


def test_a_soft_hyphen_after_every_letter_is_no_typesetting() -> None:
    honest = "The news\u00adpaper re\u00adported on the har\u00adbour. " * 10
    hidden = "The n\u00ade\u00adw\u00ads was out. " * 10
    assert measure(honest).measurements["integrity.tampering"].value == 0.0
    assert (measure(hidden).measurements["integrity.tampering"].value or 0) > 0
