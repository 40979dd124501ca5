"""Runs that end early and go on: by signals, by rejects, by what changed meanwhile."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import types
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from scorer.cli.app import app
from tests.cli import stub
from tests.cli.test_process import STUB, environment

RECORDS = 240


def line(number: int) -> str:
    if number % 50 == 7:
        return "{oops"
    if number % 50 == 9:
        return json.dumps({"id": number, "text": "two words"})
    word = "and SLEEPY" if number % 8 == 0 else "and more"
    return json.dumps({"id": number, "text": f"caf\u00e9 {'word ' * (number % 90)} {word}"})


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text("".join(f"{line(number)}\n" for number in range(RECORDS)), "utf-8")
    return path


def start(*arguments: object) -> subprocess.Popen[bytes]:
    command = [*STUB, "score", *map(str, arguments)]
    return subprocess.Popen(
        command, stderr=subprocess.PIPE, env=environment(), start_new_session=True
    )


@dataclass
class Done:
    returncode: int
    stdout: bytes
    stderr: bytes


@pytest.fixture(autouse=True)
def _stub(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("scorer.api")
    module.Scorer = stub.StubScorer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "scorer.api", module)


def finish(*arguments: object) -> Done:
    """Run in this process, to save the start of another."""
    result = CliRunner().invoke(app, ["score", *map(str, arguments)])
    assert "Traceback" not in result.output
    return Done(result.exit_code, result.stdout_bytes, result.stderr_bytes)


def written(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "in.jsonl"
    }


def until_begun(process: subprocess.Popen[bytes], folder: Path, records: int) -> None:
    """Wait until this process wrote a checkpoint that vouches for some records."""
    begun, end = time.time(), time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        for path in (*folder.glob("*.checkpoint"), *folder.glob("*/_checkpoint")):
            try:
                is_new = path.stat().st_mtime >= begun - 0.01
                if is_new and json.loads(path.read_bytes())["records"] >= records:
                    return
            except (ValueError, OSError):
                pass
        time.sleep(0.005)
    raise AssertionError("no checkpoint was written")


OUTPUTS = {
    "jsonl": ["-o", "out.jsonl"],
    "csv.gz": ["-o", "out.csv.gz"],
    "parquet": ["-o", "out.parquet"],
    "shards": ["-o", "out", "--shard-rows", "37"],
    "columns": ["-o", "out", "--shard-rows", "70", "--format", "arrow", "--columns", "all"],
}


def options(kind: str, folder: Path, jobs: int = 1) -> list[str]:
    _, name, *more = OUTPUTS[kind]
    return [
        *("-o", str(folder / name), *more, "--rejects", str(folder / "rejects.jsonl")),
        *("--jobs", str(jobs), "--batch-size", "10", "--checkpoint-every", "0.05"),
    ]


@pytest.fixture(params=OUTPUTS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_run_that_was_killed_ends_with_the_same_bytes(
    articles: Path, tmp_path: Path, kind: str
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    assert finish(articles, *options(kind, one)).returncode == 3
    with start(articles, *options(kind, two, jobs=2)) as process:
        until_begun(process, two, 40)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)
    names = [name for name in written(two) if name.endswith((".jsonl", ".gz", "et", "w"))]
    assert not [name for name in names if not name.startswith("out/part-")], names
    found = finish(articles, *options(kind, two), "--resume")
    assert found.returncode == 3
    assert b"resumed after" in found.stderr
    assert written(two) == written(one)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "jobs"), [("jsonl", 1), ("jsonl", 2), ("parquet", 2), ("columns", 1)]
)
def test_killed_at_thirty_random_points(tmp_path: Path, kind: str, jobs: int) -> None:
    articles, whole, cut = tmp_path / "in.jsonl", tmp_path / "whole", tmp_path / "cut"
    sleepy = json.dumps({"text": "some SLEEPY words"})
    lines = [line(number) if number % 2 else sleepy for number in range(4_000)]
    articles.write_text("".join(f"{item}\n" for item in lines), "utf-8")
    whole.mkdir()
    cut.mkdir()
    points = random.Random(f"{kind} {jobs}")
    kills, came = 0, []
    while kills < 30:
        with start(articles, *options(kind, cut, jobs), "--resume") as process:
            # two of three after some rows were written, the others at any point of the start
            until_begun(process, cut, came[-1] + 1 if came and kills % 3 else 0)
            time.sleep(points.uniform(0, 0.6))
            assert process.poll() is None, "the run is too short"
            os.killpg(process.pid, signal.SIGKILL)
            kills += 1
            process.wait(30)
        (checkpoint,) = (*cut.glob("*.checkpoint"), *cut.glob("*/_checkpoint"))
        came.append(json.loads(checkpoint.read_bytes())["records"])
    assert came == sorted(came)
    assert len(set(came)) > 10  # it got on
    assert finish(articles, *options(kind, cut), "--resume").returncode == 3
    assert finish(articles, *options(kind, whole)).returncode == 3
    assert written(cut) == written(whole)


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.slow
def test_an_interrupted_run_says_how_to_go_on(
    articles: Path, tmp_path: Path, jobs: int, which: signal.Signals
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    finish(articles, *options("jsonl", one))
    with start(articles, *options("jsonl", two, jobs=jobs)) as process:
        until_begun(process, two, 20)
        os.killpg(process.pid, which)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143}[which]
    first, *rest = errors.decode().splitlines()
    assert first.endswith(f"with --resume goes on to {two / 'out.jsonl'}")
    assert rest == (["scorer: interrupted"] if which is signal.SIGINT else [])
    found = finish(articles, *options("jsonl", two))
    assert found.returncode == 2
    assert b"add --resume to go on with it, or --overwrite to begin anew" in found.stderr
    finish(articles, *options("jsonl", two), "--resume")
    assert written(two) == written(one)


def stopped(articles: Path, folder: Path) -> list[str]:
    """Leave an unfinished run behind."""
    asked = [*options("jsonl", folder), "--max-errors", "2"]
    found = finish(articles, *asked)
    assert found.returncode == 2
    assert b"3 of " in found.stderr
    assert b"[E103]" in found.stderr
    return asked[:-2]


def test_too_many_rejects_stop_a_run_that_can_go_on(articles: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    finish(articles, *options("jsonl", one))
    asked = stopped(articles, two)
    assert sorted(path.name for path in two.iterdir()) == [
        "out.jsonl.checkpoint",
        "out.jsonl.part",
        "rejects.jsonl.part",
    ]
    assert finish(articles, *asked, "--resume", "--max-errors", "5").returncode == 3
    assert written(two) == written(one)


def test_without_an_output_file_too_many_rejects_leave_the_rejects(
    articles: Path, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.jsonl"
    found = finish(articles, "--max-errors", "2", "--rejects", rejects)
    assert found.returncode == 2
    assert len(rejects.read_bytes().splitlines()) == 3
    assert len(found.stdout.splitlines()) == 108


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (["--fail-under", "5"], b"fail_under was null, now 5.0"),
        (["--format", "csv"], b'format was "jsonl", now "csv"'),
        (["--text-field", "body"], b"fields was"),
    ],
)
def test_another_run_does_not_go_on_with_this_one(
    articles: Path, tmp_path: Path, change: list[str], told: bytes
) -> None:
    asked = stopped(articles, tmp_path)
    before = written(tmp_path)
    found = finish(articles, *asked, "--resume", *change)
    assert (found.returncode, found.stdout) == (2, b"")
    assert told in found.stderr
    assert b"[E501]" in found.stderr
    assert written(tmp_path) == before


def test_another_input_does_not_either(articles: Path, tmp_path: Path) -> None:
    asked = stopped(articles, tmp_path)
    text = articles.read_text("utf-8")
    articles.write_text(text + "{}\n", "utf-8")
    found = finish(articles, *asked, "--resume")
    assert (found.returncode, b"inputs was" in found.stderr) == (2, True)
    # as long as before, and of the same name; a file that nobody touched is not read again
    kept = articles.stat()
    os.utime(articles, ns=(kept.st_atime_ns, kept.st_mtime_ns + 1))
    articles.write_text(text.replace("and SLEEPY", "ond SLEEPY", 1), "utf-8")
    found = finish(articles, *asked, "--resume")
    assert found.returncode == 2
    assert b"the input is not what it was" in found.stderr
    articles.write_text(text, "utf-8")  # another time of change, the same content
    assert finish(articles, *asked, "--resume").returncode == 3


def test_damaged_remains_are_told(articles: Path, tmp_path: Path) -> None:
    asked = stopped(articles, tmp_path)
    part, checkpoint = tmp_path / "out.jsonl.part", tmp_path / "out.jsonl.checkpoint"
    data, vouched = part.read_bytes(), checkpoint.read_bytes()
    part.write_bytes(data[:100])
    found = finish(articles, *asked, "--resume")
    assert (found.returncode, b"holds 100 bytes" in found.stderr) == (2, True)
    for broken in (b"", b"{", b"[]", b'{"version": 99}', b'{"version": 1, "x": 2}'):
        checkpoint.write_bytes(broken)
        found = finish(articles, *asked, "--resume")
        assert (found.returncode, b"--overwrite" in found.stderr) == (2, True), broken
    checkpoint.write_bytes(vouched)
    part.write_bytes(data + b'{"id": "half a row')
    assert finish(articles, *asked, "--resume").returncode == 3


def test_a_run_that_died_before_its_first_rows(
    articles: Path, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scorer.pipeline import ledger

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    def leaves(self: ledger.Ledger) -> None:
        for output in self._outputs.values():
            output.close(keep=True)

    asked = [articles, *options(kind, tmp_path)]
    with monkeypatch.context() as patch:
        patch.setattr(ledger.Ledger, "write", dies)
        patch.setattr(ledger.Ledger, "close", leaves)
        assert finish(*asked).returncode == 130
    assert [name for name in written(tmp_path) if "checkpoint" in name]
    assert finish(*asked, "--resume").returncode == 3
    assert not [name for name in written(tmp_path) if "checkpoint" in name]


def test_overwrite_begins_anew(articles: Path, tmp_path: Path) -> None:
    asked = stopped(articles, tmp_path)
    articles.write_text('{"id": "x", "text": "only these words"}\n', "utf-8")
    assert finish(articles, *asked, "--overwrite").returncode == 0
    assert json.loads((tmp_path / "out.jsonl").read_bytes())["id"] == "x"
    assert list(written(tmp_path)) == ["out.jsonl", "rejects.jsonl"]


def test_resume_without_remains_begins_anew_and_never_replaces(
    articles: Path, tmp_path: Path
) -> None:
    asked = options("jsonl", tmp_path)
    found = finish(articles, *asked, "--resume")
    assert (found.returncode, b"begins anew" in found.stderr) == (3, True)
    before = written(tmp_path)
    found = finish(articles, *asked, "--resume")
    assert (found.returncode, b"exists" in found.stderr) == (2, True)
    assert written(tmp_path) == before


def test_two_runs_into_one_output(articles: Path, tmp_path: Path) -> None:
    asked = options("jsonl", tmp_path)
    with start(articles, *asked) as process:
        until_begun(process, tmp_path, 10)
        process.send_signal(signal.SIGSTOP)  # it must not be done before the others begin
        for more in (["--resume"], ["--overwrite"]):
            found = finish(articles, *asked, *more)
            assert (found.returncode, b"another process is writing" in found.stderr) == (2, True)
        process.send_signal(signal.SIGCONT)
        assert process.wait(60) == 3
    assert len((tmp_path / "out.jsonl").read_bytes().splitlines()) == RECORDS
    assert list(written(tmp_path)) == ["out.jsonl", "rejects.jsonl"]


@pytest.mark.slow
def test_what_dies_between_two_names_is_finished(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stop a run at each step of its finish, and let the next one do the rest."""
    from scorer.io import places

    put = places.LocalPlace.put
    for kind in OUTPUTS:
        for steps in range(3):
            folder = tmp_path / f"{kind}{steps}"
            folder.mkdir()
            left = [steps]

            def dies(self: Any, finished: Path, left: list[int] = left) -> None:
                if left[0] == 0:
                    raise KeyboardInterrupt
                left[0] -= 1
                put(self, finished)

            asked = [articles, *options(kind, folder)]
            monkeypatch.setattr(places.LocalPlace, "put", dies)
            first = finish(*asked).returncode
            monkeypatch.setattr(places.LocalPlace, "put", put)
            if first == 130:
                assert finish(*asked, "--resume").returncode == 3
            if "--shard-rows" not in OUTPUTS[kind]:
                assert len(written(folder)) == 2
            assert not [name for name in written(folder) if "checkpoint" in name]
            assert first == 130 or steps == 2
    expected = written(tmp_path / "jsonl2")
    assert written(tmp_path / "jsonl0") == written(tmp_path / "jsonl1") == expected
    assert written(tmp_path / "shards0") == written(tmp_path / "shards2")
