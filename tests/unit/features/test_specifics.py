from __future__ import annotations

import pytest

from scorer.features.specifics import Specifics
from scorer.schema import Measurement
from scorer.text.document import Document

PAD = " The council met in the old hall on the quay and went through the list of repairs again."


def measure(text: str) -> dict[str, Measurement]:
    return dict(Specifics().measure(Document.from_text(text)))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The bridge cost $3.5 million.", [("money", "3.5 million")]),
        ("It rose 4 percent, then 12%.", [("share", "4"), ("share", "12")]),
        ("They met on Tuesday, June 3, 2014.", [
            ("date", "Tuesday"), ("date", "June 3"), ("date", "2014"),
        ]),
        ("It opened at 10:30 and closed at 3 p.m. sharp.", [("date", "10:30"), ("date", "3")]),
        ("The road is 12 miles long.", [("quantity", "12")]),
        ("A 10-mile road was built by two men.", [("quantity", "10"), ("number", "two")]),
        ("It may rain in May, and they march in March 1999.", [
            ("date", "May"), ("date", "March"), ("date", "1999"),
        ]),
        ("They paid 3 million dollars on May 4.", [("money", "3 million"), ("date", "May 4")]),
        ("It was so.[12] Nothing of the kind took place.", []),
    ],
)  # fmt: skip
def test_details_are_marked_with_their_kind(sentence: str, expected: list[tuple[str, str]]) -> None:
    text = sentence + PAD
    found = measure(text)["specifics.per_100_words"]
    assert [(span.label, text[span.start : span.end]) for span in found.evidence] == expected


def test_list_numbers_are_no_numbers() -> None:
    found = measure("1. The old bridge\n2) The new quay\n3. The 40 lamps\n" + PAD)
    spans = found["specifics.numbers_per_100_words"].evidence
    assert len(spans) == 1


def test_rates_and_coverage() -> None:
    text = "The town paid 40 workers." + PAD
    found = measure(text)
    assert found["specifics.per_100_words"].value == pytest.approx(100 / 23)
    assert found["specifics.coverage"].value == 0.5


def test_names_are_counted_by_shape() -> None:
    text = (
        "Yesterday the mayor, Ines Dahl, met Jon Berg in Lund. Then Dahl left the old hall.\n"
        "A Headline In Capitals Without An End\n" + PAD
    )
    found = measure(text)
    words = 16 + 7 + 18
    # "Ines Dahl", "Jon Berg", "Lund", "Dahl": four, of which three differ by their last word
    assert found["specifics.names_per_100_words"].value == pytest.approx(100 * 4 / words)
    assert found["specifics.distinct_names"].value == pytest.approx(3 / words**0.5)


def test_names_count_in_a_long_line_without_a_stop() -> None:
    line = (
        "The mayor of Lindau, Ana Berg, met Karl Stein in Bregenz and spoke with the firm about the"
        " dam and the road to the north of the town"
    )
    name = "specifics.names_per_100_words"
    found = [measure(text)[name].value for text in (line, line + ".")]
    assert found[0] == found[1]
    assert found[0]


def test_names_do_not_count_in_headlines() -> None:
    text = "Mayor of Lindau Meets Karl Stein in Bregenz\n" * 3
    assert measure(text)["specifics.names_per_100_words"].value == 0.0


def test_a_few_words_are_too_short() -> None:
    assert {item.reason for item in measure("It cost $4.").values()} == {"too_short"}
