"""The arithmetic of the benchmarks' table."""

from __future__ import annotations

import math

import pytest

from benchmarks.measures import Row, auroc, line, prf, spearman


@pytest.mark.parametrize(
    ("high", "low", "expected"),
    [([2, 3], [0, 1], 1.0), ([0, 1], [2, 3], 0.0), ([1], [1], 0.5), ([1, 3], [0, 2], 0.75)],
)
def test_auroc(high: list[float], low: list[float], expected: float) -> None:
    assert auroc(high, low) == expected


def test_auroc_of_nothing_is_no_number() -> None:
    assert math.isnan(auroc([], [1.0]))


def test_spearman_reads_ranks_only() -> None:
    assert spearman([1, 2, 3], [1, 10, 100]) == pytest.approx(1.0)
    assert spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1.0)


def test_precision_recall_f1() -> None:
    assert prf(2, 4, 2) == (0.5, 1.0, pytest.approx(2 / 3))
    assert prf(0, 0, 0) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("value", "wanted", "at_most", "met"),
    [(0.9, 0.8, False, True), (0.7, 0.8, False, False), (0.1, 0.2, True, True),
     (0.3, 0.2, True, False), (0.3, None, False, None)],
)  # fmt: skip
def test_a_row_knows_whether_it_is_met(
    value: float, wanted: float | None, at_most: bool, met: bool | None
) -> None:
    row = Row("family.signal", "texts", "none", "F1", value, wanted, at_most=at_most)
    assert row.is_met is met
    assert ("MISSED" in line(row)) is (met is False)
