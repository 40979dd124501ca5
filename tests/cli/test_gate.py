"""scorer gate: every row gets a verdict, nothing is lost, and wrong use is told."""

from __future__ import annotations

import base64
import bz2
import gzip
import json
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet
from typer.testing import CliRunner

from scorer.cli.app import app
from scorer.io.arrow_rows import to_batch
from scorer.io.encode import JsonlFormat
from scorer.schema import Article, ScoreReport
from tests.cli.stub import StubScorer

POLICY = """
name = "p"
[[rules]]
name = "low"
verdict = "reject"
when.score = { below = 10 }
[[rules]]
name = "some"
verdict = "quarantine"
when = { score = { below = 30 } }
[[rules]]
name = "short"
verdict = "quarantine"
when.status = "abstained"
"""


def reports() -> list[ScoreReport]:
    return [
        StubScorer.load().score(Article(str(n), "word " * n, f"T\u2028{n} é", f"paper{n % 2}"))
        for n in range(1, 41)
    ]


@pytest.fixture
def scores(tmp_path: Path) -> Path:
    path = tmp_path / "scores.jsonl"
    path.write_bytes(b"".join(JsonlFormat().row(report) for report in reports()))
    return path


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy.toml"
    path.write_text(POLICY, "utf-8")
    return path


def run(*arguments: object, stdin: bytes | None = None) -> Any:
    result = CliRunner().invoke(app, ["gate", *map(str, arguments)], input=stdin)
    assert "Traceback" not in result.output
    return result


def rows(data: str | bytes) -> list[dict[str, Any]]:
    text = data.decode() if isinstance(data, bytes) else data
    return [json.loads(line) for line in text.split("\n") if line]


def test_all_rows_go_to_stdout_as_they_came_with_a_verdict(scores: Path, policy: Path) -> None:
    result = run(scores, "--policy", policy)
    assert result.exit_code == 0
    given = scores.read_bytes().split(b"\n")
    got = result.stdout_bytes.split(b"\n")
    assert len(got) == len(given) == 41
    for before, after in zip(given[:-1], got[:-1], strict=True):
        assert after.startswith(before[:-1] + b', "gate": {"verdict": ')
        assert json.loads(after)["gate"]["policy"].startswith("p@")
    decided = [(row["gate"]["verdict"], row["gate"]["rule"]) for row in rows(result.stdout)]
    assert decided[:2] == [("quarantine", "short")] * 2
    assert decided[2:9] == [("reject", "low")] * 7
    assert decided[9:29] == [("quarantine", "some")] * 20
    assert decided[29:] == [("keep", "default")] * 11
    assert "40 rows: 11 kept (27.5%), 22 quarantined (55.0%), 7 rejected (17.5%)" in result.stderr
    assert "decided by: some 20, default 11, low 7, short 2" in result.stderr


def test_three_files_hold_each_row_once(scores: Path, policy: Path, tmp_path: Path) -> None:
    names = {name: tmp_path / f"{name}.jsonl" for name in ("kept", "quarantined", "rejected")}
    options = [part for name, path in names.items() for part in (f"--{name}", path)]
    result = run(scores, "--policy", policy, *options, "--summary-json", tmp_path / "s.json")
    assert (result.exit_code, result.stdout) == (0, "")
    found = {name: [row["id"] for row in rows(path.read_bytes())] for name, path in names.items()}
    assert [len(ids) for ids in found.values()] == [11, 22, 7]
    assert sorted(chain.from_iterable(found.values()), key=int) == [str(n) for n in range(1, 41)]
    summary = json.loads((tmp_path / "s.json").read_text("utf-8"))
    assert summary["rows"] == 40
    assert summary["verdicts"]["reject"] == {"rows": 7, "share": 0.175}
    assert summary["rules"][0] == {"rule": "some", "verdict": "quarantine", "rows": 20}


def test_brief_rows(scores: Path, policy: Path) -> None:
    row = rows(run(scores, "--policy", policy, "--brief").stdout)[0]
    assert list(row) == ["id", "source", "status", "score", "band", "gate"]


