from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorer import Article, Scorer
from scorer.explain.counterfactual import Counterfactual, counterfactuals
from scorer.explain.edits import Edit
from scorer.report.html import article_page
from scorer.report.page import MARKS, safe
from scorer.report.places import places_of
from scorer.schema import Notice, ScoreReport
from tests.unit.report.pages import XSS, hashes_hold, parsed, rendered, report_on

TEXT = (
    "The harbour opened again on Friday, the port authority said.\n\n"
    "Watch the full story on our channel!\r\n"
    "Boats left at noon. Boats left at noon."
)


def flat(text: str) -> str:
    """Without blanks (paragraphs are elements) and without what no page can show."""
    return re.sub(r"[\s\ufffd]+", "", safe(re.sub(r"\s+", "", text)))


def test_every_highlight_covers_exactly_its_evidence() -> None:
    evidence = [[(0, 60), (61, 63)], [(4, 11), (62, 110)], [(8, 20)]]
    page = parsed(rendered(report_on(TEXT, evidence), Article("a", TEXT)))
    assert page.marks["e1-1"] == TEXT[0:60]
    assert page.marks["e2-1"] == TEXT[4:11]
    assert page.marks["e2-2"] == TEXT[62:110].replace("\r\n", "")
    assert page.marks["e3-1"] == TEXT[8:20]
    assert len(page.marks) == 5
    assert flat(page.body) == flat(TEXT)


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=80),
    st.lists(st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=4), max_size=5),
)
def test_any_text_and_any_overlap_come_out_whole(
    text: str, evidence: list[list[tuple[int, int]]]
) -> None:
    text += "x"
    spans = [[(min(pair), max(pair)) for pair in one if min(pair) < max(pair)] for one in evidence]
    report = report_on(text, spans)
    page = parsed(rendered(report, Article("a", text)))
    assert flat(page.body) == flat(text)
    assert len(set(page.ids)) == len(page.ids)
    expected = {
        place.id: words
        for one in places_of(report.reasons, len(text))
        for place in one
        if (words := flat(text[place.start : place.end]))
    }
    assert {name: flat(words) for name, words in page.marks.items() if flat(words)} == expected


@pytest.mark.parametrize("hostile", XSS)
def test_hostile_words_make_no_element_and_no_attribute(hostile: str) -> None:
    def page(words: str) -> str:
        text = f"Before {words} after.\n\n{words}"
        report = report_on(text, [[(0, 10)], [(3, len(text))]], words)
        edits = (Edit("x", f"Do {words}", ((0, 1, ""),)),)
        what_ifs = (Counterfactual(edits, 3.0, 30.0, f"low {words}", f"low {words}"),)
        return rendered(report, Article("a", text, words), what_ifs=what_ifs)

    plain, attacked = parsed(page("plain")), parsed(page(hostile))
    assert attacked.elements == plain.elements
    assert attacked.attributes == plain.attributes
    assert attacked.links == []
    assert hashes_hold(page(hostile))


def test_only_web_addresses_are_linked() -> None:
    def links(url: str) -> list[str]:
        return parsed(rendered(report_on("x", [], url=url), Article("a", "x"))).links

    assert links("https://paper.example/a?b=1&c=2") == ["https://paper.example/a?b=1&c=2"]
    for url in ("javascript:alert(1)", "https://x\u202e.example", "data:,x", "http://a b", "//x"):
        assert links(url) == []


def test_the_page_needs_nothing_from_outside_and_no_script() -> None:
    html = rendered(report_on(TEXT, [[(0, 9)]]), Article("a", TEXT))
    page = parsed(html)
    assert hashes_hold(html)
    assert page.elements["style"] == 1
    assert not set(page.elements) & {"script", "link", "img", "iframe", "object", "base", "form"}
    names = {name for _, name in page.attributes}
    assert "style" not in names
    assert "src" not in names
    assert not any(name.startswith("on") for name in names)


def test_reasons_and_places_lead_to_each_other() -> None:
    page = parsed(
        rendered(report_on(TEXT, [[(0, 9), (20, 30)], [(5, 12)], []]), Article("a", TEXT))
    )
    assert set(page.targets) <= set(page.ids)
    assert {"e1-1", "e1-2", "e2-1"} <= set(page.targets)
    assert {"r1", "r2", "r3"} <= set(page.targets)


def test_each_reason_has_a_look_of_its_own() -> None:
    from scorer.report.page import style

    looks = re.findall(r"\.h\d+\{--ink(.*?)\}", style())
    assert len(set(looks)) == len(looks) == MARKS


def test_more_reasons_than_looks() -> None:
    text = "word " * 100
    evidence = [[(5 * index, 5 * index + 4)] for index in range(MARKS + 5)]
    html = rendered(report_on(text, evidence), Article("a", text))
    page = parsed(html)
    assert f"e{MARKS + 5}-1" in page.marks
    assert len(set(page.ids)) == len(page.ids)
    assert 'class="h0' not in html


def test_what_has_no_score() -> None:
    short = report_on(
        "x", [], status="abstained", score=None, margin=None, notice=Notice("too_short", "Short.")
    )
    html = rendered(short, Article("a", "x"))
    assert "No score" in html
    assert "too_short" in html
    assert "readability.lix" in html
    rejected = ScoreReport("a", "m", "rejected", notice=Notice("no_text", "No text."))
    html = rendered(rejected, Article("a", ""))
    assert "no_text" in html
    page = parsed(html)
    assert set(page.targets) <= set(page.ids)


def test_text_that_runs_from_right_to_left_is_let_run() -> None:
    text = "\u05d4\u05e0\u05de\u05dc \u05e0\u05e4\u05ea\u05d7 \u200f!"
    html = rendered(report_on(text, [[(0, 4)]]), Article("a", text))
    assert '<p dir="auto">' in html
    assert "\u200f" in html
    assert "\u202e" not in rendered(report_on("a\u202eb", []), Article("a", "a\u202eb"))


def test_shipped_examples(scorer: Scorer, examples: list[Article]) -> None:
    assert examples
    for article in examples:
        report = scorer.score(article)
        what_ifs = counterfactuals(scorer.score, article, report)
        html = rendered(report, article, what_ifs=what_ifs)
        page = parsed(html)
        assert set(page.targets) <= set(page.ids), article.id
        assert len(html.encode()) <= 200_000, article.id
        if report.status == "scored":
            assert flat(page.body) == flat(article.text)
        for item in what_ifs:
            assert f"{item.score:.1f}" in html


def test_a_long_article_is_written_in_pieces_and_in_time() -> None:
    text = ("The harbour opened again on Friday, the port authority said. " * 20 + "\n") * 1700
    assert len(text) > 2_000_000
    evidence = [[(at, at + 7) for at in range(index, len(text) - 10, 4000)] for index in range(8)]
    report = report_on(text, evidence)
    started = time.process_time()
    size = sum(len(piece) for piece in article_page(report, Article("a", text)))
    assert len(text) < size < 3 * len(text)
    assert time.process_time() - started < 20


def test_the_bar_shows_the_interval_and_reasons_where_they_stand() -> None:
    report = report_on("x", [[(0, 1)]], interval=(20.0, 61.0))
    html = rendered(report, Article("a", "x"))
    assert 'class="span" d="M145.0 -5v8M144.0 -1H439.2' in html
    assert ", interval 20 to 61" in html
    assert "Higher than in 96 % of reference articles" in html
    without = rendered(report_on("x", [[(0, 1)]], interval=None), Article("a", "x"))
    assert "interval" not in without.split("</style>")[1]
