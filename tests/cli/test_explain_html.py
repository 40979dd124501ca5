from __future__ import annotations

import json
import re
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from benchmarks.made_rows import source
from scorer.cli.app import app
from tests.cli import stub
from tests.shared import ROOT

EXAMPLES = ROOT / "examples" / "articles.jsonl"


def run(*arguments: object) -> Any:
    result = CliRunner().invoke(app, ["explain", *map(str, arguments)])
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def stubbed(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("scorer.api")
    module.Scorer = stub.StubScorer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "scorer.api", module)


@pytest.mark.usefixtures("stubbed")
def test_a_page_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Harbour opens\nThe boats left at noon and came back.", "utf-8")
    page = tmp_path / "out.html"
    result = run(article, "--html", page)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Harbour opens" in page.read_text("utf-8")
    page.write_text("mine")
    result = run(article, "--html", page)
    assert result.exit_code == 2
    assert "--overwrite" in result.stderr
    assert page.read_text() == "mine"
    assert run(article, "--html", page, "--overwrite").exit_code == 0
    assert run(article, "--html", article, "--overwrite").exit_code == 2
    assert run(article, "--html", tmp_path / "x.html", "--format", "json").exit_code == 2
    assert {item.name for item in tmp_path.iterdir()} == {"a.txt", "out.html"}


@pytest.mark.usefixtures("stubbed")
def test_what_has_no_score_has_a_page_too(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "s", "text": "too short"}\n{"id": "r"}\n')
    assert run(path, "--id", "s", "--html", tmp_path / "s.html").exit_code == 0
    assert "too_short" in (tmp_path / "s.html").read_text("utf-8")
    assert run(path, "--id", "r", "--html", tmp_path / "r.html").exit_code == 3
    assert "no_text" in (tmp_path / "r.html").read_text("utf-8")


def test_what_would_change_the_score_is_told() -> None:
    result = run(EXAMPLES, "--id", "content-farm")
    told = " ".join(result.stdout.split())
    assert "What would change the score" in told
    assert "Remove the promo line." in told
    assert "To reach " in told
    row = json.loads(run(EXAMPLES, "--id", "content-farm", "--format", "json").stdout)
    items = row["counterfactuals"]
    assert items
    for item in items:
        assert item["before"] == row["score"]
        assert f"{item['before']:.1f} -> {item['score']:.1f}" in told.replace(">  ", "> ")


@pytest.mark.usefixtures("stubbed")
def test_both_grades_are_told_where_the_source_is_known(tmp_path: Path) -> None:
    article = tmp_path / "a.jsonl"
    words = {"id": "a", "text": "The boats left at noon. " * 9, "source": "Paper-1.example"}
    article.write_text(json.dumps(words), "utf-8")
    sources = tmp_path / "sources.jsonl"
    sources.write_text(json.dumps(source(1, admiralty="D")), "utf-8")
    told = re.compile(r"Admiralty code D[1-6]: source paper-1\.example D, not usually reliable \(")
    page = tmp_path / "out.html"
    assert run(article, "--html", page, "--sources", sources).exit_code == 0
    assert told.search(page.read_text("utf-8"))
    text = run(article, "--sources", sources).stdout
    assert told.search(" ".join(text.split()))
    row = json.loads(run(article, "--sources", sources, "--format", "json").stdout)
    assert re.fullmatch("D[1-6]", row["admiralty"])
    assert "Admiralty" not in run(article).stdout
    sources.write_text(json.dumps(source(2)), "utf-8")
    assert "F, not among the judged sources" in " ".join(
        run(article, "--sources", sources).stdout.split()
    )
    assert run(article, "--sources", tmp_path / "gone.jsonl").exit_code == 2
