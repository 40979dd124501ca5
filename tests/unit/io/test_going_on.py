"""Reading goes on after any record, as a resumed run does."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scorer.io import readers
from scorer.io.fields import FieldMap
from scorer.io.records import Mark
from scorer.io.sources import resolve
from tests.unit.io.files import codes, lines


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
