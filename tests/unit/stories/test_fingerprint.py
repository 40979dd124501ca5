"""Fingerprints: bytes and back, versions, damage; any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorer.errors import InputError
from scorer.stories import Fingerprint, MemoryIndex

TEXT = (
    "The harbour board of Quellin voted on Tuesday to close the old ferry slip for nine weeks. "
    "Two cranes will lift 140 pontoons from the mud, the harbour master said, and the island "
    "school has been promised a bus. The slip was last repaired in 1987, after a winter storm "
    "had carried away the pier head and a kiosk that sold smoked eel."
)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_bytes_give_the_fingerprint_back(text: str) -> None:
    one = Fingerprint.from_text(text)
    again = Fingerprint.from_bytes(one.to_bytes())
    assert again.to_bytes() == one.to_bytes()
    assert (again.keys[1:] > again.keys[:-1]).all()


def test_typography_makes_no_difference() -> None:
    one = Fingerprint.from_text('He said "so be it" - it\'s over for the eel of Quellin.')
    two = Fingerprint.from_text(
        "He said \u201cso be it\u201d \u2013 it\u2019s  over for the eel\nof Quellin."
    )
    assert one.to_bytes() == two.to_bytes()


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"", "version none"), (b"\xff", "version 255"), (b"\x01\x00", "cut off")],
)
def test_damage_is_told(data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        Fingerprint.from_bytes(data)
    with pytest.raises(InputError, match="damaged"):
        Fingerprint.from_bytes(Fingerprint.from_text(TEXT).to_bytes()[:-3])


def test_index_finds_half_an_article_and_replaces_an_id() -> None:
    index = MemoryIndex()
    index.add("whole", Fingerprint.from_text(TEXT))
    index.add("other", Fingerprint.from_text("Nothing of this has to do with boats or slips."))
    half = Fingerprint.from_text(TEXT[len(TEXT) // 2 :])
    assert index.candidates(half) == ["whole"]
    index.add(
        "whole", Fingerprint.from_text("Something else altogether now stands here, it is so.")
    )
    assert index.candidates(half) == []
    assert index.get("whole") is not None
    assert index.get("nobody") is None
    assert len(index) == 2
