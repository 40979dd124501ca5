from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from scorer.errors import ConfigError, InputError, UnsupportedFormatError
from scorer.io import read_text, readers
from scorer.io.fields import FieldMap
from scorer.io.sources import resolve


def test_a_folder_is_read_sorted_with_what_is_below(tmp_path: Path) -> None:
    for name in ["b.txt", "a/z.md", "a/b.jsonl", "c.pdf", ".hidden.txt", ".git/x.txt", "B.TXT"]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Title\nwords", "utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = resolve([str(tmp_path)])
    assert [source.name for source in found.sources] == ["B.TXT", "a/b.jsonl", "a/z.md", "b.txt"]
    assert [source.format for source in found.sources] == ["text", "jsonl", "text", "text"]
    assert any("skipped 2 files" in note for note in found.notes)


def test_inputs_keep_their_order_and_may_come_twice(tmp_path: Path) -> None:
    paths = [tmp_path / "b.txt", tmp_path / "a.csv", tmp_path / "b.txt"]
    for path in paths:
        path.write_text("x", "utf-8")
    found = resolve([str(path) for path in paths])
    assert [source.name for source in found.sources] == ["b.txt", "a.csv", "b.txt"]


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.txt: No such file"):
        resolve([str(tmp_path / "gone.txt")])
    with pytest.raises(InputError, match="cannot read"):
        resolve(["a\0b"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x", "utf-8")
    path.chmod(0)
    with pytest.raises(InputError, match=r"a\.txt"):
        resolve([str(path)])


def test_an_unknown_format_says_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_text("x", "utf-8")
    with pytest.raises(UnsupportedFormatError, match=r"\.jsonl"):
        resolve([str(path)])
    assert resolve([str(path)], "text").sources[0].format == "text"


def test_empty_files_and_folders_are_noted(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    (tmp_path / "none").mkdir()
    found = resolve([str(tmp_path / "a.jsonl"), str(tmp_path / "none")])
    assert "is empty" in " ".join(found.notes)
    assert "holds no file" in " ".join(found.notes)
    readers.check(found.sources)
    assert list(readers.read(found.sources)) == []


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_an_empty_file_that_is_an_article_is_rejected(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    found = resolve([str(tmp_path)])
    assert found.notes == ()
    (record,) = readers.read(found.sources)
    assert record.error is not None
    assert (record.id, record.error.code) == (name, "empty_text")


def test_an_empty_parquet_file_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").touch()
    with pytest.raises(InputError, match=r"a\.parquet as Parquet"):
        readers.check(resolve([str(tmp_path)]).sources)


def test_two_columns_of_one_name_are_found_before_the_run(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,id,body, text \n1,2,3,4\n", "utf-8")
    sources = resolve([str(path)]).sources
    with pytest.raises(InputError, match=r"a\.csv: 2 columns are named 'text'"):
        readers.check(sources)
    readers.check(sources, FieldMap(text="body"))
    (record,) = readers.read(sources)
    assert record.error is not None
    assert record.error.code == "read_failed"


@pytest.mark.parametrize("given", ["", "in.jsonl,"])
def test_an_empty_input_is_refused(tmp_path: Path, given: str) -> None:
    (tmp_path / "in.jsonl").touch()
    inputs = [str(tmp_path / part) if part else part for part in given.split(",")]
    with pytest.raises(InputError, match="an input is empty"):
        resolve(inputs)


def test_json_is_read_by_its_name_or_when_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"text": "one"}, {"text": "two"}]', "utf-8")
    records = list(readers.read(resolve([str(path)]).sources))
    assert [record.article and record.article.text for record in records] == ["one", "two"]
    assert resolve(["-"], "json").sources[0].format == "json"


def test_a_failure_is_told_on_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words", "utf-8")

    def broken(*_: object) -> None:
        raise OSError("it\nbroke")

    monkeypatch.setattr(read_text, "read_text", broken)
    (record,) = readers.read(resolve([str(path)]).sources)
    assert record.error is not None
    assert record.error.message.endswith("it cannot be read: it broke")


def test_standard_input_is_json_lines() -> None:
    assert resolve(["-"]).sources[0].format == "jsonl"
    assert resolve(["-"], "csv").sources[0].format == "csv"
    assert resolve(["-"], "parquet").sources[0].format == "parquet"


def test_html_names_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (tmp_path / "a.html").write_text("<p>x</p>", "utf-8")
    with pytest.raises(ConfigError, match=r"scorer\[html\]"):
        readers.check(resolve([str(tmp_path)]).sources)


def test_a_file_that_breaks_off_is_a_rejected_record(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1, "text": "words"}\n', "utf-8")
    sources = resolve([str(path), str(path)]).sources
    path.unlink()
    codes = [record.error.code if record.error else "" for record in readers.read(sources)]
    assert codes == ["read_failed", "read_failed"]
