from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.made_rows import cluster, texts
from scorer.report.story_html import story_page
from scorer.report.story_list import Stories
from scorer.report.story_rows import story_row
from tests.browser.conftest import LOOKS, element_names, is_in_order, name_of
from tests.unit.report.pages import XSS

pytestmark = pytest.mark.browser

RTL = " \u05d4\u05e0\u05de\u05dc \u05e0\u05e4\u05ea\u05d7"


def write(path: Path, *rows: dict[str, Any], found: dict[str, str] | None = None) -> Path:
    stories = Stories()
    for row in rows:
        stories.add(story_row(row))
    pieces = story_page(stories, name="articles.jsonl", texts=found or texts())
    path.write_bytes(b"".join(pieces))
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = [cluster(index, circular=not index, notices=[]) for index in range(5)]
    return write(tmp_path / "stories.html", *rows)


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "narrow"])
def test_no_error_no_request_nothing_inaccessible(
    path: Path, visit: Any, look: dict[str, Any], screenshots: Path
) -> None:
    seen = visit(path, **look)
    seen.page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
    is_in_order(seen, path, screenshots / f"stories-{name_of(look)}.png")


def test_it_can_be_read_without_script(path: Path, visit: Any) -> None:
    seen = visit(path, java_script_enabled=False)
    assert seen.console == []
    assert seen.page.locator("table.sortable tbody tr").count() == 5
    assert seen.page.locator("th button").count() == 0
    assert seen.page.locator("#x1-1-1").is_visible()
    folded = seen.page.locator("summary").nth(2)
    folded.press("Enter")
    assert seen.page.locator("#x1-2-1").is_visible()


def test_every_passage_is_marked_on_both_sides_by_number_and_pattern(
    path: Path, visit: Any
) -> None:
    page = visit(path).page
    side = page.locator(".beside").first
    marks = side.locator("mark")
    assert marks.count() == 10
    looks = marks.evaluate_all(
        """marks => marks.map((mark) => [mark.dataset.e.slice(1), mark.textContent.trim(),
            getComputedStyle(mark).backgroundImage + getComputedStyle(mark).textDecorationStyle])"""
    )
    assert looks[:5] == looks[5:]
    # In grey they still differ: by line and by pattern, whatever the colour.
    lines = marks.evaluate_all(
        "marks => marks.map((mark) => getComputedStyle(mark).textDecorationStyle)"
    )
    assert len(set(lines)) == 5
    numbers = side.locator("a.n").all_inner_texts()
    assert numbers == [str(number) for number in (1, 2, 3, 4, 5)] * 2


def test_a_number_leads_to_the_other_side_and_back(path: Path, visit: Any) -> None:
    page = visit(path).page
    page.locator("#x1-1-4").press("Enter")
    assert page.url.endswith("#o1-1-4")
    outlined = "mark => getComputedStyle(mark).outlineStyle"
    assert page.locator("#o1-1-4 + mark").evaluate(outlined) == "solid"
    page.locator("#o1-1-4").press("Enter")
    assert page.url.endswith("#x1-1-4")


def test_the_keyboard_reaches_every_story_and_every_fold(path: Path, visit: Any) -> None:
    page = visit(path).page
    links, folds = set(), 0
    for _ in range(600):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        links.add(page.evaluate("document.activeElement.getAttribute('href') || ''"))
        folds += page.evaluate("document.activeElement.tagName === 'SUMMARY'")
    assert {f"#c-{number}" for number in range(1, 6)} <= links
    assert {f"#o1-1-{number}" for number in range(1, 6)} <= links
    assert folds == 5 * 4


def test_roles_differ_by_shape_and_time_runs_to_the_right(path: Path, visit: Any) -> None:
    page = visit(path).page
    signs = page.locator("#c-1 svg[role=img]").first.locator("path.first, path.later")
    shapes = signs.evaluate_all("paths => paths.map(path => path.getAttribute('d'))")
    assert len(shapes) == len(set(shapes)) == 3
    places = signs.evaluate_all("paths => paths.map(path => path.getBoundingClientRect().x)")
    assert places == sorted(places)
    assert page.locator("#c-1 svg[role=img]").nth(1).locator("path.stem").count() == 3


def test_printed_it_is_unfolded(path: Path, visit: Any) -> None:
    page = visit(path, color_scheme="dark", viewport={"width": 700, "height": 900}).page
    assert not page.locator("#x1-2-1").is_visible()
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    cut = "parts => parts.filter(part => part.scrollWidth > part.clientWidth + 1).length"
    assert page.locator(".wide").evaluate_all(cut) == 0
    assert page.locator("#x1-2-1").is_visible()


@pytest.mark.parametrize("hostile", XSS)
def test_hostile_words_stay_words(visit: Any, tmp_path: Path, hostile: str) -> None:
    def made(name: str, words: str) -> Path:
        return write(tmp_path / name, cluster(0, words), found=texts(words))

    path = made("page.html", hostile)
    seen = visit(path)
    assert seen.console == []
    assert seen.requests == [path.as_uri()]
    assert element_names(seen.page) == element_names(visit(made("plain.html", "plain")).page)


def test_right_to_left_and_long_names(visit: Any, tmp_path: Path, screenshots: Path) -> None:
    hebrew = {key: RTL * 12 + ".\n\n" + text for key, text in texts().items()}
    row = cluster(0, RTL)
    for article in row["articles"]:
        article["shared"] = [{"start": 0, "end": 8, "from_start": 0, "from_end": 8}]
    long = cluster(1, "x" * 500)
    path = write(tmp_path / "page.html", row, long, found=hebrew)
    for name, width in (("wide", 1000), ("narrow", 360)):
        page = visit(path, viewport={"width": width, "height": 800}).page
        page.screenshot(path=screenshots / f"stories-names-{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    direction = "line => getComputedStyle(line).direction"
    lines = page.locator(".beside .text").first.locator("p")
    assert [lines.nth(index).evaluate(direction) for index in (0, 1)] == ["rtl", "ltr"]


def test_large_is_still_a_page(visit: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "page.html", *(cluster(index) for index in range(3_000)))
    seen = visit(path)
    assert seen.console == []
    assert "The first 200 of 3000 are shown" in seen.page.locator("main").inner_text()
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
