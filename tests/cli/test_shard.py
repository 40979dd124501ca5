"""``--shard i/n``: disjoint, complete, the same rows, resumable, and told when wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from benchmarks.made_articles import articles
from scorer.cli.app import app
from scorer.errors import ConfigError
from scorer.io.records import Record
from scorer.io.share import Share, share_of
from scorer.io.sources import Source


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["score", *map(str, arguments)])


@pytest.fixture
def one_file(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    lines = [json.dumps(row) for row in articles(23, words=85)]
    lines[7] = "{broken"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("count", [1, 3, pytest.param(25, marks=pytest.mark.slow)])
def test_shards_of_records_merge_to_the_whole(one_file: Path, tmp_path: Path, count: int) -> None:
    whole = run(one_file, "-o", tmp_path / "whole.jsonl", "-q")
    assert whole.exit_code == 3
    expected = (tmp_path / "whole.jsonl").read_bytes().splitlines()
    parts: list[list[bytes]] = []
    for number in range(1, count + 1):
        run(one_file, "--shard", f"{number}/{count}", "-o", tmp_path / "part-{shard}.jsonl", "-q")
        parts.append(
            (tmp_path / f"part-{Share(number, count).label}.jsonl").read_bytes().splitlines()
        )
    merged = [parts[place % count][place // count] for place in range(len(expected))]
    assert merged == expected
    assert sum(map(len, parts)) == len(expected)


def test_many_files_are_dealt_out_whole(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(9):
        table = pa.Table.from_pylist(list(articles(3, start=3 * number, words=85)))
        pq.write_table(table, folder / f"{number}.parquet")
    run(folder, "-o", tmp_path / "whole.jsonl", "-q")
    expected = (tmp_path / "whole.jsonl").read_bytes().splitlines()
    rows: list[bytes] = []
    for number in (1, 2):
        done = run(folder, "--shard", f"{number}/2", "-o", tmp_path / "{shard}.jsonl")
        assert done.exit_code == 0
        assert f"shard {number} of 2: {6 - number} of 9 files (list of files " in done.stderr
        rows += (tmp_path / f"{number}-of-2.jsonl").read_bytes().splitlines()
    assert sorted(rows) == sorted(expected)
    assert len(rows) == 27


def test_a_shard_is_resumed_and_not_mixed_with_another(one_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = run(
        one_file, "--shard", "2/3", "-o", out, "--max-errors", "0", "--checkpoint-every", "0"
    )
    whole = run(one_file, "--shard", "2/3", "-o", tmp_path / "whole.jsonl", "-q")
    if done.exit_code == 2:  # the broken record is of this shard
        other = run(one_file, "--shard", "1/3", "-o", out, "--resume")
        assert other.exit_code == 2, "another shard went on in this one's output"
        again = run(one_file, "--shard", "2/3", "-o", out, "--resume", "-q")
        assert again.exit_code == whole.exit_code == 3
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert done.exit_code == 2


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("0/4", "counted from 1"),
        ("5/4", "there are only 4 shards"),
        ("1/0", "at least one"),
        ("0/0", "at least one"),
        ("x/3", "two numbers"),
        ("-1/3", "two numbers"),
        ("1/3/5", "two numbers"),
        ("", "two numbers"),
        ("٣/٤", "two numbers"),
    ],
)
def test_what_is_no_shard(given: str, message: str, one_file: Path) -> None:
    with pytest.raises(ConfigError, match=message):
        share_of(given)
    result = run(one_file, f"--shard={given}")
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_name_with_a_shard_needs_one(one_file: Path) -> None:
    result = run(one_file, "-o", "scores-{shard}.jsonl")
    assert result.exit_code == 2
    assert "say which: --shard" in result.stderr


@pytest.mark.parametrize("files", [1, 7, 8, 40])
@pytest.mark.parametrize("count", [1, 2, 5, 10])
def test_every_record_is_in_one_share(files: int, count: int) -> None:
    sources = [Source(Path(f"{name}.jsonl"), f"{name}.jsonl", "jsonl", 1) for name in range(files)]
    found: list[tuple[str, int]] = []
    for number in range(1, count + 1):
        share = Share(number, count)
        records = (
            Record(source.name, position, "x", None)
            for source in share.sources(sources)
            for position in range(11)
        )
        found += [(r.origin, r.position) for r in share.records(records, sources)]
    assert len(found) == len(set(found)) == files * 11
