"""Cost per million articles on this machine: one job, two jobs, Ray, Spark, against pure scoring.

``python -m benchmarks.scale [--articles 4000] [--words 400]``: each way reads the same Parquet
files and writes its own output. Wall-clock time and CPU time (of all processes started) stand side
by side: on a busy machine only CPU time and ratios say anything.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.made_articles import articles
from scorer import Article, Scorer

FILES = 8


class Watched(threading.Thread):
    """Adds up the CPU seconds of all processes below this one while something runs."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seen: dict[tuple[int, float], float] = {}
        self.is_over = threading.Event()

    def run(self) -> None:
        while not self.is_over.wait(0.2):
            self.look()

    def look(self) -> None:
        for process in psutil.Process().children(recursive=True):
            try:
                times = process.cpu_times()
                key = process.pid, process.create_time()
                self.seen[key] = times.user + times.system
            except psutil.Error:
                continue

    def total(self) -> float:
        return sum(self.seen.values())


def pure(count: int, words: int) -> tuple[float, float]:
    """Score in this process, articles in memory: what every other way is compared with."""
    scorer = Scorer.load()
    made = [
        Article(id=row["id"], title=row["title"], text=row["text"])
        for row in articles(count, words=words)
    ]
    scorer.score(made[0])
    wall, cpu = time.perf_counter(), time.process_time()
    for article in made:
        scorer.score(article)
    return time.perf_counter() - wall, time.process_time() - cpu


def command(folder: Path, name: str, *arguments: str) -> tuple[float, float]:
    """Run the command line as a user would, start-up included."""
    watched = Watched()
    watched.start()
    wall = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "scorer", "score", str(folder / "in"), "-o", str(folder / name),
         "-q", *arguments],
        capture_output=True, text=True, check=False,
        env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"},
    )  # fmt: skip
    took = time.perf_counter() - wall
    watched.is_over.set()
    watched.join()
    if done.returncode != 0:
        raise SystemExit(f"{name}: {done.stderr[-500:]}")
    return took, watched.total()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--words", type=int, default=400)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        each = asked.articles // FILES
        for number in range(FILES):
            rows = list(articles(each, words=asked.words, start=number * each))
            pq.write_table(pa.Table.from_pylist(rows), folder / "in" / f"{number}.parquet")
        count = each * FILES
        ways: dict[str, Callable[[], tuple[float, float]]] = {
            "pure scoring, in memory": lambda: pure(count, asked.words),
            "local, 1 job, Parquet": lambda: command(folder, "one.parquet"),
            "local, 2 jobs, Parquet": lambda: command(folder, "two.parquet", "--jobs", "2"),
            "ray, 2 workers": lambda: command(
                folder, "ray", "--engine", "ray", "--jobs", "2", "--shard-rows", str(each)
            ),
            "spark, 2 workers": lambda: command(
                folder, "spark", "--engine", "spark", "--jobs", "2"
            ),
        }
        load = os.getloadavg()[0]
        print(f"{count} made-up articles of {asked.words} words, load {load:.1f} at the start")
        print("| way | wall s | CPU s | CPU hours per million | CPU, pure scoring = 1 |")
        print("|---|---|---|---|---|")
        base = 0.0
        for way, measure in ways.items():
            wall, cpu = measure()
            base = base or cpu
            hours = cpu / count * 1e6 / 3600
            print(
                f"| {way} | {wall:.1f} | {cpu:.1f} | {hours:.2f} | {cpu / base:.2f} |", flush=True
            )


if __name__ == "__main__":
    main()