def test_other_files_and_pipes_give_the_same(scores: Path, policy: Path, tmp_path: Path) -> None:
    expected = run(scores, "--policy", policy).stdout
    (tmp_path / "s.jsonl.gz").write_bytes(gzip.compress(scores.read_bytes()))
    parquet.write_table(pa.Table.from_batches([to_batch(reports())]), tmp_path / "s.parquet")
    assert run(tmp_path / "s.jsonl.gz", "--policy", policy).stdout == expected
    assert run("-", "--policy", policy, stdin=scores.read_bytes()).stdout == expected
    assert run("-", "--policy", policy, stdin=gzip.compress(scores.read_bytes())).stdout == expected
    assert rows(run(tmp_path / "s.parquet", "--policy", policy).stdout) == rows(expected)
    zstd = pa.compress(scores.read_bytes(), "zstd", asbytes=True)
    for name, packed in ("s.jsonl.zst", zstd), ("s.bz2", bz2.compress(scores.read_bytes())):
        (tmp_path / name).write_bytes(packed)
        assert run(tmp_path / name, "--policy", policy).stdout == expected
        assert run("-", "--policy", policy, stdin=packed).stdout == expected
    with pa.ipc.new_file(tmp_path / "s.arrow", to_batch(reports()).schema) as file:
        file.write_batch(to_batch(reports()))
    assert rows(run(tmp_path / "s.arrow", "--policy", policy).stdout) == rows(expected)
    flat = pa.Table.from_batches([to_batch(reports(), "flat")])
    flat = flat.append_column("shard", pa.array([float("nan")] * 40))
    parquet.write_table(flat, tmp_path / "flat.parquet")
    got = rows(run(tmp_path / "flat.parquet", "--policy", policy).stdout)
    assert [row["gate"] for row in got] == [row["gate"] for row in rows(expected)]
    assert got[0]["shard"] is None


def test_kept_columns_of_parquet_are_kept(policy: Path, tmp_path: Path) -> None:
    table = pa.Table.from_batches([to_batch(reports()[:1])])
    table = table.append_column("when", pa.array([10**9], pa.timestamp("s")))
    parquet.write_table(table, tmp_path / "s.parquet")
    (row,) = rows(run(tmp_path / "s.parquet", "--policy", policy).stdout)
    assert row["when"] == "2001-09-09 01:46:40"


def test_a_gated_file_is_gated_anew(scores: Path, policy: Path, tmp_path: Path) -> None:
    once = run(scores, "--policy", policy).stdout
    (tmp_path / "once.jsonl").write_text(once, "utf-8", newline="")
    assert rows(run(tmp_path / "once.jsonl", "--policy", policy).stdout) == rows(once)


def test_several_files(scores: Path, policy: Path) -> None:
    assert len(rows(run(scores, scores, "--policy", policy).stdout)) == 80


def test_lines_that_are_no_rows_are_rejected_as_they_came(scores: Path, policy: Path) -> None:
    bad = [b"{oops", b"[]", b'{"id": "a"}', b"\xff\xfe", b'{"status": NaN}', b"", b"  "]
    data = b"\n".join(bad) + b"\n" + scores.read_bytes()
    result = run("-", "--policy", policy, stdin=data)
    assert result.exit_code == 3
    found = rows(result.stdout)
    assert len(found) == 45
    assert [row["gate"]["code"] for row in found[:5]] == [
        "bad_json", "not_a_row", "not_a_row", "bad_encoding", "bad_json",
    ]  # fmt: skip
    assert [row["raw"] for row in found[:3]] == ["{oops", "[]", '{"id": "a"}']
    assert base64.b64decode(found[3]["raw_base64"]) == bytes.fromhex("fffe"), "nothing is lost"
    assert {row["gate"]["verdict"] for row in found[:5]} == {"reject"}
    assert "5 lines are no rows; the first is -:1: the line is not JSON" in result.stderr


