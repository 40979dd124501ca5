from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scorer import Article, Scorer
from scorer.report.batch import Batch
from scorer.report.batch_html import batch_page
from scorer.report.figures import ranges_of
from scorer.report.rows import read_rows
from tests.browser.conftest import serious

pytestmark = pytest.mark.browser


@pytest.fixture
def path(scorer: Scorer, examples: list[Article], tmp_path: Path) -> Path:
    rows = tmp_path / "scores.jsonl"
    rows.write_text(
        "".join(json.dumps(item.to_dict()) + "\n" for item in scorer.score_many(examples)) + "x\n"
    )
    batch = Batch()
    with rows.open("rb") as stream:
        for row in read_rows(stream):
            batch.add(row)
    page = tmp_path / "batch.html"
    ranges = ranges_of(scorer.model.manifest)
    pieces = batch_page(
        batch,
        name="scores.jsonl",
        ranges=ranges,
        reference=scorer.model.reference,
        model_id=scorer.model_id,
    )
    page.write_bytes(b"".join(pieces))
    return page


@pytest.mark.parametrize("has_script", [True, False])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_error_no_request_nothing_inaccessible(
    path: Path, visit: Any, scheme: str, has_script: bool, screenshots: Path
) -> None:
    seen = visit(path, color_scheme=scheme, java_script_enabled=has_script)
    seen.page.screenshot(path=screenshots / f"batch-{scheme}-{has_script}.png", full_page=True)
    assert seen.console == []
    assert seen.requests == [path.as_uri()]
    assert seen.page.locator("table.sortable tbody tr").count() > 15
    assert seen.page.locator("th button").count() == (17 if has_script else 0)
    if has_script:
        assert serious(seen.page) == []


def test_narrow(path: Path, visit: Any, screenshots: Path) -> None:
    page = visit(path, viewport={"width": 360, "height": 800}).page
    page.screenshot(path=screenshots / "batch-narrow.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("svg path.ref").count() > 20
    assert serious(page) == []


def test_tables_are_sorted_and_filtered(path: Path, visit: Any) -> None:
    page = visit(path).page
    table = page.locator("table.sortable").nth(2)
    scores = "rows => rows.map(row => parseFloat(row.cells[0].textContent))"
    rows = table.locator("tbody tr")
    first = rows.evaluate_all(scores)
    assert first == sorted(first)
    button = table.locator("th button").first
    button.press("Enter")
    button.press("Enter")
    assert rows.evaluate_all(scores) == sorted(first, reverse=True)
    assert table.locator("th").first.get_attribute("aria-sort") == "descending"
    page.locator("input[type=search]").nth(2).fill("MYSTERY purchase")
    assert rows.evaluate_all("rows => rows.filter(row => !row.hidden).length") == 1
    assert "1 of" in page.locator("[role=status]").nth(2).inner_text()


def test_an_article_leads_to_its_reasons(path: Path, visit: Any) -> None:
    page = visit(path).page
    page.locator('a[href="#worst-1"]').press("Enter")
    assert page.locator("#worst-1").is_visible()
    assert page.locator("#worst-1 li").count() >= 3
