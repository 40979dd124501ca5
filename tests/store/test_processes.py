"""Processes that die, and processes that write at once: nothing is lost, nothing counts twice."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from scorer.sources import rollup
from scorer.store import address_of, open_store
from scorer.store.database import Database
from scorer.store.store import Store
from tests.shared import ROOT

pytestmark = pytest.mark.slow
COUNT, BATCH = 600, 20


def start(url: str, first: int, count: int = COUNT) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.writer", url, str(first), str(count), str(BATCH)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def finished(process: subprocess.Popen[str]) -> None:
    _, told = process.communicate(timeout=180)
    assert process.returncode == 0, told


def check(store: Store, articles: int) -> None:
    """The store holds these articles once, whole, and its states are those of its scores."""
    found = store.info()
    assert (found.articles, found.scores, found.fingerprints) == (articles,) * 3
    ids = [row["id"] for row in store.rows()]
    assert len(set(ids)) == len(ids) == articles
    states = {state.source: state for state in store.source_states()}
    for report in rollup(store.rows()):
        assert states[report.source].scored == report.judged
    assert sum(state.received for state in states.values()) == articles
    database: Database = store._database
    with database.reading() as connection:
        keys = connection.exec_driver_sql("SELECT count(*) FROM scorer_band").scalar()
        lost = connection.exec_driver_sql(
            "SELECT count(*) FROM scorer_band WHERE article NOT IN "
            "(SELECT article FROM scorer_fingerprint)"
        ).scalar()
    assert keys
    assert lost == 0
    path = address_of(store.name).path
    if path is not None:
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_killed_at_any_moment_and_run_again(url: str) -> None:
    dice = random.Random(8)
    reached = 0
    for _ in range(8):
        process = start(url, 0)
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        time.sleep(dice.uniform(0, 0.5))
        process.kill()
        told, _ = process.communicate(timeout=60)
        vouched = [int(line) for line in told.split()]
        reached = max([reached, *vouched])
        with open_store(url) as store:
            # what the process said was put is there, and nothing but whole batches
            assert store.info().scores >= (reached + 1 if reached else 0)
            assert store.info().scores % BATCH == 0
            check_states(store)
    finished(start(url, 0))
    with open_store(url) as store:
        check(store, COUNT)


def check_states(store: Store) -> None:
    """States add up to the scores after every death."""
    scores = store.info().scores
    assert sum(state.received for state in store.source_states()) == scores


def test_two_writers_at_once(url: str) -> None:
    """Half of what each puts, the other puts too; one of them also makes the store."""
    both = [start(url, 0), start(url, COUNT // 2)]
    for process in both:
        finished(process)
    with open_store(url) as store:
        check(store, COUNT + COUNT // 2)


def test_killed_while_another_writes(url: str) -> None:
    other = start(url, 0)
    for _ in range(3):
        process = start(url, COUNT // 2)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.1)
        process.kill()
        process.communicate(timeout=60)
    finished(other)
    finished(start(url, COUNT // 2))
    with open_store(url) as store:
        check(store, COUNT + COUNT // 2)
