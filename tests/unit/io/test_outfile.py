from __future__ import annotations

import os
from pathlib import Path

import pytest

from scorer.errors import OutputError
from scorer.io.outfile import OutFile, check_output


def test_the_name_appears_when_the_file_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    with OutFile(path) as out:
        out.write(b"half")
        out.flush()
        assert not path.exists()
        out.write(b", whole")
    assert path.read_bytes() == b"half, whole"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"

    def interrupted() -> None:
        with OutFile(path) as out:
            out.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_what_exists_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old")
    with pytest.raises(OutputError, match="--overwrite"):
        OutFile(path)
    with OutFile(path, overwrite=True) as out:
        out.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


def test_what_came_to_be_during_the_run_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    out = OutFile(path)
    out.write(b"ours")
    path.write_bytes(b"theirs")
    with pytest.raises(OutputError, match="kept as") as error:
        out.commit()
    assert path.read_bytes() == b"theirs"
    kept = Path(str(error.value).split("kept as ")[1])
    assert kept.read_bytes() == b"ours"


def test_what_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder"):
        check_output(tmp_path, overwrite=True)
    with pytest.raises(OutputError, match="no folder"):
        check_output(tmp_path / "none" / "out.jsonl", overwrite=True)


def test_devices_and_links(tmp_path: Path) -> None:
    with OutFile(Path(os.devnull)) as out:
        out.write(b"gone")
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    with OutFile(link, overwrite=True) as out:
        out.write(b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_permissions_are_those_of_any_new_file(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    with OutFile(tmp_path / "out") as out:
        out.write(b"x")
    assert (tmp_path / "out").stat().st_mode == plain.stat().st_mode


def test_a_full_disk_is_an_output_error() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with pytest.raises(OutputError, match="No space left"), OutFile(Path("/dev/full")) as out:
        out.write(b"x" * 1_000_000)
