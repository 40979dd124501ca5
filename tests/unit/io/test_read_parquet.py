from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scorer.errors import InputError
from scorer.io.fields import FieldMap
from scorer.io.read_parquet import BATCH_ROWS, check_parquet, read_parquet
from scorer.io.records import Limits, Record


def read(path: Path, **options: Any) -> list[Record]:
    return list(read_parquet(path, str(path), FieldMap(), Limits(), **options))


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


def test_the_id_of_a_row_does_not_depend_on_the_columns_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parquet", text=["words", None], extra=[1, 2])
    short, whole = read(path), read(path, keep_raw=True)
    assert [record.id for record in short] == [record.id for record in whole]
    assert json.loads(whole[1].raw) == {"text": None, "extra": 2}


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
    check_parquet(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(InputError, match=r"a\.parquet as Parquet"):
        check_parquet(path)
