from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer.errors import ModelIntegrityError
from scorer.model._parse import parse_reference
from scorer.model.reference import QUANTILES, Reference

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


def entry(values: list[float], undefined: float = 0.0) -> dict[str, object]:
    return {"x.y": {"quantiles": values, "undefined": undefined}}


@given(st.lists(NUMBERS, min_size=QUANTILES, max_size=QUANTILES), NUMBERS, NUMBERS)
def test_percentiles_rise_with_the_value(known: list[float], one: float, other: float) -> None:
    reference = parse_reference(entry(sorted(known)))
    low, high = (reference.percentile("x.y", value) for value in sorted((one, other)))
    assert low is not None
    assert high is not None
    assert 0.0 <= low <= high <= 100.0


def test_ties_stand_in_the_middle_of_their_share() -> None:
    reference = Reference({"x.y": (0.0,) * 81 + (5.0,) * 20})
    assert reference.percentile("x.y", 0.0) == 40.0
    assert reference.percentile("x.y", 5.0) == 90.5
    assert reference.percentile("x.y", 2.5) == 80.5


def test_outside_is_the_end_and_unknown_is_none() -> None:
    reference = Reference({"x.y": tuple(map(float, range(QUANTILES)))})
    assert reference.percentile("x.y", -1.0) == 0.0
    assert reference.percentile("x.y", 1e9) == 100.0
    assert reference.percentile("x.z", 1.0) is None
    assert reference.percentile("x.y", None) is None


@pytest.mark.parametrize(
    "bad",
    [
        [],
        {"x.y": 1},
        entry([0.0] * 100),
        entry([0.0] * 100 + [-1.0]),
        entry(["0"] * 101),  # type: ignore[list-item]
        entry([], 1.5),
        {"x.y": {"quantiles": []}},
    ],
)
def test_what_is_no_reference_is_refused(bad: object) -> None:
    with pytest.raises(ModelIntegrityError):
        parse_reference(bad)


def test_a_signal_that_is_always_undefined_has_no_percentile() -> None:
    assert parse_reference(entry([], 1.0)).percentile("x.y", 1.0) is None