def test_shares_trip_the_gate(scores: Path, policy: Path, tmp_path: Path) -> None:
    policy.write_text(
        "[limits]\nmin_kept_share = 0.5\n" + POLICY.replace('name = "p"', ""), "utf-8"
    )
    result = run(scores, "--policy", policy, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert "limit exceeded: 27.5% kept, at least 50.0% wanted" in result.stderr
    assert len(rows((tmp_path / "out.jsonl").read_bytes())) == 40, "the output is complete"
    result = run("-", "--policy", policy, stdin=b"x\n" + scores.read_bytes())
    assert result.exit_code == 3, "rejects come before a gate that tripped"


def test_a_policy_that_rows_cannot_meet_stops_before_the_first(
    scores: Path, policy: Path, tmp_path: Path
) -> None:
    policy.write_text(POLICY + 'when.measurements."promotion.fraction" = {above = 0.5}', "utf-8")
    result = run(scores, "--policy", policy, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 2
    assert "hold no measurement 'promotion.fraction'" in result.stderr
    assert not (tmp_path / "out.jsonl").exists()
    assert run(scores, "--policy", policy).stdout == ""


def test_what_cannot_start_is_2(scores: Path, policy: Path, tmp_path: Path) -> None:
    policy_option = ("--policy", policy)
    truncated = tmp_path / "t.gz"
    truncated.write_bytes(gzip.compress(scores.read_bytes())[:-20])
    half = tmp_path / "half.parquet"
    half.write_bytes(b"PAR1" + b"x" * 99)
    other = tmp_path / "other.parquet"
    parquet.write_table(pa.table({"text": ["x"]}), other)
    half_arrow = tmp_path / "half.arrow"
    half_arrow.write_bytes(b"ARROW1" + b"x" * 99)
    table = tmp_path / "scores.csv.gz"
    table.write_bytes(gzip.compress(b"id,status,score\r\n1,scored,50\r\n"))
    packed = tmp_path / "scores.zip"
    packed.write_bytes(b"PK\x03\x04" + b"x" * 99)
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    (tmp_path / "there.jsonl").touch()
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[[rules]]\nname = 'x'\nverdict = 'reject'\nwhen.scor = 1", "utf-8")
    for arguments, said in [
        ((tmp_path / "none.jsonl", *policy_option), "cannot read"),
        ((tmp_path, *policy_option), "cannot read"),
        ((truncated, *policy_option, "-o", tmp_path / "o"), "is damaged after line"),
        ((half, *policy_option), "cannot read"),
        ((half_arrow, *policy_option), "as Arrow"),
        ((table, *policy_option), "is CSV; the gate reads JSONL, Parquet and Arrow"),
        ((packed, *policy_option), "is packed as zip"),
        ((other, *policy_option), "holds no rows of 'scorer score'"),
        ((empty, *policy_option), "no row of 'scorer score'"),
        ((scores, *policy_option, "-o", tmp_path / "there.jsonl"), "--overwrite"),
        ((scores, *policy_option, "-o", scores, "--overwrite"), "is an input"),
        ((scores, *policy_option, "--kept", tmp_path / "o", "-o", tmp_path / "o"), "named twice"),
        (("-", "-", *policy_option), "named twice"),
        ((scores, "--policy", wrong), "wrong.toml, line 4: rules[1].when.scor: no such key"),
    ]:
        result = run(*arguments, stdin=b"")
        assert result.exit_code == 2, arguments
        assert said in result.stderr
        assert not (tmp_path / "o").exists()


def test_the_shipped_policy_is_the_default(scores: Path) -> None:
    result = run(scores, "--brief", "-q")
    assert (result.exit_code, result.stderr) == (0, "")
    assert rows(result.stdout)[0]["gate"]["policy"].startswith("default@")


def test_the_first_row_with_measurements_is_what_counts(policy: Path) -> None:
    rejected = {"id": "r", "status": "rejected", "score": None, "measurements": {}}
    data = "".join(json.dumps(rejected) + "\n" for _ in range(1_500))
    result = run("-", "--policy", policy, stdin=data.encode())
    assert len(rows(result.stdout)) == 1_500
