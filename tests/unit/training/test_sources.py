"""The population of sources, fitted on made-up outlets whose truth is known."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from examples import training_sample
from scorer.sources.prior import Prior
from scorer.training import sources

NAMES = ["a.one"]


def outlets(count: int, seed: int = 0) -> sources.Outlets:
    """Levels scatter with 8, articles with 10, the logit with .5 around .05 a point."""
    rng = np.random.default_rng(seed)
    size = rng.integers(1, 40, count)
    level = rng.normal(3.0, 8.0, count)
    logit = 0.8 + 0.05 * (level - 3.0) + rng.normal(0.0, 0.5, count)
    family = np.repeat([f"f{i}" for i in range(count)], size)
    margin = np.repeat(level, size) + rng.normal(0.0, 10.0, size.sum())
    steady = 0.03 * level + rng.normal(0.0, 0.3, count)
    second = np.repeat(steady, size) + rng.normal(0.0, 0.6, size.sum())
    other = np.where(rng.random(size.sum()) < 0.1, np.nan, rng.normal(2.0, 1.0, size.sum()))
    rating = np.repeat(1.0 / (1.0 + np.exp(-logit)), size)
    return sources.Outlets(family, np.stack([margin, second, other], axis=1), rating)


def test_the_fit_finds_what_was_put_in() -> None:
    made = outlets(1_500)
    found = sources.population(made, np.ones(1_500, dtype=bool), NAMES)
    assert found.margin.mean == pytest.approx(3.0, abs=0.8)
    assert found.margin.between == pytest.approx(8.0, rel=0.1)
    assert found.margin.within == pytest.approx(10.0, rel=0.05)
    assert found.slope == pytest.approx(0.05, rel=0.15)
    assert found.residual_alone == pytest.approx(0.5, rel=0.15)
    assert found.excess < 0.3  # the second evidence says nothing more
    assert found.between == pytest.approx(0.24 / math.hypot(0.24, 0.3), abs=0.08)
    assert found.signals["a.one"].mean == pytest.approx(2.0, abs=0.1)
    assert found.signals["a.one"].between < 0.3


def test_the_interval_covers_outlets_left_out_whatever_their_number() -> None:
    made = outlets(900)
    fold = np.arange(900) % 3
    _, z = sources.left_out(made, fold, NAMES)
    prior = sources.calibrated(sources.population(made, fold >= 0, NAMES), z)
    inside = (z > prior.low) & (z < prior.high)
    for few, many in ((1, 4), (5, 15), (16, 40)):
        at = (made.n[:, 0] >= few) & (made.n[:, 0] <= many)
        assert inside[at].mean() == pytest.approx(0.9, abs=0.05)


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    made = outlets(60)
    prior = sources.population(made, np.ones(60, dtype=bool), NAMES)
    path = tmp_path / "p.json"
    path.write_text(sources.as_file(prior, {"model_id": "m1"}))
    read = Prior.load(path)
    assert (read.name, read.model_id) == ("p.json", "m1")
    one, two = (item.posterior(12.0, 0.4, 7) for item in (prior, read))
    assert one == pytest.approx(two, rel=1e-4)


@pytest.mark.slow
def test_a_data_folder_becomes_a_population(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCORER_CACHE", str(tmp_path / "cache"))
    out = tmp_path / "p.json"
    assert (
        sources.main(
            ["--data", str(training_sample.write(tmp_path / "data", each=3)), "--out", str(out)]
        )
        == 0
    )
    prior = Prior.load(out)
    assert prior.slope > 0
    assert prior.low < 0 < prior.high
    worse, better = (prior.posterior(margin, math.nan, 20).mean for margin in (-30.0, 30.0))
    assert worse < better


def test_the_shipped_population_is_of_the_shipped_model() -> None:
    from scorer.model.artefact import load_model

    told = "run: python -m scorer.training.sources --data DIR"
    assert Prior.shipped().model_id == load_model().id, told


def test_beyond_what_training_outlets_show_the_margin_alone_decides() -> None:
    prior = Prior.shipped()
    usual = prior.evidence.mean
    farm = prior.posterior(-45.0, usual, 200)
    assert farm.mean < 25
    assert farm.mean < prior.posterior(-25.0, usual, 200).mean < prior.posterior(0, usual, 200).mean
    assert prior.posterior(-45.0, usual + 9, 200) == prior.posterior(-45.0, usual + 99, 200)
