from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.made_rows import source, unjudged
from scorer.report.source_figures import spark, stack, strip, told
from scorer.report.source_html import source_page
from scorer.report.source_list import MOST_RANKED, MOST_TOLD, MOST_UNJUDGED, Sources
from scorer.report.source_rows import Alarm, Period, SourceSignal, source_row
from tests.shared import ROOT
from tests.unit.report.pages import XSS, hashes_hold, parsed


def gathered(*rows: dict[str, Any]) -> Sources:
    sources = Sources()
    for row in rows:
        sources.add(source_row(row))
    return sources


def html_of(*rows: dict[str, Any]) -> str:
    return b"".join(source_page(gathered(*rows), name="scores.jsonl")).decode("utf-8")


def test_the_made_rows_are_rows() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "docs/schema/source.schema.json").read_text("utf-8"))
    for row in (source(1), source(7), unjudged(1)):
        jsonschema.validate(row, schema)


def test_numbers_stand_beside_the_drawings() -> None:
    html = html_of(source(1), source(7), unjudged(1))
    one = source(1)
    low, high = one["interval"]
    for words in (
        f"<strong>{one['reliability']:.1f}</strong>",
        f"({low:.0f} to {high:.0f})",
        "paper-1.example",
        "− promo lines",
        "small-1.example",
        "2026-05-04",
        "alias-7.example",
        "in 42 % of the articles",
        "-3.5 a year (90 % interval -5.2 to -1.8)",
        "sent again: 50",
        "2 dates lie ahead.",
        "1 of 5 articles needed.",
    ):
        assert words in html, words
    assert f"V{4 + 2 * low:.1f}" not in html
    assert f'd="M{4 + 2 * low:.1f} 4v8M{4 + 2 * low:.1f} 8H{4 + 2 * high:.1f}' in html


