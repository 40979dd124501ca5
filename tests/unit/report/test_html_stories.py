from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.made_rows import STORY, cluster, texts
from scorer.report.story_diff import MOST_SHOWN, difference
from scorer.report.story_figures import DEEPEST, INDENT, MOST_LINES, graph, timeline
from scorer.report.story_html import story_page
from scorer.report.story_list import MOST_PAIRS, MOST_STORIES, MOST_TOLD, Stories, pairs
from scorer.report.story_rows import Passage, story_row
from tests.shared import ROOT
from tests.unit.report.pages import XSS, hashes_hold, parsed


def gathered(*rows: dict[str, Any]) -> Stories:
    stories = Stories()
    for row in rows:
        stories.add(story_row(row))
    return stories


def html_of(*rows: dict[str, Any], found: Any = None) -> str:
    pieces = story_page(
        gathered(*rows), name="articles.jsonl", texts=texts() if found is None else found
    )
    return b"".join(pieces).decode("utf-8")


def chain(length: int, **last: Any) -> dict[str, Any]:
    """A story in which each article copies the one before."""
    articles = [
        {"id": str(index), "role": "wholesale_duplicate", "copied_from": str(index - 1)}
        for index in range(length)
    ]
    articles[0] = {"id": "0", "role": "original", "copied_from": None, **last}
    return cluster(articles=articles, earliest="0", notices=[])


def test_the_made_rows_are_rows() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "docs/schema/cluster.schema.json").read_text("utf-8"))
    jsonschema.validate(cluster(), schema)


def test_all_is_told() -> None:
    html = html_of(cluster())
    for words in (
        "Circular reporting:",
        "goes back to one account, that of <bdi>a-paper.example</bdi>",
        "Harbour opens, says a",
        "97 %",
        "wholesale duplicate",
        "contradicts what is found",
        ">agrees</strong>",
        "Clocks disagree.",
        "Without a date that can be read",
        "2026-03-03",
        "b-paper.example has 46 % from a-paper.example",
    ):
        assert words in html, words
    assert "Circular reporting:" not in html_of(cluster(circular=False))
    twice = [{"code": "circular_reporting", "message": "4 sources, one account"}]
    assert "4 sources, one account" not in html_of(cluster(notices=twice))


def test_passages_stand_on_both_sides_with_links_between() -> None:
    html = html_of(cluster())
    page = parsed(html)
    flat = {name: " ".join(words.split()) for name, words in page.marks.items()}
    assert flat["x1-1-1"] == flat["o1-1-1"] == STORY[0]
    assert flat["x1-1-5"] == flat["o1-1-5"] == STORY[4]
    # the rewrite is in another order on its side
    assert flat["x1-2-1"] == flat["o1-2-1"] == STORY[1]
    assert re.search(r'id="x1-2-1" href="#o1-2-1"[^>]*>1≈</a>', html)
    assert re.search(r'id="o1-3-1" href="#x1-3-1"[^>]*>1”</a>', html)
    assert set(page.targets) <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)


def test_texts_that_are_not_there() -> None:
    html = html_of(cluster(), found={})
    assert "Side by side" not in html
    assert "97 %" in html
    asked = []
    html_of(cluster(), found=lambda key: asked.append(key))
    assert set(asked) == gathered(cluster()).wanted() == {"a", "b", "c", "d"}
    assert "Side by side" not in b"".join(story_page(gathered(cluster()), name="x")).decode()


def test_the_page_needs_nothing_from_outside() -> None:
    html = html_of(cluster())
    page = parsed(html)
    assert hashes_hold(html)
    assert not set(page.elements) & {"link", "img", "iframe", "object", "base", "form"}
    names = {name for _, name in page.attributes}
    assert not names & {"style", "src"}
    assert not any(name.startswith("on") for name in names)
    assert page.links == []


@pytest.mark.parametrize("hostile", XSS)
def test_hostile_words_stay_words(hostile: str) -> None:
    def made(words: str) -> Any:
        return parsed(html_of(cluster(0, words), found=texts(words)))

    found, plain = made(hostile), made("plain")
    assert found.elements == plain.elements
    assert found.attributes == plain.attributes


