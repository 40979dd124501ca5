"""What a run leaves besides its rows, and outputs that cannot be written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from scorer.cli.app import app
from tests.cli import stub
from tests.cli.test_process import STUB, environment

LINES = ['{"id": "a", "text": "some words here"}', "{oops", '{"id": "b", "text": "two words"}']


@pytest.fixture(autouse=True)
def _stub(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("scorer.api")
    module.Scorer = stub.StubScorer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "scorer.api", module)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(LINES) + "\n", "utf-8")
    return path


def run(*arguments: object) -> Any:
    result = CliRunner().invoke(app, ["score", *map(str, arguments)])
    assert "Traceback" not in result.output
    return result


def test_a_summary_for_machines(articles: Path, tmp_path: Path) -> None:
    path, out = tmp_path / "summary.json", tmp_path / "out.jsonl"
    path.write_text("old", "utf-8")
    assert run(articles, "-o", out, "--summary-json", path, "--fail-under", 50).exit_code == 3
    found = json.loads(path.read_text("utf-8"))
    assert found.pop("seconds") >= 0
    assert found.pop("scorer_version")
    assert found == {
        "outcome": "complete",
        "exit_code": 3,
        "records": 3,
        "scored": 1,
        "abstained": 1,
        "rejected": 1,
        "bands": {"very_low": 1, "low": 0, "mixed": 0, "high": 0, "very_high": 0},
        "abstained_codes": {"too_short": 1},
        "rejected_codes": {"bad_json": 1},
        "fail_under": 50.0,
        "below_fail_under": 1,
        "mean_score": 3.0,
        "input_bytes": articles.stat().st_size,
        "resumed_at_record": 0,
        "can_resume": False,
        "model_id": "stub-v1",
        "schema_version": found["schema_version"],
    }
    assert (tmp_path / "out.jsonl").exists()


def test_a_summary_of_a_run_that_stopped(articles: Path, tmp_path: Path) -> None:
    path = tmp_path / "summary.json"
    result = run(
        articles, "-o", tmp_path / "out.jsonl", "--summary-json", path, "--max-errors", 0,
        "--batch-size", 1, "--checkpoint-every", 0,
    )  # fmt: skip
    assert result.exit_code == 2
    found = json.loads(path.read_text("utf-8"))
    assert (found["outcome"], found["exit_code"], found["can_resume"]) == ("stopped", 2, True)
    assert (found["records"], found["rejected"]) == (2, 1)


def test_metrics_are_written(articles: Path, tmp_path: Path) -> None:
    path = tmp_path / "scorer.prom"
    assert run(articles, "--metrics", path, "-q").exit_code == 3
    text = path.read_text("utf-8")
    assert 'scorer_records_total{status="rejected"} 1\n' in text
    assert "scorer_run_complete 1\n" in text
    assert sorted(item.name for item in tmp_path.iterdir()) == ["in.jsonl", "scorer.prom"]


def test_stderr_as_json(articles: Path, tmp_path: Path) -> None:
    result = run(articles, "--log-format", "json", "--progress", "json", "-o", tmp_path / "o.csv")
    found = [json.loads(line) for line in result.stderr.splitlines()]
    assert {row["event"] for row in found} == {"progress", "summary"}
    assert all(row["time"].endswith("+00:00") for row in found)
    (progress,) = (row for row in found if row["event"] == "progress")
    assert (progress["records"], progress["rejected"]) == (3, 1)
    assert progress["bytes"] == progress["total_bytes"] == articles.stat().st_size
    result = run(articles, "--log-format", "json", "-o", tmp_path / "o.csv")
    (row,) = map(json.loads, result.stderr.splitlines())
    assert (row["level"], row["event"], row["code"]) == ("error", "error", "E500")


def test_no_progress_where_none_is_wanted(articles: Path) -> None:
    assert "records_per_second" not in run(articles, "--progress", "none").stderr
    assert run(articles, "--progress", "json", "-q").stderr == ""


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["-o", "."], "is a folder (--shard-rows N"),
        (["-o", "none/out.jsonl"], "there is no folder"),
        (["--rejects", "."], "is a folder"),
        (["--rejects", "in.jsonl", "--overwrite"], "is an input"),
        (["--metrics", "in.jsonl"], "is an input"),
        (["-o", "o.jsonl", "--metrics", "o.jsonl"], "name the same file"),
        (["-o", "o.jsonl", "--rejects", "./o.jsonl"], "name the same file"),
        (["--summary-json", "none/s.json"], "there is no folder"),
        (["--summary-json", "."], "is a folder"),
        (["-o", "o.parquet.gz"], "compressed within"),
        (["-o", "o.xlsx"], "scorer writes .csv .jsonl"),
        (["--format", "parquet"], "needs --output FILE"),
        (["--format", "parquet", "-o", "/dev/null"], "is no file"),
        (["--shard-rows", "5"], "needs --output FOLDER"),
        (["-o", "d", "--shard-rows", "5", "--format", "table"], "a table is for people"),
        (["-o", "in.jsonl", "--shard-rows", "5"], "it is a file"),
        (["-o", ".", "--shard-rows", "5"], "is not empty"),
        (["--resume"], "needs --output FILE"),
        (["--resume", "-o", "/dev/null"], "is no file"),
        (["--format", "table", "--columns", "id"], "a table has columns of its own"),
        (["--columns", ""], "no column is named"),
        (["-o", "nosuch://bucket/key"], "nosuch"),
    ],
)
def test_what_cannot_be_written_is_told_before_anything_is_scored(
    articles: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], told: str
) -> None:
    monkeypatch.chdir(articles.parent)
    before = articles.read_bytes()
    result = run("in.jsonl", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert result.stderr.count("\n") == 1
    assert [path.name for path in articles.parent.iterdir()] == ["in.jsonl"]
    assert articles.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_takes_no_files(articles: Path) -> None:
    folder = articles.parent / "locked"
    folder.mkdir(mode=0o500)
    result = run(articles, "-o", folder / "out.jsonl")
    assert result.exit_code == 2
    assert "Permission denied" in result.stderr


def test_a_file_that_came_to_be_during_the_run_is_not_replaced(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.jsonl"
    score = stub.StubScorer.score

    def meddling(self: stub.StubScorer, article: Any) -> Any:
        out.write_text("theirs", "utf-8")
        return score(self, article)

    monkeypatch.setattr(stub.StubScorer, "score", meddling)
    result = run(articles, "-o", out)
    assert (result.exit_code, out.read_text("utf-8")) == (2, "theirs")
    assert "came to be during the run" in result.stderr
    assert run(articles, "-o", out, "--resume").exit_code == 2
    assert run(articles, "-o", out, "--resume", "--overwrite").exit_code == 3
    assert len(out.read_text("utf-8").splitlines()) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


@pytest.mark.parametrize(("ending", "size"), [("jsonl", 200_000), ("parquet", 40_000)])
def test_a_disk_that_fills_up_loses_nothing(tmp_path: Path, ending: str, size: int) -> None:
    """Write to a real file under a limit of size, then go on without it."""
    if sys.platform == "win32":
        pytest.skip("needs resource limits")
    articles = tmp_path / "in.jsonl"
    line = '{"id": "%d", "text": "some words here"}\n'
    articles.write_text("".join(line % number for number in range(600)), "utf-8")
    out = tmp_path / f"out.{ending}"
    options = ["score", str(articles), "-o", str(out), "--checkpoint-every", "0"]
    limit = "import resource, signal, runpy, sys\n"
    limit += "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    limit += f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
    limit += "sys.argv[0] = 'scorer'\n"
    limit += "runpy.run_module('tests.cli.stub', run_name='__main__')\n"
    command = [sys.executable, "-c", limit, *options]
    found = subprocess.run(command, capture_output=True, timeout=60, env=environment())
    assert found.returncode == 2, found.stderr.decode()
    assert b"File too large" in found.stderr
    assert b"[E500]" in found.stderr
    assert b"with --resume goes on" in found.stderr
    assert not out.exists()
    found = subprocess.run(
        [*STUB, *options, "--resume"], capture_output=True, timeout=60, env=environment()
    )
    assert found.returncode == 0, found.stderr.decode()
    assert b"resumed after" in found.stderr
    whole = tmp_path / f"whole.{ending}"
    assert run(articles, "-o", whole).exit_code == 0
    assert out.read_bytes() == whole.read_bytes()


def test_dev_full_is_told(articles: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    for option in ("-o", "--rejects"):
        result = run(articles, option, "/dev/full")
        assert result.exit_code == 2
        assert "No space left" in result.stderr


def test_shards_and_their_manifest(articles: Path, tmp_path: Path) -> None:
    import hashlib

    import pyarrow.dataset as ds

    folder = tmp_path / "out"
    asked = [articles, "-o", folder, "--shard-rows", 2, "--format", "parquet"]
    assert run(*asked).exit_code == 3
    manifest = json.loads((folder / "_manifest.json").read_text("utf-8"))
    assert (manifest["complete"], manifest["rows"], manifest["format"]) == (True, 3, "parquet")
    for shard in manifest["shards"]:
        data = (folder / shard["file"]).read_bytes()
        assert (shard["bytes"], shard["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert [shard["rows"] for shard in manifest["shards"]] == [2, 1]
    # readers of folders leave the manifest out
    table = ds.dataset(folder, format="parquet").to_table()
    assert table.column("status").to_pylist() == ["scored", "rejected", "abstained"]
    assert run(*asked).exit_code == 2
    articles.write_text(LINES[0] + "\n", "utf-8")
    assert run(*asked, "--overwrite").exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "_manifest.json",
        "part-00000.parquet",
    ]


def test_the_same_bytes_for_any_jobs_and_batch_size(articles: Path, tmp_path: Path) -> None:
    articles.write_text("\n".join(LINES * 30) + "\n", "utf-8")
    for ending in ("jsonl", "csv", "parquet", "arrow", "jsonl.gz", "jsonl.zst"):
        found = set()
        jobs = [["-j", "2"]] if ending in ("csv", "parquet") else []
        for number, more in enumerate(([], ["--batch-size", "7"], *jobs)):
            out = tmp_path / f"{number}.{ending}"
            assert run(articles, "-o", out, *more).exit_code == 3
            found.add(out.read_bytes())
        assert len(found) == 1, ending


def test_fields_of_the_input_are_carried(articles: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    line = '{"id": "a", "text": "some words here", "desk": {"n": 1}, "tags": ["x"]}'
    articles.write_text(f'{line}\n{{"id": "b", "desk": null}}\n{{oops\n', "utf-8")
    out = tmp_path / "o.jsonl"
    assert run(articles, "-o", out, "--keep-fields", "desk,tags").exit_code == 3
    rows = [json.loads(row) for row in out.read_text("utf-8").splitlines()]
    assert [row.get("fields") for row in rows] == [
        {"desk": {"n": 1}, "tags": ["x"]},
        {"desk": None},
        None,
    ]
    out = tmp_path / "o.parquet"
    assert run(articles, "-o", out, "--keep-fields", "all", "--columns", "id").exit_code == 3
    table = pq.read_table(out)
    assert table.schema.names == ["id", "fields"]
    assert [cell and json.loads(cell) for cell in table.column("fields").to_pylist()] == [
        {"id": "a", "desk": {"n": 1}, "tags": ["x"]},
        {"id": "b", "desk": None},
        None,
    ]
    assert run(articles, "--keep-fields", " ,").exit_code == 2


def test_limits_of_one_article(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = []

    def load(path: object = None, *, limits: object = None) -> stub.StubScorer:
        given.append(limits)
        return stub.StubScorer()

    monkeypatch.setattr(stub.StubScorer, "load", load)
    run(articles, "--max-characters", 100, "--max-seconds", 0.5)
    assert [(item.max_characters, item.seconds) for item in given] == [(100, 0.5)]
    assert run(articles, "--max-seconds", 0).exit_code == 2


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A store of objects that keeps what it is given in this process."""
    fsspec = pytest.importorskip("fsspec", reason="needs fsspec")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    files = fsspec.filesystem("memory")
    files.store.clear()
    yield files
    files.store.clear()


