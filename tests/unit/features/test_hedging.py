from __future__ import annotations

import pytest

from scorer.features.hedging import Hedging
from scorer.schema import Measurement
from scorer.text.document import Document

PAD = (
    " The council met in the old hall on the quay and went through the list of repairs one by one."
)


def measure(text: str) -> dict[str, Measurement]:
    return dict(Hedging().measure(Document.from_text(text)))


def marked(text: str, measurement: Measurement) -> list[str]:
    return [text[span.start : span.end] for span in measurement.evidence]


@pytest.mark.parametrize(
    ("sentence", "hedges"),
    [
        ("The bridge may close, and ferries could stop.", ["may", "could"]),
        ("The bridge closed in May, and in May 1990 it had closed too.", []),
        ("May 5 is the day on which it closes.", []),
        ("“It may close,” said the mayor.", []),
        ("Perhaps it will rain.", ["Perhaps"]),
    ],
)
def test_hedges_outside_quotations(sentence: str, hedges: list[str]) -> None:
    text = sentence + PAD
    found = measure(text)["hedging.fraction"]
    assert marked(text, found) == hedges
    assert found.value == (0.5 if hedges else 0)


@pytest.mark.parametrize(
    ("sentence", "phrases"),
    [
        ("The visit could signal a new course.", ["could signal"]),
        ("The plan may be viewed as a threat.", ["may be viewed"]),
        ("The visit raises several questions about it.", ["raises several questions"]),
        ("Whether it holds remains to be seen.", ["remains to be seen"]),
        ("It is likely that more will come.", ["It is likely that"]),
        ("Many believe the bridge is cursed.", ["Many believe"]),
        ("“It remains to be seen,” said the mayor.", []),
        ("The bridge leads to the island.", []),
    ],
)
def test_speculation_is_marked(sentence: str, phrases: list[str]) -> None:
    text = sentence + PAD
    found = measure(text)["hedging.speculation"]
    assert marked(text, found) == phrases
    assert found.value == 50 * len(phrases)


def test_an_attributed_hedge_is_not_bare() -> None:
    bare = "The bridge could lead to a boom."
    text = bare + " The bridge could close, the mayor said." + PAD
    found = measure(text)["hedging.unattributed_fraction"]
    assert marked(text, found) == [bare]
    assert found.value == pytest.approx(1 / 3)


def test_certainty_is_marked() -> None:
    text = "Make no mistake: this is clearly a scandal." + PAD
    found = measure(text)["hedging.certainty"]
    assert marked(text, found) == ["Make no mistake", "clearly"]
    assert found.value == 100


def test_a_few_words_are_too_short() -> None:
    assert {item.reason for item in measure("It may rain.").values()} == {"too_short"}
