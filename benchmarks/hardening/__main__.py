"""Print every hardening figure: ``python -m benchmarks.hardening [--data DIR] [--only NAME]``.

Patterns, hostile documents and damaged models need no data; evasion and gaming use development
articles where ``--data`` (or ``SCORER_DATA``) names them, else the examples of the repository.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.hardening import artefact, documents, evasion, gaming, patterns
from scorer import Article, Scorer

ROOT = Path(__file__).parents[2]
LOSS = 0.02
"""What a disguise may cost in recall or precision."""
GAIN = 5.0
"""What an attack may gain an unreliable article in the median, in points of score."""


def articles(data: Path | None, number: int, *, low: bool = False) -> list[Article]:
    """Development articles, the unreliable ones on demand; the examples without data."""
    if data is None:
        from scorer.io.readers import read
        from scorer.io.sources import resolve

        found = read(resolve([str(ROOT / "examples" / "articles.jsonl")]).sources)
        return [record.article for record in found if record.article is not None]
    import pandas as pd

    table = pd.read_parquet(
        data / "articles.parquet", columns=["id", "split", "pc1", "title", "text"]
    )
    table = table[table["split"] == "dev"]
    if low:
        table = table[table["pc1"] < 0.4]
    table = table.sample(min(number, len(table)), random_state=1)
    return [
        Article(id=str(row.id), title=row.title or None, text=row.text[:20_000])
        for row in table.itertuples()
    ]


def print_patterns(data: Path | None, number: int) -> Iterator[bool]:
    """Worst ratio of time(2n) / time(n) of every pattern of the package."""
    found = patterns.find_patterns()
    worst = [max(own, key=lambda row: row.ratio) for own in patterns.sweep_all(found)]
    worst.sort(key=lambda row: -row.ratio)
    print(f"{len(found)} patterns on 12 hostile texts of 2 and 4 MB; the five worst:")
    for row in worst[:5]:
        place = f"{row.pattern.module}:{row.pattern.line}  {row.generator}"
        print(f"  {row.ratio:5.2f}  {place}  {patterns.printable(row.pattern.pattern)}")
    yield worst[0].ratio <= patterns.MOST


def print_documents(data: Path | None, number: int) -> Iterator[bool]:
    """The whole of score on hostile documents."""
    print("score() on hostile documents of 2 and 4 MB (CPU seconds, ratio):")
    for row in documents.growths(Scorer.load()):
        print(f"  {row.document:22s} {row.small:7.2f} {row.large:7.2f} {row.ratio:6.2f}")
        yield row.ratio <= documents.MOST


def print_evasion(data: Path | None, number: int) -> Iterator[bool]:
    """What disguises cost detection."""
    sample = articles(data, number)
    print(f"disguised letters over {len(sample)} articles (recall, precision, moved, marked):")
    for row in evasion.losses(sample):
        figures = f"{row.recall:6.3f} {row.precision:6.3f} {row.misplaced:5d}"
        print(f"  {row.disguise:22s} {row.signal:22s} {figures}  {row.marked}/{row.articles}")
        yield min(row.recall, row.precision) >= 1 - LOSS and row.marked == row.articles


def print_gaming(data: Path | None, number: int) -> Iterator[bool]:
    """What additions gain unreliable articles."""
    sample = articles(data, number, low=True)
    columns = "median, 90 %, most, share raised, refused"
    print(f"additions to {len(sample)} unreliable articles ({columns}):")
    for row in gaming.gains(Scorer.load(), sample):
        figures = (
            f"{row.median:6.1f} {row.p90:6.1f} {row.most:6.1f} {row.raised:6.2f} {row.refused:4d}"
        )
        print(f"  {row.attack:42s} {figures}")
        yield row.median <= GAIN


def print_artefact(data: Path | None, number: int) -> Iterator[bool]:
    """What damaged models come to."""
    outcomes = artefact.mutated_loads(100_000)
    print(f"{outcomes.total():,} damaged models: {dict(outcomes.most_common())}")
    yield not any(name == "changed" or name.startswith("crash") for name in outcomes)


PARTS: dict[str, Callable[[Path | None, int], Iterator[bool]]] = {
    "patterns": print_patterns,
    "documents": print_documents,
    "evasion": print_evasion,
    "gaming": print_gaming,
    "artefact": print_artefact,
}


def main() -> int:
    """Print the asked parts; 1 where a figure is not what is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("SCORER_DATA")
    parser.add_argument("--data", type=Path, default=Path(default) if default else None)
    parser.add_argument("--articles", type=int, default=150)
    parser.add_argument("--only", action="append", choices=sorted(PARTS))
    asked = parser.parse_args()
    missed = 0
    for name in asked.only or PARTS:
        results = list(PARTS[name](asked.data, asked.articles))
        missed += results.count(False)
        print(f"  {name}: {results.count(True)} of {len(results)} as wanted\n", flush=True)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
