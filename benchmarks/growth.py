"""Cost per word from 100 words to a million, and the memory it takes.

Texts of each length are put together from development articles (or the shipped examples), so that
words, lines and quotations are distributed as in real pages. CPU seconds, the best of a few runs;
``floors`` sets them against ``re.findall(r"\\w+", text)`` on the same text in the same run.

Usage: ``python -m benchmarks.growth [--data DIR] [--largest 1000000] [--max-ratio 2.0]``
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
    options = parser.parse_args()

    from scorer import Article, Scorer
    from scorer.io.report_json import report_json

    parts = [text for text, _ in texts(options.data, 1_500)]
    scorer = Scorer.load()
    print(f"{'words':>9}{'ms':>10}{'us/word':>9}{'floors':>8}{'kB of row':>11}")
    per_word: dict[int, float] = {}
    for words in SIZES:
        if words > options.largest:
            break
        text = of_length(parts, words)
        article = Article(id="a", text=text, title="Harbour board votes to raise the ferry fees")
        seconds = least(lambda item=article: report_json(scorer.score(item)), 2.0)
        floor = least(lambda item=text: _WORDS.findall(item), 0.5)
        row = len(report_json(scorer.score(article)))
        per_word[words] = 1e6 * seconds / words
        print(
            f"{words:>9,}{1e3 * seconds:>10.2f}{per_word[words]:>9.2f}{seconds / floor:>8.1f}"
            f"{row / 1000:>11.1f}",
            flush=True,
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