def test_places_are_among_all_and_equal_ones_share_one() -> None:
    sources = gathered(*(source(i, reliability=40.0 + i // 2) for i in range(1, 6)))
    assert [sources.rank(row) for row in sources.ranked()] == [1, 1, 3, 3, 5]


def test_sources_that_cannot_be_judged_have_no_place_and_no_number() -> None:
    html = html_of(source(1), *(unjudged(index) for index in range(3)))
    ranking = html.split('id="ranking"')[1].split('id="alarms"')[0]
    apart = html.split('id="unjudged"')[1].split('id="told"')[0]
    assert "small-" not in ranking
    assert apart.count("small-") == 3
    assert "F" in html


def test_what_is_grouped_is_no_strongest_reason() -> None:
    grouped = {"code": "R-OTHER", "share": 1.0, "mean_points": -9.0}
    ranking = html_of(source(1, reasons=[grouped])).split('id="ranking"')[1].split("</section>")[0]
    assert "other" not in ranking
    assert "R-OTHER" in html_of(source(1, reasons=[grouped]))


def test_the_only_source_is_not_the_lowest_and_the_highest() -> None:
    html = html_of(source(1))
    assert "1 source · " in html
    assert "All: " in html
    assert "Lowest: " not in html
    assert "Lowest: " in html_of(source(1), source(7))


def test_nothing_at_all() -> None:
    html = html_of()
    assert "No source can be judged" in html
    assert set(parsed(html).targets) <= set(parsed(html).ids)


def test_the_page_needs_nothing_from_outside() -> None:
    html = html_of(source(1), source(7), unjudged(1))
    page = parsed(html)
    assert hashes_hold(html)
    assert not set(page.elements) & {"link", "img", "iframe", "object", "base", "form"}
    names = {name for _, name in page.attributes}
    assert not names & {"style", "src"}
    assert not any(name.startswith("on") for name in names)
    assert page.links == []
    assert len(set(page.ids)) == len(page.ids)
    assert set(page.targets) <= set(page.ids)


@pytest.mark.parametrize("hostile", XSS)
def test_hostile_words_stay_words(hostile: str) -> None:
    def made(words: str) -> Any:
        return parsed(html_of(source(1, words), source(7, words), unjudged(1, words)))

    found, plain = made(hostile), made("plain")
    assert found.elements == plain.elements
    assert found.attributes == plain.attributes


def test_ten_thousand_sources_are_cut_and_the_cut_is_told() -> None:
    started = time.process_time()
    one, small = source_row(source(7)), source_row(unjudged(1))
    sources = Sources()
    for index in range(9_000):
        alarms = () if index % 7 else one.alarms
        sources.add(replace(one, source=f"paper-{index}.example", n=index, alarms=alarms))
    for index in range(1_000):
        sources.add(replace(small, source=f"small-{index}.example"))
    html = b"".join(source_page(sources, name="scores.jsonl")).decode()
    page = parsed(html)
    assert f"{MOST_RANKED} of 9000 judged sources are shown" in html
    assert f"The {MOST_UNJUDGED} with most articles of 1000 are shown" in html
    assert f"The first {MOST_TOLD} of 9000" in html
    assert "The latest 200 of 1286 are shown" in html
    assert page.elements["article"] == MOST_TOLD
    assert len(html) < 1_500_000
    assert time.process_time() - started < 20


def test_alarms_are_never_cut_for_lack_of_articles() -> None:
    quiet = [source(1, source=f"large{index}.example", n=999, judged=999) for index in range(400)]
    html = html_of(*quiet, source(7, source="small.example", n=3, judged=3))
    assert html.split('id="ranking"')[1].split('id="alarms"')[0].count("small.example") == 1


def test_very_long_names_do_not_make_a_very_long_page() -> None:
    plain = len(html_of(*(source(index) for index in range(20))))
    assert len(html_of(*(source(index, "x" * 20_000) for index in range(20)))) < 3 * plain


def test_a_name_from_right_to_left_is_kept_apart() -> None:
    html = html_of(source(1, source="\u05d4\u05e0\u05de\u05dc\u202e.example"))
    assert "\u202e" not in html
    assert "<bdi><a href" in html


@pytest.mark.parametrize(
    "broken",
    [
        {"reliability": 101},
        {"reliability": "high"},
        {"interval": [60, 50]},
        {"interval": [1]},
        {"admiralty": "G"},
        {"n": -1},
        {"n": 1.5},
        {"judged": True},
        {"bands": {"low": 2.0}},
        {"reasons": [{"code": "R-X"}]},
        {"signals": [{"name": "x", "mean": float("nan"), "population_mean": 1, "z": 0}]},
        {"trend": {"periods": 3}},
        {"alarms": [{"date": ["a"]}]},
        {"alarms": [{"evidence": "a"}]},
        {"alarms": [{"before": "low"}]},
        {"alarms": ["a"]},
        {"source": None},
    ],
)
def test_a_row_that_is_none_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        source_row({**source(1), **broken})


def test_what_a_row_may_lack() -> None:
    row = source_row(
        {
            "source": "a.example",
            "status": "judged",
            "reliability": 50,
            "interval": None,
            "admiralty": "C",
            "n": 4,
            "judged": 4,
            "trend": None,
        }
    )
    sources = Sources()
    sources.add(row)
    html = b"".join(source_page(sources, name="x")).decode()
    assert "<strong>50.0</strong>" in html


def test_a_stack_fills_its_bar() -> None:
    parts = stack((0.1, 0.2, 0.3, 0.2, 0.2))
    assert parts[-1].x + parts[-1].width == pytest.approx(150, abs=0.2)
    assert told(parts) == "very low 10 %, low 20 %, mixed 30 %, high 20 %, very high 20 %"
    assert stack(()) == []


def test_a_trend_keeps_the_distances_of_its_days() -> None:
    periods = [Period(day, 1, 50.0) for day in ("2026-01-01", "2026-01-11", "2026-04-11")]
    found = spark(periods)
    assert found is not None
    first, second, last = (x for x, _ in found.dots)
    assert (second - first) / (last - first) == pytest.approx(0.1, abs=0.01)
    unread = spark([Period(day, 1, 50.0) for day in ("early", "2026-01-11", "late")])
    assert unread is not None
    assert [x for x, _ in unread.dots] == [4.0, 150.0, 296.0]
    assert spark(periods[:1]) is None


def test_an_alarm_stands_in_the_trend_and_says_from_what_to_what() -> None:
    html = html_of(source(7))
    assert ">worse</strong>, from 0.4 to 6.25" in html
    assert html.count('class="alarm"') == 1
    assert html.count("over all its articles, before and after") == 1
    charts = html.split('id="signals"')[1].split("</section>")[0]
    names = re.findall(r"<br><code>(.*?)</code>", charts)
    assert names == sorted(names)
    assert len(names) == 4
    row = source_row(source(7))
    found = spark(row.periods, [*row.alarms, Alarm("soon", "x"), Alarm("2031-01-01", "x")])
    assert found is not None
    # 4 May between 1 January and 1 August; what lies beyond stands at the edge
    assert found.alarms == [pytest.approx(4 + 292 * 123 / 212, abs=0.1), 296.0]


def test_a_far_signal_stands_at_the_edge_and_says_so() -> None:
    far = strip(SourceSignal("x", 9.0, 1.0, 40.0))
    assert (far.x, far.is_beyond) == (160.0, True)
