from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks.made_rows import source
from scorer import Article, Scorer
from scorer.report.batch import Batch
from scorer.report.batch_html import batch_page
from scorer.report.figures import ranges_of
from scorer.report.known_sources import KnownSources
from scorer.report.rows import read_rows
from scorer.report.source_rows import source_row
from scorer.sources.admiralty import pair
from scorer.sources.identity import source_of
from tests.browser.conftest import serious

pytestmark = pytest.mark.browser


def write(
    scorer: Scorer, examples: list[Article], tmp_path: Path, known: KnownSources | None = None
) -> Path:
    rows = tmp_path / "scores.jsonl"
    rows.write_text(
        "".join(json.dumps(item.to_dict()) + "\n" for item in scorer.score_many(examples)) + "x\n"
    )
    batch = Batch(None if known is None else known.name)
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
        known=known,
    )
    page.write_bytes(b"".join(pieces))
    return page


@pytest.fixture
def path(scorer: Scorer, examples: list[Article], tmp_path: Path) -> Path:
    return write(scorer, examples, tmp_path)


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


def test_judged_sources_beside_the_scores(
    scorer: Scorer, examples: list[Article], tmp_path: Path, visit: Any, screenshots: Path
) -> None:
    known = KnownSources(source_of, pair)
    names = sorted({name for item in examples if (name := source_of(item.source, item.url))})
    assert len(names) > 3
    for index, name in enumerate(names[1:]):
        known.add(source_row(source(index, source=name, aliases=[])))
    page = visit(write(scorer, examples, tmp_path, known)).page
    page.screenshot(path=screenshots / "batch-sources.png", full_page=True)
    table = page.locator("table.sortable").nth(1)
    assert table.locator("thead th").all_inner_texts()[-2:] == ["Reliability", "Grade"]
    grades = "rows => rows.map(row => row.cells[row.cells.length - 1].textContent)"
    assert set(table.locator("tbody tr").evaluate_all(grades)) <= set("ABCDEF")
    pairs = page.locator("table.sortable").nth(2).locator("td strong").all_inner_texts()
    assert len(pairs) > 4
    assert all(re.fullmatch("[A-F][1-6]", item) for item in pairs)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(page) == []
