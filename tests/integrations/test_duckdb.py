"""Every query of the example runs over real output, and says what the rows say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from scorer import Article, Scorer
from scorer.arrow import score_batches, to_rows
from tests.integrations.conftest import PIPELINES

duckdb = pytest.importorskip("duckdb", reason="needs the extra [integrations]")


def test_queries(articles: list[dict[str, Any]], scorer: Scorer, tmp_path: Path) -> None:
    table = pa.Table.from_pylist(articles)
    for name, columns in (("scores", False), ("columns", True)):
        batches = score_batches(table, scorer=scorer, columns=columns)
        parquet.write_table(pa.Table.from_batches(batches), tmp_path / f"{name}.parquet")
    rows = to_rows(parquet.read_table(tmp_path / "scores.parquet"))
    text = (PIPELINES / "duckdb_queries.sql").read_text("utf-8")
    queries = dict(re.findall(r"-- name: (\w+)\n(.*?;)", text, re.DOTALL))
    assert len(queries) == 6
    with duckdb.connect() as connection:
        connection.execute(f"SET file_search_path = '{tmp_path}'")
        found = {name: connection.execute(query).fetchall() for name, query in queries.items()}
    scored = [row for row in rows if row["status"] == "scored"]
    assert sum(count for _, count, _ in found["by_band"]) == len(scored)
    assert [mean for _, _, mean in found["by_band"]] == sorted(m for _, _, m in found["by_band"])
    assert found["worst_reasons"][0][2] < 0
    assert len(found["promo_lines"]) == sum(
        len(row["measurements"]["promotion.line_count"]["evidence"])
        for row in rows if row["measurements"]
    ) > 0  # fmt: skip
    source = {row["id"]: row["text"] for row in articles}
    for id_, kind, start, end in found["promo_lines"]:
        assert kind
        assert source[id_][start:end].strip()
    assert set(found["not_scored"]) == {
        ("abstained", "too_short", 4),
        ("rejected", "empty_text", 1),
    }
    assert all(adds_up for _, adds_up in found["sum_of_points"])
    assert len(found["sum_of_points"]) == len(scored)
    assert {band for band, _, _ in found["flat_averages"]} == {row["band"] for row in scored}
    assert scorer.score(Article(**articles[0])).score == scored[0]["score"]
