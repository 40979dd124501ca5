from __future__ import annotations

import pytest

from scorer.features.provenance import Provenance
from scorer.schema import Measurement
from scorer.text.document import Document
from tests.shared import SEEDS, needs_seeds

BODY = "The harbour board met on Tuesday and raised the fees. Ferries will run as before.\n"


def measure(text: str) -> dict[str, Measurement]:
    return dict(Provenance().measure(Document.from_text(text)))


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Original Source: www.harbourpost.example", "original_source"),
        ("Source: Harbour Post", "original_source"),
        ("- Source : Harbour Post", "original_source"),
        ("This article first appeared on Harbour Post.", "republished"),
        ("This story was originally published by the Harbour Post.", "republished"),
        ("Republished with permission from the Harbour Post.", "republished"),
        ("Cross-posted from Harbour Post", "republished"),
        ("Via Harbour Post", "via"),
        ("H/T Harbour Post", "via"),
    ],
)
def test_a_declaration_is_marked_whole(line: str, label: str) -> None:
    text = BODY + line
    found = measure(text)
    assert found["provenance.declared"].value == 1
    assert found["provenance.count"].value == 1
    (span,) = found["provenance.declared"].evidence
    assert span.label == label
    assert text[span.start : span.end] == line


@pytest.mark.parametrize(
    "line",
    [
        "A source: nobody knew of one, the mayor said.",
        "The ship sailed via Lund and Ystad.",
        "“This story first appeared on a wall,” said the mayor.",
        "The meeting was first reported by the Harbour Post.",
        "The ball was sent across at once.",
        "Source: the town\n" + BODY * 5,
    ],
)
def test_what_is_no_declaration(line: str) -> None:
    assert measure(BODY + line)["provenance.declared"].value == 0


def test_a_wire_credit_is_known_by_its_shape() -> None:
    text = "LUND (Harbour Wire) — The board met on Tuesday. It rose (as ever) - late."
    found = measure(text)
    (span,) = found["provenance.wire_credit"].evidence
    assert text[span.start : span.end] == "(Harbour Wire) —"
    assert found["provenance.wire_credit"].value == 1
    assert found["provenance.declared"].value == 0


def test_an_empty_text_is_undefined() -> None:
    assert {item.reason for item in measure(" \n").values()} == {"no_words"}


@needs_seeds
def test_the_aggregator_page_declares_its_source() -> None:
    text = next(SEEDS.glob("000*.txt")).read_text(encoding="utf-8").partition("\n")[2]
    found = measure(text)["provenance.declared"]
    assert found.value == 1
    assert text.rstrip().endswith(text[found.evidence[0].start : found.evidence[0].end])
