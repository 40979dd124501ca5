"""Fuzz the targets with atheris, guided by coverage: ``python -m benchmarks.hardening.fuzz``.

What breaks a promise is kept under ``tests/hardening/cases/TARGET/`` and runs as a regression test
from then on. ``--runs`` are spread over the targets by what one costs; a run is one input, and the
table shows those that libFuzzer counted. ``--seconds`` bounds the whole instead. Exit code 1: a
promise was broken; 2: a target did not run at all.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "hardening" / "cases"
SHARES = {
    "artefact": 0.45,
    "document": 0.35,
    "readers": 0.09,
    "rows": 0.06,
    "features": 0.025,
    "score": 0.015,
    "page": 0.01,
}
"""Shares of the runs: one of ``score`` takes as long as four hundred of ``artefact``."""
LONGEST = 1_024
"""Bytes of an input; longer texts are the matter of the growth tests."""
_COUNTED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")


class Fuzzed(NamedTuple):
    """What came of one target: runs that libFuzzer counted, seconds, its exit code."""

    target: str
    runs: int
    seconds: float
    code: int

    @property
    def verdict(self) -> str:
        """Whether it ran, and whether all promises held."""
        if not self.runs:
            return "DID NOT RUN"
        return "ok" if self.code == 0 else "BROKEN"


def fuzz(target: str, runs: int, seconds: int, seed: int) -> None:
    """Fuzz one target in this process; atheris ends the process itself."""
    import atheris

    with atheris.instrument_imports(include=["scorer"]):
        from benchmarks.hardening.targets import TARGETS
    folder = CASES / target
    folder.mkdir(parents=True, exist_ok=True)
    corpus = tempfile.mkdtemp(prefix=f"fuzz-{target}-")
    _write_seeds(target, Path(corpus))
    options = [
        f"-runs={runs}", f"-max_total_time={seconds}", f"-seed={seed}", f"-max_len={LONGEST}",
        f"-artifact_prefix={folder}/", "-timeout=60", "-report_slow_units=60",
        "-rss_limit_mb=2048", "-verbosity=0", "-print_final_stats=1",
    ]  # fmt: skip
    dictionary = Path(__file__).with_name("words.dict")
    command = [sys.argv[0], *options, f"-dict={dictionary}", corpus, str(folder)]
    atheris.Setup(command, TARGETS[target])
    atheris.Fuzz()


def _write_seeds(target: str, corpus: Path) -> None:
    """Begin with what is near the real thing: example articles, files of formats, a model."""
    lines = (ROOT / "examples" / "articles.jsonl").read_bytes().splitlines()
    if target == "artefact":
        seeds = _model_seeds()
    elif target == "rows":
        seeds = _row_seeds(lines)
    elif target == "readers":
        bodies = [lines[0], b"[" + lines[0] + b"]", b"id,text\na,b\n", lines[1], b"<p>a"]
        seeds = [bytes([number]) + body for number, body in enumerate(bodies)]
    else:
        seeds = [
            b"a%s\n%s" % ((item.get("title") or "").encode(), item["text"].encode())
            for item in map(json.loads, lines)
        ]
    for number, seed in enumerate(seeds):
        (corpus / str(number)).write_bytes(seed[:LONGEST])


def _model_seeds() -> list[bytes]:
    """The shipped model's tables, cut down to a few entries each so that they fit an input."""
    folder = next(ROOT.glob("models/*/manifest.json")).parent
    manifest, card, reference = (
        json.loads((folder / f"{name}.json").read_bytes())
        for name in ("manifest", "scorecard", "reference")
    )
    for name in ("files", "extractors", "ranges"):
        manifest[name] = dict(list(manifest[name].items())[:2])
    manifest["features"] = manifest["features"][:2]
    read = ("format", "model_id", "files", "features", "extractors", "abstention", "interval")
    first = next(iter(reference))
    return [
        json.dumps(table, separators=(",", ":")).encode()
        for table in (
            {name: manifest[name] for name in (*read, "ranges") if name in manifest},
            {**card, "shapes": card["shapes"][:2]},
            {first: {"quantiles": [], "undefined": 0.5}},
            {first: {"quantiles": [at / 2 for at in range(101)], "undefined": 0}},
        )
    ]


def _row_seeds(lines: list[bytes]) -> list[bytes]:
    """Rows cut down to what is read of them, so that they fit an input."""
    from scorer import Article, Scorer

    scorer = Scorer.load()
    out = []
    for line in lines:
        row = scorer.score(Article(**json.loads(line))).to_dict()
        for name in ("contributions", "reasons"):
            row[name] = row[name][:1]
        for item in row["reasons"]:
            item["evidence"] = []
        row["measurements"] = {
            name: {"value": item["value"]} for name, item in list(row["measurements"].items())[:5]
        }
        out.append(json.dumps(row).encode())
    return out


def run_all(runs: int, seconds: int, seed: int, targets: list[str]) -> Iterator[Fuzzed]:
    """Fuzz every target in a process of its own; ``seconds`` of 0 set no bound."""
    whole = sum(SHARES[name] for name in targets)
    for name in targets:
        share = round(runs * SHARES[name] / whole)
        command = [sys.executable, "-m", "benchmarks.hardening.fuzz", "--one", name]
        bounds = ["--runs", str(share), "--seconds", str(seconds // len(targets))]
        begin = time.monotonic()
        done = subprocess.run(
            [*command, *bounds, "--seed", str(seed)],
            capture_output=True, text=True, check=False, cwd=ROOT, errors="replace",
        )  # fmt: skip
        counted = _COUNTED.search(done.stderr)
        row = Fuzzed(
            name,
            int(counted[1]) if counted else 0,
            time.monotonic() - begin,
            done.returncode,
        )
        if row.verdict != "ok":
            print(done.stdout[-3000:], done.stderr[-3000:], file=sys.stderr)
        yield row


def main() -> int:
    """Fuzz and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=0, help="bound of all targets together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--target", action="append", choices=sorted(SHARES))
    parser.add_argument("--one", choices=sorted(SHARES), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print("fuzzing needs atheris: pip install 'scorer[fuzz]'", file=sys.stderr)
        return 2
    if asked.one:
        fuzz(asked.one, asked.runs, asked.seconds, asked.seed)
        return 0
    rows = []
    for row in run_all(asked.runs, asked.seconds, asked.seed, asked.target or list(SHARES)):
        rows.append(row)
        print(
            f"{row.target:10s} {row.runs:9,d} runs  {row.seconds:7.0f} s  {row.verdict}", flush=True
        )
    print(f"{'all':10s} {sum(row.runs for row in rows):9,d} runs")
    if not all(row.runs for row in rows):
        return 2
    return int(any(row.code for row in rows))


if __name__ == "__main__":
    sys.exit(main())
