from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from scorer.cli.app import app
from tests.cli import stub

GOOD = '{"id": "good", "title": "T", "text": "' + "word " * 60 + '"}'
LOW = '{"id": "low", "text": "only a few words"}'
SHORT = '{"id": "short", "text": "two words"}'
BAD = "{oops"
CRASH = '{"id": "crash", "text": "please CRASH now"}'


@pytest.fixture(autouse=True)
def _stub(monkeypatch: pytest.MonkeyPatch) -> None:
    import types

    module = types.ModuleType("scorer.api")
    module.Scorer = stub.StubScorer  # type: ignore[attr-defined]
    monkeypatch.setitem(__import__("sys").modules, "scorer.api", module)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return written(tmp_path / "in.jsonl", GOOD, LOW, SHORT)


def written(path: Path, *lines: str) -> Path:
    path.write_text("".join(line + "\n" for line in lines), "utf-8")
    return path


def run(*arguments: object, stdin: str | bytes | None = None) -> Any:
    result = CliRunner().invoke(app, ["score", *map(str, arguments)], input=stdin)
    assert "Traceback" not in result.output
    return result


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_json_lines_by_default_where_there_is_no_terminal(articles: Path) -> None:
    result = run(articles)
    assert result.exit_code == 0
    assert [(row["id"], row["status"]) for row in rows(result.stdout)] == [
        ("good", "scored"),
        ("low", "scored"),
        ("short", "abstained"),
    ]
    assert re.fullmatch(
        r"scorer: 3 articles in [\d.]+ s: 2 scored \(1 very_low, 1 high\), "
        r"1 abstained \(1 too_short\)\n",
        result.stderr,
    )


@pytest.mark.parametrize(
    ("lines", "options", "code"),
    [
        ([GOOD], [], 0),
        ([SHORT], ["--fail-under", "100"], 0),
        ([LOW], ["--fail-under", "4"], 0),
        ([LOW], ["--fail-under", "4.5"], 1),
        ([GOOD, BAD], [], 3),
        ([LOW, BAD], ["--fail-under", "50"], 3),
        ([LOW, CRASH], ["--fail-under", "50"], 4),
        ([BAD, CRASH], [], 4),
        ([], [], 0),
    ],
)
def test_exit_codes(tmp_path: Path, lines: list[str], options: list[str], code: int) -> None:
    assert run(written(tmp_path / "in.jsonl", *lines), *options).exit_code == code


@pytest.mark.parametrize(
    "options",
    [
        ["--format", "xml"],
        ["--jobs", "0"],
        ["--jobs", "many"],
        ["--fail-under", "101"],
        ["--fail-under", "nan"],
        ["--nonsense"],
        ["--input-format", "docx"],
        ["--model", "/nowhere/at/all"],
        ["-o", "/nowhere/at/all/out.jsonl"],
        ["-o", "out.xlsx"],
        ["gone.jsonl"],
        [""],
    ],
)
def test_what_cannot_start_is_2_and_writes_nothing(articles: Path, options: list[str]) -> None:
    result = run(articles, *options)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


def test_no_input_is_2() -> None:
    assert run().exit_code == 2


def test_every_kind_of_bad_record_has_its_row_in_its_place(tmp_path: Path) -> None:
    lines = [GOOD, BAD, "[1]", "", '{"id": 7}', '{"text": 3}', '{"text": " "}', LOW]
    rejects = tmp_path / "rejects.jsonl"
    result = run(written(tmp_path / "in.jsonl", *lines), "--rejects", rejects)
    assert result.exit_code == 3
    found = [(row["status"], (row["notice"] or {}).get("code")) for row in rows(result.stdout)]
    assert found == [
        ("scored", None),
        ("rejected", "bad_json"),
        ("rejected", "not_an_object"),
        ("rejected", "no_text"),
        ("rejected", "text_not_a_string"),
        ("rejected", "empty_text"),
        ("scored", None),
    ]
    kept = rows(rejects.read_text("utf-8"))
    assert [row["position"] for row in kept] == [2, 3, 5, 6, 7]
    assert [row["raw"] for row in kept] == [lines[place - 1] for place in (2, 3, 5, 6, 7)]
    assert {row["stage"] for row in kept} == {"read"}
    assert "in.jsonl, record 2: bad_json" in result.stderr