def test_ten_thousand_stories_are_cut_and_the_cut_is_told() -> None:
    started = time.process_time()
    one, stories = story_row(cluster()), Stories()
    for index in range(10_000):
        stories.add(replace(one, cluster=f"story-{index}", is_circular=index > 9_990))
    html = b"".join(story_page(stories, name="articles.jsonl", texts=texts())).decode()
    assert f"The first {MOST_STORIES} of 10000 are shown" in html
    assert f"The first {MOST_TOLD} of 10000 are told" in html
    assert parsed(html).elements["article"] == MOST_TOLD
    assert len(html) < 2_000_000
    # circular ones come first
    assert "story-9991" in html.split('id="c-2"')[0].split('id="c-1"')[1]
    assert time.process_time() - started < 20


def test_an_article_that_stands_alone_is_counted() -> None:
    alone = cluster(articles=cluster()["articles"][:1], circular=False)
    stories = gathered(alone, alone)
    assert (stories.alone, stories.stories, stories.shown()) == (2, 0, [])
    assert "<strong>2</strong> articles stand alone" in html_of(alone, alone)


def test_a_long_article_is_folded_to_what_is_shared() -> None:
    filler = "Nothing of this was taken over by anyone. " * 24_000
    shared = "The port authority said that two cranes had been replaced."
    origin = filler + shared + filler
    assert len(origin) > 2_000_000
    at = len(filler)
    started = time.process_time()
    found = difference([Passage(0, len(shared), at, at + len(shared), "copy")], shared, origin)
    assert time.process_time() - started < 1
    shown = "".join(excerpt.text for excerpt in found.origin.excerpts)
    assert shared in shown
    assert len(shown) < 1_000
    skipped = sum(excerpt.skipped for excerpt in found.origin.excerpts) + found.origin.rest
    assert skipped + len(shown) == len(origin)
    assert found.linked == {1}
    row = cluster()
    row["articles"][2]["shared"] = [
        {"start": 0, "end": len(shared), "from_start": at, "from_end": at + len(shared)}
    ]
    assert f"… {found.origin.rest} characters more …" in html_of(
        row, found={"a": origin, "c": shared}
    )


def test_much_that_is_shared_ends_at_the_limit() -> None:
    text = "word " * 400_000
    passages = [Passage(at, at + 4_000, at, at + 4_000, "copy") for at in range(0, 400_000, 4_000)]
    found = difference(passages, text, text)
    for side in (found.copy, found.origin):
        assert sum(len(excerpt.text) for excerpt in side.excerpts) <= MOST_SHOWN
        assert side.rest > 0
    assert found.linked == {1, 2, 3, 4}
    row = cluster()
    row["articles"][2]["shared"] = [
        {"start": p.start, "end": p.end, "from_start": p.from_start, "from_end": p.from_end}
        for p in reversed(passages)
    ]
    html = html_of(row, found={"a": text, "c": text})
    assert set(parsed(html).targets) <= set(parsed(html).ids)


@pytest.mark.parametrize(
    "passage",
    [(-5, 3, 0, 4), (2, 2, 0, 4), (900, 990, 0, 4), (0, 4, 7, 2), (0, 999, 0, 999), (0, 5, 900, 9)],
)
def test_passages_that_do_not_fit(passage: tuple[int, int, int, int]) -> None:
    found = difference([Passage(*passage, "odd"), Passage(1, 4, 2, 5, "copy")], "a text", "another")
    for side, text in ((found.copy, "a text"), (found.origin, "another")):
        assert "".join(excerpt.text for excerpt in side.excerpts) == text
        for excerpt in side.excerpts:
            for place in excerpt.places:
                assert 0 <= place.start < place.end <= len(excerpt.text)
    assert found.linked


def test_a_long_word_is_cut_not_searched() -> None:
    text = "x" * 20_000
    found = difference([Passage(9_000, 9_100, 0, 100, "copy")], text, text)
    assert found.linked == {1}


