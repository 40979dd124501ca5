from __future__ import annotations

import re

import pytest

from scorer.explain.crosswalk import CROSSWALK
from scorer.explain.sentences import sentence_for
from scorer.explain.wordings import WORDINGS
from scorer.features.registry import specs
from scorer.schema import Contribution, Measurement, Span


def told(code: str, points: float, **values: float) -> str:
    measurements = {
        name: Measurement(values.get(name.replace(".", "__"), 0.0), spec.unit, (Span(0, 1, "x_y"),))
        for name, spec in specs().items()
    }
    strongest = Contribution(WORDINGS[code].features[0], 1.0, 0.0, points, code)
    return sentence_for(code, strongest, points, measurements, specs())


@pytest.mark.parametrize(
    ("code", "values", "expected"),
    [
        (
            "R-REWRITE",
            {"repetition__versions": 3, "repetition__redundant_fraction": 0.61},
            "The page tells its story 3 times; 61 % of its words repeat earlier ones, word for "
            "word or in other words.",
        ),
        (
            "R-REWRITE",
            {"repetition__versions": 1, "repetition__redundant_fraction": 0.2},
            "The page tells its story once; 20 % of its words repeat earlier ones, word for word "
            "or in other words.",
        ),
        (
            "R-PROMO-LINES",
            {"promotion__line_count": 1},
            "1 promo line stands in the body: x y (1).",
        ),
        ("R-FORMULA-HEADINGS", {"formula__headings": 2}, "2 headings could stand over any topic."),
    ],
)
def test_numbers_and_their_forms(code: str, values: dict[str, float], expected: str) -> None:
    assert told(code, -5.0, **values) == expected


@pytest.mark.parametrize("code", WORDINGS)
@pytest.mark.parametrize("points", [-1.0, 1.0])
def test_every_field_is_filled(code: str, points: float) -> None:
    wording = WORDINGS[code]
    known = specs()
    for name in re.findall(r"\{(?:labels:)?([a-z0-9_.]+)", wording.lowers + wording.raises):
        assert name in known
    sentence = told(code, points)
    assert not set(sentence) & set("{}|")
    assert sentence.endswith(".")
    assert "undefined" not in sentence


def test_undefined_values_are_told_as_such() -> None:
    measurements = {"promotion.line_count": Measurement(None, "lines", (), "too_short")}
    item = Contribution("promotion.line_count", None, 0.0, -1.0, "R-PROMO-LINES")
    found = sentence_for("R-PROMO-LINES", item, -1.0, measurements, specs())
    assert found.endswith("there is no value here (too short).")


def test_every_code_is_in_the_crosswalk() -> None:
    assert list(CROSSWALK) == list(WORDINGS)


def test_a_reason_without_a_value_says_that_there_is_none() -> None:
    contribution = Contribution("wording.register", None, 0.1, -2.0, "R-WORDING")
    measured = {"wording.register": Measurement(None, "deviations", (), "too_short")}
    sentence = sentence_for("R-WORDING", contribution, -2.0, measured, {})
    assert sentence == "wording.register: there is no value here (too short)."
