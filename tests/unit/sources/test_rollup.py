"""From rows to sources: counting, bad input, streaming."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import time
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from scorer import Article, Scorer
from scorer.errors import InputError
from scorer.sources import Aliases, Rollup, SourceState, rollup
from scorer.sources.judge import _student
from scorer.sources.report import SourceReport
from scorer.sources.source_schema import source_schema
from tests.unit.sources.made import row

TODAY = dt.date(2022, 6, 1)


def of(rows: Any, **options: Any) -> list[SourceReport]:
    whole = Rollup(today=TODAY, **options)
    whole.add_all(rows)
    return whole.reports()


def one(rows: Any, **options: Any) -> SourceReport:
    (found,) = of(rows, **options)
    return found


def codes(report: SourceReport) -> set[str]:
    return {note.code for note in report.notes}


def test_one_source_is_judged_and_its_row_meets_the_schema() -> None:
    found = one([row(i) for i in range(40)])
    assert (found.source, found.n, found.judged, found.status) == ("example.com", 40, 40, "judged")
    assert found.interval is not None
    assert found.interval[0] < found.reliability < found.interval[1]  # type: ignore[operator]
    assert sum(found.bands.values()) == pytest.approx(1)
    assert {item.code: item.share for item in found.reasons} == {"R-NAMED": 1.0, "R-PROMO": 0.5}
    assert found.trend is not None
    assert len(found.trend.periods) == 12
    assert sum(item.n for item in found.trend.periods) == 40
    assert (found.first, found.last) == ("2021-01-01", "2021-12-24")
    assert found.notes == ()
    jsonschema.Draft202012Validator(source_schema()).validate(found.to_row())


def test_articles_score_and_sources_reliability_are_two_things() -> None:
    found = one([row(i) for i in range(40)])
    assert found.mean_score != pytest.approx(found.reliability, abs=0.5)


def test_better_articles_make_a_better_source_and_more_make_it_surer() -> None:
    by_level = {
        level: one([row(i, margin=level + i % 5, title=f"{i}") for i in range(20)])
        for level in (-30.0, 0.0, 30.0)
    }
    means = [by_level[level].reliability for level in (-30.0, 0.0, 30.0)]
    assert means == sorted(means)
    widths = []
    for count in (5, 20, 500):
        found = one([row(i) for i in range(count)])
        assert found.interval is not None
        widths.append(found.interval[1] - found.interval[0])
    assert widths == sorted(widths, reverse=True)


def test_few_articles_are_drawn_to_the_population() -> None:
    reports = {
        count: one([row(i, margin=-40.0, title=f"{i}") for i in range(count)]).reliability
        for count in (5, 50)
    }
    assert reports[50] < reports[5] < 66  # type: ignore[operator]


@pytest.mark.parametrize("count", [1, 4])
def test_too_few_articles_cannot_be_judged(count: int) -> None:
    found = one([row(i) for i in range(count)])
    assert found.status == "cannot_be_judged"
    assert found.notice is not None
    assert found.notice.code == "too_few_articles"
    assert (found.reliability, found.interval, found.admiralty) == (None, None, "F")
    assert found.mean_score is not None
    jsonschema.Draft202012Validator(source_schema()).validate(found.to_row())


def test_articles_without_a_score_are_counted_not_used() -> None:
    rows = [row(i) for i in range(6)]
    rows += [row(i, status="abstained", score=None, margin=None, reasons=[]) for i in (10, 11)]
    rows += [{"id": "r1", "status": "rejected", "source": "example.com"}]
    found = one(rows)
    assert (found.n, found.judged, found.abstained, found.rejected) == (9, 6, 2, 1)
    assert found.reliability == one(rows[:6]).reliability
    only = one(rows[6:])
    assert only.notice is not None
    assert only.notice.code == "no_scored_articles"
    assert only.bands == {}
    jsonschema.Draft202012Validator(source_schema()).validate(only.to_row())


def test_the_same_article_fifty_times_counts_once() -> None:
    rows = [row(i) for i in range(6)]
    again = one([*rows, *[row(3)] * 49, *[row(3, id=f"other{i}") for i in range(50)]])
    assert (again.n, again.duplicates) == (6, 99)
    assert again.reliability == one(rows).reliability
    assert codes(again) == set()


def test_one_article_of_two_sources_counts_for_each() -> None:
    rows = [row(i, source) for source in ("a.com", "b.com") for i in range(6)]
    assert [(item.source, item.n, item.duplicates) for item in of(rows)] == [
        ("a.com", 6, 0),
        ("b.com", 6, 0),
    ]


def test_an_id_with_another_content_is_another_article_and_said() -> None:
    found = one([row(i, id="same") for i in range(6)])
    assert (found.n, found.duplicates) == (6, 0)
    assert codes(found) == {"same_id_other_content"}
    found = of([row(i, f"s{i}.com", id="1") for i in range(3)])
    assert all(codes(item) == set() for item in found)


def test_rows_of_scores_alone_are_told_apart_by_id() -> None:
    rows = [
        {"id": str(i % 6), "status": "scored", "score": 50.0, "source": "a.com"} for i in range(12)
    ]
    found = one(rows)
    assert (found.n, found.duplicates) == (6, 6)
    margins = [{**item, "margin": 0.0, "title": item["id"]} for item in rows]
    assert found.reliability == one(margins).reliability


def test_no_source_is_counted_and_loses_nothing_else() -> None:
    whole = Rollup(today=TODAY)
    whole.add_all([*[row(i, None) for i in range(3)], row(4, " "), row(5, "http://t.co/x")])
    whole.add_all(row(i) for i in range(6))
    assert (whole.rows, whole.unnamed) == (11, 5)
    assert [item.n for item in whole.reports()] == [6]


def test_no_dates_no_trend() -> None:
    dates: list[Any] = [None, "", "soon", "2021-02-30", "0001-01-01", "31/31/2021", "9999-12-31"]
    found = one([row(i, published=text) for i, text in enumerate(dates)])
    assert (found.judged, found.undated, found.trend) == (7, 7, None)
    assert (found.first, found.last) == (None, None)


def test_clocks_that_run_ahead() -> None:
    ahead = ["2022-06-02T23:59:59-12:00", "2022-06-01", "2022-05-31", "2022-06-20", "2032-01-01"]
    found = one([row(i, published=text) for i, text in enumerate(ahead)])
    assert found.last == "2022-06-03"
    assert found.undated == 2
    assert codes(found) == {"future_dates"}


def test_a_slope_needs_three_months() -> None:
    def rising(months: int) -> Any:
        return one(
            [
                row(i, published=f"20{20 + i % months // 12}-{1 + i % months % 12:02}-10",
                    score=40.0 + i % months, title=f"{i}")
                for i in range(60)
            ]
        ).trend  # fmt: skip

    assert rising(2).slope_per_year is None
    trend = rising(24)
    assert trend.slope_per_year == pytest.approx(12.0, abs=0.1)
    low, high = trend.slope_interval
    assert low < trend.slope_per_year < high


@pytest.mark.parametrize("freedom", [1, 2, 3, 5, 10, 100, 10_000])
def test_the_slope_s_interval_is_student_s(freedom: int) -> None:
    assert _student(freedom) == pytest.approx(stats.t.ppf(0.95, freedom), rel=0.013)


def test_three_articles_tell_little_of_a_slope() -> None:
    dates = ("2021-01-15", "2021-03-15", "2021-05-15")
    trend = one(
        [
            row(i, published=day, score=score, title=f"{i}")
            for i, (day, score) in enumerate(zip(dates, (40.0, 45.0, 40.0), strict=True))
        ]
    ).trend
    low, high = trend.slope_interval
    years = [(dt.date.fromisoformat(day) - dt.date(2021, 1, 15)).days / 365.25 for day in dates]
    fit = stats.linregress(years, [40.0, 45.0, 40.0])
    assert (low + high) / 2 == pytest.approx(fit.slope, abs=1e-6)
    assert (high - low) / 2 == pytest.approx(stats.t.ppf(0.95, 1) * fit.stderr, rel=1e-4)


def test_aliases_join_sources() -> None:
    aliases = Aliases({"example.com": ["The Harbour Gazette", "example.net"]})
    rows = [row(1), row(2, "the harbour gazette"), row(3, "www.example.net"), row(4, "x.org")]
    found = {item.source: item for item in of(rows, aliases=aliases)}
    assert found["example.com"].n == 3
    assert found["example.com"].aliases == ("example.net", "the harbour gazette")
    assert found["x.org"].aliases == ()


def test_scores_of_several_models_are_said() -> None:
    found = one([row(i, model_id=f"m{i % 2}") for i in range(6)])
    assert codes(found) == {"several_models", "other_model"}


def test_reports_and_rows_give_the_same() -> None:
    scorer = Scorer.load()
    text = "The harbour office said on Monday that fees will rise by 4 percent in May. " * 9
    reports = [
        scorer.score(Article(id=f"a{i}", text=text + f"Berth {i} is closed. " * i, source="x.org"))
        for i in range(6)
    ]
    assert rollup(reports) == rollup(item.to_dict() for item in reports)
    assert rollup(reports)[0].judged == 6


@pytest.mark.parametrize(
    "bad",
    [{}, {"id": "a", "status": "fine"}, {"id": "a", "status": "scored", "score": None},
     {"id": "a", "status": "scored", "score": 101.0}, {"status": "abstained"},
     {"id": "a", "status": "scored", "score": 5.0, "margin": math.inf},
     {"id": "a", "status": "scored", "score": 5.0, "margin": 1e9}],
)  # fmt: skip
def test_what_is_no_row_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"status|id|score|margin|finite"):
        rollup([bad])


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.sampled_from(["a.com", "b.com"])),
        max_size=30, unique_by=lambda item: item,
    ),
    st.integers(0, 30), st.integers(0, 30),
)  # fmt: skip
def test_states_merge_in_any_grouping(rows: list[tuple[int, str]], one: int, two: int) -> None:
    first, second = sorted((one, two))
    parts = [rows[:first], rows[first:second], rows[second:]]
    states = [_states(part) for part in parts]
    left = _joined(_joined(states[0], states[1]), states[2])
    right = _joined(states[0], _joined(states[1], states[2]))
    turned = _joined(_joined(states[2], states[1]), states[0])
    whole = _states(rows)
    for other in (right, turned, whole):
        assert set(left) == set(other)
        for name in left:
            _alike(left[name], other[name])


def _states(rows: list[tuple[int, str]]) -> dict[str, SourceState]:
    whole = Rollup(today=TODAY)
    whole.add_all(row(number, source) for number, source in rows)
    return {state.source: SourceState.from_json(state.to_json()) for state in whole.states()}


def _joined(one: dict[str, SourceState], two: dict[str, SourceState]) -> dict[str, SourceState]:
    return {
        name: one[name].merge(two[name]) if name in one and name in two else (one | two)[name]
        for name in {*one, *two}
    }


def _alike(one: SourceState, two: SourceState) -> None:
    assert (one.articles, one.bands, one.models) == (two.articles, two.bands, two.models)
    assert (one.first, one.last, one.names) == (two.first, two.last, two.names)
    assert one.margin == pytest.approx(two.margin)
    for name in ("signals", "reasons", "months"):
        a, b = getattr(one, name), getattr(two, name)
        assert set(a) == set(b)
        for key in a:
            assert a[key] == pytest.approx(b[key])


def test_merged_roll_ups_judge_as_one() -> None:
    rows = [row(i, f"s{i % 3}.com") for i in range(60)]
    whole, first, second = Rollup(today=TODAY), Rollup(today=TODAY), Rollup(today=TODAY)
    whole.add_all(rows)
    first.add_all(rows[:25])
    second.add_all(rows[25:])
    first.merge(second)
    assert [item.to_row() for item in first.reports()] == [
        item.to_row() for item in whole.reports()
    ]
    again = Rollup(today=TODAY)
    for state in whole.states():
        again.put(SourceState.from_json(state.to_json()))
    assert [item.to_row() for item in again.reports()] == [
        item.to_row() for item in whole.reports()
    ]


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"version": 2}', '{"version": 1}', '{"version": 1, "source": 5}', "x"]
)
def test_what_is_no_state_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="state of a source"):
        SourceState.from_json(text)


def test_order_of_rows_does_not_matter() -> None:
    rows = [row(i, f"s{i % 2}.com") for i in range(14)]
    first = [item.to_row() for item in of(rows)]
    for turned in itertools.islice(itertools.permutations(rows), 0, 5_000, 1_000):
        assert [item.to_row() for item in of(turned)] == first


def test_a_batch_can_be_its_own_population() -> None:
    rows = [
        row(100 * s + i, f"s{s}.com", margin=-20.0 + s % 5 + 9.0 * (i - 2.5))
        for s in range(30)
        for i in range(6)
    ]
    whole = Rollup(today=TODAY)
    whole.add_all(rows)
    shipped = {item.source: item for item in whole.reports()}
    own = {item.source: item for item in whole.reports(population="batch")}
    assert {item.prior for item in own.values()} == {"batch"}
    spread = [
        max(item.reliability or 0 for item in found.values())
        - min(item.reliability or 0 for item in found.values())
        for found in (shipped, own)
    ]
    assert spread[1] < spread[0]
    few = Rollup(today=TODAY)
    few.add_all(rows[:36])
    assert {item.prior for item in few.reports(population="batch")} == {"shipped"}


def test_a_million_articles_of_one_source_are_one_state() -> None:
    whole = Rollup(today=TODAY)
    whole.add_all(row(i) for i in range(4_000))
    (state,) = whole.states()
    assert state.scored == 4_000
    assert len(state.to_json()) < 20_000
    assert len(whole._seen) == 8_000  # two numbers an article, nothing else is kept of it


def test_a_row_costs_microseconds() -> None:
    rows = [row(i, f"s{i % 50}.com") for i in range(6_000)]
    whole = Rollup(today=TODAY)
    began = time.process_time()
    whole.add_all(rows)
    assert (time.process_time() - began) / len(rows) < 250e-6
