"""The command line as a process of its own: pipes, signals, exit codes, what lands on stderr."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
STUB = [sys.executable, "-m", "tests.cli.stub"]


def environment(**changes: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **changes}


def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*STUB, *map(str, arguments)],
        capture_output=True,
        timeout=60,
        env=environment(),
        **options,  # type: ignore[call-overload]
    )


@pytest.fixture
def many(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    line = {"text": "word " * 200 + "SLEEPY"}
    with path.open("w", encoding="utf-8") as file:
        for number in range(3000):
            file.write(json.dumps({"id": number, **line}) + "\n")
    return path


def test_exit_codes_of_a_process(tmp_path: Path) -> None:
    good, bad = b'{"text": "some words here"}\n', b"{oops\n"
    found = run("score", "-", input=good + bad)
    assert found.returncode == 3
    assert len(found.stdout.splitlines()) == 2
    assert b"Traceback" not in found.stderr
    found = run("score", tmp_path / "gone")
    assert (found.returncode, found.stdout) == (2, b"")
    assert found.stderr.count(b"\n") == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_reader_who_leaves_is_no_error(many: Path, jobs: int) -> None:
    with subprocess.Popen(
        [*STUB, "score", str(many), "--jobs", str(jobs)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(30) == 0
        assert process.stderr.read() == b""


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_leaves_no_half_output_under_its_name(many: Path, jobs: int) -> None:
    output, rejects = many.parent / "out.jsonl", many.parent / "rejects.jsonl"
    with subprocess.Popen(
        [*STUB, "score", str(many), "-j", str(jobs), "-o", str(output), "--rejects", str(rejects)],
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
    ) as process:
        until = time.monotonic() + 20
        while not any(part.stat().st_size for part in many.parent.glob("out.jsonl.part")):
            assert time.monotonic() < until
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to workers too
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors.endswith(b"scorer: interrupted\n")
    assert b"Traceback" not in errors
    assert not output.exists()
    assert not rejects.exists()


SELF_INTERRUPTED = """
import os, signal, sys
from importlib.abc import MetaPathFinder

