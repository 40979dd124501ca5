"""Fuzz the targets with atheris, guided by coverage: ``python -m benchmarks.hardening.fuzz``.

What breaks a promise is kept under ``tests/hardening/cases/TARGET/`` and runs as a regression test
from then on. ``--runs`` are spread over the targets; a run is one input.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "hardening" / "cases"
SHARES = {
    "document": 0.3,
    "features": 0.1,
    "score": 0.1,
    "page": 0.05,
    "artefact": 0.25,
    "readers": 0.2,
}
"""Shares of the runs: what is cheap gets more."""
LONGEST = 4_096
"""Bytes of an input; longer texts are the matter of the growth tests."""


def fuzz(target: str, runs: int, seed: int) -> None:
    """Fuzz one target in this process; atheris ends the process itself."""
    import atheris

    with atheris.instrument_imports(include=["scorer"]):
        from benchmarks.hardening.targets import TARGETS
    folder = CASES / target
    folder.mkdir(parents=True, exist_ok=True)
    corpus = tempfile.mkdtemp(prefix=f"fuzz-{target}-")
    _write_seeds(target, Path(corpus))
    options = [
        f"-runs={runs}", f"-seed={seed}", f"-max_len={LONGEST}", f"-artifact_prefix={folder}/",
        "-timeout=20", "-rss_limit_mb=2048", "-verbosity=0", "-print_final_stats=0",
    ]  # fmt: skip
    dictionary = Path(__file__).with_name("words.dict")
    command = [sys.argv[0], *options, f"-dict={dictionary}", corpus, str(folder)]
    atheris.Setup(command, TARGETS[target])
    atheris.Fuzz()


def _write_seeds(target: str, corpus: Path) -> None:
    """Begin with what is near the real thing: example articles, files of formats, a model."""
    lines = (ROOT / "examples" / "articles.jsonl").read_bytes().splitlines()
    if target == "artefact":
        seeds = [file.read_bytes() for file in sorted(ROOT.glob("models/*/*.json"))]
        seeds += [b'{"base_points": 1, "shapes": []}', b'{"format": "scorer-model/2"}']
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


def run_all(runs: int, seed: int, targets: list[str]) -> list[tuple[str, int, float, bool]]:
    """Fuzz every target in a process of its own: name, runs, CPU seconds, whether it stood."""
    whole = sum(SHARES[name] for name in targets)
    rows = []
    for name in targets:
        share = round(runs * SHARES[name] / whole)
        command = [sys.executable, "-m", __spec__.name if __spec__ else __name__, "--one", name]
        begin = time.monotonic()
        done = subprocess.run(
            [*command, "--runs", str(share), "--seed", str(seed)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            print(done.stdout[-3000:], done.stderr[-3000:], file=sys.stderr)
        rows.append((name, share, time.monotonic() - begin, done.returncode == 0))
    return rows


def main() -> int:
    """Fuzz and print a table; 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--target", action="append", choices=sorted(SHARES))
    parser.add_argument("--one", choices=sorted(SHARES), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        fuzz(asked.one, asked.runs, asked.seed)
        return 0
    rows = run_all(asked.runs, asked.seed, asked.target or list(SHARES))
    for name, runs, seconds, stood in rows:
        print(f"{name:10s} {runs:9,d} runs  {seconds:7.0f} s  {'ok' if stood else 'BROKEN'}")
    print(f"{'all':10s} {sum(row[1] for row in rows):9,d} runs")
    return 0 if all(row[3] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
