"""Cost per word from 100 words to a million, and the memory it takes.

Texts of each length are put together from development articles (or the shipped examples), so that
words, lines and quotations are distributed as in real pages. CPU seconds, the best of a few runs;
``floors`` sets them against ``re.findall(r"\\w+", text)`` on the same text in the same run.

``--svg`` draws the table; ``--articles`` scores so many articles one after the other and sets what
one of the last thousand costs against one of the first (a cache or a log that grows would show).

Usage: ``python -m benchmarks.growth [--data DIR] [--largest 1000000] [--max-ratio 2.0]
[--svg docs/growth.svg] [--articles 100000]``
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.growth_plot import plot
from benchmarks.speed import ROOT, texts

SIZES = (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
FLAT_FROM = 1_000
"""Words from which on a text's fixed costs no longer show."""

_WORDS = re.compile(r"\w+")


def of_length(parts: list[str], words: int) -> str:
    """The first so many words of some texts in a row, from the start again if need be."""
    chosen: list[str] = []
    have = at = 0
    while have < words:
        part = parts[at % len(parts)]
        size = len(_WORDS.findall(part))
        if have + size > words:
            ends = [match.end() for match in _WORDS.finditer(part)]
            part = part[: ends[words - have - 1]] + "."
            size = words - have
        chosen.append(part)
        have += size
        at += 1
    return "\n\n".join(chosen)


def least(work: Callable[[], object], budget: float) -> float:
    """Least CPU seconds of one call, as many calls as the budget allows, 2 to 50."""
    best, spent, times = float("inf"), 0.0, 0
    while times < 2 or (spent < budget and times < 50):
        begin = time.process_time()
        work()
        took = time.process_time() - begin
        best, spent, times = min(best, took), spent + took, times + 1
    return best


_SCORE = """
import json, sys
from pathlib import Path
from scorer import Article, Scorer
from scorer.io.report_json import report_json
scorer, size = Scorer.load(), 0
for line in sys.stdin:
    size += len(report_json(scorer.score(Article(**json.loads(line)))))
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""
# not ru_maxrss, which a process inherits from the one that started it


def megabytes(bodies: list[str]) -> float:
    """Peak resident memory of a fresh process that scores some texts one after the other."""
    lines = "".join(json.dumps({"id": "a", "text": text}) + "\n" for text in bodies)
    done = subprocess.run(
        [sys.executable, "-c", _SCORE], input=lines, capture_output=True, text=True, check=True
    )
    return float(done.stdout) / 1024


THOUSAND = 1_000


class Stream(NamedTuple):
    """CPU milliseconds of an article at the start of a long run, over all of it, at its end."""

    articles: int
    first: float
    all: float
    last: float
    grown: float
    """Megabytes of resident memory that the run added after the first thousand."""


def stream(parts: list[str], articles: int) -> Stream:
    """Score so many articles in this process, none the same text: each gets a line of its own.

    The first and last thousand are the same articles, so that their costs can be compared; they
    are cut at 1,200 characters, as only what an article costs beside the others matters.
    """
    from scorer import Article, Scorer
    from scorer.io.report_json import report_json

    scorer = Scorer.load()
    for text in parts[:50]:
        scorer.score(Article(id="warm", text=text))
    spent: list[float] = []
    memory = 0.0
    for number in range(articles):
        # the same text at the same place of each thousand, with a word that no other has
        text = f"{parts[number % min(THOUSAND, len(parts))][:1_200]}\n\nNumber q{number}z."
        begin = time.process_time()
        report_json(scorer.score(Article(id=str(number), text=text)))
        spent.append(time.process_time() - begin)
        if number + 1 == THOUSAND:
            memory = _resident()
        if (number + 1) % (10 * THOUSAND) == 0:
            last = sum(spent[-THOUSAND:])  # of a thousand, in seconds: of one, in milliseconds
            print(f"  {number + 1:,}: {last:.2f} ms", file=sys.stderr, flush=True)
    size = min(THOUSAND, articles)
    first, last = sum(spent[:size]) / size, sum(spent[-size:]) / size
    return Stream(
        articles, 1e3 * first, 1e3 * sum(spent) / articles, 1e3 * last, _resident() - memory
    )


def _resident() -> float:
    """Megabytes of this process in memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return float(status.split("VmRSS:")[1].split()[0]) / 1024


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    parser.add_argument(
        "--max-ratio",
        type=float,
        help="exit 1 where a word costs more than so many times what it costs at 1,000 words",
    )
    parser.add_argument("--svg", type=Path, help="draw the table here")
    parser.add_argument("--articles", type=int, default=0, help="score so many in a row")
    options = parser.parse_args()

    from scorer import Article, Scorer
    from scorer.io.report_json import report_json

    parts = [text for text, _ in texts(options.data, 1_500)]
    scorer = Scorer.load()
    print(f"{'words':>9}{'ms':>10}{'us/word':>9}{'floors':>8}{'kB of row':>11}")
    per_word: dict[int, float] = {}
    cost: dict[int, float] = {}
    for words in SIZES:
        if words > options.largest:
            break
        text = of_length(parts, words)
        article = Article(id="a", text=text, title="Harbour board votes to raise the ferry fees")
        seconds = least(lambda item=article: report_json(scorer.score(item)), 2.0)
        floor = least(lambda item=text: _WORDS.findall(item), 0.5)
        row = len(report_json(scorer.score(article)))
        per_word[words] = 1e6 * seconds / words
        cost[words] = seconds
        print(
            f"{words:>9,}{1e3 * seconds:>10.2f}{per_word[words]:>9.2f}{seconds / floor:>8.1f}"
            f"{row / 1000:>11.1f}",
            flush=True,
        )
    if options.svg is not None:
        options.svg.write_text(plot(cost), encoding="utf-8")
    if options.articles:
        row = stream(parts, options.articles)
        print(
            f"{row.articles:,} short articles in a row, ms each: first thousand {row.first:.2f}, "
            f"all {row.all:.2f}, last thousand {row.last:.2f} (ratio {row.last / row.first:.2f}); "
            f"memory {row.grown:+.0f} MB after the first thousand"
        )
    for count in (100, len(parts)):
        print(f"peak memory of scoring {count:,} articles: {megabytes(parts[:count]):.0f} MB")
    if max(per_word) < FLAT_FROM:
        return 0
    flat = [cost for words, cost in per_word.items() if words >= FLAT_FROM]
    worst = max(flat) / flat[0]
    print(f"a word costs at most {worst:.2f} times what it costs at {FLAT_FROM:,} words")
    return int(options.max_ratio is not None and worst > options.max_ratio)


if __name__ == "__main__":
    raise SystemExit(main())
