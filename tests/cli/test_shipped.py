"""The command line with the shipped model: the README's command and what guards it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scorer.errors import ModelError
from scorer.model.artefact import locate
from tests.shared import ROOT

EXAMPLES = ROOT / "examples" / "articles.jsonl"


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "scorer.cli.main", *map(str, arguments)],
        capture_output=True,
        timeout=120,
        env={**os.environ, **environment},
    )


@pytest.fixture(scope="module")
def model() -> Path:
    try:
        return locate()
    except ModelError:
        pytest.skip("no model was trained yet")


def test_the_examples_are_scored_and_explained(model: Path) -> None:
    found = run("score", EXAMPLES)
    assert found.returncode == 0, found.stderr
    rows = [json.loads(line) for line in found.stdout.splitlines()]
    ids = [json.loads(line)["id"] for line in EXAMPLES.read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ids
    scored = [row for row in rows if row["status"] == "scored"]
    assert len(scored) >= 6
    for row in scored:
        points = sum(item["points"] for item in row["contributions"])
        assert row["base_points"] + points == pytest.approx(row["margin"], abs=1e-9)
        assert row["reasons"]


def test_jobs_change_nothing(model: Path) -> None:
    one = run("score", EXAMPLES, EXAMPLES, EXAMPLES, EXAMPLES, EXAMPLES)
    two = run("score", "-j", 2, EXAMPLES, EXAMPLES, EXAMPLES, EXAMPLES, EXAMPLES)
    assert one.stdout == two.stdout
    assert one.returncode == two.returncode == 0


def test_an_explanation_holds_every_reason(model: Path) -> None:
    row = json.loads(run("score", EXAMPLES).stdout.splitlines()[0])
    told = run("explain", EXAMPLES, "--id", row["id"]).stdout.decode("utf-8")
    flat = " ".join(told.split())
    for reason in row["reasons"]:
        assert reason["code"] in told
        assert " ".join(reason["sentence"].split()) in flat
    assert f"{row['score']:.1f} of 100" in told
    assert max(map(len, told.splitlines())) <= 80


def test_models_are_shown_and_verified(model: Path, tmp_path: Path) -> None:
    manifest = json.loads(run("model", "show").stdout)
    assert manifest["model_id"].encode() in run("model", "verify").stdout
    copy = tmp_path / "model"
    shutil.copytree(model, copy)
    assert run("model", "verify", copy).returncode == 0
    scorecard = copy / "scorecard.json"
    scorecard.write_bytes(scorecard.read_bytes().replace(b"1", b"2", 1))
    for arguments in (("score", EXAMPLES), ("model", "verify"), ("explain", EXAMPLES, "--id", "x")):
        found = run(*arguments, SCORER_MODEL_DIR=str(copy))
        assert (found.returncode, found.stdout) == (2, b"")
        assert found.stderr.count(b"\n") == 1
        assert b"SHA-256" in found.stderr or b"no record" in found.stderr
