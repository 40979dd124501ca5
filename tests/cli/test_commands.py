from __future__ import annotations

import json
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from scorer import __version__
from scorer.cli.app import app
from tests.shared import ROOT
from tests.unit.model.conftest import write_model


def run(*arguments: object) -> Any:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    return result


def test_version_and_help() -> None:
    assert run("--version").stdout == f"scorer {__version__}\n"
    for command in ("score", "explain", "report", "gate", "signals", "model", "train", "evaluate"):
        assert command in run("--help").stdout
        assert run(command, "--help").exit_code == 0
    assert run("nonsense").exit_code == 2


def test_signals_tell_what_is_measured() -> None:
    from scorer.features.registry import specs

    found = json.loads(run("signals", "--json").stdout)
    assert [row["name"] for row in found] == list(specs())
    text = run("signals").stdout
    assert max(map(len, text.splitlines())) <= 100
    for spec in specs().values():
        assert spec.name in text
    flat = " ".join(text.split())
    assert " ".join(specs()["promotion.line_count"].summary.split()) in flat


@pytest.mark.parametrize("command", ["show", "verify"])
def test_a_missing_model_is_2(tmp_path: Path, command: str) -> None:
    result = run("model", command, tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "E201" in result.stderr


@pytest.mark.parametrize("command", ["show", "verify"])
def test_a_model_is_named_as_other_commands_name_it(tmp_path: Path, command: str) -> None:
    shipped = ROOT / "models"
    assert run("model", command, "--model", shipped).stdout == run("model", command, shipped).stdout
    result = run("model", command, "--model", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "E201" in result.stderr
    assert run("model", command, shipped, "--model", shipped).exit_code == 2


@pytest.mark.parametrize("command", ["show", "verify"])
def test_an_altered_manifest_is_2(tmp_path: Path, command: str) -> None:
    folder = write_model(tmp_path / "tiny")
    assert run("model", command, folder).exit_code == 0
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    for key, value in (("abstention", {"min_words": 10}), ("bands", []), ("ranges", {})):
        path.write_text(json.dumps({**manifest, key: value}), "utf-8")
        result = run("model", command, folder)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "E202" in result.stderr


@pytest.fixture
def training(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    module = types.ModuleType("scorer.training.run")
    module.render = lambda figures: f"AUROC {figures['auroc']}"  # type: ignore[attr-defined]
    module.train = lambda data, out, *, seed=0, **rest: {"auroc": seed}  # type: ignore[attr-defined]
    module.evaluate = lambda data, model=None, **rest: {"auroc": 0.7}  # type: ignore[attr-defined]
    module.read_list = lambda owners: None  # type: ignore[attr-defined]
    module.rewrite_card = module.evaluate  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "scorer.training.run", module)
    return module


def test_train_and_evaluate(tmp_path: Path, training: types.ModuleType) -> None:
    result = run("train", "--data", tmp_path, "--out", "m", "--seed", 3)
    assert (result.exit_code, result.stdout) == (0, "AUROC 3\n")
    assert run("evaluate", "--data", tmp_path).stdout == "AUROC 0.7\n"
    assert json.loads(run("evaluate", "--data", tmp_path, "--json").stdout) == {"auroc": 0.7}
    assert run("train", "--data", tmp_path / "none", "--out", "m").exit_code == 2
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "manifest.json").touch()
    assert run("train", "--data", tmp_path, "--out", tmp_path / "made").exit_code == 2
    again = run("train", "--data", tmp_path, "--out", tmp_path / "made", "--overwrite")
    assert again.exit_code == 0
    assert run("evaluate", "--data", tmp_path / "none").exit_code == 2


def test_missing_data_is_named(tmp_path: Path, training: types.ModuleType) -> None:
    def broken(data: Path, model: Path | None = None, **rest: object) -> None:
        (data / "articles.parquet").open()

    training.evaluate = broken  # type: ignore[attr-defined]
    result = run("evaluate", "--data", tmp_path)
    assert result.exit_code == 2
    assert "articles.parquet" in result.stderr


def test_a_missing_package_names_the_extra(tmp_path: Path, training: types.ModuleType) -> None:
    def broken(data: Path, model: Path | None = None, **rest: object) -> None:
        raise ModuleNotFoundError("No module named 'pandas'", name="pandas")

    training.evaluate = broken  # type: ignore[attr-defined]
    result = run("evaluate", "--data", tmp_path)
    assert result.exit_code == 2
    assert "scorer[train]" in result.stderr
