"""The scheduled task may be run again at any time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.integrations.conftest import load, run


@pytest.fixture
def partition(articles: list[dict[str, Any]], tmp_path: Path) -> Path:
    folder = tmp_path / "articles" / "day=2026-01-02"
    folder.mkdir(parents=True)
    half = len(articles) // 2
    parquet.write_table(pa.Table.from_pylist(articles[:half]), folder / "a.parquet")
    parquet.write_table(pa.Table.from_pylist(articles[half:]), folder / "b.parquet")
    return folder


def test_a_partition_is_scored_once(
    partition: Path, articles: list[dict[str, Any]], tmp_path: Path
) -> None:
    out = tmp_path / "scores" / "day=2026-01-02"
    first = json.loads(run("scheduled_task", partition, out, cwd=tmp_path))
    assert (first["rows"], first["rejected"], first["skipped"]) == (len(articles), 1, False)
    table = parquet.read_table(out / "scores.parquet")
    assert table["id"].to_pylist() == [row["id"] for row in articles]
    again = json.loads(run("scheduled_task", partition, out, cwd=tmp_path))
    assert again == {**first, "skipped": True}
    assert sorted(path.name for path in out.iterdir()) == ["_SUCCESS", "scores.parquet"]


def test_a_run_that_fails_leaves_nothing_that_looks_done(partition: Path, tmp_path: Path) -> None:
    module = load("scheduled_task")
    (partition / "c.parquet").write_bytes(b"PAR1 and half a file")
    out = tmp_path / "scores"
    with pytest.raises(pa.ArrowException):
        module.score_partition(str(partition), str(out))
    assert not (out / "_SUCCESS").exists()
    assert not (out / "scores.parquet").exists()
    (partition / "c.parquet").unlink()
    first = module.score_partition(str(partition), str(out))
    data = (out / "scores.parquet").read_bytes()
    assert module.score_partition(str(partition), str(out), force=True) == first
    assert (out / "scores.parquet").read_bytes() == data, "the same rows, the same bytes"


def test_addresses_are_taken(partition: Path, tmp_path: Path) -> None:
    module = load("scheduled_task")
    found = module.score_partition(partition.as_uri(), (tmp_path / "by_uri").as_uri())
    assert found["rows"] == parquet.read_table(tmp_path / "by_uri" / "scores.parquet").num_rows
