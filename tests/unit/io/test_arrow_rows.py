"""Reports as Arrow and back: nothing lost, and the schema is what the page says."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from scorer import (
    Article,
    Contribution,
    Measurement,
    Notice,
    Reason,
    Scorer,
    ScoreReport,
    Span,
)
from scorer.errors import InputError
from scorer.features.registry import specs
from scorer.io.arrow_flat import columns_before
from scorer.io.arrow_rows import to_batch, to_rows
from scorer.io.arrow_schema import ABOUT, flat_schema, form_of, nested_schema
from scorer.schema import SCHEMA_VERSION, SourceComparison, SourceOutlier


@pytest.fixture(scope="module")
def reports(scorer: Scorer, examples: list[Article]) -> list[ScoreReport]:
    bad = [Article(id="empty", text=" "), Article(id="short", text="Short.", title="T", lang="de")]
    plain = [scorer.score(article) for article in (*examples, *bad)]
    outlier = SourceOutlier("promotion.fraction", 0.5, 100.0, (0.0, 0.01))
    compared = [
        SourceComparison("example.com", 200, 12.5, None, (outlier, outlier)),
        SourceComparison("example.com", 200, 99.5),
        SourceComparison(None, 0, None, "no_source"),
    ]
    # rows with a comparison, and rows without one
    return [*map(lambda one, two: replace(one, baseline=two), plain, compared), *plain[3:]]


def test_a_comparison_has_plain_columns_too(reports: list[ScoreReport]) -> None:
    rows = to_batch(reports, "flat").to_pylist()
    names = ("baseline_n", "baseline_percentile", "baseline_outliers")
    assert [tuple(row[name] for name in names) for row in rows[:4]] == [
        (200, 12.5, "promotion.fraction;promotion.fraction"),
        (200, 99.5, None),
        (0, None, None),
        (None, None, None),
    ]


def same(one: Any, other: Any) -> bool:
    """Equal, key order included; 2 and 2.0 are one number."""
    return json.dumps(one).replace(".0", "") == json.dumps(other).replace(".0", "") and one == other


def test_a_batch_holds_all_of_a_row(reports: list[ScoreReport]) -> None:
    batch = to_batch(reports)
    assert batch.schema.equals(nested_schema(), check_metadata=True)
    batch.validate(full=True)
    rows = to_rows(batch)
    assert len(rows) == len(reports) > 9
    for row, report in zip(rows, reports, strict=True):
        assert same(row, json.loads(json.dumps(report.to_dict())))


def test_so_does_a_parquet_file(reports: list[ScoreReport], tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    parquet.write_table(pa.Table.from_batches([to_batch(reports)]), path)
    table = parquet.read_table(path)
    assert table.schema.equals(nested_schema())
    assert table.schema.metadata[b"scorer.schema_version"] == SCHEMA_VERSION.encode()
    assert [row["id"] for row in to_rows(table)] == [report.id for report in reports]
    assert same(to_rows(table)[0], json.loads(json.dumps(reports[0].to_dict())))


def test_columns_of_others_are_left_out(reports: list[ScoreReport]) -> None:
    table = pa.Table.from_batches([to_batch(reports)])
    table = table.append_column("shard", pa.array([1] * len(reports)))
    assert "shard" not in to_rows(table)[0]


def test_the_flat_form_holds_one_number_a_signal(reports: list[ScoreReport]) -> None:
    batch = to_batch(reports, "flat")
    assert batch.schema.equals(flat_schema(), check_metadata=True)
    batch.validate(full=True)
    assert batch.schema.names == [*(name for name, _ in columns_before()), *specs()]
    for row, report in zip(batch.to_pylist(), reports, strict=True):
        assert (row["id"], row["score"], row["band"]) == (report.id, report.score, report.band)
        for name in specs():
            found = report.measurements.get(name)
            assert row[name] == (None if found is None else found.value)
        codes = [reason.code for reason in report.reasons]
        assert (row["reason_codes"] or "").split(";") == (codes or [""])
        strong = max((abs(reason.points) for reason in report.reasons), default=None)
        assert strong is None or abs(row["reason_1_points"]) == strong
        undefined = {name for name, item in report.measurements.items() if item.value is None}
        told = (row["undefined"] or "").split(";")
        assert {item.partition("=")[0] for item in told if item} == undefined
    short = batch.to_pylist()[-1]
    assert short["notice"] == "too_short"
    assert "=too_short" in short["undefined"]


def test_rows_are_not_made_of_the_flat_form(reports: list[ScoreReport]) -> None:
    with pytest.raises(InputError, match="nested form"):
        to_rows(to_batch(reports, "flat"))


def test_forms_are_told_apart() -> None:
    assert form_of(nested_schema()) == "nested"
    assert form_of(flat_schema()) == "flat"
    assert form_of(pa.schema([("id", pa.string()), ("text", pa.string())])) is None


def test_no_report_is_an_empty_batch() -> None:
    assert to_batch([]).num_rows == 0
    assert to_batch([], "flat").schema.equals(flat_schema())
    assert to_rows(to_batch([])) == []


@pytest.mark.parametrize("form", ["nested", "flat"])
def test_a_lone_surrogate_becomes_a_replacement_character(form: Any) -> None:
    report = ScoreReport(
        id="a\ud800b", model_id="m", status="rejected", title="\U0001f600\udfff",
        notice=Notice("c", "x\udc80"),
    )  # fmt: skip
    row = to_batch([report], form).to_pylist()[0]
    assert (row["id"], row["title"]) == ("a\ufffdb", "\U0001f600\ufffd")


@pytest.mark.parametrize("value", [math.nan, math.inf])
@pytest.mark.parametrize("form", ["nested", "flat"])
def test_a_number_that_is_none_is_refused(form: Any, value: float) -> None:
    bad = {"promotion.line_count": Measurement(value, "lines")}
    report = ScoreReport(id="a", model_id="m", status="abstained", measurements=bad)
    with pytest.raises(ValueError, match="not finite"):
        to_batch([report], form)


def test_spans_keep_labels_and_groups() -> None:
    spans = (Span(0, 2, "cue", 7), Span(3, 9, "source"), Span(3, 4, "cue", 0))
    measured = {"x.y": Measurement(1.5, "u", spans), "x.z": Measurement(None, "u", (), "why")}
    report = ScoreReport(id="a", model_id="m", status="abstained", measurements=measured)
    row = to_rows(to_batch([report, report]))[1]
    assert row["measurements"] == report.to_dict()["measurements"]


@given(st.lists(st.tuples(st.text(), st.none() | st.text(), st.booleans()), max_size=5))
def test_any_text_fits(items: list[tuple[str, str | None, bool]]) -> None:
    reports = [
        ScoreReport(
            id=id_, model_id="m", status="rejected", title=title,
            notice=Notice("code", title or "") if told else None,
        )
        for id_, title, told in items
    ]  # fmt: skip
    rows = to_rows(to_batch(reports))
    assert [(row["id"], row["title"], row["notice"] is None) for row in rows] == [
        (id_, title, not told) for id_, title, told in items
    ]


def test_intervals_and_percentiles() -> None:
    told = (
        Contribution("x.y", 1.0, 0.5, 2.0, "R-X", 97.5),
        Contribution("x.z", None, None, 0, "R"),
    )
    report = ScoreReport(
        id="a", model_id="m", status="scored", score=40.0, interval=(12.5, 71.0),
        contributions=told, reasons=(Reason("R-X", "So it is.", 2.0, ("x.y",), (), 97.5),),
    )  # fmt: skip
    none = ScoreReport(id="b", model_id="m", status="abstained")
    rows = to_rows(to_batch([report, none]))
    assert rows == [json.loads(json.dumps(item.to_dict())) for item in (report, none)]
    assert (rows[0]["interval"], rows[1]["interval"]) == ([12.5, 71.0], None)
    flat = to_batch([report, none], "flat").to_pylist()
    assert [(row["interval_low"], row["interval_high"]) for row in flat] == [
        (12.5, 71.0),
        (None, None),
    ]


def test_every_column_is_explained() -> None:
    assert {name for name in nested_schema().names if not ABOUT.get(name)} == set()
