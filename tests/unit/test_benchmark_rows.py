"""The arithmetic of the benchmarks' table."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from benchmarks import signals
from benchmarks.measures import Row, auroc, line, prf, spearman
from scorer.features.registry import extractors


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


def test_the_gate_watches_what_the_card_holds() -> None:
    from benchmarks.quality_gate import stored

    figures = {
        "cross_fitted": {"auroc_pooled": 0.7, "calibration_error": 0.1, "lean_pairs_right": None},
        "corpus_left_out": {
            "one": {"auroc_outlets_alike": 0.8},
            "two": {"auroc_outlets_alike": None},
        },
        "audit": {"opinion": {"under_30": 0.04}, "public_broadcasters": {"under_30": None}},
    }
    assert stored(figures) == {
        "cross_fitted.auroc_pooled": 0.7,
        "cross_fitted.one_minus_calibration_error": 0.9,
        "corpus_left_out.one": 0.8,
        "audit.one_minus_opinion_under_30": 0.96,
    }
    assert stored({}) == {}


def test_costs_of_every_family_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [("Ana Lind said on Monday that the dam is safe. " * 9, "Dam is safe")]
    monkeypatch.setattr(signals, "articles_to_time", lambda data, articles: pages)
    monkeypatch.setattr(signals, "floors", lambda work, texts: work() or 1.0)
    spent, whole = signals.costs(Path(), 1)
    assert spent == {family.name: 1.0 for family in extractors()}
    assert whole
