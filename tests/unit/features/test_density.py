"""Clipped, disconnected sentences are told from connected ones, whatever they are about."""

from __future__ import annotations

from scorer.features.density import Density
from scorer.schema import Measurement
from scorer.text.document import Document

CLIPPED = (
    "Robust pipelines deliver scalable outcomes across teams. Modern workflows reduce manual "
    "overhead for growing companies. Strategic automation drives measurable efficiency gains. "
    "Clear metrics support continuous improvement efforts. "
) * 3
CONNECTED = (
    "It was late when they came to the house by the river, and nobody had told them that the door "
    "would be open. She went in first, while the others were still looking for the dog, which had "
    "run off into the field as soon as it could. "
) * 3


def density(text: str) -> Measurement:
    return Density().measure(Document.from_text(text))["density.clipped"]


def test_clipped_text_lies_far_above_connected_text() -> None:
    assert (density(CLIPPED).value or 0.0) > 0.8
    assert density(CONNECTED).value == 0.0


def test_a_voice_of_ones_own_lowers_it() -> None:
    spoken = CLIPPED.replace("Strategic automation", "I think my own automation")
    assert (density(spoken).value or 0.0) < (density(CLIPPED).value or 0.0)


def test_evidence_is_whole_sentences_in_order() -> None:
    found = density(CLIPPED).evidence
    assert found
    assert all(CLIPPED[span.start : span.end].endswith(".") for span in found)
    assert [span.start for span in found] == sorted(span.start for span in found)


def test_too_few_whole_sentences_say_nothing() -> None:
    for text in ("", "One. Two. Three.", "a list of words without any stop\n" * 20):
        assert density(text).value is None
        assert density(text).reason == "too_few_sentences"


GERMAN = (
    "Die Fischer haben die Boote aus dem Hafen geholt. Der Sturm hat die Mole zerbrochen. Das Dorf "
    "ist ohne Strom und ohne Wasser. "
)
SPANISH = (
    "Los barcos salieron del puerto por la noche. La tormenta rompió el muelle de madera. Las "
    "casas se quedaron sin luz y sin agua. "
)


def test_a_passage_in_another_language_is_not_clipped() -> None:
    plain = density(CLIPPED[:300] + CONNECTED).value
    for quoted in (GERMAN, SPANISH):
        assert density(CONNECTED + quoted).value == 0.0
        assert density(CLIPPED[:300] + CONNECTED + quoted).value == plain
        shown = density(CLIPPED + quoted).evidence
        assert all(span.end <= len(CLIPPED) for span in shown)