def test_times_of_articles_in_the_drawing() -> None:
    row = story_row(cluster())
    line = timeline(row.articles)
    assert [dot.article.key for dot in line.dots] == ["a", "b", "c"]
    first, second, third = (dot.x for dot in line.dots)
    assert second - first == pytest.approx(third - second, abs=0.2)
    assert [item.key for item in line.undated] == ["d"]
    assert [label for _, label, _ in line.ticks] == ["2026-03-01", "2026-03-03"]


def test_hours_are_told_where_a_story_is_short_and_zones_are_minded() -> None:
    row = cluster()
    for article, hour in zip(
        row["articles"],
        ("2026-03-01T08:00+02:00", "2026-03-01T06:30Z", "2026-03-01 07:00", "9999-12-31T23:59-14"),
        strict=True,
    ):
        article["published"] = hour
    line = timeline(story_row(row).articles[:3])
    assert [label for _, label, _ in line.ticks] == ["2026-03-01 06:00", "2026-03-01 07:00"]
    assert [dot.article.key for dot in line.dots] == ["a", "b", "c"]
    assert [item.key for item in timeline(story_row(row).articles).undated] == ["d"]


def test_one_day_and_no_day() -> None:
    row = cluster()
    for article in row["articles"]:
        article["published"] = "2026-03-01"
    line = timeline(story_row(row).articles)
    assert len({dot.x for dot in line.dots}) == 1
    assert len(line.ticks) == 1
    for article in row["articles"]:
        article["published"] = None
    assert timeline(story_row(row).articles).dots == ()
    assert "Without a date" in html_of(row)


def test_copies_stand_under_what_they_are_from() -> None:
    nodes = graph(story_row(cluster()).articles).nodes
    assert [node.article.key for node in nodes] == ["a", "b", "c", "d"]
    assert [node.x for node in nodes] == [12, 12 + INDENT, 12 + INDENT, 12 + 2 * INDENT]
    assert nodes[0].stem == ""
    assert nodes[3].stem.startswith(f"M{nodes[2].x} ")


def test_circles_and_missing_origins_end() -> None:
    circle = chain(4, copied_from="3")
    assert len(graph(story_row(circle).articles).nodes) == 4
    missing = chain(3, copied_from="gone")
    assert graph(story_row(missing).articles).nodes[0].stem == ""
    itself = chain(1, copied_from="0")
    assert len(graph(story_row(itself).articles).nodes) == 1
    for row in (circle, missing):
        assert "Who copies whom" in html_of(row, found={str(n): "text" for n in range(4)})


def test_a_long_chain_stays_within_the_drawing() -> None:
    found = graph(story_row(chain(90)).articles)
    assert len(found.nodes) == MOST_LINES
    assert found.left_out == 60
    assert max(node.x for node in found.nodes) == 12 + INDENT * DEEPEST
    assert all(node.stem for node in found.nodes[1:])


def test_many_articles_are_cut_and_all_are_counted() -> None:
    row = chain(5_000)
    html = html_of(row)
    assert "<strong>5000</strong> articles" in html
    assert "The first 50 of 5000" in html
    assert len(html) < 300_000


def test_the_pairs_are_of_different_roles_first() -> None:
    row = cluster()
    spare = [{**row["articles"][2], "key": f"c{n}", "id": f"c{n}"} for n in range(5)]
    row["articles"] += spare
    chosen = [pair.copy.role for pair in pairs(story_row(row))]
    assert len(chosen) == MOST_PAIRS
    assert set(chosen) == {"wholesale_duplicate", "remixed_copy", "extensive_quoting"}


@pytest.mark.parametrize(
    "broken",
    [
        {"articles": []},
        {"articles": None},
        {"articles": [{"id": "a", "role": "thief"}]},
        {"articles": [{"id": "a", "role": "original", "copied_fraction": 1.4}]},
        {"articles": [{"id": "a", "role": "original", "declared_agrees": "yes"}]},
        {"articles": [{"id": "a", "role": "original", "shared": [{"start": 1}]}]},
        {"circular": "no"},
        {"independent_accounts": None},
        {"notices": [{}]},
        {"cluster": ["x"]},
    ],
)
def test_a_row_that_is_none_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        story_row({**cluster(), **broken})
