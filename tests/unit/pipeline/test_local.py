from __future__ import annotations

import json
from dataclasses import replace

from scorer.io.encode import CsvFormat, JsonlFormat
from scorer.io.records import Record, rejected
from scorer.pipeline.local import INTERNAL, report_of, run
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


def test_the_rows_are_the_same_for_any_number_of_jobs() -> None:
    form = CsvFormat(("promotion.line_count",))
    one = list(run(StubScorer(), iter(records()), form, jobs=1))
    two = list(run(StubScorer(), iter(records()), form, jobs=2))
    assert [row.data for row in one] == [row.data for row in two]
    assert [row.record for row in one] == records()
    assert [(r.status, r.score, r.stage) for r in one] == [
        (r.status, r.score, r.stage) for r in two
    ]


def test_every_record_has_a_row_whatever_happens() -> None:
    rows = list(run(StubScorer(), records(), JsonlFormat()))
    assert len(rows) == 100
    assert [json.loads(row.data)["id"] for row in rows] == [item.id for item in records()]
    assert (rows[7].status, rows[7].stage) == ("rejected", "read")
    crashed = rows[50]
    assert (crashed.status, crashed.stage) == ("rejected", "score")
    assert crashed.notice is not None
    assert crashed.notice.code == INTERNAL
    assert "\n" not in crashed.notice.message
    assert json.loads(rows[51].data)["warnings"][0]["code"] == "field_ignored"
    assert (rows[89].status, rows[89].score, rows[89].band) == ("scored", 89.0, "very_high")


def test_a_record_that_kills_its_process_costs_itself_only() -> None:
    found = records()
    found[40] = record("KILL now please", 40)
    rows = list(run(StubScorer(), iter(found), JsonlFormat(), jobs=2))
    assert [row.record.id for row in rows] == [item.id for item in found]
    assert (rows[40].status, rows[39].status, rows[41].status) == ("rejected", "scored", "scored")
    assert rows[40].notice is not None
    assert rows[40].notice.code == INTERNAL


def test_a_report_that_cannot_be_written_is_rejected_not_lost() -> None:
    class Broken(StubScorer):
        def score(self, article: Article) -> ScoreReport:
            return replace(super().score(article), margin=float("nan"))

    (row,) = run(Broken(), [record("some words here")], JsonlFormat())
    assert row.status == "rejected"
    assert json.loads(row.data)["notice"]["code"] == INTERNAL


def test_records_are_read_as_rows_are_taken() -> None:
    source = iter(records())
    rows = run(StubScorer(), source, JsonlFormat())
    next(rows)
    assert next(source).id == "a1"
    rows.close()


def test_one_report() -> None:
    assert report_of(StubScorer(), record("some words here")).status == "scored"
    assert report_of(StubScorer(), rejected("in", 1, "bad_json", "No.", b"{")).status == "rejected"
