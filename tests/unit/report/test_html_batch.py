from __future__ import annotations

import io
import json
import math
from typing import Any

import pytest

from benchmarks.made_rows import source
from scorer.model.reference import Reference
from scorer.report.batch import BEST, SAMPLE, WORST, Batch, Mean
from scorer.report.batch_html import batch_page
from scorer.report.known_sources import KnownSources
from scorer.report.rows import ScoreRow, read_rows
from scorer.report.source_rows import source_row
from tests.unit.report.pages import XSS, hashes_hold, parsed, report_on


def row(score: float | None = 30.0, **changes: Any) -> dict[str, Any]:
    found = report_on("x", [[(0, 1)], []]).to_dict()
    found["score"] = score
    if score is None:
        found |= {"status": "abstained", "notice": {"code": "too_short", "message": "Short."}}
    return {**found, **changes}


def lines(*rows: Any) -> io.BytesIO:
    return io.BytesIO(b"".join(json.dumps(item).encode() + b"\n" for item in rows))


def batch_of(*rows: Any) -> Batch:
    batch = Batch()
    for item in read_rows(lines(*rows)):
        batch.add(item)
    return batch


def html_of(batch: Batch, **options: Any) -> str:
    return b"".join(batch_page(batch, name="scores.jsonl", **options)).decode()


def test_a_row_is_read_back() -> None:
    found = next(read_rows(lines(row(url=None))))
    assert isinstance(found, ScoreRow)
    assert (found.score, found.source, found.url) == (30.0, "source plain", None)
    assert [reason.points for reason in found.reasons] == [-9.0, -3.0]
    assert found.values["headline.clickbait"] is None
    assert found.baselines == {"promotion.line_count": 0.0}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "bad_json"),
        (b"\xff{}", "bad_encoding"),
        (b"[1]", "not_an_object"),
        (b'{"id": 1}', "not_a_row"),
        (b'{"id": "a", "model_id": "m", "status": "scored", "score": NaN}', "bad_json"),
        (b'{"id": "a", "model_id": "m", "status": "scored", "score": 101}', "not_a_row"),
        (b'{"id": "a", "model_id": "m", "status": "scored", "score": true}', "not_a_row"),
        (b'{"id": "a", "model_id": "m", "status": "great", "score": 1}', "not_a_row"),
        (b'{"id": ["a"], "model_id": "m", "status": "rejected"}', "not_a_row"),
        (
            b'{"id": "a", "model_id": "m", "status": "scored", "score": 1, "reasons": 3}',
            "not_a_row",
        ),
        (b"[" * 100_000, "bad_json"),
    ],
)
def test_a_bad_line_is_a_code(line: bytes, code: str) -> None:
    assert list(read_rows(io.BytesIO(line + b"\n\n"))) == [code]


def test_counts() -> None:
    batch = batch_of(row(5.0), row(25.0), row(45.0, source="other"), row(None), "x")
    assert batch.rows == 5
    assert batch.bad == {"not_an_object": 1}
    assert batch.statuses == {"scored": 3, "abstained": 1}
    assert batch.notices == {("abstained", "too_short"): 1}
    assert [count for count in batch.bins if count] == [1, 1, 1]
    assert batch.sources["source plain"].scores.mean == 15.0
    assert batch.sources["source plain"].unscored == 1
    assert batch.reasons["R-plain"].lowers == 6
    assert [item.score for item in batch.worst()] == [5.0, 25.0]
    assert [item.score for item in batch.best()] == [45.0]


def test_worst_and_best_are_kept_apart_and_in_order() -> None:
    total = WORST + BEST + 30
    batch = batch_of(*(row((index * 37) % total / 2, id=str(index)) for index in range(total)))
    worst = [item.score for item in batch.worst()]
    best = [item.score for item in batch.best()]
    assert worst == [index / 2 for index in range(WORST)]
    assert best == [(total - 1 - index) / 2 for index in range(BEST)]


@pytest.mark.parametrize("total", [0, 1, 2, 3, 50, 60, 74, 75, 76])
def test_no_article_of_a_small_batch_is_told_twice_or_lost(total: int) -> None:
    batch = batch_of(*(row(float(index % 4), id=str(index)) for index in range(total)))
    told = [item.id for item in (*batch.worst(), *batch.best())]
    assert len(told) == len(set(told)) == min(total, WORST + BEST)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([50.0], None), ([40.0, 60.0], (0.0, 100.0)), ([50.0] * 5, (50.0, 50.0))],
)
def test_interval_of_a_mean(values: list[float], expected: tuple[float, float] | None) -> None:
    mean = Mean()
    for value in values:
        mean.add(value)
    assert mean.interval() == expected


