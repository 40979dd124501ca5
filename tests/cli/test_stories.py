"""scorer stories: formats in and out, nothing lost, wrong use told."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow as pa
import pytest
from pyarrow import parquet
from typer.testing import CliRunner, Result

from scorer.cli.app import app
from scorer.stories.rows import cluster_schema
from tests.shared import ROOT
from tests.unit.report.pages import hashes_hold, parsed

EXAMPLE = ROOT / "examples" / "stories.jsonl"
IDS = ["daily-5", "post-1", "radio-2", "weather-1", "weather-2", "wire-77"]


def run(*arguments: object, given: bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["stories", *map(str, arguments)], input=given)


def rows_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def ids_of(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(item["id"] for row in rows for item in row["articles"])


def test_each_article_is_in_one_row_and_rows_hold_to_the_schema() -> None:
    done = run(EXAMPLE)
    assert done.exit_code == 0, done.stderr
    rows = rows_of(done.stdout)
    validator = jsonschema.Draft202012Validator(cluster_schema())
    for row in rows:
        validator.validate(row)
    assert ids_of(rows) == IDS
    assert "6 records: 4 stories with 6 articles; 1 told more than once" in done.stderr
    assert "1 with circular reporting" in done.stderr


def test_min_size_leaves_out_and_says_so() -> None:
    done = run(EXAMPLE, "--min-size", 2)
    assert [row["size"] for row in rows_of(done.stdout)] == [3]
    assert "1 story of 2 articles or more with 3 articles" in done.stderr


def test_every_format_in_gives_the_same(tmp_path: Path) -> None:
    want = run(EXAMPLE, "-q").stdout
    records = rows_of(EXAMPLE.read_text("utf-8"))
    packed = tmp_path / "a.jsonl.gz"
    packed.write_bytes(gzip.compress(EXAMPLE.read_bytes()))
    table = tmp_path / "a.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(records[0]))
        writer.writeheader()
        writer.writerows(records)
    columns = tmp_path / "a.parquet"
    parquet.write_table(pa.Table.from_pylist(records), columns)
    for path in (packed, table, columns):
        assert run(path, "-q").stdout == want, path
    assert run("-", "-q", given=EXAMPLE.read_bytes()).stdout == want
    turned = b"\n".join(reversed(EXAMPLE.read_bytes().splitlines())) + b"\n"
    assert run("-", "-q", given=turned).stdout == want


def test_outputs_hold_the_same(tmp_path: Path) -> None:
    want = rows_of(run(EXAMPLE, "-q").stdout)
    paths = [tmp_path / name for name in ("s.jsonl", "s.parquet", "s.csv")]
    for path in paths:
        assert run(EXAMPLE, "-o", path).exit_code == 0
    assert rows_of(paths[0].read_text("utf-8")) == want
    assert parquet.read_table(paths[1]).to_pylist() == want
    with paths[2].open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert sorted(row["id"] for row in table) == IDS
    copy = next(row for row in table if row["id"] == "wire-77")
    assert (copy["role"], copy["copied_from"]) == ("wholesale_duplicate", "post-1")
    assert copy["shared"].startswith("0-")


@pytest.mark.parametrize("name", ["s.jsonl.gz", "s.jsonl.zst", "s.csv.gz", "s.ndjson.GZ"])
def test_compressed_outputs_hold_the_same(tmp_path: Path, name: str) -> None:
    plain, packed = tmp_path / name.rpartition(".")[0], tmp_path / name
    for path in (plain, packed):
        assert run(EXAMPLE, "-o", path).exit_code == 0
    codec = "zstd" if name.endswith("zst") else "gzip"
    with pa.OSFile(str(packed)) as file, pa.CompressedInputStream(file, codec) as stream:
        assert stream.read() == plain.read_bytes()
    again = packed.read_bytes()
    assert run(EXAMPLE, "-o", packed, "--overwrite").exit_code == 0
    assert packed.read_bytes() == again


def test_a_compressed_output_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scorer.cli._story_rows.Rows.write", lambda rows, story: 1 / 0)
    assert run(EXAMPLE, "-o", tmp_path / "s.jsonl.gz").exit_code == 4
    assert list(tmp_path.iterdir()) == []


def test_ids_that_come_again_are_told_as_they_are_counted() -> None:
    lines = EXAMPLE.read_bytes().splitlines()
    told = run("-", given=b"\n".join([*lines, lines[0]]) + b"\n").stderr
    assert "1 record has the id of an earlier one" in told
    assert "the same text counts once" in told
    assert "each has a row" not in told


def test_progress_is_told_to_machines() -> None:
    events = [
        json.loads(line) for line in run(EXAMPLE, "--progress", "json").stderr.splitlines()[:1]
    ]
    assert [(event["event"], event["records"]) for event in events] == [("progress", 6)]


def test_canonical_address_of_a_record_counts_as_declared() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    copy = {**json.loads(lines[0]), "id": "copy", "url": "https://copies.example/1"}
    copy |= {"source": "copies.example", "canonical": "https://harbourpost.example/news/ferry"}
    given = f"{lines[0]}\n{json.dumps(copy)}\n".encode()
    (row,) = rows_of(run("-", given=given).stdout)
    article = row["articles"][1]
    assert article["declared_source"] == "https://harbourpost.example/news/ferry"
    assert article["declared_agrees"] is True


def test_bad_records_are_written_down_and_the_rest_is_read(tmp_path: Path) -> None:
    given = EXAMPLE.read_bytes() + b'{"id": "no text"}\n{oops\n'
    done = run("-", "--rejects", tmp_path / "bad.jsonl", given=given)
    assert done.exit_code == 3
    assert ids_of(rows_of(done.stdout)) == IDS
    bad = rows_of((tmp_path / "bad.jsonl").read_text("utf-8"))
    assert [row["raw"] for row in bad] == ['{"id": "no text"}', "{oops"]
    assert "2 records rejected" in done.stderr


def test_outputs_are_not_replaced_unasked(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text("mine")
    done = run(EXAMPLE, "-o", path)
    assert (done.exit_code, path.read_text()) == (2, "mine")
    assert "--overwrite" in done.stderr
    assert run(EXAMPLE, "-o", path, "--overwrite").exit_code == 0
    assert len(rows_of(path.read_text("utf-8"))) == 4
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nothing-here.jsonl"], "nothing-here.jsonl"),
        ([EXAMPLE, "-o", "stories.xlsx"], "end it in"),
        ([EXAMPLE, "-o", "s.html.gz"], "not compressed"),
        ([EXAMPLE, "-o", "s.gz"], "end it in"),
        ([EXAMPLE, "--format", "parquet"], "--output"),
        ([EXAMPLE, "--min-size", "0"], "--min-size"),
        ([EXAMPLE, "-o", EXAMPLE, "--overwrite"], "is an input"),
        ([EXAMPLE, "-o", "no/such/folder/s.jsonl"], "no folder"),
        ([EXAMPLE, "-o", "same.jsonl", "--rejects", "same.jsonl"], "same file"),
    ],
)
def test_wrong_use_is_told(arguments: list[object], told: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 5


def test_nothing_in_nothing_out(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"")
    done = run(empty)
    assert (done.exit_code, done.stdout) == (0, "")
    assert run(empty, "-o", tmp_path / "s.parquet").exit_code == 0
    assert parquet.read_table(tmp_path / "s.parquet").num_rows == 0


def test_cells_and_surrogates_break_nothing(tmp_path: Path) -> None:
    row = {"id": "=cmd()", "title": "\ud800 +1", "text": "Rain fell on the pier. " * 9}
    given = json.dumps(row).encode() + b"\n"
    for name in ("s.csv", "s.parquet", "s.jsonl"):
        assert run("-", "-o", tmp_path / name, given=given).exit_code == 0
    assert "'=cmd()" in (tmp_path / "s.csv").read_text("utf-8")
    (read,) = parquet.read_table(tmp_path / "s.parquet").to_pylist()
    assert read["articles"][0]["title"].endswith(" +1")


def test_a_page_with_copy_and_original_side_by_side(tmp_path: Path) -> None:
    page = tmp_path / "stories.html"
    done = run(EXAMPLE, "-o", page)
    assert (done.exit_code, done.stdout) == (0, "")
    html = page.read_text("utf-8")
    found = parsed(html)
    assert hashes_hold(html)
    assert "Circular reporting:" in html
    assert "Side by side:" in html
    assert set(found.targets) <= set(found.ids)
    rows = rows_of(run(EXAMPLE, "-q", "--min-size", 2).stdout)
    texts = {item["id"]: item["text"] for item in rows_of(EXAMPLE.read_text("utf-8"))}
    copy = next(item for item in rows[0]["articles"] if item["shared"])
    told = {"".join(words.split()) for words in found.marks.values()}
    for part in copy["shared"]:
        assert "".join(texts[copy["id"]][part["start"] : part["end"]].split()) in told
        origin = texts[copy["copied_from"]][part["from_start"] : part["from_end"]]
        assert "".join(origin.split()) in told
    assert run(EXAMPLE, "-o", page).exit_code == 2
    again = run(EXAMPLE, "--format", "html", "-q")
    assert again.stdout == html


def test_articles_of_one_id_have_their_own_texts_on_the_page(tmp_path: Path) -> None:
    records = rows_of(EXAMPLE.read_text("utf-8"))
    for record in records:
        record["id"] = "same"
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in records), "utf-8")
    html = run(path, "--format", "html", "-q").stdout
    assert "Side by side:" in html


def test_dates_in_words_stand_in_time_on_the_page(tmp_path: Path) -> None:
    text = EXAMPLE.read_text("utf-8")
    path = tmp_path / "a.jsonl"
    path.write_text(text.replace('"2024-05-06T11:00:00Z"', '"6 May 2024"'), "utf-8")
    html = run(path, "--format", "html", "-q").stdout
    assert "6 May 2024" in html
    assert "Without a date" not in html
    path.write_text(text.replace('"2024-05-06T11:00:00Z"', '"in spring"'), "utf-8")
    assert "Without a date" in run(path, "--format", "html", "-q").stdout


def test_a_page_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("scorer.cli._story_page.story_page", fails)
    page = tmp_path / "stories.html"
    assert run(EXAMPLE, "-o", page).exit_code != 0
    assert list(tmp_path.iterdir()) == []
