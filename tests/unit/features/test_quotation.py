from __future__ import annotations

import pytest

from scorer.features.quotation import Quotation
from scorer.schema import Measurement
from scorer.text.document import Document

PAD = (
    " The council met in the old hall on the quay and went through the list of repairs one by one."
)


def measure(text: str) -> dict[str, Measurement]:
    return dict(Quotation().measure(Document.from_text(text)))


def marked(text: str, measurement: Measurement) -> list[tuple[str, str]]:
    return [(span.label, text[span.start : span.end]) for span in measurement.evidence]


def test_a_direct_quote_is_found_whole() -> None:
    text = "“We have been waiting for this bridge,” said Ines Dahl." + PAD
    found = measure(text)
    words = 10 + 20
    assert found["quotation.fraction"].value == pytest.approx(7 / words)
    assert found["quotation.direct_per_100_sentences"].value == pytest.approx(50)
    assert found["quotation.mean_words"].value == 7
    assert marked(text, found["quotation.direct_per_100_sentences"]) == [
        ("direct", "“We have been waiting for this bridge,”")
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The so-called “experts” met again.", ["“experts”"]),
        ("This is “progress” and “renewal” over there.", ["“progress”", "“renewal”"]),
        ("He called the plan “reckless” on air, she said.", []),
        ("The film “Harbour Lights” opened on the quay.", []),
        ("The report “does not say where the money went” at all.", []),
    ],
)
def test_scare_quotes_quote_nobody(sentence: str, expected: list[str]) -> None:
    text = sentence + PAD
    found = measure(text)["quotation.scare_per_1000_words"]
    assert [text[span.start : span.end] for span in found.evidence] == expected
    assert bool(found.value) is bool(expected)


def test_a_quotation_over_two_paragraphs_is_counted_whole() -> None:
    text = (
        "“The first half of what she said stood here.\n\n"
        "“And the second half of it stood here,” said Ines Dahl." + PAD
    )
    found = measure(text)
    assert found["quotation.fraction"].value == pytest.approx((9 + 8) / (9 + 11 + 20))
    assert len(found["quotation.fraction"].evidence) == 2


def test_without_quotations_the_mean_is_undefined() -> None:
    found = measure(PAD + PAD)
    assert found["quotation.fraction"].value == 0
    assert found["quotation.mean_words"].value is None
    assert found["quotation.mean_words"].reason == "no_quotations"


def test_a_few_words_are_too_short() -> None:
    found = measure("“Yes,” he said.")
    assert {item.reason for item in found.values()} == {"too_short"}
