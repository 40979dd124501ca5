"""Candidates for stories: our keys against MinHash of datasketch and rensa, on the same pairs.

Usage: ``python -m benchmarks.stories_candidates --data DIR [--articles 1500]``; a library that is
not installed is left out. Printed: share of the pairs found among made copies and among rewrites
(OneStop), pairs proposed for each article, CPU time for each article.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.made_copies import made_copy
from scorer.stories.candidates import candidate_pairs
from scorer.stories.make import fingerprint_of

Pairs = set[tuple[int, int]]
_PERMUTATIONS = 128


def main() -> None:
    """Print a row for each way."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=1500)
    asked = parser.parse_args()
    texts, copies, rewrites = _material(asked.data, asked.articles)
    ways: dict[str, Callable[[list[str]], Pairs]] = {"keys of this project": _own}
    for threshold in (0.5, 0.3, 0.2):
        ways[f"datasketch MinHashLSH {threshold}"] = lambda t, x=threshold: _datasketch(t, x)
        ways[f"rensa RMinHashLSH {threshold}"] = lambda t, x=threshold: _rensa(t, x)
    for name, way in ways.items():
        began = time.process_time()
        try:
            found = way(texts)
        except ImportError:
            print(f"{name}: not installed")
            continue
        cost = 1000 * (time.process_time() - began) / len(texts)
        print(
            f"{name}: copies {len(found & copies) / len(copies):.3f}, rewrites "
            f"{len(found & rewrites) / len(rewrites):.3f}, {len(found) / len(texts):.1f} pairs and "
            f"{cost:.2f} ms CPU an article"
        )


def _material(data: Path, count: int) -> tuple[list[str], Pairs, Pairs]:
    rng = random.Random(3)
    table = pq.read_table(data / "articles.parquet", columns=["text", "split"])
    texts = table.filter(pc.equal(table["split"], "train"))["text"].to_pylist()
    texts = rng.sample(texts, min(count, len(texts)))
    copies: Pairs = set()
    for number in range(0, len(texts), 3):
        copies.add((number, len(texts)))
        texts.append(made_copy(texts[number], rng, rng.randrange(40)))
    levels: dict[str, list[int]] = {}
    for row in pq.read_table(data / "readability.parquet").to_pylist():
        levels.setdefault(row["article"], []).append(len(texts))
        texts.append(row["text"])
    return texts, copies, {pair for found in levels.values() for pair in combinations(found, 2)}


def _own(texts: list[str]) -> Pairs:
    return set(candidate_pairs([fingerprint_of(text) for text in texts]))


def _shingles(text: str) -> list[str]:
    words = text.lower().split()
    return [" ".join(words[at : at + 5]) for at in range(max(len(words) - 4, 1))]


def _datasketch(texts: list[str], threshold: float) -> Pairs:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS)
    out: Pairs = set()
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=_PERMUTATIONS)
        sketch.update_batch([item.encode("utf-8", "replace") for item in _shingles(text)])
        out |= {(other, number) for other in index.query(sketch)}
        index.insert(number, sketch)
    return out


def _rensa(texts: list[str], threshold: float) -> Pairs:
    from rensa import RMinHash, RMinHashLSH

    bands = {0.5: 25, 0.3: 42, 0.2: 64}[threshold]
    size = bands * (_PERMUTATIONS // bands)
    index = RMinHashLSH(threshold=threshold, num_perm=size, num_bands=bands)
    out: Pairs = set()
    for number, text in enumerate(texts):
        sketch = RMinHash(num_perm=size, seed=7)
        sketch.update(_shingles(text))
        out |= {(other, number) for other in index.query(sketch)}
        index.insert(number, sketch)
    return out


if __name__ == "__main__":
    main()
