from __future__ import annotations

import pytest

from scorer.features._phrases import PhraseSet, expand
from scorer.features.formula import Formula
from scorer.schema import Measurement
from scorer.text.document import Document
from tests.shared import SEEDS, needs_seeds

BODY = (
    "The harbour board met on Tuesday and raised the fees by a tenth. Ferries will run as before, "
    "the board said in a short note.\n"
)


def measure(text: str) -> dict[str, Measurement]:
    return dict(Formula().measure(Document.from_text(text)))


def marked(text: str, measurement: Measurement) -> list[str]:
    return [text[span.start : span.end] for span in measurement.evidence]


@pytest.mark.parametrize(
    "heading",
    [
        "Conclusion", "Conclusion: A New Start for the Harbour", "Key Takeaways",
        "The Context of the Fees", "The Role of Ferries", "What to Expect Next",
        "Regional Implications", "FAQ", "Introduction", "### Key Points", "**Final Thoughts**",
        "What Does This Mean for the Harbour?", "Frequently Asked Questions:",
    ],
)  # fmt: skip
def test_formulaic_headings_are_marked(heading: str) -> None:
    text = BODY + heading + "\n" + BODY
    found = measure(text)["formula.headings"]
    assert marked(text, found) == [heading]
    assert found.value == 1


@pytest.mark.parametrize(
    "line",
    [
        "Ferries stop for the winter", "What the mayor knew", "Who pays?",
        "Conclusion of the case is near.", "- Conclusion", "The role of a lifetime ends.",
        "‘We had nothing left to sell’", "Summary judgment for the harbour",
    ],
)  # fmt: skip
def test_other_lines_are_not(line: str) -> None:
    assert measure(BODY + line + "\n" + BODY)["formula.headings"].value == 0


def test_the_last_line_heads_nothing() -> None:
    assert measure(BODY + "Conclusion")["formula.headings"].value == 0


def test_closers_and_filler_outside_quotations() -> None:
    text = (
        BODY + "In conclusion, only time will tell. It is important to note that fees rose. "
        "“In conclusion, it cannot be overlooked,” said the mayor. They sat in summary, court.\n"
    )
    found = measure(text)
    assert marked(text, found["formula.closers"]) == ["In conclusion,", "only time will tell"]
    assert marked(text, found["formula.filler_per_100_sentences"]) == ["It is important to note"]
    assert found["formula.filler_per_100_sentences"].value == pytest.approx(100 / 6)


def test_no_single_word_counts() -> None:
    words = "delve crucial key pivotal landscape tapestry robust vital significant underscore"
    found = measure(BODY + "The report was " + words.replace(" ", ", the ") + ".\n")
    assert found["formula.filler_per_100_sentences"].value == 0
    assert found["formula.closers"].value == 0


def test_shares_of_headings_and_list_lines() -> None:
    text = BODY + "Fees by year\n- first\n• second\n3. third\n" + BODY
    found = measure(text)
    assert found["formula.heading_fraction"].value == pytest.approx(1 / 6)
    assert found["formula.list_line_fraction"].value == pytest.approx(3 / 6)


def test_short_and_empty_texts() -> None:
    assert measure("")["formula.headings"].reason == "no_words"
    assert measure("A few words.")["formula.heading_fraction"].reason == "too_short"


def test_alternatives_are_written_out() -> None:
    assert expand("may|might _|well be") == ["may be", "may well be", "might be", "might well be"]


def test_the_longest_phrase_wins_and_none_overlap() -> None:
    phrases = PhraseSet({"a": ["remains to be"], "b": ["remains to be seen"], "c": ["be seen"]})
    doc = Document.from_text("It remains to be seen and remains to be, be seen.")
    assert phrases.find(doc) == [(1, 5, "b"), (6, 9, "a"), (10, 12, "c")]


@needs_seeds
def test_the_farm_page_is_full_of_formula_and_the_rewrite_is_not() -> None:
    farm, rewrite = (
        next(SEEDS.glob(f"{number}*.txt")).read_text(encoding="utf-8").partition("\n")[2]
        for number in ("004", "000")
    )
    assert (measure(farm)["formula.headings"].value or 0) >= 15
    assert (measure(farm)["formula.closers"].value or 0) >= 10
    assert measure(rewrite)["formula.headings"].value == 0
    assert marked(rewrite, measure(rewrite)["formula.closers"]) == ["In summary,"]
