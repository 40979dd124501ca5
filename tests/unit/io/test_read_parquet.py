from __future__ import annotations

import base64
import datetime
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scorer.errors import InputError
from scorer.io.fields import FieldMap
from scorer.io.open_source import opened
from scorer.io.read_parquet import BATCH_ROWS, check_parquet, read_parquet
from scorer.io.records import ReadLimits, Record
from scorer.io.sources import Source


def read(path: Path, limits: ReadLimits | None = None, **options: Any) -> list[Record]:
    with opened(Source(path, path.name, "parquet", 1), limits or ReadLimits()) as stream:
        return list(read_parquet(stream, str(path), FieldMap(), limits or ReadLimits(), **options))


def check(path: Path, fields: FieldMap | None = None) -> None:
    with opened(Source(path, path.name, "parquet", 1), ReadLimits()) as stream:
        check_parquet(stream, str(path), fields)


def written(path: Path, **columns: Any) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def test_rows_in_order_over_batches(tmp_path: Path) -> None:
    count = 2 * BATCH_ROWS + 3
    path = written(
        tmp_path / "a.parquet",
        id=list(range(count)),
        text=[f"text {number}" for number in range(count)],
        published=[datetime.datetime(2020, 1, 1, 12, 30)] * count,
    )
    found = read(path)
    assert [record.id for record in found] == [str(number) for number in range(count)]
    assert [record.position for record in found] == list(range(1, count + 1))
    assert found[5].article is not None
    assert found[5].article.text == "text 5"
    assert found[5].article.published == "2020-01-01T12:30:00"


@pytest.mark.parametrize("keep_raw", [False, True])
def test_bad_rows(tmp_path: Path, keep_raw: bool) -> None:
    path = written(tmp_path / "a.parquet", text=["words", None, " "], extra=[1, 2, 3])
    codes = [record.error.code if record.error else "" for record in read(path, keep_raw=keep_raw)]
    assert codes == ["", "no_text", "empty_text"]


def test_text_that_is_no_string(tmp_path: Path) -> None:
    codes = [r.error and r.error.code for r in read(written(tmp_path / "a.parquet", text=[1, 2]))]
    assert codes == ["text_not_a_string"] * 2
    found = read(written(tmp_path / "b.parquet", text=pa.array([b"caf\xc3\xa9", b"\xe9"])))
    assert found[0].article is not None
    assert found[0].article.text == "café"
    assert found[1].error is not None
    assert found[1].error.code == "bad_encoding"


def test_a_string_that_is_not_utf_8_costs_its_row_only(tmp_path: Path) -> None:
    binary = pa.array([b"good", b"caf\xe9", b"fine"], pa.binary())
    broken = pa.Array.from_buffers(pa.string(), 3, binary.buffers())
    found = read(written(tmp_path / "a.parquet", text=broken))
    assert [record.error.code if record.error else "" for record in found] == [
        "",
        "bad_encoding",
        "",
    ]


def test_no_text_column_at_all(tmp_path: Path) -> None:
    found = read(written(tmp_path / "a.parquet", body=["words"]))
    assert found[0].error is not None
    assert found[0].error.code == "no_text"
    assert "'body'" in found[0].error.message


def test_half_a_file_is_no_parquet(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parquet", text=["words"] * 100)
    check(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(InputError, match=r"a\.parquet as Parquet"):
        check(path)


ODD = {
    "far_time": pa.array([0, 2**62, 0], pa.timestamp("us")),
    "far_day": pa.array([0, 10**7, 0], pa.date32()),
    "zone": pa.array([0, 1, 2], pa.timestamp("s", tz="Nowhere/X")),
    "span": pa.array([0, 2**62, 0], pa.duration("s")),
    "days": pa.array([[0], [10**7], []], pa.list_(pa.date32())),
}


@pytest.mark.parametrize("keep_raw", [False, True])
@pytest.mark.parametrize("kind", ODD)
def test_an_odd_time_costs_nobody_the_run(tmp_path: Path, kind: str, keep_raw: bool) -> None:
    texts = ["one", "two", "three"]
    for name in ("published", "unrelated"):
        path = written(tmp_path / f"{name}.parquet", text=texts, **{name: ODD[kind]})
        found = read(path, keep_raw=keep_raw)
        assert [record.article and record.article.text for record in found] == texts
        codes = [notice.code for notice in found[1].notices]
        assert codes == (["field_ignored"] if name == "published" else [])
        if keep_raw:
            assert json.loads(found[1].raw)["text"] == "two"


def test_an_odd_time_is_told_with_its_number(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parquet", text=["one"] * 3, published=ODD["far_day"])
    found = read(path, keep_raw=True)
    assert [record.article and record.article.published for record in found] == [
        "1970-01-01",
        None,
        "1970-01-01",
    ]
    assert "date32[day] with a value that cannot be read (10000000)" in found[1].notices[0].message
    assert json.loads(found[1].raw)["published"] == {"date32[day]": 10**7}


def test_an_odd_time_as_the_text_costs_its_row_only(tmp_path: Path) -> None:
    found = read(written(tmp_path / "a.parquet", text=ODD["far_time"], id=[1, 2, 3]))
    assert [record.error and record.error.code for record in found] == ["text_not_a_string"] * 3
    assert [record.id for record in found] == ["1", "2", "3"]


@pytest.mark.parametrize("keep_raw", [False, True])
@pytest.mark.parametrize("column", ["text", "body"])
def test_bad_rows_without_an_id_have_ids_of_their_own(
    tmp_path: Path, column: str, keep_raw: bool
) -> None:
    path = written(tmp_path / "a.parquet", **{column: pa.array([None, None], pa.string())})
    first, second = read(path, keep_raw=keep_raw)
    assert first.id != second.id
    assert [first.id, second.id] == [record.id for record in read(path)]


def broken_strings() -> Any:
    binary = pa.array([b"good", b"caf\xe9", b"fine"], pa.binary())
    return pa.Array.from_buffers(pa.string(), 3, binary.buffers())


@pytest.mark.parametrize("make", [broken_strings, lambda: pa.array([b"good", b"caf\xe9", b"fine"])])
def test_what_is_not_utf_8_is_kept_as_it_came(tmp_path: Path, make: Any) -> None:
    _, bad, _ = read(written(tmp_path / "a.parquet", text=make()), keep_raw=True)
    assert bad.error is not None
    assert bad.error.code == "bad_encoding"
    assert base64.b64decode(json.loads(bad.raw)["text"]["base64"]) == b"caf\xe9"


@pytest.mark.parametrize("keep_raw", [False, True])
def test_a_column_nobody_reads_may_be_broken(tmp_path: Path, keep_raw: bool) -> None:
    path = written(tmp_path / "a.parquet", text=["one", "two", "three"], other=broken_strings())
    assert [record.error for record in read(path, keep_raw=keep_raw)] == [None] * 3


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table([pa.array(["a"]), pa.array(["b"])], ["text", "text"]), path)
    with pytest.raises(InputError, match="2 columns are named 'text'"):
        check(path)
    check(path, FieldMap(text="body"))
