"""The folder an engine writes: there when complete, and nothing else is ever removed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scorer.errors import OutputError
from scorer.io.dataset_folder import DatasetFolder


def write(path: Path, name: str, *, overwrite: bool = False) -> None:
    folder = DatasetFolder(str(path), overwrite=overwrite)
    folder.begin()
    Path(folder.work, name).touch()
    folder.finish({"rows": 1})


def test_it_has_its_name_only_when_complete(tmp_path: Path) -> None:
    folder = DatasetFolder(str(tmp_path / "out"))
    folder.begin()
    assert Path(folder.work).is_dir()
    assert not (tmp_path / "out").exists()
    folder.finish({"rows": 0})
    assert json.loads((tmp_path / "out" / "_manifest.json").read_text()) == {"rows": 0}
    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        "_SUCCESS",
        "_manifest.json",
        "out",
    ]


def test_an_abandoned_one_leaves_nothing_and_keeps_what_was_there(tmp_path: Path) -> None:
    write(tmp_path / "out", "old.parquet")
    folder = DatasetFolder(str(tmp_path / "out"), overwrite=True)
    folder.begin()
    folder.abandon()
    assert (tmp_path / "out" / "old.parquet").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_overwrite_replaces_the_whole(tmp_path: Path) -> None:
    write(tmp_path / "out", "old.parquet")
    with pytest.raises(OutputError, match="add --overwrite"):
        DatasetFolder(str(tmp_path / "out"))
    write(tmp_path / "out", "new.parquet", overwrite=True)
    assert not (tmp_path / "out" / "old.parquet").exists()
    assert (tmp_path / "out" / "new.parquet").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_is_no_output_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    with pytest.raises(OutputError, match="is no output of an engine"):
        DatasetFolder(str(tmp_path), overwrite=True)
    with pytest.raises(OutputError, match="it is a file"):
        DatasetFolder(str(tmp_path / "letter.txt"), overwrite=True)
    with pytest.raises(OutputError, match="there is no folder"):
        DatasetFolder(str(tmp_path / "nowhere" / "out"))


def test_an_output_that_came_to_be_during_the_run_is_kept(tmp_path: Path) -> None:
    folder = DatasetFolder(str(tmp_path / "out"))
    folder.begin()
    write(tmp_path / "out", "theirs.parquet")
    with pytest.raises(OutputError, match="came to be during the run"):
        folder.finish({})
    folder.abandon()
    assert (tmp_path / "out" / "theirs.parquet").exists()
    assert Path(folder.work).is_dir()