def test_an_address_gets_the_whole_object_or_none(
    articles: Path, tmp_path: Path, store: Any
) -> None:
    local = tmp_path / "local.parquet"
    assert run(articles, "-o", local).exit_code == 3
    asked = [articles, "-o", "memory://bucket/out.parquet", "--rejects", "memory://bucket/r.jsonl"]
    asked += ["--batch-size", "1", "--checkpoint-every", "0"]
    result = run(*asked, "--max-errors", 0)
    assert (result.exit_code, "--resume" in result.stderr) == (2, True)
    assert list(store.store) == []
    assert run(*asked).exit_code == 2
    assert run(*asked, "--resume").exit_code == 3
    assert sorted(store.store) == ["/bucket/out.parquet", "/bucket/r.jsonl"]
    assert store.cat("/bucket/out.parquet") == local.read_bytes()
    assert [path for path in tmp_path.rglob("*") if path.suffix in (".part", ".done")] == []
    result = run(*asked)
    assert (result.exit_code, "exists; add --overwrite" in result.stderr) == (2, True)
    assert run(*asked, "--overwrite").exit_code == 3


def test_an_upload_that_fails_is_gone_on_with(
    articles: Path, store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = type(store).put_file

    def fails(self: Any, *arguments: Any, **options: Any) -> None:
        raise OSError("the store is\nnot there")

    asked = [articles, "-o", "memory://bucket/out.jsonl"]
    monkeypatch.setattr(type(store), "put_file", fails)
    result = run(*asked)
    assert result.exit_code == 2
    assert "cannot write memory://bucket/out.jsonl: the store is not there" in result.stderr
    assert list(store.store) == []
    monkeypatch.setattr(type(store), "put_file", put)
    assert run(*asked, "--resume").exit_code == 3
    assert len(store.cat("/bucket/out.jsonl").splitlines()) == 3


def test_shards_at_an_address(articles: Path, store: Any) -> None:
    asked = [articles, "-o", "memory://bucket/out", "--shard-rows", 2, "--format", "csv"]
    assert run(*asked).exit_code == 3
    names = ["_manifest.json", "part-00000.csv", "part-00001.csv"]
    assert sorted(store.store) == [f"/bucket/out/{name}" for name in names]
    manifest = json.loads(store.cat("/bucket/out/_manifest.json"))
    assert (manifest["complete"], [item["rows"] for item in manifest["shards"]]) == (True, [2, 1])
    assert run(*asked).exit_code == 2
    articles.write_text(LINES[0] + "\n", "utf-8")
    assert run(*asked, "--overwrite").exit_code == 0
    assert sorted(store.store) == [f"/bucket/out/{name}" for name in names[:2]]
