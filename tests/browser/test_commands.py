"""Pages as the commands write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from scorer import Article, Scorer
from scorer.cli.app import app
from tests.browser.conftest import serious
from tests.shared import ROOT

pytestmark = pytest.mark.browser


def sound(seen: Any, path: Path) -> None:
    assert seen.console == []
    assert seen.requests == [path.as_uri()]
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(seen.page) == []


def test_stories(tmp_path: Path, visit: Any) -> None:
    path = tmp_path / "stories.html"
    done = CliRunner().invoke(
        app, ["stories", str(ROOT / "examples/stories.jsonl"), "-o", str(path)]
    )
    assert done.exit_code == 0, done.output
    seen = visit(path)
    sound(seen, path)
    assert seen.page.locator(".flag").count() == 1
    assert seen.page.locator(".beside mark").count() >= 4


def test_sources_and_the_grades_beside_an_article(
    scorer: Scorer, examples: list[Article], tmp_path: Path, visit: Any
) -> None:
    scores, rows = tmp_path / "scores.jsonl", []
    for index in range(6):
        for report in scorer.score_many(examples):
            row = report.to_dict() | {"id": f"{report.id}-{index}"}
            rows.append(row | {"title": f"{row['title']}, part {index}"})
    scores.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    path, sources = tmp_path / "sources.html", tmp_path / "sources.jsonl"
    for out in (path, sources):
        done = CliRunner().invoke(app, ["sources", str(scores), "-o", str(out)])
        assert done.exit_code == 0, done.output
    seen = visit(path)
    sound(seen, path)
    assert seen.page.locator("td.draw circle.dot").count() >= 3
    page = tmp_path / "article.html"
    done = CliRunner().invoke(
        app,
        ["explain", str(ROOT / "examples/articles.jsonl"), "--id", "content-farm"]
        + ["--html", str(page), "--sources", str(sources)],
    )
    assert done.exit_code == 0, done.output
    seen = visit(page)
    sound(seen, page)
    assert "Admiralty code" in seen.page.locator("main").inner_text()
