"""``scorer score --engine``: a folder that is there when complete, and the rows of one machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.made_articles import articles
from scorer.arrow import to_rows
from tests.engines.conftest import need
from tests.shared import ROOT

ENGINES = ["ray", "spark"]


def scorer_score(*arguments: object, engine: str) -> subprocess.CompletedProcess[str]:
    need({"ray": "ray", "spark": "pyspark"}[engine])
    command = [sys.executable, "-m", "scorer", "score", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SPARK_LOCAL_IP": "127.0.0.1"}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=400, check=False
    )


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Parquet, and JSON lines with a broken one."""
    folder = tmp_path / "in"
    folder.mkdir()
    pq.write_table(pa.Table.from_pylist(list(articles(60))), folder / "a.parquet")
    lines = [json.dumps(row) for row in articles(20, start=60)]
    lines[3] = "{broken"
    (folder / "b.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.mark.parametrize("engine", ENGINES)
def test_a_folder_of_parquet_and_json_lines(engine: str, mixed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = scorer_score(mixed, "--engine", engine, "-o", out, "--jobs", "2", engine=engine)
    assert done.returncode == 3, done.stderr
    assert "80 articles in" in done.stderr
    assert "Traceback" not in done.stderr
    assert {"_SUCCESS", "_manifest.json"} <= {path.name for path in out.iterdir()}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    manifest = json.loads((out / "_manifest.json").read_text())
    assert (manifest["complete"], manifest["rows"], manifest["engine"]) == (True, 80, engine)
    assert manifest["by_code"]["rejected"] == {"bad_json": 1}
    local = tmp_path / "local.jsonl"
    assert scorer_score(mixed, "-o", local, "-q", engine=engine).returncode == 3
    expected = {row["id"]: row for row in map(json.loads, local.read_text().splitlines())}
    got = {row["id"]: row for row in to_rows(pq.read_table(out))}
    assert got == expected
    again = scorer_score(mixed, "--engine", engine, "-o", out, engine=engine)
    assert again.returncode == 2
    assert "is not empty; add --overwrite" in again.stderr
    before = json.loads((out / "_manifest.json").read_text())
    one = scorer_score(
        mixed / "a.parquet", "--engine", engine, "-o", out, "--overwrite", engine=engine
    )
    assert one.returncode == 0, one.stderr
    assert before["rows"] == 80
    assert json.loads((out / "_manifest.json").read_text())["rows"] == 60
    assert pq.read_table(out).num_rows == 60


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--engine", "ray"], "name it with --output"),
        (["--engine", "ray", "-o", "x", "--resume"], "--resume does not go with --engine ray"),
        (["--engine", "spark", "-o", "x", "--shard", "1/2"], "--shard does not go with"),
        (["--engine", "spark", "-o", "x", "--ray-address", "auto"], "goes with --engine ray"),
        (["--engine", "spark", "-o", "s3://x/y"], "use scorer.spark.score"),
        (["--ray-address", "auto"], "goes with --engine ray"),
        (["--engine", "ray", "-o", "nowhere/x"], "there is no folder nowhere"),
        (["--engine", "dask", "-o", "x"], "dask"),
    ],
)
def test_what_does_not_go_together(arguments: list[str], message: str, mixed: Path) -> None:
    done = scorer_score(mixed, *arguments, engine="ray")
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())


def test_no_cluster_at_the_address(mixed: Path, tmp_path: Path) -> None:
    done = scorer_score(
        mixed, "--engine", "ray", "--ray-address", "127.0.0.1:1", "-o", tmp_path / "o", engine="ray"
    )
    assert done.returncode == 2, done.stderr
    assert "cannot reach Ray at 127.0.0.1:1" in done.stderr
    assert not (tmp_path / "o").exists()


def test_overwrite_removes_neither_the_input_nor_anything_else(mixed: Path, tmp_path: Path) -> None:
    before = sorted(mixed.iterdir())
    done = scorer_score(mixed, "--engine", "ray", "-o", mixed, "--overwrite", engine="ray")
    assert done.returncode == 2
    assert "lies in the output" in done.stderr
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").touch()
    done = scorer_score(mixed, "--engine", "ray", "-o", other, "--overwrite", engine="ray")
    assert done.returncode == 2
    assert "is no output of an engine" in done.stderr
    assert sorted(mixed.iterdir()) == before
    assert (other / "letter.txt").exists()
