"""Sources: order and coverage on outlets never trained on, and what a million scores cost.

Usage: ``python -m benchmarks.sources [--data DIR] [--rows N] [--only quality|speed] [--gate]``

Quality: every labelled article of the outlets kept aside is scored by the shipped model and rolled
up; Spearman of ``reliability`` with pc1, beside the plain mean of the scores; the share of outlets
whose pc1 lies in the 90 % interval. Speed: made-up rows as dicts, over many sources and all of one,
and as a Parquet file through the command line, each in a process of its own. Exit code 1 with
``--gate`` where a figure misses what is wanted.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measures import spearman

ROOT = Path(__file__).resolve().parent.parent
LEAST, FEW, DRAWS, ROUNDS = 5, 5, 40, 1_000
WANTED = {"all": 0.80, "few": 0.70, "seconds": 60.0, "bytes": 1e9, "cover": (0.85, 0.95)}


def scored(data: Path) -> tuple[dict[str, list[dict[str, Any]]], dict[str, float]]:
    """Rows of the articles of each outlet family kept aside, and its rating from 0 to 1."""
    from scorer import Article, Scorer
    from scorer.training.dataset import SOURCE_LABELLED, read_parquet

    names = ["id", "corpus", "family", "pc1", "split", "text", "title", "published"]
    columns = read_parquet(data / "articles.parquet", names)
    rows = [dict(zip(names, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    kept = [
        row
        for row in rows
        if row["split"] == "dev" and row["pc1"] is not None and row["corpus"] in SOURCE_LABELLED
    ]
    scorer = Scorer.load()
    articles = (Article(row["id"], row["text"], row["title"], source=row["family"]) for row in kept)
    found: dict[str, list[dict[str, Any]]] = {}
    rating: dict[str, float] = {}
    for row, report in zip(kept, scorer.score_many(articles, n_jobs=2), strict=True):
        if report.status == "scored":
            found.setdefault(row["family"], []).append(report.to_dict())
            rating[row["family"]] = row["pc1"]
    return found, rating


def judged(groups: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Report of each outlet, whatever its name looks like."""
    from scorer.sources import Rollup

    out = {}
    for name, rows in groups.items():
        whole = Rollup()
        whole.add_all({**row, "source": "one outlet"} for row in rows)
        (out[name],) = whole.reports(min_articles=1)
    return out


def quality(data: Path) -> Iterator[tuple[str, str, bool | None]]:
    """Figures on outlets kept aside: name, figure, whether it reaches what is wanted."""
    found, rating = scored(data)
    rng = random.Random(0)
    for least in (LEAST, 3):
        enough = {name: rows for name, rows in found.items() if len(rows) >= least}
        reports = judged(enough)
        names = list(enough)
        truth = np.array([rating[name] for name in names])
        level = np.array([reports[name].reliability for name in names])
        plain = np.array([reports[name].mean_score for name in names])
        rho = spearman(level, truth)
        told = f"{rho:.3f} {_interval(level, truth)} over {len(names)} outlets"
        yield (
            f"Spearman, all articles, outlets from {least}",
            f"{told}; plain mean of scores {spearman(plain, truth):.3f}",
            rho >= WANTED["all"] if least == LEAST else None,
        )
        cover = _covered([reports[name] for name in names], truth)
        yield f"coverage, outlets from {least}", _share(cover), _fits(cover)
        bias = float(np.mean(level - 100 * truth))
        yield f"mean error, outlets from {least}", f"{bias:+.1f} of 100", None
    enough = {name: rows for name, rows in found.items() if len(rows) >= LEAST}
    names = list(enough)
    truth = np.array([rating[name] for name in names])
    rhos, plains, covers = [], [], []
    for _ in range(DRAWS):
        drawn = judged({name: rng.sample(rows, FEW) for name, rows in enough.items()})
        level = np.array([drawn[name].reliability for name in names])
        rhos.append(spearman(level, truth))
        plains.append(spearman([drawn[name].mean_score for name in names], truth))
        covers.append(_covered([drawn[name] for name in names], truth).mean())
    yield (
        f"Spearman, {FEW} articles, {DRAWS} draws",
        f"{np.mean(rhos):.3f} (draws {min(rhos):.2f} to {max(rhos):.2f}); plain mean "
        f"{np.mean(plains):.3f}",
        float(np.mean(rhos)) >= WANTED["few"],
    )
    cover = np.array(covers)
    yield f"coverage from {FEW} articles", f"{cover.mean():.1%}", _fits(cover)


