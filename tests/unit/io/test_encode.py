from __future__ import annotations

import csv
import io
import json

import pytest

from scorer.io.arrow_flat import columns_before
from scorer.io.encode import CsvFormat, JsonlFormat, json_line, safe_cell
from scorer.schema import Measurement, Notice, Reason, ScoreReport

BEFORE = tuple(name for name, _ in columns_before())


def report(**changes: object) -> ScoreReport:
    fields: dict[str, object] = {"id": "a1", "model_id": "m", "status": "scored", "score": 12.5}
    return ScoreReport(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["café 你好 🎈", "\ud800 lone", "a\udcffb", "nul \x00", "\u2028"])
def test_any_text_survives_a_json_line(text: str) -> None:
    data = json_line({"title": text})
    assert data.count(b"\n") == 1
    assert json.loads(data.decode("utf-8")) == {"title": text}


def test_nan_is_an_error_not_a_row() -> None:
    with pytest.raises(ValueError, match="JSON"):
        JsonlFormat().row(report(score=float("nan")))


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " =", "\n="]
)
def test_no_cell_starts_a_formula(start: str) -> None:
    assert safe_cell(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("text", ["-12", "+3.5", "-1e-5", "plain", "a=b", "", "2020-01-01"])
def test_numbers_and_plain_text_stay(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("text", ["-1+1", "-١", "-1\n", "--1", "=1"])
def test_what_only_looks_like_a_number_does_not(text: str) -> None:
    assert safe_cell(text).startswith("'")


def test_csv_rows_have_the_columns_of_the_header() -> None:
    form = CsvFormat((*BEFORE, "promotion.line_count", "headline.clickbait", "other.absent"))
    reasons = (
        Reason("R-SMALL", "Small.", -1.0, ()),
        Reason("R-BIG", "=Big.", 9.0, ()),
        Reason("R-OTHER", "Others.", -20.0, ()),
    )
    rows = [
        report(
            reasons=reasons,
            title='=HYPERLINK("x")\nnext',
            warnings=(Notice("w1", "W."), Notice("w2", "W.")),
            measurements={
                "promotion.line_count": Measurement(-2.5, "lines"),
                "headline.clickbait": Measurement(None, "probability", (), "no_title"),
            },
        ),
        report(status="rejected", score=None, notice=Notice("bad_json", "No."), id="-5"),
    ]
    data = form.header() + b"".join(form.row(row) for row in rows)
    header, first, second = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
    assert header[: len(BEFORE)] == list(BEFORE)
    assert len(first) == len(second) == len(header)
    cells = dict(zip(header, first, strict=True))
    assert cells["score"] == "12.5"
    assert (cells["reason_1"], cells["reason_1_points"]) == ("R-BIG", "9.0")
    assert cells["reason_1_sentence"] == "'=Big."
    assert (cells["reason_2"], cells["reason_3"]) == ("R-SMALL", "")
    assert cells["title"] == '\'=HYPERLINK("x")\nnext'
    assert cells["warnings"] == "w1;w2"
    assert (cells["promotion.line_count"], cells["headline.clickbait"]) == ("-2.5", "")
    cells = dict(zip(header, second, strict=True))
    assert (cells["id"], cells["status"], cells["score"]) == ("-5", "rejected", "")
    assert cells["notice"] == "bad_json"
