"""Files that are cut, damaged, packed to burst, or need an extra that is missing."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scorer.errors import ConfigError, InputError
from scorer.io import readers
from scorer.io.records import ReadLimits
from scorer.io.sources import resolve
from tests.unit.io.files import PACK, codes, lines, read


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
    limits = ReadLimits(record_bytes=500_000, unpacked_free=1_000_000)
    found = read(path, limits=limits)
    assert codes(found)[-1] in ("zip_bomb", "too_large")
    assert sum(len(record.raw) for record in found) < 3_000_000
    assert codes(found)[-1] == "zip_bomb" or name in ("a.txt", "a.html")


def test_what_packs_well_is_no_bomb(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": 1, "text": "rain rain rain"}\n' * 50_000))
    limits = ReadLimits(unpacked_free=1_000, unpacked_ratio=100)
    assert codes(read(path, limits=limits))[-1] == "zip_bomb"
    assert len(read(path)) == 50_000
    assert len(read(path, limits=ReadLimits(unpacked_free=1_000, unpacked_ratio=2_000))) == 50_000


def test_a_parquet_group_that_bursts_costs_itself_only(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = pa.table({"id": ["1", "2"], "text": ["rain " * 200_000, "sun"]})
    pq.write_table(table, path, row_group_size=1, compression="zstd", use_dictionary=False)
    limits = ReadLimits(unpacked_free=100_000, unpacked_ratio=20)
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


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow"])
def test_the_id_of_a_bad_row_does_not_depend_on_the_columns_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    table = pa.table({"text": ["words", None], "extra": [1, 2]})
    if path.suffix == ".parquet":
        pq.write_table(table, path)
    else:
        with pa.ipc.new_file(str(path), table.schema) as file:
            file.write_table(table)
    short, whole = read(path), read(path, keep_raw=True)
    assert [record.id for record in short] == [record.id for record in whole]
    assert json.loads(whole[1].raw) == {"text": None, "extra": 2}
