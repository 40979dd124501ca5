"""The training command end to end on a small made-up data folder."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from examples import training_sample
from scorer.errors import ConfigError, ModelError, ModelVersionError
from scorer.model import load_model
from scorer.model.abstention import AbstentionRule
from scorer.training import reseal, run
from scorer.training.dataset import load_articles
from scorer.training.evaluate import margins
from scorer.training.material import gather
from scorer.training.matrix import feature_matrix
from scorer.training.write import load_estimator


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any]]:
    base = tmp_path_factory.mktemp("training")
    patch = pytest.MonkeyPatch()
    patch.setenv("SCORER_CACHE", str(base / "cache"))
    data = training_sample.write(base / "data", each=3)
    figures = run.train(data, base / "tiny-v1", per_family=2)
    patch.undo()
    return data, base, figures


def test_the_folder_holds_everything_and_verifies(made: tuple[Path, Path, Any]) -> None:
    _, base, figures = made
    model = load_model(base / "tiny-v1")
    assert model.id == figures["model_id"]
    files = {path.name for path in (base / "tiny-v1").iterdir()}
    assert files == {
        "scorecard.json", "estimator.joblib", "manifest.json", "metrics.json", "MODEL_CARD.md",
        "reference.json",
    }  # fmt: skip
    assert json.loads((base / "tiny-v1" / "metrics.json").read_text()) == figures
    assert figures["unseen_outlets"]["auroc_pooled"] > 0.9
    assert set(model.reference.undefined) >= set(model.features)
    assert model.interval is None  # five outlets of a class promise nothing
    assert model.id in (base / "tiny-v1" / "MODEL_CARD.md").read_text()
    path = base / "tiny-v1" / "manifest.json"
    whole = path.read_text()
    manifest = json.loads(whole)
    assert manifest["format"] == "scorer-model/2"
    for key in ("abstention", "bands", "calibration", "versions"):
        path.write_text(json.dumps({**manifest, key: {}}))
        with pytest.raises(ModelError):
            load_model(base / "tiny-v1")
    path.write_text(whole)


@pytest.mark.parametrize("name", ['a"b', "a b", "-a", "caf\u00e9"])
def test_a_folder_whose_name_is_no_model_name_is_a_config_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="cannot name a model"):
        run.train(tmp_path, tmp_path / name)


@pytest.mark.slow
def test_the_same_data_and_seed_give_the_same_bytes(
    made: tuple[Path, Path, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, base, _ = made
    monkeypatch.setenv("SCORER_CACHE", str(base / "cache"))
    run.train(data, base / "again" / "tiny-v1", per_family=2)
    for name in (
        "scorecard.json",
        "metrics.json",
        "MODEL_CARD.md",
        "manifest.json",
        "reference.json",
    ):
        one, two = (folder / "tiny-v1" / name for folder in (base, base / "again"))
        assert one.read_bytes() == two.read_bytes(), name


def test_the_tables_and_the_estimator_give_the_same_score(
    made: tuple[Path, Path, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, base, _ = made
    monkeypatch.setenv("SCORER_CACHE", str(base / "cache"))
    articles = load_articles(data)
    values, names = feature_matrix(articles.text, articles.title)
    model = load_model(base / "tiny-v1")
    estimator, features = load_estimator(base / "tiny-v1")
    columns = [names.index(name) for name in features]
    expected = estimator.decision_function(values[:, columns]) * 10 / np.log(2)
    assert np.abs(margins(model.scorecard, values, names) - expected).max() <= 1e-9


@pytest.mark.slow
def test_evaluate_gives_the_figures_again(
    made: tuple[Path, Path, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, base, figures = made
    monkeypatch.setenv("SCORER_CACHE", str(base / "cache"))
    again = run.evaluate(data, base / "tiny-v1", per_family=2)
    assert again["unseen_outlets"] == figures["unseen_outlets"]
    assert again["degraded"] == figures["degraded"]
    assert "Outlets never trained on" in run.render(again)


def test_resealing_changes_the_id_only_where_something_changed(
    made: tuple[Path, Path, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, base, figures = made
    monkeypatch.setenv("SCORER_CACHE", str(base / "cache"))
    shutil.copytree(base / "tiny-v1", tmp_path / "tiny-v1")
    material = gather(data, per_family=2)
    assert reseal.reseal(tmp_path / "tiny-v1", material) == figures["model_id"]

    monkeypatch.setattr(reseal, "ABSTENTION", AbstentionRule(min_words=90))
    other = reseal.reseal_abstention(tmp_path / "tiny-v1")
    model = load_model(tmp_path / "tiny-v1")
    assert model.id == other != figures["model_id"]
    assert model.abstention.min_words == 90
    assert model.scorecard == load_model(base / "tiny-v1").scorecard
    assert other in (tmp_path / "tiny-v1" / "MODEL_CARD.md").read_text()

    fewer = material.articles.where(material.articles.pc1 < 0.5)
    values = material.values[material.articles.pc1 < 0.5]
    changed = replace(material, articles=fewer, values=values)
    with pytest.raises(ModelError, match="train again"):
        reseal.reseal(tmp_path / "tiny-v1", changed)


def test_data_that_is_not_there_is_a_config_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"articles\.parquet cannot be read"):
        run.train(tmp_path, tmp_path / "out")


@pytest.mark.slow
def test_the_card_is_written_again_byte_for_byte(
    made: tuple[Path, Path, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, base, figures = made
    monkeypatch.setenv("SCORER_CACHE", str(base / "cache"))
    folder = base / "cards" / "tiny-v1"
    shutil.copytree(base / "tiny-v1", folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run.rewrite_card(data, folder, per_family=2) == figures
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    # an older card is replaced, under another id, and the model verifies
    changed = run.rewrite_card(data, folder, per_family=2, quick=True)
    assert load_model(folder).scorecard == load_model(base / "tiny-v1").scorecard
    assert changed["model_id"] == load_model(folder).id


def test_a_card_is_not_written_for_a_model_of_other_data(
    made: tuple[Path, Path, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, base, _ = made
    monkeypatch.setenv("SCORER_CACHE", str(base / "cache"))
    folder = base / "other" / "tiny-v1"
    shutil.copytree(base / "tiny-v1", folder)
    with pytest.raises(ModelVersionError, match="train again"):
        run.rewrite_card(data, folder, per_family=1, seed=5)
    assert load_model(folder).id == load_model(base / "tiny-v1").id


def test_the_card_says_what_was_wanted_and_what_was_left_out(
    made: tuple[Path, Path, dict[str, Any]],
) -> None:
    card = (made[1] / "tiny-v1" / "MODEL_CARD.md").read_text()
    for part in ("## Wanted and reached", "## Calibration", "## Fairness audit", "said   seen"):
        assert part in card
