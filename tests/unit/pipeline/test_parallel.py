from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from pathlib import Path

import psutil
import pytest

from scorer.pipeline.parallel import AHEAD, chunked, ordered_map


def square(number: int) -> int:
    return number * number


def process(_: int) -> int:
    return os.getpid()


def fail_on_three(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


def test_results_come_in_order_and_tasks_are_drawn_as_results_are_taken() -> None:
    drawn = 0

    def tasks() -> Iterator[int]:
        nonlocal drawn
        while drawn < 10_000:
            drawn += 1
            yield drawn

    results = ordered_map(square, tasks(), n_jobs=2)
    assert [next(results) for _ in range(50)] == [number * number for number in range(1, 51)]
    assert drawn <= 50 + AHEAD * 2  # bounded: a slow consumer holds the producer back
    results.close()


def test_work_is_done_in_other_processes() -> None:
    assert os.getpid() not in set(ordered_map(process, range(8), n_jobs=2))


def hears_ctrl_c(_: int) -> bool:
    return signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="needs signal masks")
def test_workers_are_started_deaf_to_ctrl_c_and_this_process_is_not() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert not any(ordered_map(hears_ctrl_c, range(8), n_jobs=2))
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before


def test_an_error_comes_out_where_its_result_would() -> None:
    results = ordered_map(fail_on_three, range(9), n_jobs=2)
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="three"):
        next(results)


def die_once(task: tuple[str, int]) -> int:
    marker, number = task
    if number == 5 and not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die_on_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_a_worker_that_dies_takes_nothing_along(tmp_path: Path) -> None:
    tasks = [(str(tmp_path / "marker"), number) for number in range(20)]
    assert list(ordered_map(die_once, tasks, n_jobs=2)) == list(range(20))


def test_a_task_that_kills_its_workers_is_given_up_alone() -> None:
    found = list(ordered_map(die_on_three, range(9), n_jobs=2, on_death=lambda number: -number))
    assert found == [0, 1, 2, -3, 4, 5, 6, 7, 8]
    with pytest.raises(BrokenExecutor):
        list(ordered_map(die_on_three, [3], n_jobs=1))


def test_abandoned_work_ends_soon_and_quietly(capfd: pytest.CaptureFixture[str]) -> None:
    results = ordered_map(time.sleep, [0, *[60] * 20], n_jobs=2)
    next(results)
    started = time.monotonic()
    results.close()
    assert time.monotonic() - started < 20
    assert capfd.readouterr().err == ""


def test_chunks_end_by_count_or_by_weight() -> None:
    assert list(chunked([], 2)) == []
    assert list(chunked("abcde", 2)) == [["a", "b"], ["c", "d"], ["e"]]
    assert list(chunked([1, 9, 1, 1, 1], 3, weight=int, most=9)) == [[1, 9], [1, 1, 1]]


PARENT = """
import itertools, time
from scorer.pipeline.parallel import ordered_map
from tests.unit.pipeline.test_parallel import process
results = ordered_map(process, itertools.count(), n_jobs=2)
print(*{next(results) for _ in range(4)}, flush=True)
time.sleep(600)
"""


def is_running(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_workers_end_when_their_parent_was_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        workers = [int(pid) for pid in parent.stdout.readline().split()]
        assert workers
        assert all(map(is_running, workers))
        parent.kill()
    end = time.monotonic() + 20
    while any(map(is_running, workers)) and time.monotonic() < end:
        time.sleep(0.1)
    assert not any(map(is_running, workers)), "they hold memory for ever, and add up"