def _covered(reports: Sequence[Any], truth: Any) -> Any:
    """Whether each rating lies in its interval."""
    return np.array(
        [
            report.interval[0] <= 100 * value <= report.interval[1]
            for report, value in zip(reports, truth, strict=True)
        ],
        dtype=float,
    )


def _share(inside: Any) -> str:
    error = float(np.sqrt(inside.mean() * (1 - inside.mean()) / len(inside)))
    return f"{inside.mean():.1%} (standard error {error:.1%})"


def _fits(inside: Any) -> bool:
    low, high = WANTED["cover"]  # type: ignore[misc]
    return bool(low <= inside.mean() <= high)


def _interval(level: Any, truth: Any) -> str:
    """95 % interval under resampling of outlets."""
    rng = np.random.default_rng(0)
    drawn = (rng.integers(0, len(level), len(level)) for _ in range(ROUNDS))
    low, high = np.quantile([spearman(level[at], truth[at]) for at in drawn], (0.025, 0.975))
    return f"[{low:.2f}, {high:.2f}]"


def made(rows: int, sources: int) -> Iterator[dict[str, Any]]:
    """Rows that nobody wrote, as ``scorer score`` writes them, evidence left out."""
    from scorer.sources import Prior

    names = list(Prior.shipped().signals)
    chance = random.Random(0).random
    codes = [f"R-MADE-{number}" for number in range(30)]
    for number in range(rows):
        yield {
            "id": f"a{number}",
            "model_id": "made",
            "status": "scored",
            "score": 100 * chance(),
            "margin": 40 * chance() - 20,
            "title": f"Story {number}",
            "source": f"paper{number % sources}.example",
            "url": None,
            "published": f"20{10 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}",
            "reasons": [
                {"code": codes[(number + place) % 30], "points": chance()} for place in range(8)
            ],
            "measurements": {name: {"value": chance()} for name in names},
        }


