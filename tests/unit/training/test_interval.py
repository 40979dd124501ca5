"""Intervals on made-up outlets whose levels are known."""

from __future__ import annotations

import numpy as np
import pytest

from scorer.training.dataset import Floats
from scorer.training.interval import LEAST_ARTICLES, interval_figures, interval_rule, levels


def outlets(count: int, seed: int, noise: float = 8.0) -> tuple[Floats, np.ndarray]:
    """Margins of articles of outlets of different size around levels of their own."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(LEAST_ARTICLES, 16, count)
    level = rng.normal(5.0, 10.0, count)
    margin = np.concatenate([rng.normal(x, noise, n) for x, n in zip(level, sizes, strict=True)])
    return margin, np.repeat([f"outlet{seed}-{i}" for i in range(count)], sizes)


def test_outlets_never_seen_are_covered() -> None:
    rule = interval_rule(*outlets(60, 1))
    assert rule is not None
    found = [interval_figures(rule, *outlets(200, seed)) for seed in range(2, 5)]
    assert 0.87 <= np.mean([own["coverage"] for own in found]) <= 0.97
    assert 15.0 < np.mean([own["width"] for own in found]) < 60.0


def test_steadier_outlets_give_narrower_intervals() -> None:
    steady, loose = (interval_rule(*outlets(40, 1, noise)) for noise in (2.0, 12.0))
    assert steady is not None
    assert loose is not None
    assert np.subtract(*steady.of(0.0)[::-1]) < 0.6 * np.subtract(*loose.of(0.0)[::-1])


@pytest.mark.parametrize("count", [0, 1, 8])
def test_too_few_outlets_promise_nothing(count: int) -> None:
    margin, family = outlets(count, 1) if count else (np.zeros(0), np.zeros(0, dtype=np.str_))
    assert interval_rule(margin, family) is None


def test_one_large_outlet_does_not_stand_for_all() -> None:
    margin, family = outlets(40, 3)
    many = np.concatenate([margin, np.full(1_500, 90.0)])
    rule = interval_rule(margin, family)
    mixed = interval_rule(many, np.concatenate([family, np.repeat("huge", 1_500)]))
    assert rule is not None
    assert mixed is not None
    assert rule.of(0.0) == pytest.approx(mixed.of(0.0), abs=6.0)


def test_levels_leave_the_article_itself_out() -> None:
    level, known = levels(np.array([0.0, 10.0, 10.0, 10.0, 10.0]), np.array(["a"] * 5))
    assert level.tolist() == [10.0, 7.5, 7.5, 7.5, 7.5]
    assert known.all()
