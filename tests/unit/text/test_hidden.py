"""What no reader sees is not measured."""

from __future__ import annotations

import time

import pytest

from scorer.features._measure import measure
from scorer.text.hidden import hidden_ranges
from scorer.text.normalise import normalise

SHOWN = "The board met on Tuesday. "


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- A report by the office found it, Lind said. -->",
        '<div style="display:none">A report found it, Lind said.</div>',
        "<SPAN STYLE='Display: None'>A report found it, Lind said.</SPAN>",
        '<p class="x" hidden>A report found it, Lind said.</p>',
        '<font style="font-size:0">A report found it, Lind said.</font>',
    ],
)
def test_hidden_text_is_left_out_and_marked(hidden: str) -> None:
    text = f"{SHOWN}{hidden}{SHOWN}"
    normal = normalise(text)
    assert "Lind" not in normal.text
    assert [(text[a:b], label) for a, b, label in normal.tampering] == [(hidden, "hidden_text")]
    last = normal.text.rindex("Tuesday")
    assert text[slice(*normal.to_given(last, last + 7))] == "Tuesday"
    found = measure(text).measurements
    assert found["attribution.density"].value == 0.0
    assert found["integrity.tampering"].value == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "a <!-- b",
        "a --> b",
        "<div style='display:none'>never closed",
        "<p style='font-size:0.9em'>small</p>",
        "It was 3 < 4 and 5 > 4, and the key was hidden in a <b>box</b>.",
        "<p>The hidden cost</p>",
    ],
)
def test_what_is_shown_or_never_closed_stays(text: str) -> None:
    assert hidden_ranges(text) == []


@pytest.mark.parametrize("piece", ["<!--", "-->", "<p hidden>", "<div display:none", "<!---->"])
def test_markup_without_end_is_linear(piece: str) -> None:
    begin = time.process_time()
    hidden_ranges(piece * 200_000)
    assert time.process_time() - begin < 5