def time_dicts(rows: int, sources: int) -> dict[str, float]:
    """Cost of rolling dicts up in this process; making them is timed apart."""
    import gc

    from scorer.cli.sources import FEW_COLLECTIONS
    from scorer.sources import Rollup

    gc.set_threshold(*FEW_COLLECTIONS)
    began = time.process_time()
    for _ in made(rows // 10, sources):
        pass
    making = 10 * (time.process_time() - began)
    began, clock = time.process_time(), time.perf_counter()
    whole = Rollup()
    whole.add_all(made(rows, sources))
    reports = whole.reports()
    return {
        "seconds": time.perf_counter() - clock,
        "cpu": time.process_time() - began - making,
        "making": making,
        "sources": len(reports),
        "bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0,
    }


def write_parquet(path: Path, rows: int, sources: int) -> None:
    """Write made-up rows in the flat form."""
    import pyarrow as pa
    from pyarrow import parquet

    from scorer.io.arrow_schema import flat_schema
    from scorer.sources import Prior

    signals = Prior.shipped().signals
    schema = flat_schema()
    rng = np.random.default_rng(0)
    with parquet.ParquetWriter(path, schema) as out:
        for start in range(0, rows, 50_000):
            size = min(50_000, rows - start)
            at = np.arange(start, start + size)
            known: dict[str, Any] = {
                "id": [f"a{i}" for i in at],
                "status": ["scored"] * size,
                "model_id": ["made"] * size,
                "schema_version": ["1"] * size,
                "score": 100 * rng.random(size),
                "margin": 40 * rng.random(size) - 20,
                "title": [f"Story {i}" for i in at],
                "source": [f"paper{i % sources}.example" for i in at],
                "published": [f"20{10 + i % 10}-{1 + i % 12:02}-03" for i in at],
                "reason_1": [f"R-MADE-{i % 30}" for i in at],
                "reason_1_points": rng.random(size),
                **{name: rng.random(size) for name in signals},
            }
            columns = [
                pa.array(known[field.name], field.type)
                if field.name in known
                else pa.nulls(size, field.type)
                for field in schema
            ]
            out.write_table(pa.Table.from_arrays(columns, schema=schema))


def time_command(path: Path) -> dict[str, float]:
    """Cost of ``scorer sources`` on a file."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    clock = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "scorer", "sources", path, "-q", "-o", f"{folder}/o.jsonl"]
        subprocess.run(command, check=True)
        sources = Path(folder, "o.jsonl").read_bytes().count(b"\n")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    seconds = time.perf_counter() - clock
    return {
        "seconds": seconds, "cpu": cpu, "sources": sources, "bytes": after.ru_maxrss * 1024.0,
    }  # fmt: skip


def write_jsonl(path: Path, rows: int) -> None:
    """Write whole rows, evidence included, of the example articles."""
    from scorer import Article, Scorer

    lines = (ROOT / "examples" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    given = [json.loads(line) for line in lines]
    scorer = Scorer.load()
    reports = [
        scorer.score(Article(str(row["id"]), row["text"], row.get("title"))).to_dict()
        for row in given
    ]
    with path.open("w", encoding="utf-8") as out:
        for number in range(rows):
            row = {**reports[number % len(reports)], "id": f"a{number}", "title": f"T {number}"}
            out.write(json.dumps({**row, "source": f"paper{number % 50}.example"}) + "\n")


def speed(rows: int) -> Iterator[tuple[str, str, bool | None]]:
    """Figures of cost."""
    for name, sources in (("5,000 sources", 5_000), ("one source", 1)):
        code = (
            "import json; from benchmarks.sources import time_dicts; "
            f"print(json.dumps(time_dicts({rows}, {sources})))"
        )
        found = json.loads(subprocess.check_output([sys.executable, "-c", code], cwd=ROOT))
        yield _cost(f"{rows:,} dicts, {name}", found, making=found["making"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "scores.parquet")
        write_parquet(path, rows, 5_000)
        yield _cost(f"{rows:,} rows of Parquet, command line", time_command(path))
        path = Path(folder, "scores.jsonl")
        write_jsonl(path, 2_000)
        found = time_command(path)
        size = path.stat().st_size / 2_000
        yield (
            "whole JSONL rows, command line",
            f"{1e6 * found['cpu'] / 2_000:.0f} microseconds of CPU a row of {size:,.0f} bytes",
            None,
        )


def _cost(
    name: str, found: dict[str, float], *, making: float = 0.0
) -> tuple[str, str, bool | None]:
    more = f" (making them {making:.0f} more)" if making else ""
    told = (
        f"{found['seconds']:.0f} s, CPU {found['cpu']:.0f} s{more}, {found['bytes'] / 1e6:.0f} MB, "
        f"{found['sources']:,.0f} sources"
    )
    ok = found["cpu"] < WANTED["seconds"] and found["bytes"] < WANTED["bytes"]  # type: ignore[operator]
    return name, told, ok


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", choices=["quality", "speed"])
    parser.add_argument("--gate", action="store_true")
    options = parser.parse_args()
    missed = 0
    for part, figures in (("quality", quality(options.data)), ("speed", speed(options.rows))):
        if options.only in (None, part):
            for name, figure, is_met in figures:
                verdict = "" if is_met is None else "   reached" if is_met else "   MISSED"
                print(f"{name:<44} {figure}{verdict}", flush=True)
                missed += is_met is False
    print(f"missed: {missed}")
    return int(bool(missed) and options.gate)


if __name__ == "__main__":
    raise SystemExit(main())
