from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer.model.calibration import POINTS_PER_LOGIT, calibration, margin_of


@pytest.mark.parametrize(
    ("margin", "expected"), [(0.0, 0.5), (10.0, 2 / 3), (20.0, 0.8), (-10.0, 1 / 3), (-20.0, 0.2)]
)
def test_ten_points_double_the_odds(margin: float, expected: float) -> None:
    assert calibration(margin) == pytest.approx(expected, abs=1e-15)


@given(st.floats(-1e12, 1e12))
def test_it_is_the_documented_formula_and_never_leaves_0_to_1(margin: float) -> None:
    value = calibration(margin)
    assert 0.0 <= value <= 1.0
    if abs(margin) < 1000:
        assert value == pytest.approx(1 / (1 + 2 ** (-margin / 10)), abs=1e-12)


@given(st.floats(-300, 300), st.floats(0.001, 50))
def test_it_rises(margin: float, more: float) -> None:
    assert calibration(margin + more) >= calibration(margin)


@given(st.floats(1e-6, 1 - 1e-6))
def test_margin_of_is_its_inverse(probability: float) -> None:
    assert calibration(margin_of(probability)) == pytest.approx(probability, abs=1e-12)


def test_points_per_logit() -> None:
    assert pytest.approx(1 / (1 + math.exp(-1)), abs=1e-12) == calibration(POINTS_PER_LOGIT)
