from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer.model.calibration import calibration
from scorer.model.scorecard import Scorecard, Shape

DOWN = Shape("a.lines", (0.0, 1.0, 4.0), (0.0, -3.0, -9.0), -0.5, 0.0)
FREE = Shape("b.share", (-1.0, 0.25, 2.0), (1.5, 0.0, 4.0), 2.0, 0.25)
CARD = Scorecard(4.0, (DOWN, FREE))


@pytest.mark.parametrize(
    ("value", "points"),
    [
        (-5.0, 0.0),
        (0.0, 0.0),
        (0.5, -1.5),
        (1.0, -3.0),
        (2.5, -6.0),
        (4.0, -9.0),
        (1e300, -9.0),
        (None, -0.5),
    ],
)
def test_points_run_straight_between_knots_and_stay_outside(
    value: float | None, points: float
) -> None:
    assert DOWN.at(value) == pytest.approx(points, abs=1e-12)


def test_the_reference_article_gets_the_base_points() -> None:
    assert CARD.margin({"a.lines": 0.0, "b.share": 0.25}) == 4.0


def test_a_signal_that_is_not_there_counts_as_undefined() -> None:
    assert CARD.contributions({}) == (
        4.0,
        [("a.lines", None, 0.0, -0.5), ("b.share", None, 0.25, 2.0)],
    )


values = st.none() | st.floats(-1e9, 1e9)


@given(values, values)
def test_parts_add_up_to_the_margin_and_the_score_is_its_calibration(
    lines: float | None, share: float | None
) -> None:
    measured = {"a.lines": lines, "b.share": share}
    base, parts = CARD.contributions(measured)
    margin = CARD.margin(measured)
    assert abs(base + sum(part[3] for part in parts) - margin) <= 1e-9
    assert CARD.score(measured) == 100 * calibration(margin)
    assert [part[0] for part in parts] == list(CARD.features)


@given(st.floats(-10, 10), st.floats(0, 10))
def test_a_falling_shape_never_rises(value: float, more: float) -> None:
    assert DOWN.at(value + more) <= DOWN.at(value) + 1e-12


@given(st.floats(-3, 3))
def test_it_equals_numpy_interp(value: float) -> None:
    assert FREE.at(value) == pytest.approx(np.interp(value, FREE.knots, FREE.points), abs=1e-12)
