from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from scorer import Article, Scorer
from scorer.explain.counterfactual import counterfactuals
from scorer.report.figures import ranges_of
from scorer.report.html import article_page
from scorer.report.page import safe
from scorer.report.places import places_of
from scorer.schema import ScoreReport
from tests.browser.conftest import LOOKS, element_names, serious
from tests.unit.report.pages import XSS, rendered, report_on

pytestmark = pytest.mark.browser

RTL = "\u05d4\u05e0\u05de\u05dc \u05e0\u05e4\u05ea\u05d7 <b>\u05d1\u05d9\u05d5\u05dd</b>."


def write(path: Path, report: ScoreReport, article: Article, scorer: Scorer) -> Path:
    what_ifs = counterfactuals(scorer.score, article, report)
    ranges = ranges_of(scorer.model.manifest)
    path.write_bytes(b"".join(article_page(report, article, what_ifs=what_ifs, ranges=ranges)))
    return path


@pytest.fixture
def farm(scorer: Scorer, example: dict[str, Article], tmp_path: Path) -> tuple[Path, ScoreReport]:
    article = example["content-farm"]
    report = scorer.score(article)
    return write(tmp_path / "farm.html", report, article, scorer), report


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "narrow"])
def test_no_error_no_request_nothing_inaccessible(
    farm: tuple[Path, ScoreReport], visit: Any, look: dict[str, Any], screenshots: Path
) -> None:
    path, _ = farm
    seen = visit(path, **look)
    name = "narrow" if "viewport" in look else look["color_scheme"]
    seen.page.screenshot(path=screenshots / f"article-{name}.png", full_page=True)
    assert seen.console == []
    assert seen.requests == [path.as_uri()]
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert seen.page.locator("mark.h1").first.evaluate(
        "mark => getComputedStyle(mark).backgroundImage !== 'none'"
    ), "the policy's hash does not let the style in"
    assert serious(seen.page) == []


@pytest.mark.parametrize("name", ["brief-note", "science-desk", "partisan-blog"])
def test_other_articles_are_accessible_too(
    scorer: Scorer, example: dict[str, Article], tmp_path: Path, visit: Any, name: str
) -> None:
    article = example[name]
    path = write(tmp_path / "page.html", scorer.score(article), article, scorer)
    seen = visit(path)
    assert seen.console == []
    assert serious(seen.page) == []


def test_every_highlight_covers_exactly_its_evidence(
    scorer: Scorer, examples: list[Article], tmp_path: Path, visit: Any
) -> None:
    checked = 0
    for article in examples:
        report = scorer.score(article)
        if report.status != "scored":
            continue
        path = write(tmp_path / f"{article.id}.html", report, article, scorer)
        found = visit(path).page.evaluate(
            """() => {
              const found = {};
              for (const mark of document.querySelectorAll("mark[data-e]")) {
                const copy = mark.cloneNode(true);
                copy.querySelectorAll("a.n").forEach((number) => number.remove());
                const id = mark.dataset.e;
                found[id] = (found[id] || "") + copy.textContent;
              }
              return found;
            }"""
        )
        reasons = [reason for reason in report.reasons if reason.sentence]
        for one in places_of(reasons, len(article.text)):
            for place in one:
                words = safe(article.text[place.start : place.end])
                assert re.sub(r"\s", "", found[place.id]) == re.sub(r"\s", "", words)
                checked += 1
    assert checked > 100


def test_the_keyboard_reaches_every_reason(farm: tuple[Path, ScoreReport], visit: Any) -> None:
    path, report = farm
    page = visit(path).page
    reached, back = set(), set()
    for _ in range(1500):
        page.keyboard.press("Tab")
        href = page.evaluate("document.activeElement.getAttribute('href') || ''")
        if page.evaluate("document.activeElement === document.body"):
            break
        if href.startswith("#e"):
            reached.add(int(href[2:].split("-")[0]))
        elif href.startswith("#r") and href[2:].isdigit():
            back.add(int(href[2:]))
    with_evidence = {rank for rank, item in enumerate(report.reasons, 1) if item.evidence}
    assert with_evidence <= reached
    assert with_evidence <= back
    assert back == set(range(1, len(report.reasons) + 1))