class Finder(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            sys.argv[1] = "--help"
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
from scorer.cli.main import main
main()
"""


@pytest.mark.parametrize("module", ["typer", "scorer.cli.app", "scorer.cli.score", "scorer.errors"])
def test_ctrl_c_while_starting_is_one_line(module: str) -> None:
    command = [sys.executable, "-c", SELF_INTERRUPTED, module]
    found = subprocess.run(command, capture_output=True, timeout=60, env=environment())
    assert (found.returncode, found.stdout) == (130, b"")
    assert found.stderr == b"scorer: interrupted\n"


def test_next_to_nothing_is_imported_before_ctrl_c_is_answered() -> None:
    code = "import scorer.cli.main, sys; print(*{'typing', 'enum', 're', 'typer'} & {*sys.modules})"
    found = subprocess.run(  # without site, whose imports are not ours
        [sys.executable, "-S", "-c", code], capture_output=True, timeout=60, env=environment()
    )
    assert (found.stdout, found.stderr) == (b"\n", b"")


def test_ctrl_c_inside_an_exec_is_an_orderly_end_too(tmp_path: Path) -> None:
    """Dataclasses are made by one, and CPython kills what runs by ``-m`` afterwards."""
    (tmp_path / "interrupted.py").write_text(
        "import atexit\n"
        "from scorer.cli import app, main\n"
        "atexit.register(print, 'cleaned up')\n"
        "app.app = lambda **_: exec('raise KeyboardInterrupt')\n"
        "main.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "interrupted"],
        capture_output=True,
        timeout=60,
        env=environment(PYTHONPATH=os.pathsep.join([str(ROOT), str(tmp_path)])),
    )
    assert done.returncode == 130
    assert (done.stdout, done.stderr) == (b"cleaned up\n", b"scorer: interrupted\n")


@pytest.mark.parametrize("seconds", [0.0, 0.02, 0.1, 0.3])
def test_ctrl_c_while_workers_start_is_one_line(many: Path, seconds: float) -> None:
    with subprocess.Popen(
        [*STUB, "score", str(many), "-j", "2", "--rejects", str(many.parent / "rejects.jsonl")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
    ) as process:
        until = time.monotonic() + 20
        while not (many.parent / "rejects.jsonl.part").exists():
            assert time.monotonic() < until
            time.sleep(0.005)
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (130, b"scorer: interrupted\n")
    assert list(many.parent.iterdir()) == [many]


def test_the_package_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "scorer", "--version"]
    found = subprocess.run(command, capture_output=True, timeout=60, env=environment())
    assert (found.returncode, found.stdout[:7], found.stderr) == (0, b"scorer ", b"")


def test_a_row_goes_down_the_pipe_before_the_next_record_comes() -> None:
    with subprocess.Popen(
        [*STUB, "score", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(b'{"id": %d, "text": "some words here"}\n' % number)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == str(number)
        process.stdin.close()
        assert process.wait(30) == 0


def test_a_crash_is_4_and_one_line() -> None:
    code = (
        "import scorer.cli.main as m, scorer.io.sources as s\n"
        "def broken(*_): raise RuntimeError('all is\\nlost')\n"
        "s.resolve = broken\n"
        "m.main()\n"
    )
    for debug, has_traceback in (("", False), ("1", True)):
        found = subprocess.run(
            [sys.executable, "-c", code, "score", "x.jsonl"],
            capture_output=True,
            timeout=60,
            env=environment(SCORER_DEBUG=debug),
        )
        assert found.returncode == 4
        assert found.stdout == b""
        assert (b"Traceback" in found.stderr) is has_traceback
        assert b"internal error: RuntimeError: all is lost" in found.stderr
        assert has_traceback or found.stderr.count(b"\n") == 1


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    path = tmp_path / "in.jsonl"
    path.write_text('{"text": "some words here"}\n' * 100, "utf-8")
    with Path("/dev/full").open("wb") as full:
        found = subprocess.run(
            [*STUB, "score", str(path)], stdout=full, stderr=subprocess.PIPE, env=environment()
        )
    assert found.returncode == 2
    assert found.stderr.count(b"\n") == 1
    assert b"No space left" in found.stderr


def test_closed_standard_streams(tmp_path: Path) -> None:
    path, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    path.write_text('{"text": "some words here"}\n', "utf-8")

    def sh(closed: str, *options: str) -> subprocess.CompletedProcess[bytes]:
        command = ["sh", "-c", f'"$@" {closed}', "sh", *STUB, "score", str(path), *options]
        return subprocess.run(command, capture_output=True, timeout=60, env=environment())

    assert len(sh("2>&-").stdout.splitlines()) == 1
    assert sh(">&-", "-o", str(output)).returncode == 0
    assert len(output.read_bytes().splitlines()) == 1
    found = sh(">&-")
    assert found.returncode == 2
    assert b"Traceback" not in found.stderr


def test_help_is_quick_and_imports_nothing_heavy() -> None:
    code = (
        "import sys, time\n"
        "from scorer.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'pyarrow', 'rich', 'joblib', 'sklearn', 'textstat', 'ftfy', 'pandas'}\n"
        "print(time.process_time(), *heavy & set(sys.modules), file=sys.stderr)\n"
    )
    seconds = []
    for _ in range(3):
        found = subprocess.run(
            [sys.executable, "-c", code, "--help"],
            capture_output=True,
            text=True,
            env=environment(),
        )
        took, *heavy = found.stderr.split()
        assert heavy == []
        seconds.append(float(took))
    assert min(seconds) < 0.3


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_on_a_terminal_a_table_and_a_bar(tmp_path: Path) -> None:
    import pty

    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "a1", "text": "some SLEEPY words here"}\n' * 60, "utf-8")
    main, other = pty.openpty()
    with subprocess.Popen(
        [*STUB, "score", str(path)],
        stdout=other,
        stderr=other,
        stdin=other,
        env=environment(TERM="xterm", COLUMNS="80"),
    ) as process:
        os.close(other)
        out = b""
        while True:
            try:
                data = os.read(main, 65536)
            except OSError:
                break
            if not data:
                break
            out += data
        assert process.wait(30) == 0
    os.close(main)
    assert out.count(b"a1 ") == 60
    assert b"scoring" in out
    assert b"\x1b[" in out
    assert b"60 articles" in out
