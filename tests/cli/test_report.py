from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from benchmarks.made_rows import source
from scorer.cli.app import app
from scorer.schema import Article
from tests.cli.stub import StubScorer
from tests.unit.report.pages import parsed


@pytest.fixture
def scores(tmp_path: Path) -> Path:
    path = tmp_path / "scores.jsonl"
    articles = [Article(str(n), "word " * n, f"Title {n}", f"paper{n % 2}") for n in range(1, 40)]
    rows = [StubScorer.load().score(article).to_dict() for article in articles]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def run(*arguments: object, stdin: str | None = None) -> Any:
    result = CliRunner().invoke(app, ["report", *map(str, arguments)], input=stdin)
    assert "Traceback" not in result.output
    return result


def test_a_page_is_written(scores: Path, tmp_path: Path) -> None:
    page = tmp_path / "out.html"
    result = run(scores, "--html", page)
    assert (result.exit_code, result.stdout) == (0, "")
    html = page.read_text("utf-8")
    for words in ("39 rows", "paper0", "paper1", "R-PROMO-LINES", "too_short", "Title 39"):
        assert words in html
    assert set(parsed(html).targets) <= set(parsed(html).ids)


def test_bad_lines_are_counted_and_are_3(scores: Path, tmp_path: Path) -> None:
    scores.write_bytes(scores.read_bytes() + b"{\n[]\n\xff\n")
    result = run(scores, "--html", tmp_path / "out.html")
    assert result.exit_code == 3
    assert "3 of 42 lines" in result.stderr
    assert "bad_json" in (tmp_path / "out.html").read_text("utf-8")


def test_standard_input(scores: Path, tmp_path: Path) -> None:
    page = tmp_path / "out.html"
    assert run("-", "--html", page, stdin=scores.read_text("utf-8")).exit_code == 0
    assert "39 rows" in page.read_text("utf-8")


def test_a_page_that_exists_is_kept(scores: Path, tmp_path: Path) -> None:
    page = tmp_path / "out.html"
    page.write_text("mine")
    result = run(scores, "--html", page)
    assert result.exit_code == 2
    assert "--overwrite" in result.stderr
    assert page.read_text() == "mine"
    assert run(scores, "--html", page, "--overwrite").exit_code == 0
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_what_cannot_start_is_2(scores: Path, tmp_path: Path) -> None:
    page = tmp_path / "out.html"
    assert run(tmp_path / "gone.jsonl", "--html", page).exit_code == 2
    assert run(scores, "--html", tmp_path / "no" / "out.html").exit_code == 2
    assert run(scores, "--html", scores, "--overwrite").exit_code == 2
    assert run(scores, "--html", page, "--model", tmp_path / "gone").exit_code == 2
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\nno row\n")
    result = run(empty, "--html", page)
    assert result.exit_code == 2
    assert "no row" in result.stderr
    assert not page.exists()
    assert run(scores).exit_code == 2


def test_judged_sources_stand_beside_the_scores(scores: Path, tmp_path: Path) -> None:
    sources = tmp_path / "sources.jsonl"
    rows = [
        source(1, source="paper0", admiralty="B", reliability=71.5, interval=[60.0, 80.0]),
        source(2, source="daily.example", aliases=["paper1"], admiralty="E", reliability=9.25),
    ]
    sources.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    page = tmp_path / "out.html"
    assert run(scores, "--html", page, "--sources", sources).exit_code == 0
    html = page.read_text("utf-8")
    table = html.split('id="sources"')[1].split("</section>")[0]
    assert "71.5 <small>(60 to 80)</small>" in table
    assert "daily.example" in table
    assert "paper1" not in table
    worst = html.split('id="worst"')[1].split("</section>")[0]
    assert re.search(r"paper0</bdi> <strong>B[1-6]</strong>", worst)
    assert re.search(r"paper1</bdi> <strong>E[1-6]</strong>", worst)
    assert "Neither enters the other" in html
    assert run(scores, "--html", page, "--overwrite").exit_code == 0
    assert "Grade" not in page.read_text("utf-8")


def test_a_source_that_is_not_among_the_judged_is_f(scores: Path, tmp_path: Path) -> None:
    sources = tmp_path / "sources.jsonl"
    sources.write_text(json.dumps(source(1)) + "\n{\n", "utf-8")
    page = tmp_path / "out.html"
    result = run(scores, "--html", page, "--sources", sources)
    assert result.exit_code == 0
    assert "1 lines of" in result.stderr
    assert "bad_json" in result.stderr
    assert re.search(r"<strong>F[1-6]</strong>", page.read_text("utf-8"))


def test_what_is_no_file_of_sources_is_2(scores: Path, tmp_path: Path) -> None:
    page = tmp_path / "out.html"
    assert run(scores, "--html", page, "--sources", tmp_path / "gone.jsonl").exit_code == 2
    result = run(scores, "--html", page, "--sources", scores)
    assert result.exit_code == 2
    assert "no row of 'scorer sources'" in result.stderr
    assert not page.exists()
