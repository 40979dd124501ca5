"""``scorer score --baseline``: what is usual for a source, beside the score."""

from __future__ import annotations

import csv
import io
import json
import types
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from scorer.cli.app import app
from scorer.sources import Baseline
from tests.cli import stub
from tests.unit.sources.rows import row, rows

USUAL = json.dumps({"id": "usual", "source": "example.com", "text": "word " * 60})
ODD = json.dumps({"id": "odd", "source": "https://www.example.com/a", "text": "word " * 4})
OTHER = json.dumps({"id": "other", "source": "b.org", "text": "word " * 40})
SHORT = json.dumps({"id": "short", "source": "example.com", "text": "two words"})
BAD = "{oops"


@pytest.fixture(autouse=True)
def _stub(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("scorer.api")
    module.Scorer = stub.StubScorer  # type: ignore[attr-defined]
    monkeypatch.setitem(__import__("sys").modules, "scorer.api", module)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text("".join(line + "\n" for line in (USUAL, ODD, OTHER, SHORT, BAD)), "utf-8")
    return path


@pytest.fixture
def baseline(tmp_path: Path) -> Path:
    path = tmp_path / "baseline.json"
    usual = [row(n, model_id=stub.MODEL_ID, score=60.0 + n % 3) for n in range(60)]
    Baseline.of(usual).save(path)
    return path


def run(*arguments: object) -> Any:
    result = CliRunner().invoke(app, ["score", *map(str, arguments)])
    assert "Traceback" not in result.output
    return result


def test_rows_say_where_they_stand_and_keep_their_score(articles: Path, baseline: Path) -> None:
    result, plain = run(articles, "--baseline", baseline), run(articles)
    assert result.exit_code == plain.exit_code == 3
    found = [json.loads(line) for line in result.stdout.splitlines()]
    usual, odd, other, short, bad = found
    assert (usual["baseline"]["n"], usual["baseline"]["percentile"]) == (60, 16.7)
    assert (usual["baseline"]["outliers"], usual["warnings"]) == ([], [])
    assert odd["baseline"]["source"] == "example.com"
    assert [item["name"] for item in odd["baseline"]["outliers"]] == ["score"]
    assert [item["code"] for item in odd["warnings"]] == ["source_outlier"]
    assert odd["warnings"][0]["message"] == (
        "This article has a far lower score than this outlet's last 60 articles "
        "(4; usually 60 to 62)."
    )
    assert other["baseline"] == {
        "source": "b.org",
        "n": 0,
        "percentile": None,
        "outliers": [],
        "reason": "unknown_source",
    }
    assert short["baseline"]["reason"] == "no_source"  # the stub carries none there
    assert "baseline" not in bad
    for one, two in zip(found, map(json.loads, plain.stdout.splitlines()), strict=True):
        one.pop("baseline", None)
        assert {**one, "warnings": two["warnings"]} == two


def test_workers_write_the_same_rows(articles: Path, baseline: Path) -> None:
    alone = run(articles, "--baseline", baseline)
    many = run(articles, "--baseline", baseline, "--jobs", 2, "--batch-size", 2)
    assert many.stdout == alone.stdout


def test_plain_columns(articles: Path, baseline: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    run(articles, "--baseline", baseline, "-o", out)
    found = list(csv.DictReader(io.StringIO(out.read_text("utf-8"))))
    names = ("baseline_n", "baseline_percentile", "baseline_outliers", "warnings")
    assert [found[1][name] for name in names] == ["60", "0.0", "score", "source_outlier"]


def test_a_file_that_is_no_baseline_ends_before_anything_is_written(
    articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    for path in (tmp_path / "none.json", articles):
        result = run(articles, "--baseline", path, "-o", out)
        assert result.exit_code == 2
        assert "[E701]" in result.stderr
        assert not out.exists()


def test_a_baseline_of_another_model_is_refused(articles: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    Baseline.of(rows(60)).save(path)
    result = run(articles, "--baseline", path)
    assert result.exit_code == 2
    assert "m1, and this is stub-v1" in result.stderr
    assert "[E702]" in result.stderr


def test_it_does_not_go_with_a_cluster(articles: Path, baseline: Path, tmp_path: Path) -> None:
    result = run(articles, "--baseline", baseline, "--engine", "ray", "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "--baseline does not go with --engine ray" in result.stderr


def scores(path: Path, material: list[Any]) -> Path:
    path.write_text("".join(json.dumps(item) + "\n" for item in material), "utf-8")
    return path


def sources(*arguments: object) -> Any:
    result = CliRunner().invoke(app, ["sources", *map(str, arguments)])
    assert "Traceback" not in result.output
    return result


def test_scorer_sources_makes_the_baseline(articles: Path, tmp_path: Path) -> None:
    usual = [row(n, model_id=stub.MODEL_ID, score=60.0 + n / 100) for n in range(60)]
    out = tmp_path / "made.json"
    made = sources(scores(tmp_path / "s.jsonl", usual), "--baseline-out", out, "--window", 50)
    assert made.exit_code == 0
    found = [json.loads(line) for line in run(articles, "--baseline", out).stdout.splitlines()]
    assert (found[0]["baseline"]["n"], found[1]["baseline"]["percentile"]) == (50, 0.0)
    again = sources(tmp_path / "s.jsonl", "--baseline-out", out)
    assert again.exit_code == 2
    assert "--overwrite" in again.stderr


def test_a_baseline_of_two_models_is_not_made(tmp_path: Path) -> None:
    mixed = [row(n, model_id=f"m{n % 2}") for n in range(60)]
    out = tmp_path / "made.json"
    made = sources(scores(tmp_path / "s.jsonl", mixed), "--baseline-out", out)
    assert made.exit_code == 2
    assert "[E702]" in made.stderr
    assert not out.exists()


def test_scorer_sources_tells_what_has_changed(tmp_path: Path) -> None:
    changed = [row(n, score=20.0 + n % 9 / 8) for n in range(100, 130)]
    path = scores(tmp_path / "s.jsonl", [*rows(100), *changed, *rows(60, source="b.org")])
    found = [json.loads(line) for line in sources(path).stdout.splitlines()]
    alarms = {item["source"]: item["alarms"] for item in found}
    assert alarms["b.org"] == []
    (alarm,) = alarms["example.com"]
    assert (alarm["signal"], alarm["direction"]) == ("score", "worse")
    assert alarm["date"] in {"2024-04-09", "2024-04-10"}
    assert len(alarm["evidence"]) == 5
