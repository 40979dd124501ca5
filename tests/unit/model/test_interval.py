from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer.errors import ModelIntegrityError
from scorer.model._parse import parse_interval
from scorer.model.calibration import calibration
from scorer.model.interval import IntervalRule

RULE = IntervalRule(0.9, (-20.0, 20.0), (-25.0, 0.0), (-5.0, 15.0))


@given(st.floats(-500, 500), st.floats(-500, 500))
def test_ends_rise_with_the_score_and_hold_it(one: float, other: float) -> None:
    low, high = sorted((one, other))
    ends_low, ends_high = RULE.of(low), RULE.of(high)
    assert ends_low[0] <= ends_high[0]
    assert ends_low[1] <= ends_high[1]
    for margin, (bottom, top) in ((low, ends_low), (high, ends_high)):
        assert 0.0 <= bottom <= 100.0 * calibration(margin) <= top <= 100.0


def test_what_was_written_is_read_again() -> None:
    assert parse_interval(RULE.to_dict()) == RULE
    assert parse_interval(None) is None


@pytest.mark.parametrize(
    "change",
    [
        {"coverage": 1.0},
        {"coverage": "0.9"},
        {"margin": [0.0, 0.0]},
        {"margin": [0.0]},
        {"low": [0.0]},
        {"low": [5.0, 0.0]},
        {"high": [-30.0, 15.0]},
        {"high": [float("nan"), 15.0]},
        {"low": None},
    ],
)
def test_what_is_no_rule_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ModelIntegrityError):
        parse_interval({**RULE.to_dict(), **change})
