"""Folders, patterns, links, what cannot be opened, and standard input."""

from __future__ import annotations

import gzip
import io
import os
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scorer.errors import InputError
from scorer.io.sources import resolve
from tests.unit.io.files import codes, lines, read


def test_one_unreadable_file_among_many(tmp_path: Path) -> None:
    for name in ("a.jsonl", "c.jsonl"):
        (tmp_path / name).write_bytes(lines(1))
    (tmp_path / "b.jsonl").symlink_to(tmp_path / "gone.jsonl")
    found = read(tmp_path)
    assert codes(found) == ["a0", "read_failed", "a0"]
    assert "No such file" in str(found[1].error)
    assert codes(read(tmp_path / "*.jsonl")) == ["a0", "read_failed", "a0"]
    with pytest.raises(InputError, match=r"gone\.jsonl: No such file"):
        resolve([str(tmp_path / "a.jsonl"), str(tmp_path / "gone.jsonl")])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_and_folders_without_permission(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(1))
    (tmp_path / "b").mkdir(mode=0)
    (tmp_path / "c.jsonl").touch(mode=0)
    assert sorted(codes(read(tmp_path))) == ["a0", "read_failed", "read_failed"]


def test_directory_loops_and_links(tmp_path: Path) -> None:
    real = tmp_path / "in" / "real"
    real.mkdir(parents=True)
    (real / "a.jsonl").write_bytes(lines(1))
    (real / "up").symlink_to(tmp_path / "in")
    (real / "self").symlink_to(real / "self")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b.jsonl").write_bytes(lines(2))
    (tmp_path / "in" / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in" / "again").symlink_to(tmp_path / "elsewhere")
    found = resolve([str(tmp_path / "in")])
    assert [source.name for source in found.sources] == ["again/b.jsonl", "real/a.jsonl"]


def test_a_folder_with_files_of_all_kinds(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.docx", "c", "d.jsonl.bak", ".hidden.jsonl", "e.exe"):
        (tmp_path / name).write_bytes(b"\x00\x01")
    (tmp_path / "pom.xml").write_text("<project/>", "utf-8")
    (tmp_path / "feed.xml").write_text("<rss version='2.0'><channel/></rss>", "utf-8")
    (tmp_path / "z.jsonl").write_bytes(lines(1))
    os.mkfifo(tmp_path / "pipe.jsonl")
    found = resolve([str(tmp_path)])
    assert [source.name for source in found.sources] == ["feed.xml", "z.jsonl"]
    assert any("skipped 8 files" in note for note in found.notes)


def test_patterns(tmp_path: Path) -> None:
    (tmp_path / "2024" / "05").mkdir(parents=True)
    for name in ("a.jsonl", "b.csv", "2024/c.jsonl", "2024/05/d.jsonl.gz", "2024/x.pdf"):
        (tmp_path / name).write_bytes(b"{}\n")
    (tmp_path / "odd[1].jsonl").write_bytes(lines(1))

    def names(pattern: str) -> list[str]:
        return [str(item.path)[len(str(tmp_path)) + 1 :] for item in resolve([pattern]).sources]

    assert names(f"{tmp_path}/*.jsonl") == ["a.jsonl", "odd[1].jsonl"]
    assert names(f"{tmp_path}/**/*.jsonl*") == [
        "2024/05/d.jsonl.gz",
        "2024/c.jsonl",
        "a.jsonl",
        "odd[1].jsonl",
    ]
    assert names(f"{tmp_path}/20??") == ["2024/05/d.jsonl.gz", "2024/c.jsonl"]
    assert names(f"{tmp_path}/odd[1].jsonl") == ["odd[1].jsonl"]
    with pytest.raises(InputError, match="no file matches"):
        resolve([f"{tmp_path}/*.nothing"])


def test_ids_that_come_again_are_told_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(3) + lines(2))
    notes: list[str] = []
    assert codes(read(path, note=notes.append)) == ["a0", "a1", "a2", "a0", "a1"]
    assert notes == [
        f"2 records have the id of an earlier one (first: 'a0', {path}, record 4); each has a row"
    ]


@pytest.mark.parametrize("input_format", ["parquet", "arrow", "csv", "tsv", "text", "json"])
@pytest.mark.parametrize("pack", [False, True])
def test_any_format_on_standard_input(
    monkeypatch: pytest.MonkeyPatch, input_format: str, pack: bool
) -> None:
    table = pa.table({"id": ["-"], "text": ["words"]})
    sink = io.BytesIO()
    if input_format == "parquet":
        pq.write_table(table, sink)
    elif input_format == "arrow":
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
    else:
        given = {"csv": b"id,text\n-,words\n", "tsv": b"id\ttext\n-\twords\n", "text": b"words"}
        sink.write(given.get(input_format, b'[{"id": "-", "text": "words"}]'))
    data = gzip.compress(sink.getvalue()) if pack else sink.getvalue()
    stdin = io.TextIOWrapper(io.BytesIO(data))
    monkeypatch.setattr(sys, "stdin", stdin)
    (found,) = read("-", input_format=input_format)
    assert found.article is not None
    assert (found.id, found.article.text) == ("-", "words")
    assert not stdin.buffer.closed
