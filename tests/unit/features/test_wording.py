"""The learned wording scale: direction, bounds, evidence, and what never counts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from scorer.features._measure import measure
from scorer.features._wording.capitals import names
from scorer.features._wording.excluded import EXCLUDED
from scorer.features._wording.neighbours import name_of, neighbours
from scorer.features.wording import LIMIT, Wording, masked, may_be_capital
from scorer.text.document import Document
from scorer.text.joined import Batch

REPORT = (
    "The agency said on Thursday that the office would respond to the three other proposals later "
    "this year. A spokesman said it was less clear whether the local staff could address all of "
    "them, but added that hundreds of people had also asked for more time, which others called "
    "reasonable. It has held two small meetings after the changes were suggested. "
)
RANT = (
    "Wake up folks, everyone knows these people are destroying everything. They never tell you the "
    "truth about anything, because they are forced to obey. Why not ask yourself who made all this "
    "happen here? It is nothing but lies upon lies, and once the whole thing falls apart they will "
    "just go on telling us that is how things always were until the very last day of our life. "
)


def value(text: str) -> float | None:
    return measure(text).measurements["wording.register"].value


def test_reporting_lies_above_ranting() -> None:
    report, rant = value(REPORT), value(RANT)
    assert report is not None
    assert rant is not None
    assert report > rant + 1


def test_value_is_bounded_and_undefined_without_terms() -> None:
    assert value("") is None
    assert value("12 34 56 " * 50) is None
    assert measure("").measurements["wording.register"].reason == "too_few_terms"
    told = value("said " * 500 + REPORT)
    assert told is not None
    assert -LIMIT <= told <= LIMIT


def test_evidence_marks_terms_in_the_text_as_given() -> None:
    text = "\u201cNothing\u200b here,\u201d " + RANT
    spans = measure(text).measurements["wording.register"].evidence
    assert {span.label for span in spans} <= {"lowers", "raises"}
    assert any(text[span.start : span.end] == "folks" for span in spans)


def test_names_never_count() -> None:
    with_names = RANT.replace("folks", "Arvid Solheim").replace("people", "Norvik")
    other_names = RANT.replace("folks", "Beate Thorsen").replace("people", "Umbria")
    assert value(with_names) == value(other_names)


def test_countable_tokens_are_no_names_and_no_shouting() -> None:
    doc = Document.from_text('He met Olga in Turin. "The deal is DONE," she said.')
    words = [
        doc.tokens[at] for at in np.flatnonzero(doc.is_word & ~masked(doc, may_be_capital(doc)))
    ]
    assert words == ["he", "met", "in", "the", "deal", "is", "she", "said"]


@pytest.mark.parametrize(
    "word",
    ["conservative", "muslim", "vaccine", "facebook", "officials", "according", "myself", "your"],
)
def test_sides_topics_furniture_empty_sources_and_voice_carry_no_weight(word: str) -> None:
    assert word in EXCLUDED
    assert value(REPORT) == pytest.approx(value(REPORT + f" {word} {word} {word}"), abs=1e-12)


def test_grammar_looks_at_neighbours_and_marks_them() -> None:
    rant = measure(RANT).measurements["wording.grammar"]
    report = measure(REPORT * 2).measurements["wording.grammar"]
    assert rant.value is not None
    assert report.value is not None
    assert report.value > rant.value
    assert {span.label for span in rant.evidence} <= {"lowers", "raises"}
    assert all(1 <= len(RANT[s.start : s.end].split()) <= 2 for s in rant.evidence)


@pytest.mark.parametrize("signal", ["wording.register", "wording.grammar"])
def test_what_is_pasted_over_and_over_counts_three_times_at_most(signal: str) -> None:
    pasted = " He was glad of it."
    few, many = (measure(RANT + pasted * n).measurements[signal].value for n in (3, 30))
    assert few is not None
    assert many is not None
    assert abs(many - few) < 0.35


def test_neighbours_of_names_numbers_and_reporting_never_count() -> None:
    text = RANT + "They went to {} in {} and {} of it. "
    one = measure(text.format("Norvik", "1999", "said")).measurements["wording.grammar"]
    two = measure(text.format("Umbria", "2014", "told")).measurements["wording.grammar"]
    assert one.value == two.value


def test_a_text_in_one_persons_voice_is_not_worse_worded_for_it() -> None:
    told = "We thought that {} had seen the barge before the fog came in over the river. "
    one = measure(RANT + told.format("we")).measurements["wording.register"]
    two = measure(RANT + told.format("you")).measurements["wording.register"]
    assert one.value == two.value


def test_a_page_of_one_sentence_earns_nothing_by_its_wording() -> None:
    found = measure("The mayor resigned on Monday because of the flood. " * 40).measurements
    assert found["wording.register"].reason == "too_few_terms"
    assert found["wording.grammar"].reason == "too_few_terms"


@pytest.mark.parametrize("signal", ["wording.register", "wording.grammar"])
@pytest.mark.parametrize("written", [str.title, str.upper], ids=["Title Case", "CAPITALS"])
def test_capitals_hide_no_words(signal: str, written: Callable[[str], str]) -> None:
    plain, raised = (measure(text).measurements[signal].value for text in (RANT, written(RANT)))
    assert plain is not None
    assert raised is not None
    assert abs(raised - plain) < 0.35


def test_capitals_of_a_joined_document_are_looked_at_by_themselves() -> None:
    docs = [Document.from_text(text) for text in (RANT, RANT.title(), REPORT)]
    batch = [dict(found) for found in Wording().measure_many(Batch(docs))]
    assert batch == [dict(Wording().measure(doc)) for doc in docs]


KEYWORDS = (
    "study journal record minister committee figures survey evidence data research analysis "
    "document interview archive chapter index quarter ledger permit district harbour fleet "
    "bridge statute verdict "
)
SIGNALS = ["wording.register", "wording.grammar"]


@pytest.mark.parametrize("signal", SIGNALS)
@pytest.mark.parametrize(
    "keywords",
    [
        KEYWORDS * 6,
        KEYWORDS.strip().replace(" ", ", ") * 6,
        " ".join(f"{word.title()}." for word in KEYWORDS.split() * 6),
        "\n".join(KEYWORDS.split() * 6),
        KEYWORDS.replace(" ", " 7 ") * 6,
        KEYWORDS.replace(" figures", " Bergen figures") * 6,
    ],
    ids=["in a row", "with commas", "a sentence each", "a line each", "and numbers", "and names"],
)
def test_keywords_are_no_wording(signal: str, keywords: str) -> None:
    prose, stuffed = (measure(text).measurements[signal].value for text in (RANT, RANT + keywords))
    assert prose is not None
    assert stuffed is not None
    assert abs(stuffed - prose) < 0.2


def test_a_list_within_a_sentence_is_still_prose() -> None:
    told = "They brought {} and bread to the men who had waited at the gate since the morning. "
    doc = Document.from_text(RANT + told.format("apples, pears, plums, onions, carrots, beans"))
    opens = may_be_capital(doc)
    assert np.array_equal(masked(doc, opens), names(doc, opens))


@pytest.mark.parametrize("signal", SIGNALS)
def test_lists_of_joined_documents_end_where_these_do(signal: str) -> None:
    half = " ".join(KEYWORDS.split()[:12]) + " "  # too short for a list, but for its neighbour
    docs = [Document.from_text(RANT + half), Document.from_text(half + RANT)]
    docs += [Document.from_text(text) for text in (KEYWORDS * 9, RANT + KEYWORDS * 4, REPORT)]
    batch = [found[signal] for found in Wording().measure_many(Batch(docs))]
    assert batch == [Wording().measure(doc)[signal] for doc in docs]


def test_lines_without_stops_and_openings_are_format_and_not_grammar() -> None:
    lines = RANT.replace(". ", ".\n").replace(", ", "\n")
    doc = Document.from_text(lines)
    pairs = neighbours(doc, may_be_capital(doc), np.zeros(len(doc.tokens), dtype=np.bool_))
    told = [name_of(code).split(" ") for code in pairs.codes.tolist()]
    assert {left for left, right in told if right == "<end>"} == {".", "?"}
    assert "<end>" not in {left for left, _ in told}
    ended = [at for at, (_, right) in enumerate(told) if right == "<end>"]
    assert (pairs.first[ended] == pairs.last[ended]).all()


@pytest.mark.parametrize("signal", SIGNALS)
def test_a_sentence_says_nothing_twice(signal: str) -> None:
    row = "the report of the study and an inquiry on the record in the data of a journal "
    once, often = (measure(RANT + row * times + ".").measurements[signal].value for times in (2, 9))
    assert once == often
