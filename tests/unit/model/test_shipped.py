"""The model that comes with the package: sound, exact, monotone, and not to be gamed by form."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from scorer.features._measure import measure
from scorer.model import Model, load_model
from scorer.model.artefact import CURRENT
from tests.shared import ROOT

MODELS = ROOT / "models"

ARTICLE = """The harbour board will close the east pier for repairs in May, the town said Tuesday.

"We found rust in nine of the forty pillars," said Ada Field, the board's engineer. "Two of them
must be replaced before winter." The work will cost 1.2 million dollars, according to the budget.

Tom Reed, who runs the ferry, said that he expects delays of twenty minutes. The coast guard
inspected the pier in March and counted fourteen cracks, its report says.

The board has asked the county for half of the money. A vote is planned for April 9, said Lena
Brook, the treasurer. Fishermen who land their catch at the pier will move to the north quay.

The pier was built in 1931 and repaired twice, town records show. In 1987 it stayed shut for a
month after a storm tore off the planks at its end."""
TITLE = "East pier to close for repairs in May"


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(MODELS)


def score(model: Model, text: str, title: str | None = TITLE) -> float:
    found = measure(text, title).measurements
    return model.scorecard.score({name: item.value for name, item in found.items()})


def test_current_names_a_model_that_verifies(model: Model) -> None:
    name = (MODELS / CURRENT).read_text().strip()
    assert model.path == MODELS / name
    assert model.id.startswith(name + "-")


def test_parts_add_up_on_odd_values(model: Model) -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        values = {
            name: None if rng.random() < 0.2 else float(rng.normal(0, 10 ** rng.uniform(-2, 3)))
            for name in model.features
        }
        base, parts = model.contributions(values)
        assert abs(base + sum(part[3] for part in parts) - model.scorecard.margin(values)) <= 1e-9


def test_the_tables_and_the_estimator_give_the_same_score(model: Model) -> None:
    from scorer.training.write import load_estimator

    assert model.path is not None
    estimator, features = load_estimator(model.path)
    assert tuple(features) == model.features
    rng = np.random.default_rng(1)
    knots = [(shape.knots[0], shape.knots[-1]) for shape in model.scorecard.shapes]
    rows = np.array([[rng.uniform(low - 1, high + 1) for low, high in knots] for _ in range(100)])
    rows[rng.random(rows.shape) < 0.1] = np.nan
    expected = estimator.decision_function(rows) * 10 / np.log(2)
    for row, wanted in zip(rows, expected, strict=True):
        values = {
            name: None if np.isnan(value) else float(value)
            for name, value in zip(features, row, strict=True)
        }
        assert abs(model.scorecard.margin(values) - wanted) <= 1e-9


def test_directions_hold_in_the_tables(model: Model) -> None:
    assert model.path is not None
    shapes = json.loads((model.path / "scorecard.json").read_text())["shapes"]
    ways = {shape["direction"] for shape in shapes}
    assert ways == {"up", "down", "free"}
    for shape in shapes:
        for low, high in pairwise(shape["points"]):
            assert shape["direction"] != "up" or high >= low, shape["feature"]
            assert shape["direction"] != "down" or high <= low, shape["feature"]


@pytest.mark.parametrize(
    ("feature", "way"),
    [
        ("promotion.line_count", "down"),
        ("repetition.redundant_fraction", "down"),
        ("attribution.vague_per_100_sentences", "down"),
        ("attribution.named_fraction", "up"),
    ],
)
def test_what_everyone_agrees_on_is_constrained(model: Model, feature: str, way: str) -> None:
    assert model.path is not None
    shapes = json.loads((model.path / "scorecard.json").read_text())["shapes"]
    assert {shape["feature"]: shape["direction"] for shape in shapes}[feature] == way


def test_promo_lines_never_raise_a_score_and_removing_one_never_lowers_it(model: Model) -> None:
    line = "Subscribe to our newsletter and follow us on Facebook for more stories like this!"
    paragraphs = ARTICLE.split("\n\n")
    scores = [score(model, ARTICLE)]
    for count in (1, 2, 4):
        step = [*paragraphs]
        for at in range(count):
            step.insert(1 + at * 2 if 1 + at * 2 < len(step) else len(step), line)
        scores.append(score(model, "\n\n".join(step)))
    assert scores[1] < scores[0]
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(scores))


def test_thirty_empty_attributions_buy_nothing(model: Model) -> None:
    padded = ARTICLE + "\n\n" + " ".join(["This is right, according to officials."] * 30)
    assert score(model, padded) <= score(model, ARTICLE) + 1.0


def test_telling_the_story_twice_costs_points(model: Model) -> None:
    again = f"{ARTICLE}\n\n{ARTICLE}"
    assert score(model, again) < score(model, ARTICLE) - 5.0


def test_a_bait_headline_costs_points(model: Model) -> None:
    bait = "You Won't Believe What They Found Under This Pier"
    assert score(model, ARTICLE, bait) < score(model, ARTICLE)


def test_the_model_folder_names_no_place_on_a_machine() -> None:
    paths = sorted(Path(MODELS).rglob("*.json"))
    assert paths
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert str(ROOT) not in text
        assert str(Path.home()) not in text


def test_reference_holds_every_signal_and_the_intervals_say_something(model: Model) -> None:
    assert set(model.reference.quantiles) >= set(model.features)
    assert model.interval is not None
    assert model.interval.coverage == 0.9
    for margin in range(-60, 61, 5):
        low, high = model.interval.of(float(margin))
        assert low <= 100.0 / (1.0 + 2.0 ** (-margin / 10.0)) + 1e-9
        assert high - low < 65.0