def test_the_rejects_file_holds_what_broke_the_scorer_too(tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.jsonl"
    run(written(tmp_path / "in.jsonl", CRASH), "--rejects", rejects)
    (row,) = rows(rejects.read_text("utf-8"))
    assert (row["stage"], row["code"], row["raw"]) == ("score", "internal_error", CRASH)


def test_the_same_rows_from_a_file_from_stdin_and_with_jobs(tmp_path: Path) -> None:
    lines = [GOOD, BAD, LOW, SHORT, '{"text": "caf\u00e9 words \\ud800 here"}'] * 20
    path = written(tmp_path / "in.jsonl", *lines)
    one = run(path).stdout_bytes
    assert run("-", stdin=path.read_bytes()).stdout_bytes == one
    assert run(path, "--jobs", 2).stdout_bytes == one
    assert len(one.splitlines()) == 100


def test_an_output_appears_when_complete_and_is_kept_from_being_replaced(articles: Path) -> None:
    output = articles.parent / "out.jsonl"
    assert run(articles, "-o", output).exit_code == 0
    assert len(rows(output.read_text("utf-8"))) == 3
    output.write_text("mine", "utf-8")
    result = run(articles, "-o", output)
    assert (result.exit_code, output.read_text("utf-8")) == (2, "mine")
    assert "--overwrite" in result.stderr
    assert run(articles, "-o", output, "--overwrite").exit_code == 0
    assert len(rows(output.read_text("utf-8"))) == 3
    assert sorted(path.name for path in articles.parent.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_output_and_rejects_are_not_the_same_file(articles: Path) -> None:
    output = articles.parent / "out.jsonl"
    assert run(articles, "-o", output, "--rejects", output).exit_code == 2
    assert not output.exists()


def test_an_input_is_never_written_over(articles: Path) -> None:
    before = articles.read_bytes()
    link = articles.parent / "link.jsonl"
    link.symlink_to(articles)
    for option in ("-o", "--rejects"):
        for path in (articles, link):
            assert run(articles, option, path, "--overwrite").exit_code == 2
    assert articles.read_bytes() == before


def test_the_output_s_name_says_its_format(articles: Path) -> None:
    output = articles.parent / "out.csv"
    run(articles, "-o", output)
    header, *table = csv.reader(io.StringIO(output.read_text("utf-8")))
    assert header[:3] == ["id", "status", "score"]
    assert "promotion.line_count" in header
    assert [row[:3] for row in table] == [
        ["good", "scored", "60.0"],
        ["low", "scored", "4.0"],
        ["short", "abstained", ""],
    ]


def test_a_table_where_asked(articles: Path) -> None:
    result = run(articles, "--format", "table")
    lines = result.stdout.splitlines()
    assert lines[0].split()[:3] == ["score", "band", "article"]
    assert lines[1].split() == "60.0 high good +5.0 promo lines".split()
    assert "too_short" in lines[3]
    assert all(len(line) <= 80 for line in lines)


def test_quiet_says_nothing(articles: Path) -> None:
    assert run(articles, "-q").stderr == ""


def test_folders_and_text_files(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.md").write_text("# Title\n\nsome words here\n", "utf-8")
    (tmp_path / "a.txt").write_bytes(b"caf\xe9")
    (tmp_path / "c.txt").write_text("no title but words", "utf-8")
    result = run(tmp_path)
    assert result.exit_code == 3
    found = [(row["id"], row["status"], row["title"]) for row in rows(result.stdout)]
    assert found == [
        ("a.txt", "rejected", None),
        ("c.txt", "scored", None),
        ("sub/b.md", "scored", "Title"),
    ]


def test_other_names_for_fields(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("key,head,body\n7,H,some words here\n", "utf-8")
    options = ["--text-field", "body", "--title-field", "head", "--id-field", "key"]
    (row,) = rows(run(path, *options).stdout)
    assert (row["id"], row["title"], row["status"]) == ("7", "H", "scored")


def test_parquet(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"id": [1, 2], "text": ["some words here", None], "x": [1, 2]}), path)
    rejects = tmp_path / "rejects.jsonl"
    result = run(path, "--rejects", rejects)
    assert [row["status"] for row in rows(result.stdout)] == ["scored", "rejected"]
    assert json.loads(rows(rejects.read_text("utf-8"))[0]["raw"]) == {"id": 2, "text": None, "x": 2}
    path.write_bytes(path.read_bytes()[:200])
    result = run(path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "in.parquet" in result.stderr


def test_an_empty_file_is_no_error(tmp_path: Path) -> None:
    result = run(written(tmp_path / "in.jsonl"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "in.jsonl is empty" in result.stderr


def test_html_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    path = written(tmp_path / "in.html", "<p>words</p>")
    result = run(path)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "scorer[html]" in result.stderr


@pytest.mark.parametrize(
    "code",
    [
        "raise ImportError('lxml.html.clean module is now\\na separate project')",
        "raise RuntimeError('broken')",
        "import no_such_module_at_all",
    ],
)
def test_an_extractor_that_cannot_be_loaded_is_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    (tmp_path / "trafilatura.py").write_text(code, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "trafilatura", raising=False)
    result = run(written(tmp_path / "in.html", "<p>words</p>"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "scorer[html], which cannot be loaded here" in result.stderr


def test_what_is_odd_about_a_file_is_told_at_the_end(tmp_path: Path) -> None:
    array = written(tmp_path / "in.jsonl", "[", GOOD, "]")
    header = written(tmp_path / "head.csv", "id,text")
    cut = written(tmp_path / "cut.csv", "id,text", '1,"some words', "2,more words")
    rejects = tmp_path / "rejects.jsonl"
    result = run(array, header, cut, "--rejects", rejects)
    assert result.exit_code == 3
    assert result.stderr.count("looks like JSON, not JSON Lines") == 1
    assert "head.csv holds a header and no rows" in result.stderr
    assert "quotation mark opened in line 2 is never closed; lines 3 to 3" in result.stderr
    kept = rows(rejects.read_text("utf-8"))[-1]
    assert (kept["code"], kept["raw"]) == ("bad_csv", '1,"some words\n2,more words')
    assert run(array, "-q").stderr == ""


def test_a_json_array_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "in.json", "[", GOOD, ",", LOW, "]")
    assert [row["id"] for row in rows(run(path).stdout)] == ["good", "low"]
    result = run("-", "--input-format", "json", stdin=path.read_bytes())
    assert [row["id"] for row in rows(result.stdout)] == ["good", "low"]


def test_empty_files(tmp_path: Path) -> None:
    (tmp_path / "in.txt").touch()
    result = run(tmp_path / "in.txt")
    assert (result.exit_code, rows(result.stdout)[0]["notice"]["code"]) == (3, "empty_text")
    (tmp_path / "in.parquet").touch()
    result = run(tmp_path / "in.parquet")
    assert (result.exit_code, result.stdout) == (2, "")
    (tmp_path / "in.csv").touch()
    result = run(tmp_path / "in.csv")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "in.csv is empty" in result.stderr


def test_two_columns_of_one_name_are_2(tmp_path: Path) -> None:
    result = run(written(tmp_path / "in.csv", "text,text", "a,b"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "2 columns are named 'text'" in result.stderr


def test_an_odd_time_in_parquet_costs_nobody_the_run(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "in.parquet"
    odd = pa.array([0, 2**62], pa.timestamp("us"))
    pq.write_table(pa.table({"text": ["some words here"] * 2, "published": odd, "x": odd}), path)
    for options in ([], ["--rejects", tmp_path / "rejects.jsonl"]):
        result = run(path, *options)
        assert result.exit_code == 0
        found = rows(result.stdout)
        assert [[item["code"] for item in row["warnings"]] for row in found] == [
            [],
            ["field_ignored"],
        ]


def test_a_missing_model_says_what_to_do(articles: Path) -> None:
    result = run(articles, "--model", articles.parent / "none")
    assert result.stderr.count("\n") == 1
    assert "E201" in result.stderr
