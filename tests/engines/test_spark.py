"""scorer.spark on a real Spark with two workers: the rows of one machine, whatever dies."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scorer.arrow import schema
from scorer.errors import ConfigError, InputError
from tests.engines.conftest import COUNT, KEEP, Killer, same_rows
from tests.engines.trap import Trap


def is_worker(process: psutil.Process) -> bool:
    """Tell a Python worker of Spark that works: a child of its daemon that took CPU time."""
    return (
        "pyspark.daemon" in " ".join(process.cmdline())
        and "pyspark.daemon" in " ".join(process.parent().cmdline())
        and process.cpu_times().user > 0.5
    )


def test_20000_articles_a_killed_worker_and_poisoned_records(
    spark: Any, articles_folder: Path, local_rows: pa.Table, trap: Trap, tmp_path: Path
) -> None:
    from scorer.spark import score

    out = tmp_path / "out"
    frame = spark.read.parquet(str(articles_folder)).repartition(16)
    scored = score(frame, scorer=trap, keep=KEEP)  # type: ignore[arg-type]
    killer = Killer(is_worker, lambda: len(list(out.glob("**/*.parquet"))) >= 3)
    with killer:
        scored.write.parquet(str(out))
    assert killer.killed, "no worker was killed: the test proves nothing"
    assert (out / "_SUCCESS").exists()
    got = pq.read_table(out)
    assert got.num_rows == COUNT
    same_rows(got, local_rows)
    given = pq.read_schema(next(articles_folder.glob("*.parquet")))
    assert got.schema.equals(schema(keep=KEEP, input_schema=given))
    codes = Counter(row["code"] for row in got.column("notice").to_pylist() if row)
    assert codes["bad_encoding"] == codes["internal_error"] == COUNT // 1000
    assert codes["no_text"] == COUNT // 1000


def test_partitioned_in_and_out(spark: Any, tmp_path: Path) -> None:
    from benchmarks.made_articles import articles
    from scorer.spark import score

    table = pa.Table.from_pylist(list(articles(40)))
    pq.write_to_dataset(table, tmp_path / "in", partition_cols=["section"])
    scored = score(spark.read.parquet(str(tmp_path / "in")), keep=["section"])
    scored.write.partitionBy("section").parquet(str(tmp_path / "out"))
    assert len(list((tmp_path / "out").glob("section=*"))) == 4
    assert pq.read_table(tmp_path / "out").num_rows == 40


def test_flat_form_and_an_empty_frame(spark: Any) -> None:
    from scorer.spark import score

    empty = score(spark.createDataFrame([], "text string"), columns=True)
    assert empty.count() == 0
    (row,) = score(spark.createDataFrame([("Too short.",)], "text string"), columns=True).collect()
    assert (row["status"], row["notice"]) == ("abstained", "too_short")


def test_wrong_arguments_are_told_before_anything_runs(spark: Any) -> None:
    from scorer.spark import score

    frame = spark.createDataFrame([("x",)], "body string")
    with pytest.raises(InputError, match="no column 'text'"):
        score(frame)
    with pytest.raises(ConfigError, match="no field"):
        score(frame, fields={"body": "body"})
