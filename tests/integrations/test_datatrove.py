"""The datatrove block filters in a real pipeline, and loses nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integrations.conftest import run
from tests.shared import ROOT

pytest.importorskip("datatrove", reason="needs the extra [integrations]")


def documents(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]


@pytest.mark.parametrize("policy", [None, ROOT / "examples" / "policy.toml"])
def test_documents_go_on_or_are_kept_aside_with_the_rule(
    jsonl: Path, articles: list[dict[str, Any]], tmp_path: Path, policy: Path | None
) -> None:
    run("datatrove_filter", jsonl.parent, tmp_path / "out", *([policy] if policy else []),
        cwd=tmp_path)  # fmt: skip
    kept, dropped = (documents(tmp_path / "out" / name) for name in ("kept", "dropped"))
    ids = [row["id"] for row in articles if row["text"].strip()]
    # datatrove's own reader leaves out documents whose text is empty
    assert sorted(doc["id"] for doc in (*kept, *dropped) if doc["id"] != "empty") == sorted(ids)
    assert kept
    assert dropped
    assert all("filter_reason" not in doc["metadata"] for doc in kept)
    by_id = {doc["id"]: doc["metadata"] for doc in (*kept, *dropped)}
    assert by_id["wire-report-0"]["reliability_band"] in {"high", "very_high"}
    rule = "very-low-score" if policy is None else "surely-low"
    assert by_id["content-farm-3"]["filter_reason"] == rule
