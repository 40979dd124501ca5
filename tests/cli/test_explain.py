from __future__ import annotations

import json
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from scorer.cli.app import app
from tests.cli import stub


@pytest.fixture(autouse=True)
def _stub(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("scorer.api")
    module.Scorer = stub.StubScorer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "scorer.api", module)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    lines = [
        {"id": "a", "title": "First", "text": "Watch this now " * 5},
        {"id": "b", "title": "Second", "text": "two words"},
        {"id": "b", "title": "Third", "text": "again some words"},
        {"id": "c"},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def run(*arguments: object, stdin: str | None = None) -> Any:
    result = CliRunner().invoke(app, ["explain", *map(str, arguments)], input=stdin)
    assert "Traceback" not in result.output
    return result


def test_the_score_as_a_sum_reasons_and_marked_text(articles: Path) -> None:
    result = run(articles, "--id", "a")
    assert result.exit_code == 0
    for words in ("First", "15.0 of 100", "= margin", "R-PROMO-LINES", "[1: Watch] this now"):
        assert words in result.stdout.replace("[2:", "[1:")
    assert "\x1b" not in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_as_json(articles: Path) -> None:
    row = json.loads(run(articles, "--id", "a", "--format", "json").stdout)
    assert row["base_points"] + sum(c["points"] for c in row["contributions"]) == row["margin"]


def test_many_records_and_no_id(articles: Path) -> None:
    result = run(articles)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "4 records" in result.stderr
    assert "--id" in result.stderr


def test_an_unknown_id(articles: Path) -> None:
    result = run(articles, "--id", "z")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no record with id z" in result.stderr


def test_an_id_that_comes_twice(articles: Path) -> None:
    result = run(articles, "--id", "b")
    assert result.exit_code == 0
    assert "Second" in result.stdout
    assert "too_short" in result.stdout
    assert "2 records have the id b" in result.stderr


def test_a_rejected_record_is_3(articles: Path) -> None:
    result = run(articles, "--id", "c")
    assert result.exit_code == 3
    assert "no_text" in result.stdout


def test_one_record_needs_no_id(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Title\nsome words here", "utf-8")
    assert "Title" in run(path).stdout
    assert "x1" in run("-", stdin='{"id": "x1", "text": "some words here"}').stdout


@pytest.mark.parametrize("data", ["", "\n"])
def test_no_record_is_2(tmp_path: Path, data: str) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(data, "utf-8")
    assert run(path).exit_code == 2
    assert run(tmp_path / "gone.jsonl").exit_code == 2
