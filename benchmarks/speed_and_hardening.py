"""Every figure of speed, start-up, growth and hardening in one table.

Usage: ``python -m benchmarks.speed_and_hardening [--data DIR] [--full] [--only PART]``

Quick (minutes) by default; ``--full`` takes the sizes that docs/performance.md and
docs/threat-model.md quote (hours on a busy machine): 4 MB texts, a million words, 100,000 articles
in a row, 100,000 damaged models, 1,000,000 inputs of the fuzzer. Rivals install what they need and
have a command of their own: ``python -m benchmarks.rivals``. Exit code 1: a figure is missed.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks import growth, speed
from benchmarks.hardening import artefact, documents, evasion, fuzz, gaming, patterns
from benchmarks.hardening.__main__ import GAIN, LOSS, articles
from scorer import Article, Scorer
from scorer.io.report_json import report_json

FLOORS, MEMORY = 10.0, 150.0
CPU = {"scorer --help": 0.3, "scorer score one.txt": 1.0, "import scorer": 0.15}
COMMAND = (
    "import sys; sys.argv = ['scorer', {!r}{}]\n"
    "from scorer.cli.main import main\n"
    "try: main()\nexcept SystemExit as end: assert not end.code, end.code\n"
)


class Size(NamedTuple):
    """How much is measured."""

    articles: int
    words: int
    stream: int
    text: int
    damaged: int
    fuzzed: int
    attacked: int


QUICK = Size(100, 10_000, 3_000, 200_000, 2_000, 5_000, 15)
FULL = Size(300, 1_000_000, 100_000, 4_000_000, 100_000, 1_000_000, 100)


class Figure(NamedTuple):
    """One line: what was measured, what is wanted at most, and where it was worst."""

    name: str
    value: float
    most: float | None = None
    where: str = ""

    @property
    def is_met(self) -> bool:
        """Whether it is within its bound, where there is one."""
        return self.most is None or self.value <= self.most


def whole_row(size: Size, data: Path | None) -> Iterator[Figure]:
    """Floors of an explained row, start-up, memory."""
    pairs = speed.texts(data, size.articles)
    given = [Article(id=str(n), text=text, title=title) for n, (text, title) in enumerate(pairs)]
    scorer, words = Scorer.load(), re.compile(r"\w+")

    def floor() -> None:
        for _ in range(10):
            for text, _ in pairs:
                words.findall(text)

    cost = 10 * speed.ratio(lambda: [report_json(scorer.score(item)) for item in given], floor, 5)
    yield Figure("whole explained JSON row, floors", cost, FLOORS)
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder, "one.txt")
        one.write_text(pairs[0][0], encoding="utf-8")
        code = {
            "scorer --help": COMMAND.format("--help", ""),
            "scorer score one.txt": COMMAND.format("score", f", {str(one)!r}, '-q'"),
            "import scorer": "import scorer",
        }
        for name, program in code.items():
            yield Figure(f"{name}, CPU seconds", _startup(program), CPU[name])
    bodies = [text for text, _ in pairs]
    yield Figure("memory while scoring, MB", growth.megabytes(bodies), MEMORY)


def _startup(program: str) -> float:
    """CPU seconds of a program whose own output is thrown away."""
    silent = "import os, sys; kept = os.dup(1); os.dup2(os.open(os.devnull, os.O_WRONLY), 1)\n"
    return speed.startup(f"{silent}{program}\nsys.stdout.flush(); os.dup2(kept, 1)")


def growing(size: Size, data: Path | None) -> Iterator[Figure]:
    """Cost per word by length, and of articles in a row."""
    parts = [text for text, _ in speed.texts(data, 1_500)]
    scorer, per_word = Scorer.load(), {}
    for words in [each for each in growth.SIZES if each <= size.words]:
        item = Article(id="a", text=growth.of_length(parts, words), title="Ferry fees to rise")
        seconds = growth.least(lambda item=item: report_json(scorer.score(item)), 1.0)
        per_word[words] = 1e6 * seconds / words
        yield Figure(f"microseconds a word at {words:,} words", per_word[words])
    flat = {words: cost for words, cost in per_word.items() if words >= growth.FLAT_FROM}
    worst = max(flat, key=lambda words: flat[words])
    ratio = flat[worst] / flat[growth.FLAT_FROM]
    yield Figure("a word's cost against that at 1,000 words", ratio, 2.0, f"{worst:,} words")
    row = growth.stream(parts, size.stream)
    ratio = row.last / row.first
    yield Figure(f"last of {size.stream:,} articles against the first", ratio, 1.25)


def regular(size: Size, data: Path | None) -> Iterator[Figure]:
    """Every pattern on twelve hostile texts."""
    found = patterns.find_patterns()
    rows = [row for own in patterns.sweep_all(found, size.text // 2, size.text) for row in own]
    worst = max(rows, key=lambda row: row.ratio)
    where = f"{worst.pattern.module}:{worst.pattern.line} on {worst.generator}"
    yield Figure(f"time(2n) / time(n), worst of {len(found)} patterns", worst.ratio, 2.3, where)


def hostile(size: Size, data: Path | None) -> Iterator[Figure]:
    """The whole of score on hostile documents."""
    rows = documents.growths(Scorer.load(), size.text)
    worst = max(rows, key=lambda row: row.ratio)
    name = f"time(2n) / time(n), worst of {len(rows)} hostile documents"
    yield Figure(name, worst.ratio, documents.MOST, worst.document)


def disguised(size: Size, data: Path | None) -> Iterator[Figure]:
    """What disguises cost detection."""
    rows = evasion.losses(articles(data, size.attacked))
    for signal in evasion.SIGNALS:
        own = [row for row in rows if row.signal == signal]
        worst = min(own, key=lambda row: min(row.recall, row.precision))
        lost = 1 - min(worst.recall, worst.precision)
        yield Figure(f"{signal}: share lost to a disguise", lost, LOSS, worst.disguise)
    unmarked = max(rows, key=lambda row: row.articles - row.marked)
    name = "disguised articles without a mark of it"
    yield Figure(name, unmarked.articles - unmarked.marked, 0, unmarked.disguise)


def gamed(size: Size, data: Path | None) -> Iterator[Figure]:
    """What additions gain unreliable articles."""
    for row in gaming.gains(Scorer.load(), articles(data, size.attacked, low=True)):
        yield Figure(f"points gained in the median: {row.attack}", row.median, GAIN)


def damaged(size: Size, data: Path | None) -> Iterator[Figure]:
    """What damaged models come to."""
    found = artefact.mutated_loads(size.damaged)
    bad = sum(count for name, count in found.items() if name.startswith(("changed", "crash")))
    yield Figure(f"crashes and silent changes of {size.damaged:,} damaged models", bad, 0)


def fuzzed(size: Size, data: Path | None) -> Iterator[Figure]:
    """Broken promises under the fuzzer, by target."""
    if importlib.util.find_spec("atheris") is None:
        print("fuzzing is left out: pip install 'scorer[fuzz]'", file=sys.stderr)
        return
    for row in fuzz.run_all(size.fuzzed, 0, 1, list(fuzz.SHARES)):
        yield Figure(f"broken promises, {row.target}, {row.runs:,} inputs", int(row.code != 0), 0)


PARTS: dict[str, Callable[[Size, Path | None], Iterator[Figure]]] = {
    "speed": whole_row,
    "growth": growing,
    "patterns": regular,
    "documents": hostile,
    "evasion": disguised,
    "gaming": gamed,
    "artefact": damaged,
    "fuzz": fuzzed,
}


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("SCORER_DATA")
    parser.add_argument("--data", type=Path, default=Path(default) if default else None)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", action="append", choices=list(PARTS))
    asked = parser.parse_args()
    missed = 0
    for part in asked.only or PARTS:
        for figure in PARTS[part](FULL if asked.full else QUICK, asked.data):
            bound = "" if figure.most is None else f"<= {figure.most:g}"
            mark = "" if figure.most is None else ("met" if figure.is_met else "MISSED")
            cells = f"{figure.name:64s} {figure.value:9.2f}  {bound:8s} {mark:7s}{figure.where}"
            print(f"{part:10s} {cells}".rstrip(), flush=True)
            missed += not figure.is_met
    print(f"{missed} missed")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
