"""A task for a scheduler such as Airflow: one partition in, one partition out.

It may be run again at any time: the output appears whole or not at all, a run that is repeated
writes the same rows, and one that has been done is skipped. With Airflow, decorate it::

    score_day = task(retries=3)(score_partition)
    score_day("s3://articles/day={{ ds }}", "s3://scores/day={{ ds }}")

Run by itself: ``python scheduled_task.py IN_FOLDER OUT_FOLDER``.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

from pyarrow import dataset, fs, parquet

from scorer.arrow import schema, score_batches


def score_partition(given: str, out: str, *, force: bool = False) -> dict[str, Any]:
    """Score the Parquet files of a folder into one file of another; returns the counts.

    Folders are local or of any filesystem that pyarrow opens by its address. What is returned is
    small, so it fits an XCom.
    """
    source, given = (
        fs.FileSystem.from_uri(given) if "://" in given else (fs.LocalFileSystem(), given)
    )
    target, out = fs.FileSystem.from_uri(out) if "://" in out else (fs.LocalFileSystem(), out)
    done, data, part = f"{out}/_SUCCESS", f"{out}/scores.parquet", f"{out}/_scores.part"
    if not force and target.get_file_info(done).type is fs.FileType.File:
        with target.open_input_stream(done) as file:
            return {**json.loads(file.read()), "skipped": True}
    target.create_dir(out)
    files = dataset.dataset(given, filesystem=source, format="parquet")
    counts: Counter[str] = Counter()
    batches = files.to_batches(batch_size=256, batch_readahead=1, fragment_readahead=1)
    with (
        target.open_output_stream(part) as file,
        parquet.ParquetWriter(file, schema()) as writer,
    ):
        for scored in score_batches(batches):
            writer.write_batch(scored)
            counts.update(scored.column("status").to_pylist())
    target.move(part, data)
    summary = {"rows": counts.total(), **counts}
    with target.open_output_stream(done) as file:
        file.write(json.dumps(summary).encode())
    return {**summary, "skipped": False}


if __name__ == "__main__":
    print(json.dumps(score_partition(*sys.argv[1:])))
