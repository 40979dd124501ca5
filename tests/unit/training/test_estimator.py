from __future__ import annotations

import numpy as np
import pytest

from scorer.training.estimator import AdditiveClassifier


@pytest.fixture(scope="module")
def data() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(600, 3))
    chance = 1 / (1 + np.exp(-(1.5 * x[:, 0] - np.abs(x[:, 1]) + 0.5)))
    x[rng.random(600) < 0.1, 2] = np.nan
    return x, (rng.random(600) < chance).astype(float)


def test_parts_and_intercept_add_up_to_the_margin(data: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = data
    model = AdditiveClassifier().fit(x, y)
    total = model.parts(x).sum(axis=1) + model.intercept_
    assert np.abs(total - model.decision_function(x)).max() <= 1e-9
    assert ((model.predict(x) == y).mean()) > 0.7


def test_the_shape_is_zero_at_the_reference(data: tuple[np.ndarray, np.ndarray]) -> None:
    model = AdditiveClassifier().fit(*data)
    assert np.abs(model.parts(model.baseline_[None, :])).max() <= 1e-12


@pytest.mark.parametrize("way", [1, -1])
def test_directions_hold_against_the_data(way: int, data: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = data
    model = AdditiveClassifier([way, way, way]).fit(x, y)
    for heights in model.heights_:
        assert (np.diff(heights) * way >= 0).all()
    reach = model.heights_[0].max() - model.heights_[0].min()
    assert reach > 1.0 if way == 1 else reach < 1e-6


def test_a_free_shape_follows_a_bend(data: tuple[np.ndarray, np.ndarray]) -> None:
    model = AdditiveClassifier().fit(*data)
    at = np.zeros((3, 3))
    at[:, 1] = [-2.0, 0.0, 2.0]
    low, mid, high = model.decision_function(at)
    assert mid > low + 0.5
    assert mid > high + 0.5


def test_pairs_teach_what_labels_do_not() -> None:
    rng = np.random.default_rng(1)
    x = np.column_stack([rng.normal(size=400), np.zeros(400)])
    y = (x[:, 0] > 0).astype(float)
    worse = x.copy()
    worse[:, 1] = rng.integers(1, 4, 400)
    alone = AdditiveClassifier([0, -1]).fit(x, y)
    taught = AdditiveClassifier([0, -1], pair_weight=0.3).fit(
        x, y, pairs=(x, worse, np.ones(400), np.full(400, 0.6))
    )
    drop = taught.decision_function(x) - taught.decision_function(worse)
    assert (alone.decision_function(x) - alone.decision_function(worse)).max() < 1e-6
    assert (drop > 0.3).all()


def test_contrasts_draw_two_groups_together() -> None:
    rng = np.random.default_rng(2)
    group = rng.random(500) < 0.5
    x = np.column_stack([group + 0.1 * rng.normal(size=500), rng.normal(size=500)])
    y = ((group + x[:, 1]) > 0.5).astype(float)
    line = np.where(group, 1 / group.sum(), -1 / (~group).sum())

    def gap(balance: float) -> float:
        model = AdditiveClassifier(balance=balance).fit(x, y, contrasts=[line])
        return abs(float(line @ model.decision_function(x)))

    assert gap(10.0) < 0.2 * gap(0.0)


def test_a_rescaled_model_is_a_line_of_the_first(data: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = data
    model = AdditiveClassifier().fit(x, y)
    other = model.rescaled(2.0, -1.0)
    expected = 2.0 * model.decision_function(x) - 1.0
    assert np.abs(other.decision_function(x) - expected).max() <= 1e-9


def test_the_same_data_give_the_same_tables(data: tuple[np.ndarray, np.ndarray]) -> None:
    one, two = (AdditiveClassifier().fit(*data) for _ in range(2))
    assert all((a == b).all() for a, b in zip(one.heights_, two.heights_, strict=True))


@pytest.mark.parametrize("column", [np.full(50, 3.0), np.full(50, np.nan)])
def test_a_column_that_says_nothing_is_harmless(column: np.ndarray) -> None:
    y = (np.arange(50) % 2).astype(float)
    model = AdditiveClassifier().fit(np.column_stack([column, y]), y)
    assert np.isfinite(model.decision_function(np.array([[np.nan, 1.0], [9.0, 0.0]]))).all()


@pytest.mark.parametrize("way", [1, -1])
def test_an_undefined_value_earns_nothing_where_there_is_a_direction(way: int) -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=(400, 2))
    y = (x[:, 0] > 0).astype(float)
    x[(y == 1) & (rng.random(400) < 0.5), 1] = np.nan  # undefined only where it is good
    assert AdditiveClassifier([0, 0]).fit(x, y).missing_[1] > 0.5
    assert AdditiveClassifier([0, way]).fit(x, y).missing_[1] <= 0.0
