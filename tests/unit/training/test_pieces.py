from __future__ import annotations

import numpy as np
import pytest

from scorer.training.dataset import Articles, from_columns
from scorer.training.metrics import (
    auroc,
    bootstrap,
    calibration_error,
    outlet_means,
    pairs_right,
    rounded,
    spearman,
)
from scorer.training.split import family_folds
from scorer.training.weights import balanced, outlet_weights, training_weights


def articles(rows: list[tuple[str, float, str]]) -> Articles:
    """Rows of (family, pc1, lean)."""
    count = len(rows)
    return from_columns(
        {
            "id": [str(i) for i in range(count)],
            "corpus": ["allsides"] * count,
            "source": [row[0] for row in rows],
            "family": [row[0] for row in rows],
            "title": [None] * count,
            "text": ["word " * 90] * count,
            "label": [None] * count,
            "pc1": [row[1] for row in rows],
            "lean": [row[2] for row in rows],
            "split": ["train"] * count,
        }
    )


class TestSplit:
    def test_no_family_is_in_two_folds(self) -> None:
        rng = np.random.default_rng(0)
        family = rng.integers(0, 30, 400).astype(str)
        fold = family_folds(family, rng.integers(0, 3, 400), 5)
        assert set(fold.tolist()) == set(range(5))
        assert all(len(set(fold[family == name].tolist())) == 1 for name in set(family.tolist()))

    def test_each_class_is_spread_over_all_folds(self) -> None:
        family = np.array([f"f{i}" for i in range(20)])
        stratum = np.array([0, 2] * 10)
        fold = family_folds(family, stratum, 5)
        assert np.bincount(fold[stratum == 0]).tolist() == [2] * 5
        assert np.bincount(fold[stratum == 2]).tolist() == [2] * 5

    def test_the_order_of_the_rows_does_not_matter(self) -> None:
        family = np.array(list("aabbbcdeef"))
        stratum = np.zeros(10, dtype=np.int64)
        fold = family_folds(family, stratum, 3)
        assert family_folds(family[::-1], stratum, 3).tolist() == fold[::-1].tolist()


class TestWeights:
    def test_outlets_weigh_the_same(self) -> None:
        family = np.array(["a"] * 9 + ["b"])
        weight = outlet_weights(family)
        assert weight[family == "a"].sum() == pytest.approx(weight[family == "b"].sum())

    def test_with_power_a_half_they_weigh_by_the_root(self) -> None:
        family = np.array(["a"] * 9 + ["b"])
        weight = outlet_weights(family, 0.5)
        assert weight[family == "a"].sum() == pytest.approx(3 * weight[family == "b"].sum())

    def test_groups_get_the_same_total(self) -> None:
        one = np.array([True, False, False])
        got = balanced(np.array([1.0, 1.0, 3.0]), [one, ~one])
        assert got.tolist() == pytest.approx([0.5, 0.125, 0.375])

    def test_classes_weigh_alike_and_right_outlets_get_their_share(self) -> None:
        rows = [("low", 0.1, "right")] * 5
        rows += [("good left", 0.9, "left")] * 8 + [("good right", 0.8, "right"), ("mid", 0.5, "")]
        data = articles(rows)
        weight = training_weights(data, right_share=0.3)
        assert weight[data.low].sum() == pytest.approx(0.5)
        assert weight[data.high].sum() == pytest.approx(0.5)
        assert weight[data.high & (data.lean == "right")].sum() == pytest.approx(0.15)
        assert weight[-1] == 0.0


class TestMetrics:
    def test_auroc_counts_pairs(self) -> None:
        better = np.array([True, True, False, False])
        assert auroc(better, np.array([4.0, 2.0, 3.0, 1.0])) == 0.75
        assert auroc(better, np.ones(4)) == 0.5
        assert auroc(np.array([True]), np.ones(1)) is None

    def test_auroc_equals_sklearns_with_weights(self) -> None:
        from sklearn.metrics import roc_auc_score

        rng = np.random.default_rng(1)
        better, score = rng.random(200) < 0.4, rng.integers(0, 20, 200).astype(float)
        weight = rng.random(200)
        expected = roc_auc_score(better, score, sample_weight=weight)
        assert auroc(better, score, weight) == pytest.approx(expected, abs=1e-12)

    def test_spearman_is_that_of_ranks(self) -> None:
        a = np.array([1.0, 2.0, 3.0, 4.0])
        assert spearman(a, np.exp(a)) == pytest.approx(1.0)
        assert spearman(a, -a) == pytest.approx(-1.0)
        assert spearman(a[:2], a[:2]) is None

    def test_outlet_means_leave_small_outlets_out(self) -> None:
        family = np.array(["a", "b", "a", "a"])
        first, (mean,) = outlet_means(family, np.array([1.0, 9.0, 2.0, 3.0]))
        assert (first.tolist(), mean.tolist()) == ([0], [2.0])

    def test_pairs_are_within_a_group_and_far_enough_apart(self) -> None:
        score = np.array([3.0, 1.0, 2.0, 9.0])
        quality = np.array([0.9, 0.2, 0.8, 0.1])
        group = np.array(["right", "right", "right", ""])
        assert pairs_right(score, quality, group) == (1.0, 2)

    def test_a_calibrated_score_has_no_calibration_error(self) -> None:
        p = np.repeat([0.1, 0.3, 0.5, 0.7, 0.9], 100)
        better = np.concatenate(
            [np.arange(100) < round(100 * x) for x in (0.1, 0.3, 0.5, 0.7, 0.9)]
        )
        assert calibration_error(better, p, np.ones(500))[0] == pytest.approx(0.0, abs=1e-12)
        off, bins = calibration_error(better, np.full(500, 0.9), np.ones(500))
        assert off == pytest.approx(0.4)
        assert sum(row["mass"] for row in bins) == pytest.approx(1.0)

    def test_the_bootstrap_draws_outlets_and_repeats_itself(self) -> None:
        family = np.array([f"f{i % 7}" for i in range(70)])
        value = np.array([float(i % 7) for i in range(70)])
        one = bootstrap(family, lambda rows: float(value[rows].mean()), rounds=50)
        assert one == bootstrap(family, lambda rows: float(value[rows].mean()), rounds=50)
        assert one is not None
        assert one[0] < 3.0 < one[1]

    def test_rounding_makes_nan_none(self) -> None:
        assert rounded({"a": [1.23456, float("nan")], "b": 3}) == {"a": [1.2346, None], "b": 3}