def test_the_interval_is_students() -> None:
    mean = Mean()
    for value in (40.0, 44.0, 50.0, 56.0, 60.0):
        mean.add(value)
    half = 2.776 * math.sqrt(68.0 / 5)
    assert mean.interval() == pytest.approx((50 - half, 50 + half), abs=0.05)


def test_memory_does_not_grow_with_the_rows() -> None:
    batch = Batch()
    read = next(read_rows(lines(row())))
    for _ in range(3 * SAMPLE):
        batch.add(read)
    assert len(batch.samples["readability.lix"].values) == SAMPLE
    assert batch.samples["readability.lix"].seen == 3 * SAMPLE
    assert len(batch.worst()) == WORST


def test_the_page_tells_it_all() -> None:
    html = html_of(batch_of(row(5.0), row(55.0, title="Harbour opens"), row(None), "x"))
    for words in ("Harbour opens", "too_short", "not_an_object", "R-plain", "source plain", "30.0"):
        assert words in html
    page = parsed(html)
    assert set(page.targets) <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)
    assert hashes_hold(html)
    assert "style" not in {name for _, name in page.attributes}


def test_the_same_rows_make_the_same_page() -> None:
    rows = [row(float(index % 90), id=str(index)) for index in range(120)]
    assert html_of(batch_of(*rows)) == html_of(batch_of(*rows))


def test_ranges_are_shown_for_their_own_model_only() -> None:
    batch = batch_of(row(5.0))
    ranges = {"promotion.line_count": (0.0, 3.0)}
    assert 'class="zone"' in html_of(batch, ranges=ranges, model_id="m")
    assert 'class="zone"' not in html_of(batch, ranges=ranges, model_id="other")
    assert 'class="zone"' not in html_of(batch)


@pytest.mark.parametrize("hostile", XSS)
def test_hostile_words_make_no_element_and_no_attribute(hostile: str) -> None:
    def page(words: str) -> Any:
        found = report_on("x", [[(0, 1)]], words).to_dict()
        found["measurements"][f"promotion.{words}"] = {"value": 1.0}
        found["contributions"][0]["feature"] = f"promotion.{words}"
        notice = {"code": words, "message": words}
        bad = {**found, "status": "rejected", "score": None, "notice": notice, "model_id": words}
        known = KnownSources(lambda source, url: source, lambda grade, score: grade + "5")
        known.add(source_row(source(1, source=f"source {words}", aliases=[words])))
        return parsed(html_of(batch_of(found, bad), known=known))

    plain, attacked = page("plain"), page(hostile)
    assert attacked.elements == plain.elements
    assert attacked.attributes == plain.attributes
    assert attacked.links == []


def test_signals_stand_against_the_reference_of_their_own_model() -> None:
    batch = batch_of(row(5.0), row(30.0))
    usual = Reference({"promotion.line_count": (0.0,) * 90 + (4.0,) * 11})
    page = html_of(batch, reference=usual, model_id="m")
    assert 'class="ref" d="M0 ' in page
    assert "higher than in 89 % of reference articles" in page
    assert 'class="ref"' not in html_of(batch, reference=usual, model_id="other")
    assert 'class="ref"' not in html_of(batch)


def test_intervals_warnings_and_weaker_reasons_are_not_dropped() -> None:
    many = [
        {"code": f"R-{n}", "sentence": f"Reason {n}.", "points": -9.0 + n} for n in range(8)
    ] + [{"code": "R-OTHER", "sentence": "Others.", "points": 0.25}]
    notices = [{"code": "genre_opinion", "message": "Opinion."}]
    page = html_of(batch_of(row(30.0, interval=[20.5, 61.0], reasons=many, warnings=notices)))
    assert "(20 to 61)" in page
    assert "genre_opinion" in page
    assert "3 weaker reasons together" in page
    assert "-4.8" in page  # -3, -2 and what is grouped as other
    assert "grouped as &#34;other&#34; in 1 of" in page or 'grouped as "other" in 1 of' in page


@pytest.mark.parametrize("interval", [[1.0], [60.0, 20.0], [0.0, 101.0], "wide", [None, 1.0]])
def test_a_row_with_an_interval_that_is_none_is_no_row(interval: object) -> None:
    assert list(read_rows(lines(row(30.0, interval=interval)))) == ["not_a_row"]


def test_rows_of_the_first_schema_are_read() -> None:
    old = row(30.0)
    del old["interval"]
    found = next(read_rows(lines(old)))
    assert isinstance(found, ScoreRow)
    assert found.interval is None
