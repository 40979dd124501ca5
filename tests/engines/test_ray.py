"""scorer.ray on a real cluster of two workers: the rows of one machine, whatever dies."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scorer.arrow import schema
from scorer.errors import ConfigError
from tests.engines.conftest import COUNT, KEEP, Killer, same_rows
from tests.engines.trap import Trap


def test_20000_articles_a_killed_worker_and_poisoned_records(
    ray_cluster: Any, articles_folder: Path, local_rows: pa.Table, trap: Trap, tmp_path: Path
) -> None:
    import ray

    from scorer.ray import score_dataset

    out = tmp_path / "out"
    dataset = ray.data.read_parquet(str(articles_folder))
    scored = score_dataset(dataset, scorer=trap, keep=KEEP, rows_per_task=500)
    killer = Killer(
        lambda process: "ray::MapBatches" in "".join(process.cmdline()),
        lambda: len(list(out.glob("*.parquet"))) >= 3,
    )
    with killer:
        scored.write_parquet(str(out))
    assert killer.killed, "no worker was killed: the test proves nothing"
    got = pq.read_table(out)
    assert got.num_rows == COUNT
    same_rows(got, local_rows)
    given = pq.read_schema(next(articles_folder.glob("*.parquet")))
    assert got.schema.equals(schema(keep=KEEP, input_schema=given), check_metadata=True)
    codes = Counter(
        row["code"]
        for row in got.column("notice").to_pylist()
        if row and row["code"] != "too_short"
    )
    assert codes["bad_encoding"] == codes["internal_error"] == COUNT // 1000
    assert codes["no_text"] == COUNT // 1000


def test_both_workers_are_used_and_load_the_model_once(ray_cluster: Any, tmp_path: Path) -> None:
    import ray

    from benchmarks.made_articles import articles
    from scorer.ray import score_dataset
    from tests.engines.trap import Counting

    table = pa.Table.from_pylist(list(articles(400)))
    dataset = ray.data.from_arrow(table)
    scored = score_dataset(dataset, scorer=Counting.made(tmp_path), rows_per_task=20).materialize()
    assert scored.count() == 400
    loads = [path.read_text() for path in tmp_path.iterdir()]
    assert len(loads) == len(set(loads)) <= 4, "a worker loaded the model twice"
    assert len(loads) >= 2


def test_flat_form_and_an_empty_dataset(ray_cluster: Any) -> None:
    import ray

    from scorer.ray import score_dataset

    empty = ray.data.from_arrow(pa.table({"text": pa.array([], pa.string())}))
    assert score_dataset(empty, columns=True).count() == 0
    one = ray.data.from_items([{"text": "Too short."}])
    (row,) = score_dataset(one, columns=True).take_all()
    assert (row["status"], row["notice"]) == ("abstained", "too_short")


def test_wrong_arguments_are_told(ray_cluster: Any) -> None:
    import ray

    from scorer.ray import score_dataset

    dataset = ray.data.from_items([{"body": "x"}])
    with pytest.raises(ConfigError, match="rows_per_task"):
        score_dataset(dataset, rows_per_task=-1)
    with pytest.raises(Exception, match="no column 'text'"):
        score_dataset(dataset).take_all()
