"""Hugging Face datasets: score a dataset by ``map``, as Arrow all the way.

Run by itself it scores a JSONL file: ``python datasets_map.py IN.jsonl OUT.parquet``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pyarrow as pa
from datasets import Dataset, load_dataset

from scorer.arrow import score_batches

WANTED = ["id", "status", "score", "band", "reason_codes", "promotion.line_count"]


def score_table(table: pa.Table) -> pa.Table:
    """Score one batch; the model is loaded once per worker process."""
    return pa.Table.from_batches(score_batches(table, columns=True)).select(WANTED)


def score_dataset(dataset: Dataset, num_proc: int | None = None) -> Dataset:
    """Replace the columns of a dataset by scores, a row for each row."""
    names: Sequence[str] = dataset.column_names
    scored = dataset.with_format("arrow").map(
        score_table, batched=True, batch_size=256, num_proc=num_proc, remove_columns=list(names)
    )
    return scored.with_format(None)


def main(given: str, out: str) -> None:
    """Score a JSONL file."""
    dataset = load_dataset("json", data_files=given, split="train")
    score_dataset(dataset).to_parquet(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
