from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.made_rows import source, unjudged
from scorer.report.source_html import source_page
from scorer.report.source_list import Sources
from scorer.report.source_rows import source_row
from tests.browser.conftest import LOOKS, element_names, is_in_order, name_of
from tests.unit.report.pages import XSS

pytestmark = pytest.mark.browser


def write(path: Path, *rows: dict[str, Any]) -> Path:
    sources = Sources()
    for row in rows:
        sources.add(source_row(row))
    path.write_bytes(b"".join(source_page(sources, name="scores.jsonl")))
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = [*(source(index) for index in range(12)), *(unjudged(index) for index in range(3))]
    return write(tmp_path / "sources.html", *rows)


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "narrow"])
def test_no_error_no_request_nothing_inaccessible(
    path: Path, visit: Any, look: dict[str, Any], screenshots: Path
) -> None:
    seen = visit(path, **look)
    is_in_order(seen, path, screenshots / f"sources-{name_of(look)}.png")


def test_it_can_be_read_without_script(path: Path, visit: Any) -> None:
    seen = visit(path, java_script_enabled=False)
    assert seen.console == []
    assert seen.page.locator("table.sortable").first.locator("tbody tr").count() == 12
    assert seen.page.locator("th button").count() == 0
    assert seen.page.locator("#s-1").is_visible()


def test_the_bands_have_a_pattern_beside_their_colour(path: Path, visit: Any) -> None:
    page = visit(path).page
    fills = page.locator("td.draw rect.over").evaluate_all(
        "parts => Array.from(new Set(parts.map(part => getComputedStyle(part).fill)))"
    )
    assert sorted(fills) == [f'url("#p{index}")' for index in range(5)]
    assert page.locator("pattern").count() == 5
    told = page.locator("td.draw svg[role=img]").first.get_attribute("aria-label")
    assert told.count("%") == 5


def test_the_interval_holds_its_number(path: Path, visit: Any) -> None:
    page = visit(path).page
    ends = "shape => { const box = shape.getBBox(); return [box.x, box.x + box.width]; }"
    drawn = page.locator("td.draw path.span")
    assert drawn.count() == 12
    for index in range(12):
        row = page.locator("table.sortable").first.locator("tbody tr").nth(index)
        low, high = row.locator("path.span").evaluate(ends)
        left, right = row.locator("circle.dot").evaluate(ends)
        number = float(row.locator("td strong").inner_text())
        assert (left + right) / 2 == pytest.approx(4 + 2 * number, abs=0.2)
        assert low - 0.1 <= (left + right) / 2 <= high + 0.1


def test_sorting_and_filtering(path: Path, visit: Any) -> None:
    page = visit(path).page
    table = page.locator("table.sortable").first
    button = table.locator("th button", has_text="Articles")
    button.press("Enter")
    numbers = "rows => rows.map(row => parseFloat(row.cells[5].textContent))"
    found = table.locator("tbody tr").evaluate_all(numbers)
    assert found == sorted(found)
    assert table.locator("th button").count() == 7
    page.locator("input[type=search]").first.fill("PAPER-11")
    shown = "rows => rows.filter(row => !row.hidden).length"
    assert table.locator("tbody tr").evaluate_all(shown) == 1


def test_the_keyboard_leads_from_the_ranking_to_a_source_and_back(path: Path, visit: Any) -> None:
    page = visit(path).page
    reached = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        reached.add(page.evaluate("document.activeElement.getAttribute('href') || ''"))
    assert {f"#s-{number}" for number in range(1, 13)} <= reached
    page.locator('table a[href="#s-5"]').first.press("Enter")
    assert page.url.endswith("#s-5")
    outlined = "article => getComputedStyle(article).outlineStyle"
    assert page.locator("#s-5").evaluate(outlined) == "solid"
    page.locator('#s-5 a[href="#ranking"]').press("Enter")
    assert page.url.endswith("#ranking")


def test_it_can_be_printed(path: Path, visit: Any) -> None:
    page = visit(path, color_scheme="dark", viewport={"width": 700, "height": 900}).page
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    cut = "parts => parts.filter(part => part.scrollWidth > part.clientWidth + 1).length"
    assert page.locator(".wide").evaluate_all(cut) == 0
    assert not page.locator(".tools").first.is_visible()


@pytest.mark.parametrize("hostile", XSS)
def test_hostile_words_stay_words(visit: Any, tmp_path: Path, hostile: str) -> None:
    def made(name: str, words: str) -> Path:
        return write(tmp_path / name, source(1, words), source(7, words), unjudged(1, words))

    path = made("page.html", hostile)
    seen = visit(path)
    assert seen.console == []
    assert seen.requests == [path.as_uri()]
    assert element_names(seen.page) == element_names(visit(made("plain.html", "plain")).page)


def test_long_and_right_to_left_names(visit: Any, tmp_path: Path, screenshots: Path) -> None:
    path = write(
        tmp_path / "page.html",
        source(1, source="\u05d4\u05e0\u05de\u05dc-\u05e0\u05e4\u05ea\u05d7.example"),
        source(7, source="x" * 3_000, aliases=["y" * 3_000] * 20),
        *(source(index) for index in range(2, 5)),
    )
    for name, width in (("wide", 1000), ("narrow", 360)):
        page = visit(path, viewport={"width": width, "height": 800}).page
        page.screenshot(path=screenshots / f"sources-names-{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_large_is_still_a_page(visit: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "page.html", *(source(index) for index in range(3_000)))
    seen = visit(path)
    assert seen.console == []
    assert "300 of 3000 judged sources are shown" in seen.page.locator("main").inner_text()
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
