"""scorer sources: every form of score is read, nothing is lost unsaid, wrong use is told."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow as pa
import pytest
from pyarrow import parquet
from typer.testing import CliRunner, Result

from scorer import Article, Scorer, ScoreReport
from scorer.cli.app import app
from scorer.io.arrow_rows import to_batch
from scorer.io.columns import chosen_columns
from scorer.io.encode import CsvFormat, JsonlFormat
from scorer.sources.source_schema import source_schema
from tests.unit.sources.made import row

TEXT = "The harbour office said on Monday that fees will rise by 4 percent in May. " * 9


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["sources", *map(str, arguments)], input=stdin)


def rows_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def reports() -> list[ScoreReport]:
    scorer = Scorer.load()
    return [
        scorer.score(
            Article(
                id=f"a{i}",
                title=f"Berth {i}",
                text=TEXT + f"Berth {i} is closed to ships. " * i if i != 13 else "Short.",
                source=f"paper{i % 2}.example",
                published=f"2021-{1 + i:02}-03" if i < 12 else None,
            )
        )
        for i in range(14)
    ]


def _jsonl(path: Path, reports: list[ScoreReport]) -> None:
    path.write_bytes(b"".join(JsonlFormat().row(report) for report in reports))


def _csv(path: Path, reports: list[ScoreReport]) -> None:
    form = CsvFormat(chosen_columns(["all"]))
    path.write_bytes(form.header() + b"".join(form.row(report) for report in reports))


def _parquet(path: Path, reports: list[ScoreReport], form: Any = "nested") -> None:
    parquet.write_table(pa.Table.from_batches([to_batch(reports, form)]), path)


def _arrow(path: Path, reports: list[ScoreReport], form: Any = "nested") -> None:
    batch = to_batch(reports, form)
    with pa.ipc.new_file(path, batch.schema) as out:
        out.write_batch(batch)


FORMS: dict[str, Any] = {
    "s.csv": _csv,
    "nested.parquet": _parquet,
    "flat.parquet": lambda path, reports: _parquet(path, reports, "flat"),
    "nested.arrow": _arrow,
    "flat.arrow": lambda path, reports: _arrow(path, reports, "flat"),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_score_tells_the_same(
    name: str, tmp_path: Path, reports: list[ScoreReport]
) -> None:
    _jsonl(tmp_path / "s.jsonl", reports)
    FORMS[name](tmp_path / name, reports)
    wanted = rows_of(run(tmp_path / "s.jsonl").stdout)
    found = run(tmp_path / name)
    assert found.exit_code == 0, found.stderr
    told = rows_of(found.stdout)
    assert sorted(item["judged"] for item in told) == [6, 7]
    assert sum(item["abstained"] for item in told) == 1
    for one, other in zip(wanted, told, strict=True):
        jsonschema.Draft202012Validator(source_schema()).validate(other)
        assert other["signals"]
        if "nested" not in name:  # flat forms hold the three strongest reasons only
            one.pop("reasons"), other.pop("reasons")
        assert other == one


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_packed_files_folders_and_standard_input(
    pack: Any, tmp_path: Path, reports: list[ScoreReport]
) -> None:
    folder = tmp_path / "shards"
    folder.mkdir()
    _jsonl(folder / "0.jsonl", reports[:7])
    _jsonl(tmp_path / "rest.jsonl", reports[7:])
    data = pack((tmp_path / "rest.jsonl").read_bytes())
    (folder / "1.jsonl.gz").write_bytes(data)
    (folder / "_manifest.json").write_text("{}")
    _jsonl(tmp_path / "all.jsonl", reports)
    wanted = run(tmp_path / "all.jsonl").stdout
    assert run(folder).stdout == wanted
    assert run(folder / "0.jsonl", "-", stdin=data).stdout == wanted


def test_what_is_no_row_is_counted_and_named(tmp_path: Path) -> None:
    lines = [json.dumps(row(i)) for i in range(6)]
    bad = ["{bad", "[]", '{"id": "x", "status": "fine"}', '{"id": "y", "status": "scored"}',
           '{"id": "z", "status": "scored", "score": NaN}',
           json.dumps(row(7) | {"measurements": {"promotion.fraction": {"value": "much"}}}),
           json.dumps(row(8) | {"reasons": [{"code": "R-X", "points": "many"}]})]  # fmt: skip
    path = tmp_path / "s.jsonl"
    path.write_bytes("\n".join([*lines[:3], *bad, "", *lines[3:]]).encode() + b'\n{"id": "\xff"}\n')
    found = run(path, "--summary-json", tmp_path / "summary.json")
    assert found.exit_code == 3
    assert rows_of(found.stdout)[0]["judged"] == 6
    assert "no rows: 8 lines; the first is" in found.stderr
    assert f"{path}:4" in found.stderr
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert summary["not_rows"] == {"bad_json": 3, "not_a_row": 4, "bad_encoding": 1}
    assert (summary["rows"], summary["sources"], summary["judged"]) == (6, 1, 1)


def test_bad_rows_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(
        "id,status,score,margin,source\n"
        "a,scored,50.0,0.0,x.com\n"
        "b,scored,fifty,0.0,x.com\n"
        "c,scored,50.0\n"
        'd,scored,60,,"x.com"\n'
    )
    found = run(path)
    assert found.exit_code == 3
    assert rows_of(found.stdout)[0]["judged"] == 2
    assert "no rows: 2 lines" in found.stderr


def test_csv_is_safe_in_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    name = '=HYPERLINK("http://x")'
    path.write_text("".join(json.dumps(row(i, name)) + "\n" for i in range(5)))
    found = run(path, "--format", "csv")
    (told,) = csv.DictReader(io.StringIO(found.stdout))
    assert told["source"].startswith("'=")
    assert 0 < float(told["interval_low"]) < float(told["reliability"])
    assert told["reason_1"] == "R-NAMED"


def test_files_are_chosen_by_ending_and_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text("".join(json.dumps(row(i)) + "\n" for i in range(5)))
    for name in ("o.jsonl", "o.csv", "o.html"):
        out = tmp_path / name
        assert run(path, "-o", out).exit_code == 0
        before = out.read_bytes()
        again = run(path, "-o", out)
        assert again.exit_code == 2
        assert "add --overwrite" in again.stderr
        assert run(path, "-o", out, "--overwrite").exit_code == 0
        assert out.read_bytes() == before
    assert b"example.com" in (tmp_path / "o.html").read_bytes()
    assert run(path, "-o", tmp_path / "o.xlsx").exit_code == 2
    assert run(path, "-o", path, "--overwrite").exit_code == 2
    assert run(path, "-o", tmp_path / "a.jsonl", "--pairs", tmp_path / "a.jsonl").exit_code == 2
    assert path.read_text().count("\n") == 5


def test_pairs_grade_source_and_article_apart(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    rows = [row(i, margin=30.0, score=90.0, title=f"{i}") for i in range(9)]
    rows += [row(20, margin=-40.0, score=6.0), row(21, "few.org", score=50.0, margin=0.0)]
    rows += [row(22, status="abstained", score=None, margin=None), row(23, None, score=30.0)]
    path.write_text("".join(json.dumps(item) + "\n" for item in rows))
    out = tmp_path / "pairs.jsonl"
    assert run(path, "--pairs", out, "-q").exit_code == 0
    found = {item["id"]: item["admiralty"] for item in rows_of(out.read_text())}
    assert len(found) == 13
    assert found["a0"] in ("A2", "B2")
    assert (found["a20"], found["a22"]) == (found["a0"][0] + "5", found["a0"][0] + "6")
    assert (found["a21"], found["a23"]) == ("F3", "F4")
    assert run("-", "--pairs", tmp_path / "p.jsonl", stdin=b"{}").exit_code == 2


def test_aliases_prior_and_least_articles(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    rows = [row(i, ["example.com", "The Gazette"][i % 2]) for i in range(6)]
    path.write_text("".join(json.dumps(item) + "\n" for item in rows))
    aliases = tmp_path / "aliases.toml"
    aliases.write_text('[aliases]\n"example.com" = ["the gazette"]\n')
    assert [item["judged"] for item in rows_of(run(path).stdout)] == [3, 3]
    joined = rows_of(run(path, "--aliases", aliases).stdout)
    assert [(item["judged"], item["status"]) for item in joined] == [(6, "judged")]
    assert joined[0]["aliases"] == ["the gazette"]
    few = rows_of(run(path, "--min-articles", 3).stdout)
    assert {item["status"] for item in few} == {"judged"}
    told = run(path, "--prior", "batch")
    assert told.exit_code == 0
    assert "too few sources" in told.stderr
    assert run(path, "--prior", tmp_path / "none.json").exit_code == 2
    (tmp_path / "p.json").write_text('{"version": 1}')
    wrong = run(path, "--prior", tmp_path / "p.json")
    assert wrong.exit_code == 2
    assert "no population of sources" in wrong.stderr
    aliases.write_text("[x]\n")
    assert run(path, "--aliases", aliases).exit_code == 2


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no row of 'scorer score'"),
        (b"{}\n", "no row of 'scorer score'"),
        (b"hello\n", "neither JSON nor its CSV"),
        (b"a,b\n1,2\n", "neither JSON nor its CSV"),
        (gzip.compress(b'{"id": 1}\n' * 9)[:-9], "damaged"),
        (b"PAR1 and no more", "cannot read"),
        (b"ARROW1 and no more", "cannot read"),
        (b"PK\x03\x04xxxxxxxxxxxx", "packed as zip"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "s.x"
    path.write_bytes(data)
    found = run(path, "-o", tmp_path / "o.jsonl")
    assert found.exit_code == 2
    assert told in found.stderr
    assert found.stdout == ""
    assert not (tmp_path / "o.jsonl").exists()


def test_a_folder_without_scores_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert run(tmp_path).exit_code == 2
    assert run(tmp_path / "none.jsonl").exit_code == 2
    assert run("-", "-", stdin=b"").exit_code == 2
