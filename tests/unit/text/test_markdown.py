"""Markdown left in a page: its marks are not read, offsets stay those of the text as given."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer.features._measure import measure
from scorer.text.document import Document

PLAIN = "The dam held overnight, said Ana Lind of the river board. Nobody was hurt, she added. "


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("He **never** said so.", "He never said so."),
        ("He *never* said so.", "He never said so."),
        ("He said [so](http://a.example/b?c=1).", "He said so."),
        ("**[The fees](http://a.example)** rise.", "The fees rise."),
        ("[**The fees**](http://a.example) rise.", "The fees rise."),
        ("![The quay](http://a.example/q.png)", "The quay"),
        ("* one item\n* two items", "* one item\n* two items"),
        ("5*3*2 is f***ing a*b*c", "5*3*2 is f***ing a*b*c"),
        ("a * b * c and ** d **", "a * b * c and ** d **"),
        ("see [1](note two) and [x]", "see [1](note two) and [x]"),
    ],
)
def test_marks_are_dropped_and_words_kept(text: str, read: str) -> None:
    assert Document.from_text(text).text == read


def test_what_is_enclosed_stands_for_its_marks() -> None:
    text = "It was **Ana Lind** of the [river board](http://x.example/a), he said."
    doc = Document.from_text(text)
    shown = {
        doc.tokens[at]: text[slice(*doc.span(start, end, "token")[:2])]
        for at, (start, end) in enumerate(
            zip(doc.token_starts.tolist(), doc.token_ends.tolist(), strict=True)
        )
    }
    assert shown["ana"] == "**Ana"
    assert shown["lind"] == "Lind**"
    assert shown["river"] == "[river"
    assert shown["board"] == "board](http://x.example/a)"
    assert shown["said"] == "said"
    assert doc.markup == [(7, 19), (27, 60)]
    assert next(text[start:end] for start, end in doc.markup) == "**Ana Lind**"


def test_a_body_keeps_its_own_markup_alone() -> None:
    text = "**One** two three.\n\n**Four** five six."
    page = Document.from_text(text)
    at = page.text.index("Four")
    body = page.without([(at, len(page.text))])
    assert [text[start:end] for start, end in body.markup] == ["**One**"]


def test_emphasis_and_links_do_not_change_what_is_measured() -> None:
    marked = PLAIN.replace("Ana Lind", "**Ana Lind**").replace(
        "river board", "[river board](http://x.example/a)"
    )
    plain, changed = measure(PLAIN * 5).measurements, measure(marked * 5).measurements
    same = [
        name for name in plain if name.split(".")[0] not in ("embeds", "readability", "integrity")
    ]
    assert {name: plain[name].value for name in same} == {
        name: changed[name].value for name in same
    }
    assert changed["embeds.markup"].value == 10.0  # two in each of the five tellings


@given(st.text(alphabet="*[]()! ab\n\u200b", max_size=80))
def test_any_text_has_spans_inside_it(text: str) -> None:
    doc = Document.from_text(text)
    given = list(doc.given_ranges(doc.token_starts, doc.token_ends))
    assert all(0 <= start < end <= len(text) for start, end in given)
    assert all(0 <= start < end <= len(text) for start, end in doc.markup)


@pytest.mark.parametrize(
    "piece", ["**", "*a", "**a ", "[a](", "[a](b", "[a](b) ", "[", "](", "*a* "]
)
def test_linear_in_the_length(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        begun = time.process_time()
        Document.from_text(text)
        return time.process_time() - begun

    seconds(1_000)
    assert min(seconds(400_000) for _ in range(2)) < 3.5 * max(
        min(seconds(200_000) for _ in range(2)), 0.02
    )
