"""Quotations between single marks, as in British print; apostrophes are none."""

from __future__ import annotations

import itertools

import pytest

from scorer.text.document import Document


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "\u2018We will open the road,\u2019 Lind said. \u2018It will take a year.\u2019",
            ["'We will open the road,'", "'It will take a year.'"],
        ),
        ("He called it a 'scandal' and left.", ["'scandal'"]),
        ("She had 'plan B', he said.", ["'plan B'"]),
        (
            "'The workers' pay must rise,' she said, and 'soon'.",
            ["'The workers' pay must rise,'", "'soon'"],
        ),
        ("'I don't know.' Then 'Yes!' he cried.", ["'I don't know.'", "'Yes!'"]),
        (
            "'The road will stay closed until May.\n\n'Then it opens,' said Lind.",
            ["'The road will stay closed until May.", "'Then it opens,'"],
        ),
        ("It's the mayor's pay in the '90s, the boys' and girls' teams.", []),
        ("The dogs' tails and the cats' ears.", []),
        ("He is 5' tall and left at o'clock.", []),
        ("", []),
        ("''", []),
        ("' ' ' '", []),
    ],
)
def test_single_marks(text: str, found: list[str]) -> None:
    doc = Document.from_text(text)
    assert [doc.text[start:end] for start, end in doc.quotations] == found


def test_double_marks_go_first() -> None:
    doc = Document.from_text("\"It is a 'plan',\" he said.")
    assert [doc.text[start:end] for start, end in doc.quotations] == ["\"It is a 'plan',\""]


@pytest.mark.parametrize("piece", ["'", "'a", "a' ", " 'a", "'s ", "'as' "])
def test_any_row_of_marks(piece: str) -> None:
    doc = Document.from_text(piece * 5_000)
    ranges = doc.quotations
    assert all(0 <= start < end <= len(doc.text) for start, end in ranges)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(ranges))
