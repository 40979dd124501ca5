from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings

from scorer.text.normalise import Normal, normalise
from tests.strategies import HOSTILE, hostile_texts, prose


def given_range(text: str, normal: Normal, part: str) -> str:
    """What a part of the normalised text stands for in the text as given."""
    at = normal.text.index(part)
    start, end = normal.to_given(at, at + len(part))
    return text[start:end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Yes,” she said. ‘No’", "\"Yes,\" she said. 'No'"),
        ("«Oui» „Ja“ ＂x＂", '"Oui" "Ja" "x"'),
        ("it’s Cafe\u0301", "it's Café"),
        ("non\u00adsense zero\u200bwidth \ufeffmark", "nonsense zerowidth mark"),
        ("a\u00a0b\u2009c\td", "a b c d"),
        ("a–b a—b a‐b", "a—b a—b a-b"),
        ("one\u2028two\x0bthree", "one\ntwo\nthree"),
        ("one\r\ntwo", "one \ntwo"),
        ("Ｆｕｌｌ！", "Full!"),
        ("fish &amp; chips &#8212; &lt;b&gt;", "fish & chips — <b>"),
        ("subsсribe", "subscribe"),  # Cyrillic es
        ("s u b s c r i b e now", "subscribe now"),
        ("nul\x00byte", "nul byte"),
        ("\ud800", "\ufffd"),
        ("", ""),
    ],
)
def test_normal_forms(text: str, expected: str) -> None:
    assert normalise(text).text == expected


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("an “Cafe\u0301” or", "Café", "Cafe\u0301"),
        ("an fish &amp; chips or", "& chips", "&amp; chips"),
        ("an new\u200bsletter or", "newsletter", "new\u200bsletter"),
        ("an â€œYesâ€\x9d or", "Yes", "Yes"),
        ("to s u b s c r i b e now", "subscribe", "s u b s c r i b e"),
        ("to subsсribe now", "subscribe", "subsсribe"),
        ("an\r\n\r\nsecond or", "second", "second"),
        ("an 👍 second or", "second", "second"),
        ("\ufeffan “second” or", "second", "second"),
    ],
)
def test_ranges_map_back_to_the_text_as_given(text: str, part: str, expected: str) -> None:
    assert given_range(text, normalise(text), part) == expected


@pytest.mark.parametrize(
    "text", ["Αθήνα είναι μια πόλη", "Москва — город на реке", "Ελλάδα and Россия met"]
)
def test_real_greek_and_cyrillic_stay(text: str) -> None:
    normal = normalise(text)
    assert normal.text == text.replace("–", "—")
    assert not normal.tampering


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_offsets_are_sound_on_hostile_texts(name: str) -> None:
    _check_offsets(HOSTILE[name])


@settings(max_examples=150, deadline=None)
@given(hostile_texts)
def test_offsets_are_sound_on_any_text(text: str) -> None:
    _check_offsets(text)


def _check_offsets(text: str) -> None:
    normal = normalise(text)
    size = len(normal.text)
    assert len(normal.codes) == size
    if normal.starts is None or normal.ends is None:
        assert size == len(text)
    else:
        assert len(normal.starts) == len(normal.ends) == size
        if size:
            assert (normal.starts < normal.ends).all()
            assert (normal.starts[1:] >= normal.starts[:-1]).all()
            assert (normal.ends[1:] >= normal.ends[:-1]).all()
            assert normal.starts[0] >= 0
            assert normal.ends[-1] <= len(text)
    for start, end, label in normal.tampering:
        assert 0 <= start < end <= len(text)
        assert label


@settings(max_examples=60, deadline=None)
@given(hostile_texts)
def test_plain_letters_stand_for_themselves(text: str) -> None:
    normal = normalise(text)
    for at, char in enumerate(normal.text[:200]):
        start, end = normal.to_given(at, at + 1)
        if char.isascii() and char.isalpha() and end - start == 1 and text[start].isascii():
            assert text[start] == char


@settings(max_examples=60, deadline=None)
@given(prose)
def test_normalising_plain_prose_changes_nothing_but_marks(text: str) -> None:
    normal = normalise(text)
    assert len(normal.text) == len(text)
    assert normalise(normal.text).text == normal.text


@settings(max_examples=60, deadline=None)
@given(prose)
def test_composed_and_decomposed_text_are_one(text: str) -> None:
    text = text.replace("e", "é")
    composed = normalise(unicodedata.normalize("NFC", text))
    decomposed = normalise(unicodedata.normalize("NFD", text))
    assert composed.text == decomposed.text
