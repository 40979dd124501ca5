"""The consumer loop is killed again and again, and loses nothing."""

from __future__ import annotations

import json
import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.integrations.conftest import run, start


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_what_is_killed_is_read_again(articles: list[dict[str, Any]], tmp_path: Path) -> None:
    topic, sink = tmp_path / "topic.jsonl", tmp_path / "scores.jsonl"
    rows = [{**row, "id": f"{row['id']}/{n}"} for n in range(12) for row in articles]
    topic.write_bytes(b"".join(json.dumps(row).encode() + b"\n" for row in rows) + b"{oops\n")
    rng = random.Random(5)
    kills = 0
    for _ in range(6):
        process = start("consumer_loop", topic, sink, cwd=tmp_path)
        size = sink.stat().st_size if sink.exists() else 0
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            if sink.exists() and sink.stat().st_size > size:
                break
            time.sleep(0.005)
        time.sleep(rng.uniform(0, 0.15))
        if process.poll() is None:
            process.kill()
            kills += 1
        process.communicate()
    assert kills >= 2
    run("consumer_loop", topic, sink, cwd=tmp_path)
    found = [json.loads(line) for line in sink.read_bytes().splitlines()]
    ids = [row["id"] for row in found if row["id"] is not None]
    assert set(ids) == {row["id"] for row in rows}
    assert [row["raw"] for row in found if row["id"] is None] == ["{oops\n"]
    scores: dict[str, set[Any]] = {}
    for row in found:
        scores.setdefault(row["id"], set()).add(row["score"])
    assert all(len(values) == 1 for values in scores.values()), "twice, but the same"
    assert run("consumer_loop", topic, sink, cwd=tmp_path) == ""
    assert len(sink.read_bytes().splitlines()) == len(found), "all was committed"