def test_enter_leads_to_the_place_and_back(farm: tuple[Path, ScoreReport], visit: Any) -> None:
    page = visit(farm[0]).page
    page.locator('a[href="#e2-1"]').focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#e2-1")
    assert page.locator("#e2-1").is_visible()
    outlined = "mark => getComputedStyle(mark).outlineStyle"
    assert page.locator("#e2-1 + mark").evaluate(outlined) == "solid"
    page.locator("#e2-1").press("Enter")
    assert page.url.endswith("#r2")


def test_marks_of_a_reason_can_be_hidden(farm: tuple[Path, ScoreReport], visit: Any) -> None:
    page = visit(farm[0]).page
    mark = page.locator(".text mark.h1").first
    line = "mark => getComputedStyle(mark).textDecorationLine"
    assert mark.evaluate(line) == "underline"
    page.locator("#t1").uncheck()
    assert mark.evaluate(line) == "none"


def test_it_can_be_printed(farm: tuple[Path, ScoreReport], visit: Any) -> None:
    page = visit(farm[0], color_scheme="dark").page
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".toggle").first.is_visible()


@pytest.mark.parametrize("hostile", XSS)
def test_hostile_words_stay_words(visit: Any, tmp_path: Path, hostile: str) -> None:
    text = f"Before {hostile} after.\n\n{hostile}"
    report = report_on(text, [[(0, 10)], [(3, len(text))]], hostile)
    path = tmp_path / "page.html"
    path.write_text(rendered(report, Article("a", text, hostile)), encoding="utf-8")
    plain = tmp_path / "plain.html"
    words = "Before plain after.\n\nplain"
    report = report_on(words, [[(0, 10)], [(3, len(words))]])
    plain.write_text(rendered(report, Article("a", words, "plain")), encoding="utf-8")
    seen = visit(path)
    assert seen.console == []
    assert seen.requests == [path.as_uri()]
    assert element_names(seen.page) == element_names(visit(plain).page)


def test_right_to_left_text(visit: Any, tmp_path: Path, screenshots: Path) -> None:
    text = f"{RTL}\n\nLatin text again, marked too."
    report = report_on(text, [[(0, 4)], [(len(RTL) + 2, len(RTL) + 7)]], title=RTL)
    path = tmp_path / "page.html"
    path.write_text(rendered(report, Article("a", text, RTL)), encoding="utf-8")
    seen = visit(path)
    seen.page.screenshot(path=screenshots / "article-rtl.png")
    direction = "line => getComputedStyle(line).direction"
    lines = seen.page.locator(".text p")
    assert [lines.nth(index).evaluate(direction) for index in (0, 1)] == ["rtl", "ltr"]
    assert lines.nth(0).evaluate("line => line.textContent.includes('<b>')")


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "narrow"])
def test_the_interval_lies_on_the_bar_and_holds_the_score(
    farm: tuple[Path, ScoreReport], visit: Any, look: dict[str, Any]
) -> None:
    path, report = farm
    page = visit(path, **look).page
    # in the units of the drawing, strokes and mitres aside
    ends = "shape => { const box = shape.getBBox(); return [box.x, box.x + box.width]; }"
    bar, whole, span, marker = (
        page.locator(f"svg.scale {part}").first.evaluate(ends)
        for part in ("rect.b0", "rect.b4", "path.span", "path.marker")
    )
    assert report.interval is not None
    full = whole[1] + 2 - bar[0]  # each bar ends in a gap of 2
    for end, value in zip(span, report.interval, strict=True):
        assert end == pytest.approx(bar[0] + full * value / 100, abs=0.2)
    assert span[0] - 1 <= sum(marker) / 2 <= span[1] + 1
    assert str(round(report.interval[1])) in page.locator("svg.scale").get_attribute("aria-label")
