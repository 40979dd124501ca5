"""Files that are cut, damaged, packed to burst, in other encodings, or not there."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scorer.errors import ConfigError, InputError
from scorer.io import readers
from scorer.io.fields import FieldMap
from scorer.io.records import Limits, Mark, Record
from scorer.io.sources import resolve


def zstd(data: bytes) -> bytes:
    return bytes(pa.Codec("zstd").compress(data, asbytes=True))


PACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".zst": zstd,
}


def lines(count: int, words: int = 20) -> bytes:
    rows = [
        {"id": f"a{n}", "text": " ".join(f"word{n * 7919 + k * 104729}" for k in range(words))}
        for n in range(count)
    ]
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def read(*paths: Path | str, input_format: str | None = None, **options: Any) -> list[Record]:
    sources = resolve([str(path) for path in paths], input_format).sources
    return list(readers.read(sources, **options))


def codes(records: list[Record]) -> list[str]:
    return [record.error.code if record.error else record.id for record in records]


@pytest.mark.parametrize("end", PACK)
def test_packed_files(tmp_path: Path, end: str) -> None:
    path = tmp_path / f"a.jsonl{end}"
    path.write_bytes(PACK[end](lines(300)))
    assert codes(read(path)) == [f"a{n}" for n in range(300)]
    path.write_bytes(PACK[end](lines(3)) + PACK[end](lines(2)))  # two members
    assert codes(read(path)) == ["a0", "a1", "a2", "a0", "a1"]


@pytest.mark.parametrize("end", PACK)
def test_a_packed_file_that_is_cut(tmp_path: Path, end: str) -> None:
    path = tmp_path / f"a.jsonl{end}"
    packed = PACK[end](lines(20_000))
    path.write_bytes(packed[: len(packed) * 3 // 4])
    found = read(path)
    good = [record.id for record in found[:-1]]
    assert len(good) > 1_000
    assert good == [f"a{n}" for n in range(len(good))]
    assert found[-1].error is not None
    assert found[-1].error.code == "truncated"
    assert f"nothing after record {len(good)} could be read" in found[-1].error.message


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.json", "a.html", "a.parquet", "a.arrow"])
def test_cut_files_of_other_formats(tmp_path: Path, name: str) -> None:
    rng = iter(range(10**6))
    text = " ".join(f"word{next(rng) * 7919 % 9973}" for _ in range(20_000))
    if name.endswith(("parquet", "arrow")):
        table = pa.table({"id": [str(n) for n in range(50)], "text": [text] * 50})
        sink = io.BytesIO()
        if name.endswith("parquet"):
            pq.write_table(table, sink)
        else:
            with pa.ipc.new_file(sink, table.schema) as writer:
                writer.write_table(table, max_chunksize=5)
        data = sink.getvalue()
    elif name == "a.csv":
        data = b"id,text\n" + b"".join(f"{n},{text[n:]}\n".encode() for n in range(50))
    elif name == "a.json":
        data = json.dumps([{"id": str(n), "text": text[n:]} for n in range(50)]).encode()
    else:
        data = text.encode() * 5
    path = tmp_path / f"{name}.gz"
    packed = gzip.compress(data)
    path.write_bytes(packed[: len(packed) * 3 // 4])
    found = codes(read(path))
    assert found[-1] == "truncated"
    assert found[:-1] == [str(n) for n in range(len(found) - 1)]
    assert len(found) > 5 or name in ("a.txt", "a.html", "a.parquet")


def test_what_a_file_is_its_bytes_say(tmp_path: Path) -> None:
    (tmp_path / "plain.jsonl.gz").write_bytes(lines(2))
    (tmp_path / "packed.jsonl").write_bytes(gzip.compress(lines(2)))
    assert codes(read(tmp_path)) == ["a0", "a1"] * 2


@pytest.mark.parametrize("outer", PACK)
@pytest.mark.parametrize("inner", PACK)
def test_a_file_packed_twice(tmp_path: Path, outer: str, inner: str) -> None:
    path = tmp_path / f"a.jsonl{inner}{outer}"
    path.write_bytes(PACK[outer](PACK[inner](lines(2))))
    (tmp_path / "b.jsonl").write_bytes(lines(1))
    found = read(tmp_path)
    assert codes(found) == ["nested_compression", "a0"]
    assert "packed twice" in str(found[0].error)


@pytest.mark.parametrize(
    ("magic", "name"),
    [(b"PK\x03\x04", "zip"), (b"\xfd7zXZ\x00", "xz"), (b"7z\xbc\xaf\x27\x1c", "7z")],
)
def test_archives_that_are_not_read(tmp_path: Path, magic: bytes, name: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(magic + b"\0" * 50)
    (found,) = read(path)
    assert found.error is not None
    assert found.error.code == "unsupported_packing"
    assert f"packed as {name}" in found.error.message


@pytest.mark.parametrize("end", PACK)
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.txt", "a.html", "a.parquet", "a.warc"])
def test_a_bomb(tmp_path: Path, end: str, name: str) -> None:
    path = tmp_path / (name + end)
    path.write_bytes(PACK[end](b"\0" * 6_000_000))
    limits = Limits(record_bytes=500_000, unpacked_free=1_000_000)
    found = read(path, limits=limits)
    assert codes(found)[-1] in ("zip_bomb", "too_large")
    assert sum(len(record.raw) for record in found) < 3_000_000
    assert codes(found)[-1] == "zip_bomb" or name in ("a.txt", "a.html")


def test_what_packs_well_is_no_bomb(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": 1, "text": "rain rain rain"}\n' * 50_000))
    limits = Limits(unpacked_free=1_000, unpacked_ratio=100)
    assert codes(read(path, limits=limits))[-1] == "zip_bomb"
    assert len(read(path)) == 50_000
    assert len(read(path, limits=Limits(unpacked_free=1_000, unpacked_ratio=2_000))) == 50_000


def test_a_parquet_group_that_bursts_costs_itself_only(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = pa.table({"id": ["1", "2"], "text": ["rain " * 200_000, "sun"]})
    pq.write_table(table, path, row_group_size=1, compression="zstd", use_dictionary=False)
    limits = Limits(unpacked_free=100_000, unpacked_ratio=20)
    assert codes(read(path, limits=limits)) == ["zip_bomb", "2"]


def damaged_parquet(path: Path) -> Path:
    table = pa.table(
        {"id": [str(n) for n in range(300)], "text": [f"text {n}" for n in range(300)]}
    )
    pq.write_table(table, path, row_group_size=100, compression="zstd")
    about = pq.ParquetFile(path).metadata.row_group(1).column(1)
    data = bytearray(path.read_bytes())
    start = about.dictionary_page_offset or about.data_page_offset
    data[start + 4 : start + 40] = b"\xff" * 36
    path.write_bytes(bytes(data))
    return path


def test_a_damaged_row_group_costs_itself_only(tmp_path: Path) -> None:
    path = damaged_parquet(tmp_path / "a.parquet")
    found = read(path)
    good = [record.id for record in found if record.error is None]
    assert good == [*map(str, range(100)), *map(str, range(200, 300))]
    (bad,) = [record for record in found if record.error is not None]
    assert bad.error is not None
    assert bad.error.code == "damaged"
    assert "Rows 101 to 200" in bad.error.message
    for record in (found[50], found[99], bad, found[150]):
        assert read(path, start=record.mark) == found[found.index(record) + 1 :]


def test_half_a_parquet_file_alone_and_among_others(tmp_path: Path) -> None:
    path = tmp_path / "b.parquet"
    pq.write_table(pa.table({"id": ["1"], "text": ["words"]}), path)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(InputError, match="as Parquet"):
        readers.check(resolve([str(path)]).sources)
    (tmp_path / "a.jsonl").write_bytes(lines(1))
    (tmp_path / "c.jsonl").write_bytes(lines(1))
    sources = resolve([str(tmp_path)]).sources
    readers.check(sources)
    assert codes(list(readers.read(sources))) == ["a0", "damaged", "a0"]


TEXT = "Café wörter — naïve 日本"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "a.tsv", "a.txt"])
def test_encodings_that_tell_themselves(tmp_path: Path, encoding: str, name: str) -> None:
    content = {
        "a.jsonl": f'{{"id": "1", "text": "{TEXT}"}}\n',
        "a.json": f'[{{"id": "1",\n "text": "{TEXT}"}}]',
        "a.csv": f'id,text\n1,"{TEXT}"\n',
        "a.tsv": f"id\ttext\n1\t{TEXT}\n",
        "a.txt": TEXT,
    }[name]
    mark = {"utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    path = tmp_path / name
    path.write_bytes(mark + content.encode(encoding))
    if encoding == "utf-16-le" and name == "a.txt":
        path.write_bytes(codecs.BOM_UTF16_LE + content.encode(encoding))
    (found,) = read(path)
    assert found.article is not None
    assert found.article.text == TEXT


def test_an_encoding_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id,text\n1,caf\u00e9\n".encode("cp1252"))
    assert codes(read(path)) == ["bad_encoding"]
    (found,) = read(path, encoding="cp1252")
    assert found.article is not None
    assert found.article.text == "caf\u00e9"
    with pytest.raises(ConfigError, match="--encoding klingon"):
        readers.check([], encoding="klingon")
    with pytest.raises(ConfigError, match="--encoding hex"):
        readers.check([], encoding="hex")


def test_mixed_encodings_cost_their_own_records_only(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [f'{{"id": "{n}", "text": "caf\u00e9 {n}"}}\n' for n in range(4)]
    path.write_bytes(rows[0].encode() + rows[1].encode("cp1252") + rows[2].encode() + b"\xff\xfe\n")
    assert codes(read(path)) == ["0", "bad_encoding", "2", "bad_encoding"]
    wide = "".join(rows).encode("utf-16")
    cut = wide[:50] + b"\x00\xd8" + wide[52:]  # half a surrogate pair
    path.write_bytes(cut)
    assert codes(read(path)).count("bad_encoding") == 1
    assert len(read(path)) == 4


def test_nul_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\0\0\0\n" + lines(1) + b'{"text": "a\\u0000b"}\n' + b"\0" * 10)
    assert [record.error.code if record.error else "" for record in read(path)] == [
        "bad_json",
        "",
        "",
        "bad_json",
    ]


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


def written(path: Path) -> Path:
    rows = [json.loads(line) for line in lines(150).splitlines()]
    rows[7] = {"id": "bad"}
    table = pa.Table.from_pylist(rows, schema=pa.schema([("id", "string"), ("text", "string")]))
    if path.suffix == ".parquet":
        pq.write_table(table, path, row_group_size=40)
    elif path.suffix == ".arrow":
        with pa.ipc.new_file(str(path), table.schema) as file:
            file.write_table(table, max_chunksize=40)
    elif path.suffix == ".json":
        path.write_text(json.dumps(rows, indent=1), "utf-8")
    elif path.suffix == ".csv":
        body = "".join(f"{row['id']},{row.get('text', '')}\n" for row in rows)
        path.write_text("id,text\n" + body, "utf-8")
    else:
        body = "\n\n".join(json.dumps(row) for row in rows)
        path.write_bytes((gzip.compress if path.suffix == ".gz" else bytes)(body.encode()))
    return path


@pytest.mark.parametrize(
    "name", ["a.jsonl", "a.jsonl.gz", "a.json", "a.csv", "a.parquet", "a.arrow"]
)
def test_going_on_after_any_record(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name)
    (tmp_path / "b.txt").write_text("words", "utf-8")
    sources = resolve([str(path), str(tmp_path / "b.txt")]).sources
    whole = list(readers.read(sources, fields=FieldMap()))
    assert len(whole) == 151
    assert [record.position for record in whole[:-1]] == sorted(
        {record.position for record in whole[:-1]}
    )
    for number in (0, 6, 7, 8, 39, 40, 41, 119, 149, 150):
        mark = whole[number].mark
        assert mark is not None
        assert list(readers.read(sources, start=mark)) == whole[number + 1 :]
        assert (mark.offset is not None) is (name == "a.jsonl" and number < 150)


def test_going_on_after_a_file_that_broke(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines(9))[:-9])
    (tmp_path / "b.jsonl").write_bytes(lines(1))
    sources = resolve([str(tmp_path)]).sources
    whole = list(readers.read(sources))
    assert codes(whole)[-2:] == ["truncated", "a0"]
    for number, record in enumerate(whole):
        assert list(readers.read(sources, start=record.mark)) == whole[number + 1 :]
    assert list(readers.read(sources, start=Mark())) == whole


@pytest.mark.parametrize(
    ("module", "name", "extra"),
    [
        ("fastwarc", "a.warc", "warc"),
        ("feedparser", "a.rss", "feeds"),
        ("trafilatura", "a.html", "html"),
        ("trafilatura", "a.warc", "warc"),
    ],
)
def test_a_missing_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str, extra: str
) -> None:
    if extra == "warc":
        pytest.importorskip("fastwarc", reason="needs the extra scorer[warc]")
    (tmp_path / name).write_bytes(b"x")
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ConfigError, match=rf"pip install 'scorer\[{extra}\]'") as found:
        readers.check(resolve([str(tmp_path)]).sources)
    assert "\n" not in str(found.value)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_is_bounded_on_hostile_files() -> None:
    """A line of 200 MB and a bomb of 1 GB, under a limit of 64 MiB a record."""
    from benchmarks.reading import memory

    found = memory()
    assert [told.split()[0] for _, told in found.values()] == ["too_large", "too_large", "zip_bomb"]
    assert max(extra for extra, _ in found.values()) < 5 * 64
