"""What a batch run costs beside scoring: memory, overhead, and what a second job brings.

The articles are made from the shipped examples: their sentences, drawn anew for each article.

- Memory: peak of the resident set of the command and its workers, over a small and a large input.
- Overhead: CPU of reading, encoding, writing, counting, checkpointing over that of scoring alone,
  one by one and in the batches of the run, in one process, rounds interleaved, best against best:
  what else the machine does only adds.
- Jobs: wall time of one job over two. On a busy machine that says little; so the bound by CPU is
  printed too: CPU of one job over that of the busiest process of two.

Usage: ``python -m benchmarks.stream [--small 2000] [--large 100000] [--rounds 5]
[--only memory|overhead|jobs]``
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FORMATS = ("jsonl", "parquet")


def write_articles(path: Path, count: int, words: int) -> Path:
    """Write articles of about so many words, none twice."""
    shipped = (ROOT / "examples" / "articles.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in shipped.splitlines()]
    sentences = [part for row in rows for part in re.split(r"(?<=[.!?])\s+", row["text"]) if part]
    draw = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            text, have = [f"Report {number} of the day."], 5
            while have < words:
                text.append(draw.choice(sentences))
                have += text[-1].count(" ") + 1
            title = draw.choice(rows)["title"]
            article = {"id": f"a{number}", "title": title, "text": "\n\n".join(text)}
            file.write(json.dumps(article) + "\n")
    return path


def command(source: Path, target: Path, jobs: int) -> list[str]:
    """Make the command line of a run."""
    return [
        *(sys.executable, "-m", "scorer", "score", str(source), "-o", str(target)),
        *("--overwrite", "--quiet", "--jobs", str(jobs)),
    ]


def run(arguments: list[str]) -> tuple[float, float, float, float]:
    """Return peak MB of all processes, seconds, CPU of the main one and of the busiest worker."""
    import psutil

    peak, main, busiest = 0.0, 0.0, 0.0
    begin = time.perf_counter()
    with subprocess.Popen(arguments) as process:
        root = psutil.Process(process.pid)
        while process.poll() is None:
            try:
                family = [root, *root.children(recursive=True)]
                peak = max(peak, sum(one.memory_info().rss for one in family) / 2**20)
                spent = [sum(one.cpu_times()[:2]) for one in family]
                main = max(main, spent[0])
                busiest = max(busiest, *spent)
            except psutil.Error:
                pass
            time.sleep(0.02)
    if process.returncode:
        raise SystemExit(f"{arguments} exited with {process.returncode}")
    return peak, time.perf_counter() - begin, main, busiest


def memory(folder: Path, small: int, large: int, words: int) -> bool:
    """Print peaks over both inputs; True where they grow by no more than a fifth."""
    print(f"\nmemory: peak MB of all processes, articles of {words} words")
    print(f"{'output':<10}{'jobs':>5}{small:>10,}{large:>10,}{'growth':>9}")
    inputs = [write_articles(folder / f"{n}.jsonl", n, words) for n in (small, large)]
    is_flat = True
    for ending in FORMATS:
        for jobs in (1, 2):
            peaks = [run(command(path, folder / f"out.{ending}", jobs))[0] for path in inputs]
            growth = peaks[1] / peaks[0] - 1
            is_flat &= growth <= 0.2
            print(f"{ending:<10}{jobs:>5}{peaks[0]:>10.0f}{peaks[1]:>10.0f}{growth:>9.1%}")
    return is_flat


def overhead(folder: Path, count: int, rounds: int) -> bool:
    """Print what the run costs over scoring; True where it is a tenth at most."""
    import typer

    from scorer import Article, Scorer
    from scorer.cli._options import OutputFormat, ProgressMode
    from scorer.cli._outputs import Target
    from scorer.cli._run import Job
    from scorer.io.fields import FieldMap
    from scorer.io.places import LocalPlace
    from scorer.io.records import ReadLimits
    from scorer.io.sources import resolve
    from scorer.limits import Limits
    from scorer.pipeline.local import AT_ONCE

    source = write_articles(folder / "overhead.jsonl", count, 450)
    rows = [json.loads(line) for line in source.read_text().splitlines()]
    articles = [Article(id=row["id"], text=row["text"], title=row["title"]) for row in rows]
    scorer = Scorer.load()

    def pure() -> float:
        begin = time.process_time()
        for article in articles:
            scorer.score(article)
        return time.process_time() - begin

    def together() -> float:
        begin = time.process_time()
        for first in range(0, count, AT_ONCE):
            scorer.score_batch(articles[first : first + AT_ONCE])
        return time.process_time() - begin

    def whole(ending: str) -> float:
        target = folder / f"out.{ending}"
        target.unlink(missing_ok=True)
        job: Any = Job(
            scorer=scorer,
            own_limits=Limits(),
            limits=ReadLimits(),
            encoding=None,
            sources=resolve([str(source)]).sources,
            fields=FieldMap(),
            target=Target(LocalPlace(target), OutputFormat(ending)),
            columns=None,
            rejects=None,
            overwrite=True,
            resume=False,
            jobs=1,
            batch_size=None,
            checkpoint_every=5.0,
            fail_under=None,
            max_errors=None,
            summary=None,
            metrics=None,
            progress=ProgressMode.none,
            is_quiet=True,
            notes=(),
        )
        begin = time.process_time()
        try:
            job.run()
        except typer.Exit as done:
            if done.exit_code:
                raise SystemExit(f"the run exited with {done.exit_code}") from done
        return time.process_time() - begin

    print(f"\noverhead over scoring alone: {count} articles of 450 words, {rounds} rounds")
    is_small = True
    for ending in FORMATS:
        pure(), together(), whole(ending)
        one, batch, all_of_it = [], [], []
        for _ in range(rounds):
            one.append(pure())
            batch.append(together())
            all_of_it.append(whole(ending))
        is_small &= min(all_of_it) / min(batch) <= 1.1
        for name, alone in (("score()", one), ("score_batch()", batch)):
            found = min(all_of_it) / min(alone) - 1
            usual = statistics.median(all_of_it) / statistics.median(alone) - 1
            told = f"{name}: {1000 * min(alone) / count:.2f} ms an article"
            print(
                f"{ending:<10}{found:>8.1%} by the best rounds, {usual:.1%} by the median ({told})"
            )
    return is_small


def jobs(folder: Path, count: int, rounds: int) -> bool:
    """Print how much faster two jobs are; True where they are 1.7 times as fast."""
    source = write_articles(folder / "jobs.jsonl", count, 450)
    one, two, bounds = [], [], []
    for _ in range(rounds):
        _, seconds, main, _ = run(command(source, folder / "out.jsonl", 1))
        one.append(seconds)
        _, seconds, _, busiest = run(command(source, folder / "out.jsonl", 2))
        two.append(seconds)
        bounds.append(main / busiest)
    load = os.getloadavg()[0]
    ratio, bound = min(one) / min(two), statistics.median(bounds)
    print(f"\njobs: {count} articles of 450 words, best of {rounds}; load {load:.1f}")
    print(f"one job {min(one):.1f} s, two jobs {min(two):.1f} s: {ratio:.2f} times as fast")
    print(f"CPU of one job over that of the busiest process of two: {bound:.2f}")
    return max(ratio, bound) >= 1.7


def main() -> int:
    """Print what is asked for; 1 where a bound is not held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=2_000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=100, help="of the articles for memory")
    parser.add_argument("--articles", type=int, default=1_000, help="for overhead and jobs")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=["memory", "overhead", "jobs"])
    options = parser.parse_args()
    held = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.only in (None, "overhead"):
            held.append(overhead(folder, options.articles, options.rounds))
        if options.only in (None, "jobs"):
            held.append(jobs(folder, 4 * options.articles, max(1, options.rounds // 2)))
        if options.only in (None, "memory"):
            held.append(memory(folder, options.small, options.large, options.words))
    return int(not all(held))


if __name__ == "__main__":
    raise SystemExit(main())
