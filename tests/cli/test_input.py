"""Inputs as a user names them: what comes out, and with which exit code."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.shared import ROOT
from tests.unit.io.pages import archive, page

WORDS = "The ferry operator said on Monday that fares will rise by four percent in May. " * 12


def score(*arguments: str, stdin: bytes = b"") -> tuple[int, list[dict[str, Any]], str]:
    found = subprocess.run(
        [sys.executable, "-m", "scorer", "score", *arguments, "--format", "jsonl"],
        input=stdin,
        capture_output=True,
        timeout=120,
        cwd=ROOT,
    )
    rows = [json.loads(line) for line in found.stdout.splitlines()]
    return found.returncode, rows, found.stderr.decode()


def test_a_folder_of_everything(tmp_path: Path) -> None:
    """One bad file among many never ends a run, and nothing is dropped."""
    line = json.dumps({"id": "j", "text": WORDS, "desk": "city"}) + "\n"
    (tmp_path / "a.jsonl").write_text(line, "utf-8")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(line.encode() * 3)[:-8])
    (tmp_path / "c.parquet").write_bytes(b"PAR1 and no more")
    (tmp_path / "d.tsv").write_text(f"id\ttext\nt\t{WORDS}\n", "utf-16")
    (tmp_path / "e.jsonl").symlink_to(tmp_path / "gone")
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "f.pdf").write_bytes(b"%PDF")
    code, rows, told = score(str(tmp_path), "--keep-fields", "desk")
    assert code == 3
    found = [(row["id"], (row["notice"] or {}).get("code")) for row in rows]
    assert found == [
        ("j", None),
        ("j", None),
        ("j", None),
        ("j", None),
        ("b.jsonl.gz:4", "truncated"),
        ("c.parquet:1", "damaged"),
        ("t", None),
        ("e.jsonl:1", "read_failed"),
    ]
    assert rows[0]["fields"] == {"desk": "city"}
    assert "3 records have the id of an earlier one" in told
    assert "skipped 1 files" in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.jsonl"], "cannot read none.jsonl: No such file"),
        (["none/*.jsonl"], "no file matches"),
        (["{tmp}/half.parquet"], "as Parquet"),
        (["{tmp}/twice.jsonl"], "packed twice"),
        (["{tmp}/a.jsonl", "none.jsonl"], "cannot read none.jsonl"),
        (["{tmp}/a.jsonl", "--encoding", "klingon"], "unknown encoding"),
        (["gs://bucket/a.jsonl"], "needs a package"),
    ],
)
def test_what_cannot_start_is_2(tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "words"}\n', "utf-8")
    (tmp_path / "half.parquet").write_bytes(b"PAR1....")
    (tmp_path / "twice.jsonl").write_bytes(gzip.compress(gzip.compress(b"{}")))
    code, rows, told = score(*(item.replace("{tmp}", str(tmp_path)) for item in arguments))
    assert (code, rows) == (2, [])
    assert message in told
    assert told.count("\n") == 1


def test_pages_archives_and_feeds_carry_the_text_that_offsets_index(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", reason="needs the extra scorer[html]")
    pytest.importorskip("fastwarc", reason="needs the extra scorer[warc]")
    pytest.importorskip("feedparser", reason="needs the extra scorer[feeds]")
    (tmp_path / "a.html").write_text(page(), "utf-8")
    (tmp_path / "b.warc.gz").write_bytes(b"".join(map(gzip.compress, archive(2))))
    (tmp_path / "c.rss").write_text(
        f"<rss version='2.0'><channel><title>G</title><item><guid>g</guid><title>T</title>"
        f"<description>{WORDS}</description></item></channel></rss>",
        "utf-8",
    )
    (tmp_path / "d.html").write_text("<html><body><nav>Home</nav></body></html>", "utf-8")
    rejects = tmp_path / "rejects.jsonl"
    code, rows, _ = score(str(tmp_path), "--rejects", str(rejects))
    assert code == 3
    assert [row["status"] == "rejected" for row in rows] == [False] * 4 + [True]
    for row in rows[:4]:
        text = row["fields"]["extracted_text"]
        spans = [span for item in row["measurements"].values() for span in item["evidence"]]
        assert spans
        assert all(0 <= span["start"] < span["end"] <= len(text) for span in spans)
    (reject,) = map(json.loads, rejects.read_text("utf-8").splitlines())
    assert (reject["stage"], reject["code"]) == ("extract", "no_main_text")


def test_a_packed_stream_on_standard_input() -> None:
    data = gzip.compress(json.dumps({"id": "s", "text": WORDS}).encode() + b"\n")
    code, rows, _ = score("-", stdin=data)
    assert (code, [row["id"] for row in rows]) == (0, ["s"])


def test_limits_of_reading_may_be_set(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "s", "text": WORDS}) + "\n", "utf-8")
    code, rows, _ = score(str(path), "--max-record-bytes", "100")
    assert (code, rows[0]["notice"]["code"]) == (3, "too_large")
