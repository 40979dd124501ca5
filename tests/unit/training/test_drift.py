"""A batch against the training reference."""

from __future__ import annotations

import numpy as np
import pytest

from scorer.model import load_model
from scorer.training.drift import FEW, Batch, compare, drift, render_drift

EVEN = np.linspace(0.0, 1.0, 101)


def batch_of(model: object, share: float, count: int, seed: int = 0, shift: float = 0.0) -> Batch:
    """Draw a batch from the reference itself; ``share`` of the signals moved up by ``shift``."""
    rng = np.random.default_rng(seed)
    reference = model.reference  # type: ignore[attr-defined]
    names = list(model.features)  # type: ignore[attr-defined]
    moved = set(names[: round(share * len(names))])
    batch = Batch()
    draws = {name: rng.integers(0, 101, count) for name in names}
    for row in range(count):
        values: dict[str, float | None] = {}
        for name in names:
            known = reference.quantiles[name]
            value = known[draws[name][row]]
            missing = row < reference.undefined[name] * count
            values[name] = known[-1] + shift if name in moved else None if missing else value
        batch.add("scored", values)
    return batch


class TestCompare:
    def test_the_same_distribution_is_no_shift_at_any_size(self) -> None:
        rng = np.random.default_rng(1)
        for count in (30, 100, 1000, 20_000):
            levels = [compare(EVEN, 0.0, rng.random(count))["level"] for _ in range(40)]
            assert levels.count("-") >= 38, count

    def test_a_shift_is_found_and_grows(self) -> None:
        rng = np.random.default_rng(2)
        found = [compare(EVEN, 0.0, rng.random(400) + by) for by in (0.0, 0.1, 0.3, 1.5)]
        psi = [own["psi"] for own in found]
        assert psi == sorted(psi)
        assert found[-1]["level"] == "large"
        assert found[-1]["ks"] == pytest.approx(1.0)

    def test_the_distance_is_that_of_scipy(self) -> None:
        from scipy.stats import ks_2samp

        rng = np.random.default_rng(3)
        values = rng.normal(0.4, 0.3, 300)
        assert compare(EVEN, 0.0, values)["ks"] == pytest.approx(ks_2samp(EVEN, values).statistic)

    def test_undefined_values_are_a_bin_of_their_own(self) -> None:
        values = np.where(np.arange(400) % 2, np.nan, np.linspace(0, 1, 400))
        assert compare(EVEN, 0.5, values)["level"] == "-"
        assert compare(EVEN, 0.0, values)["level"] == "large"
        assert compare(EVEN, 0.0, values)["undefined"] == 0.5

    def test_a_signal_that_is_nearly_always_zero(self) -> None:
        zeros = np.append(np.zeros(95), np.arange(1.0, 7.0))
        assert compare(zeros, 0.0, np.append(np.zeros(470), np.full(30, 3.0)))["level"] == "-"
        assert compare(zeros, 0.0, np.zeros(500))["level"] == "moderate"
        assert compare(zeros, 0.0, np.full(500, 3.0))["level"] == "large"

    @pytest.mark.parametrize("values", [np.zeros(0), np.full(60, np.nan)])
    @pytest.mark.parametrize("reference", [EVEN, np.zeros(0)])
    def test_nothing_to_compare(self, values: np.ndarray, reference: np.ndarray) -> None:
        found = compare(reference, 0.0, values)
        assert found["ks"] is None
        assert np.isfinite(found["psi"])


class TestVerdict:
    def test_a_batch_like_the_reference(self) -> None:
        model = load_model()
        found = drift(model, batch_of(model, 0.0, 300))
        assert found["verdict"] == "like_reference"
        assert abs(found["points_moved"]) < 3.0

    def test_the_more_signals_moved_the_less_trust(self) -> None:
        model = load_model()
        verdicts = [
            drift(model, batch_of(model, share, 200, shift=1.0))["verdict"]
            for share in (0.05, 0.18, 0.6)
        ]
        assert verdicts == ["like_reference", "caution", "do_not_trust"]

    def test_a_small_batch_has_no_verdict(self) -> None:
        model = load_model()
        found = drift(model, batch_of(model, 1.0, FEW - 1, shift=5.0))
        assert found["verdict"] == "too_few"
        assert str(FEW) in found["why"][0]

    def test_many_refused_records_are_a_reason_too(self) -> None:
        model = load_model()
        batch = batch_of(model, 0.0, 300)
        for _ in range(100):
            batch.add("abstained", {}, "not_english")
        found = drift(model, batch)
        assert found["verdict"] == "caution"
        assert "25 %" in found["why"][0]
        assert found["notices"] == {"not_english": 100}
        for _ in range(300):
            batch.add("rejected", {}, "no_text")
        assert drift(model, batch)["verdict"] == "do_not_trust"

    def test_a_batch_that_is_refused_is_not_only_small(self) -> None:
        batch = Batch()
        for _ in range(200):
            batch.add("abstained", {}, "not_english")
        found = drift(load_model(), batch)
        assert found["verdict"] == "do_not_trust"
        assert "100 % of the records" in found["why"][0]
        assert "(most often not_english: 200)" in found["why"][0]

    def test_the_table_names_what_shifted_most(self) -> None:
        model = load_model()
        found = drift(model, batch_of(model, 0.3, 200, shift=9.0))
        text = render_drift(found)
        assert model.id in text
        assert found["signals"][0]["signal"] in text.splitlines()[7]
        assert "verdict: do not trust" in text


def test_signals_that_come_late_or_go_are_undefined_elsewhere() -> None:
    batch = Batch()
    batch.add("scored", {"a.b": 1.0})
    batch.add("scored", {"c.d": 2.0})
    batch.add("scored", {"a.b": 3.0, "c.d": None})
    assert batch.values == {"a.b": [1.0, None, 3.0], "c.d": [None, 2.0, None]}
