"""Hugging Face datasets: a row for each row, in order, with workers or without."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from scorer import Article, Scorer
from tests.integrations.conftest import load, run

pytest.importorskip("datasets", reason="needs the extra [integrations]")


def test_a_file_is_scored(jsonl: Path, articles: list[dict[str, Any]], tmp_path: Path) -> None:
    run("datasets_map", jsonl, tmp_path / "out.parquet", cwd=tmp_path)
    table = parquet.read_table(tmp_path / "out.parquet")
    assert table["id"].to_pylist() == [row["id"] for row in articles]
    assert table["status"].to_pylist()[-1] == "rejected"


@pytest.mark.parametrize("num_proc", [None, 2])
def test_scores_are_those_of_the_library(
    articles: list[dict[str, Any]],
    scorer: Scorer,
    num_proc: int | None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path))
    datasets = pytest.importorskip("datasets")
    module = load("datasets_map")
    scored = module.score_dataset(datasets.Dataset.from_list(articles), num_proc)
    assert scored["id"][:] == [row["id"] for row in articles]
    assert scored["score"][:] == [scorer.score(Article(**row)).score for row in articles]
