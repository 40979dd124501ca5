from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorer.text.document import Document
from scorer.text.normalise import headline, normalise
from scorer.text.vocabulary import WordSet, WordTable
from tests.strategies import HOSTILE, hostile_texts, prose


def quoted(text: str) -> list[str]:
    doc = Document.from_text(text)
    return [text[s.start : s.end] for s in (doc.span(a, b, "q") for a, b in doc.quotations)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Yes,” she said, “and no.” He left.", ["“Yes,”", "“and no.”"]),
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("«Oui», dit-elle.", ["«Oui»"]),
        ("‘We won,’ she said. ‘It’s over.’", ["‘We won,’", "‘It’s over.’"]),
        ("It’s the boys’ hat, isn’t it?", []),
        ('A 5" pipe and a 6" pipe.', []),
        ('He said "yes and left.', []),  # never closes, and too little follows
        ("No marks here.", []),
        ("", []),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_quotation_that_goes_on_in_the_next_paragraph() -> None:
    first = "“The board has met, and it has raised the fees by a tenth."
    second = "“Ferries will run as before.”"
    assert quoted(f"{first}\n\n{second} She left.") == [first, second]


def test_quotations_do_not_reach_over_paragraphs() -> None:
    assert quoted("He said “yes and left.\n\nShe said “no” too.")[-1] == "“no”"


def test_tokens_in_quotations_are_flagged_marks_included() -> None:
    doc = Document.from_text("She said “yes, sir” twice.")
    flagged = [token for token, inside in zip(doc.tokens, doc.in_quotation, strict=True) if inside]
    assert flagged == ['"', "yes", ",", "sir", '"']


@settings(max_examples=150, deadline=None)
@given(hostile_texts)
def test_every_part_of_any_document_is_sound(text: str) -> None:
    check(Document.from_text(text))


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_every_part_of_a_hostile_document_is_sound(name: str) -> None:
    check(Document.from_text(HOSTILE[name]))


def check(doc: Document) -> None:
    """Arrays fit each other; every range is in order and maps into the text as given."""
    size, count = len(doc.text), len(doc.tokens)
    assert len(doc.lower) == size
    assert len(doc.token_starts) == len(doc.token_ends) == count == len(doc.is_word)
    assert (doc.token_starts < doc.token_ends).all()
    assert (doc.token_starts[1:] >= doc.token_ends[:-1]).all()
    for ranges in (doc.line_ranges, doc.sentence_ranges):
        assert (ranges[:, 0] < ranges[:, 1]).all()
        assert (ranges[1:, 0] >= ranges[:-1, 1]).all()
    assert len(doc.sentence_of_token) == count == len(doc.in_quotation)
    assert int(doc.sentence_words.sum()) == doc.word_count
    assert len(doc.sentence_line) == doc.sentence_count == len(doc.sentence_closed)
    assert list(doc.line_tokens[:-1]) == sorted(set(doc.line_tokens[:-1].tolist()))
    # every token stands in the line its sentence stands in
    starts = doc.line_ranges[doc.sentence_line, 0] if doc.sentence_count else np.zeros(0)
    assert (doc.sentence_ranges[:, 0] >= starts).all()
    assert [doc.distinct[i] for i in doc.ids.tolist()] == doc.tokens
    before = 0
    for start, end in doc.quotations:
        assert before <= start < end <= size
        before = end
    for first in range(0, count, max(count // 50, 1)):
        span = doc.span(doc.token_starts[first], doc.token_ends[first], "token")
        assert 0 <= span.start < span.end <= len(doc.given)


@settings(max_examples=60, deadline=None)
@given(prose, st.sampled_from(["NFC", "NFD", "crlf", "trailing", "leading", "curly", "nbsp"]))
def test_form_does_not_change_what_is_read(text: str, change: str) -> None:
    text = text.replace("harbour", "hårbour")
    changed = {
        "NFC": unicodedata.normalize("NFC", text),
        "NFD": unicodedata.normalize("NFD", text),
        "crlf": text.replace("\n", "\r\n"),
        "trailing": text + " \n\n ",
        "leading": "\n\n  " + text,
        "curly": text.replace("'", "’"),
        "nbsp": text.replace(" ", "\u00a0"),
    }[change]
    one, two = Document.from_text(text), Document.from_text(changed)
    assert two.tokens == one.tokens
    assert two.sentence_tokens.tolist() == one.sentence_tokens.tolist()
    assert two.line_tokens.tolist() == one.line_tokens.tolist()
    assert two.in_quotation.tolist() == one.in_quotation.tolist()


@settings(max_examples=60, deadline=None)
@given(prose)
def test_token_spans_are_the_words_of_the_text_as_given(text: str) -> None:
    changed = "\ufeff" + text.replace("fees", "fe\u00ades").replace('"', "”")
    doc = Document.from_text(changed)
    for start, end, token in zip(doc.token_starts, doc.token_ends, doc.tokens, strict=True):
        span = doc.span(start, end, "token")
        given_word = changed[span.start : span.end].replace("\u00ad", "").replace("”", '"')
        assert given_word.lower().replace("’", "'") == token.replace("’", "'")


def test_a_cut_document_still_points_at_the_text_as_given() -> None:
    text = "First line here.\nWATCH THIS NOW\nLast line “here”."
    page = Document.from_text(text)
    start = text.index("WATCH")
    body = page.without([(start, start + len("WATCH THIS NOW\n"))])
    assert "watch" not in body.tokens
    assert body.given == text
    at = body.text.index("Last")
    span = body.span(at, at + len("Last line"), "words")
    assert text[span.start : span.end] == "Last line"
    assert page.without([]) is page
    assert page.without([(0, len(page.text))]).tokens == []


def test_word_sets_and_tables() -> None:
    doc = Document.from_text("The red fox saw the RED hen.")
    colours, animals = WordSet(["red", "blue"]), WordTable({"fox": 1, "hen": 2})
    assert doc.hits(colours).tolist() == [False, True, False, False, False, True, False, False]
    assert doc.values(animals).tolist() == [0, 0, 1, 0, 0, 0, 2, 0]
    late = WordSet(["saw"])  # made after the document looked its words up
    assert np.flatnonzero(doc.hits(late)).tolist() == [3]
    assert "red" in colours
    assert "fox" not in colours


def test_the_title_is_normalised_and_read_on_its_own() -> None:
    doc = Document.from_text("Text.", " “Rain”\u00a0 falls ")
    assert doc.title == '"Rain" falls'
    assert doc.title_doc is not None
    assert doc.title_doc.tokens == ['"', "rain", '"', "falls"]
    assert Document.from_text("Text.", "  ").title is None
    assert Document.from_text("Text.").title_doc is None


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_lower_case_keeps_every_offset(name: str) -> None:
    doc = Document.from_text(HOSTILE[name])
    assert len(doc.lower) == len(doc.text)


@pytest.mark.parametrize("text", ["It may rain, and “may” not.", "It ma\u200by rain, and may not."])
def test_many_spans_are_those_made_one_by_one(text: str) -> None:
    doc = Document.from_text(text)
    numbers = [number for number, token in enumerate(doc.tokens) if token == "may"]
    starts, ends = doc.token_starts[numbers], doc.token_ends[numbers]
    one_by_one = tuple(doc.span(a, b, "x", 3) for a, b in zip(starts, ends, strict=True))
    assert len(one_by_one) == 2
    assert doc.spans(starts, ends, "x", 3) == one_by_one
    assert doc.spans(starts.tolist(), ends.tolist(), "x", 3) == one_by_one
    assert [span[:2] for span in doc.token_spans(numbers, "x")] == [span[:2] for span in one_by_one]
    assert all(type(place) is int for span in doc.spans(starts, ends, "x") for place in span[:2])


def test_own_words_stand_outside_quotations() -> None:
    doc = Document.from_text('"We will stay," said the mayor.')
    own = [token for token, mine in zip(doc.tokens, doc.is_own.tolist(), strict=True) if mine]
    assert own == ["said", "the", "mayor"]
    assert doc.words_before.tolist() == [0, 0, 1, 2, 3, 3, 3, 4, 5, 6, 6]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (" Ferry\n sunk ", "Ferry sunk"),
        ("A & B", "A & B"),
        ("A &amp; B", "A & B"),
        ("It`s ''fine''", 'It\'s "fine"'),
        ("s p a m m ers", "spamm ers"),
        ("“Curly” ﬁ", '"Curly" ﬁ'),
        (" \t ", None),
        ("", None),
    ],
)
def test_headlines_are_normalised_on_one_line(title: str, expected: str | None) -> None:
    assert Document.from_text("Body.", title).title == expected


@pytest.mark.parametrize("code", range(128))
def test_ascii_headlines_are_normalised_as_any_text(code: int) -> None:
    title = f"a{chr(code)}{chr(code)}b c"
    assert headline(title) == " ".join(normalise(title).text.split())
