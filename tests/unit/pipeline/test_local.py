from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace

import pytest

from scorer.io.encode import CsvFormat, JsonlFormat
from scorer.io.records import Record, rejected
from scorer.pipeline.local import INTERNAL, WORKER_DIED, Batch, Row, report_of, run
from scorer.schema import Article, Notice, ScoreReport
from tests.cli.stub import StubScorer


def record(text: str, number: int = 1) -> Record:
    id_ = f"a{number}"
    return Record("in", number, id_, Article(id_, text), raw=text.encode(), size=len(text))


def records() -> list[Record]:
    found = [record("word " * (number % 90), number) for number in range(100)]
    found[7] = rejected("in", 8, "bad_json", "No.", b"{")
    found[50] = record("CRASH now", 50)
    found[51] = replace(found[51], notices=(Notice("field_ignored", "Ignored."),))
    return found


def written(batches: Iterable[Batch]) -> tuple[list[Row], bytes]:
    found = list(batches)
    return [row for batch in found for row in batch.rows], b"".join(item.data for item in found)


@pytest.mark.parametrize("options", [{"jobs": 2}, {"batch_records": 1}, {"cut_every": 7}])
def test_what_is_written_is_the_same_for_any_jobs_and_batches(options: dict[str, int]) -> None:
    form = CsvFormat(("id", "score", "promotion.line_count"))
    one, data = written(run(StubScorer(), iter(records()), form))
    two, other = written(run(StubScorer(), iter(records()), form, **options))
    assert data == other
    assert [row.record for row in one] == records()
    assert [(r.status, r.score, r.stage) for r in one] == [
        (r.status, r.score, r.stage) for r in two
    ]


@pytest.mark.parametrize("done", [0, 3, 30, 31])
def test_batches_end_where_shards_do(done: int) -> None:
    batches = run(
        StubScorer(), records()[done:], JsonlFormat(), batch_records=8, cut_every=30, done=done
    )
    ends = []
    for batch in batches:
        assert len(batch.rows) <= 8
        done += len(batch.rows)
        ends.append(done)
    assert {30, 60, 90, 100} - {number for number in (30,) if number < min(ends)} <= set(ends)


def test_every_record_has_a_row_whatever_happens() -> None:
    rows, data = written(run(StubScorer(), records(), JsonlFormat()))
    lines = [json.loads(line) for line in data.splitlines()]
    assert len(rows) == 100
    assert [line["id"] for line in lines] == [item.id for item in records()]
    assert (rows[7].status, rows[7].stage) == ("rejected", "read")
    crashed = rows[50]
    assert (crashed.status, crashed.stage) == ("rejected", "score")
    assert crashed.notice is not None
    assert crashed.notice.code == INTERNAL
    assert "\n" not in crashed.notice.message
    assert lines[51]["warnings"][0]["code"] == "field_ignored"
    assert (rows[89].status, rows[89].score, rows[89].band) == ("scored", 89.0, "very_high")


def test_a_record_that_kills_its_process_costs_itself_only() -> None:
    found = records()
    found[40] = record("KILL now please", 40)
    rows, data = written(run(StubScorer(), iter(found), JsonlFormat(), jobs=2))
    assert len(data.splitlines()) == 100
    assert [row.record.id for row in rows] == [item.id for item in found]
    assert (rows[40].status, rows[39].status, rows[41].status) == ("rejected", "scored", "scored")
    assert rows[40].notice is not None
    assert rows[40].notice.code == WORKER_DIED


def test_a_report_that_cannot_be_written_is_rejected_not_lost() -> None:
    class Broken(StubScorer):
        def score(self, article: Article) -> ScoreReport:
            return replace(super().score(article), margin=float("nan"))

    found = [record("some words here", 1), rejected("in", 2, "bad_json", "No.", b"{")]
    rows, data = written(run(Broken(), found, JsonlFormat()))
    assert [row.status for row in rows] == ["rejected", "rejected"]
    codes = [json.loads(line)["notice"]["code"] for line in data.splitlines()]
    assert codes == [INTERNAL, "bad_json"]


def test_records_are_read_as_rows_are_taken() -> None:
    source = iter(records())
    batches = run(StubScorer(), source, JsonlFormat(), batch_records=1)
    next(batches)
    assert next(source).id == "a1"
    batches.close()


def test_fields_that_were_kept_stand_in_the_row() -> None:
    found = [
        replace(record("some words here"), kept='{"section": "sport"}'),
        replace(rejected("in", 2, "bad_json", "No.", b"{"), kept='{"section": 1}'),
    ]
    _, data = written(run(StubScorer(), found, JsonlFormat()))
    rows = [json.loads(line) for line in data.splitlines()]
    assert [row["fields"] for row in rows] == [{"section": "sport"}, {"section": 1}]
    assert list(rows[0])[-1] == "fields"
    form = CsvFormat(("id", "promotion.line_count"), has_fields=True)
    _, data = written(run(StubScorer(), found, form))
    table = list(csv.reader(io.StringIO((form.header() + data).decode())))
    assert [row[-1] for row in table] == ["fields", '{"section": "sport"}', '{"section": 1}']


def test_one_report() -> None:
    assert report_of(StubScorer(), record("some words here")).status == "scored"
    assert report_of(StubScorer(), rejected("in", 1, "bad_json", "No.", b"{")).status == "rejected"
