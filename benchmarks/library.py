"""Cost of the ways into the library, next to scoring itself.

Times are CPU seconds; shares compare each way with pure scoring over the same articles, in turns
(see ``shares``). Memory is the highest resident set of a process of its own that draws batches from
a generator.

Usage: ``python -m benchmarks.library [--data DIR] [--articles 300] [--rounds 5]``
"""

from __future__ import annotations

import argparse
import asyncio
import math
import pickle
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.growth import of_length
from benchmarks.speed import ROOT, texts

CHUNK = 50
"""Articles that the ways take turns on."""

MEMORY = """
import sys
import pyarrow as pa
from benchmarks.speed import texts
from scorer.arrow import score_batches
count = int(sys.argv[1]); given = [text for text, _ in texts(None, 9)]
def stream():
    for first in range(0, count, 500):
        yield pa.RecordBatch.from_pydict(
            {"text": [given[n % 9] for n in range(first, min(first + 500, count))]})
rows = sum(batch.num_rows for batch in score_batches(stream()))
assert rows == count
# not ru_maxrss, which starts from what the parent had when it forked
lines = open("/proc/self/status").read().splitlines()
print(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024)
"""


def milliseconds(work: Callable[[], object], times: int) -> float:
    """Median CPU milliseconds of one call."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return 1_000 * statistics.median(taken)


def shares(
    ways: dict[str, Callable[[list[Any]], object]], articles: list[Any], rounds: int
) -> dict[str, float]:
    """CPU time of each way as a multiple of the first one's.

    Articles go through in chunks of less than a second, the ways taking turns on each; of each
    chunk and way the best round counts. So both sides meet the machine's quiet moments.
    """
    total = dict.fromkeys(ways, 0.0)
    for first in range(0, len(articles), CHUNK):
        chunk = articles[first : first + CHUNK]
        best = dict.fromkeys(ways, math.inf)
        for _ in range(rounds):
            for name, work in ways.items():
                start = time.process_time()
                work(chunk)
                best[name] = min(best[name], time.process_time() - start)
        for name, taken in best.items():
            total[name] += taken
    base = next(iter(total.values()))
    return {name: taken / base for name, taken in total.items()}


def resident(count: int) -> int:
    """Highest resident megabytes of a process that scores so many articles as batches."""
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(count)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(done.stdout)


def overstep(scorer: Any, text: str) -> Iterator[str]:
    """How far a time limit is overstepped, as a share of what the whole text takes."""
    from scorer import Article, Limits, Scorer

    article = Article(id="x", text=text)
    Scorer(scorer.model, limits=Limits(seconds=None)).score(article)
    start = time.thread_time()
    Scorer(scorer.model, limits=Limits(seconds=None)).score(article)
    whole = time.thread_time() - start
    yield f"{len(text) / 1e6:.1f} MB of text: {whole:.2f} s"
    worst = 0.0
    for part in range(1, 20):
        limit = whole * part / 20
        start = time.thread_time()
        Scorer(scorer.model, limits=Limits(seconds=limit)).score(article)
        worst = max(worst, time.thread_time() - start - limit)
    yield f"a time limit is overstepped by {worst / whole:.1%} of that at most (19 limits)"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", action="store_true", help="2,000 and 10,000 articles; minutes")
    options = parser.parse_args()

    import pyarrow as pa

    from scorer import Article, Scorer, aio
    from scorer.arrow import score_batches
    from scorer.frames import score_frame
    from scorer.io.encode import JsonlFormat

    scorer = Scorer.load()
    given = texts(options.data, options.articles)
    articles = [Article(id=str(n), text=t, title=title) for n, (t, title) in enumerate(given)]

    def table(chunk: list[Article]) -> pa.Table:
        return pa.table(
            {"id": [a.id for a in chunk], "text": [a.text for a in chunk],
             "title": [a.title for a in chunk]}
        )  # fmt: skip

    def alone(chunk: list[Article]) -> None:
        for article in chunk:
            scorer.score(article)

    def jsonl(chunk: list[Article]) -> None:
        for article in chunk:
            JsonlFormat().row(scorer.score(article))

    def batches(chunk: list[Article], *, columns: bool) -> None:
        for _ in score_batches(table(chunk), scorer=scorer, columns=columns):
            pass

    async def loop(chunk: list[Article]) -> None:
        async for _ in aio.score_many(scorer, chunk):
            pass

    print(f"{len(articles)} articles; CPU over pure scoring (Scorer.score)")
    ways: dict[str, Callable[[list[Any]], object]] = {
        "Scorer.score": alone,
        "score_batches, nested": partial(batches, columns=False),
        "score_batches, flat": partial(batches, columns=True),
        "score_frame, pandas": lambda chunk: score_frame(table(chunk).to_pandas(), scorer=scorer),
        "aio.score_many": lambda chunk: asyncio.run(loop(chunk)),
        "Scorer.score and JSON, for comparison": jsonl,
    }
    alone(articles[:CHUNK])
    for name, share in list(shares(ways, articles, options.rounds).items())[1:]:
        print(f"  {name:<40}{share - 1:+7.1%}")
    data = pickle.dumps(scorer)
    print(f"a copy of a scorer: {len(data):,} bytes")
    print(f"  made in {milliseconds(lambda: pickle.dumps(scorer), 200):.3f} ms")
    print(f"  unpacked in {milliseconds(lambda: pickle.loads(data), 200):.3f} ms (model at hand)")
    for line in overstep(scorer, of_length([a.text for a in articles], 160_000)):
        print(line)
    if options.memory:
        for count in (2_000, 10_000):
            print(f"score_batches over {count:,} articles: {resident(count)} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
