"""Relations that rules judge beside the model: headlines, second sources, names kept back."""

from __future__ import annotations

import pytest

from scorer.features._attribution.relations import find_relations
from scorer.features.attribution import Attribution
from scorer.text.document import Document


def test_a_headline_in_capitals_attributes() -> None:
    doc = Document.from_text("Mayor Says Bridge Is Safe After Long Review\n\nIt was closed in May.")
    assert [doc.tokens[slice(*item.cue)] for item in find_relations(doc)] == [["says"]]


def test_what_one_says_of_others_has_no_second_source() -> None:
    doc = Document.from_text("She said nobody had warned her.")
    assert len(find_relations(doc)) == 1


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Officials told local media on condition of anonymity that the wall was unsafe.", 1.0),
        ("A spokesman, who asked not to be named, said talks had failed.", 1.0),
        ("A manager, who declined to be identified, said that the wall was unsafe.", 1.0),
        ("A driver said, asking to remain anonymous, that the road was unsafe.", 1.0),
        ("A driver said the letter was anonymous and the road was unsafe.", 0.0),
        ("Ana Lind, who asked that others be named, said the wall was unsafe.", 0.0),
        ("A spokesman said the bridge will be named after a sailor.", 0.0),
    ],
)
def test_a_source_whose_name_is_kept_back_is_anonymous(text: str, share: float) -> None:
    found = Attribution().measure(Document.from_text(text))
    assert found["attribution.anonymous_fraction"].value == share
