from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scorer.errors import ConfigError, OutputError
from scorer.io import finish
from scorer.io.arrow_rows import to_rows
from scorer.io.columns import ColumnFormat, FlatJsonlFormat, chosen_columns
from scorer.schema import Article, ScoreReport
from tests.cli.stub import StubScorer

COUNT = 137


def report(number: int) -> ScoreReport:
    text = "word " * (number % 90)
    return StubScorer().score(Article(str(number), text, title=None if number % 3 else "caf\u00e9"))


REPORTS = [report(number) for number in range(COUNT)]
KEPT = [json.dumps({"n": number}) if number % 5 else None for number in range(COUNT)]


def stream(path: Path, form: ColumnFormat, size: int) -> Path:
    data = [form.rows(REPORTS[i : i + size], KEPT[i : i + size]) for i in range(0, COUNT, size)]
    path.write_bytes(form.header() + b"".join(data))
    return path


@pytest.mark.parametrize("make", [finish.to_parquet, finish.to_arrow])
@pytest.mark.parametrize("columns", [None, ("score", "id", "promotion.line_count")])
def test_the_bytes_depend_on_the_rows_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Any, columns: tuple[str, ...] | None
) -> None:
    monkeypatch.setattr(finish, "GROUP_ROWS", 50)
    form = ColumnFormat(columns, has_fields=True)
    found = set()
    for size in (1, 7, 50, 64, COUNT):
        make(stream(tmp_path / "part", form, size), tmp_path / "out")
        found.add((tmp_path / "out").read_bytes())
    assert len(found) == 1
    if make is finish.to_parquet:
        file = pq.ParquetFile(tmp_path / "out")
        assert [file.metadata.row_group(i).num_rows for i in range(3)] == [50, 50, 37]
        table = file.read()
    else:
        table = pa.ipc.open_file(tmp_path / "out").read_all()
    assert table.schema.remove_metadata() == form.schema().remove_metadata()
    assert table.schema.metadata[b"scorer.schema_version"]
    assert table.column("fields").to_pylist() == KEPT
    if columns is None:
        assert to_rows(table) == [json.loads(json.dumps(item.to_dict())) for item in REPORTS]
    else:
        assert table.column("score").to_pylist() == [item.score for item in REPORTS]


def test_no_rows_are_a_whole_file_too(tmp_path: Path) -> None:
    form = ColumnFormat()
    (tmp_path / "part").write_bytes(form.header())
    finish.to_parquet(tmp_path / "part", tmp_path / "out")
    assert pq.read_table(tmp_path / "out").num_rows == 0
    assert pq.read_schema(tmp_path / "out").names == form.schema().names


def test_heavy_fields_end_a_row_group_early(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finish, "GROUP_KEPT", 100)
    form = ColumnFormat(("id",), has_fields=True)
    sizes = [10, 300, 40, 40, 40, 5]
    data = form.header() + form.rows(REPORTS[:6], ["x" * size for size in sizes])
    (tmp_path / "part").write_bytes(data)
    finish.to_parquet(tmp_path / "part", tmp_path / "out")
    file = pq.ParquetFile(tmp_path / "out")
    groups = [file.metadata.row_group(i).num_rows for i in range(file.metadata.num_row_groups)]
    assert groups == [1, 1, 2, 2]


def test_a_damaged_stream_is_told(tmp_path: Path) -> None:
    part = stream(tmp_path / "part", ColumnFormat(), 50)
    part.write_bytes(part.read_bytes()[:-9])
    with pytest.raises(OutputError, match="damaged"):
        finish.to_parquet(part, tmp_path / "out")
    part.write_bytes(b"nonsense")
    with pytest.raises(OutputError, match="damaged"):
        finish.to_arrow(part, tmp_path / "out")


def test_compressed_files_hold_no_time(tmp_path: Path) -> None:
    (tmp_path / "part").write_bytes(b"rows\n" * 1000)
    found = set()
    for name in ("a", "b"):
        finish.compress(tmp_path / "part", tmp_path / name, codec="gzip")
        found.add((tmp_path / name).read_bytes())
    assert [gzip.decompress(data) for data in found] == [b"rows\n" * 1000]


def test_columns_that_do_not_exist() -> None:
    with pytest.raises(ConfigError, match=r"'scor'; did you mean score"):
        chosen_columns(["id", "scor"])
    with pytest.raises(ConfigError):
        chosen_columns([])
    assert chosen_columns(["id", "score", "id"]) == ("id", "score")


def test_a_lone_surrogate_in_a_kept_field() -> None:
    form = ColumnFormat(("id",), has_fields=True)
    assert form.rows(REPORTS[:1], ['{"a": "\ud800"}'])
    row = json.loads(FlatJsonlFormat(("id",)).row(REPORTS[0], '{"a": "x"}'))
    assert row == {"id": "0", "fields": {"a": "x"}}
