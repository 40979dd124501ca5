"""A store of a million fingerprints: what a look-up takes, a batch of new articles, and the disk.

``python -m benchmarks.store`` makes a file of SQLite with made-up fingerprints (by bulk insertion,
which is not timed as a use), of which some keys are boilerplate that one article in a hundred has,
then looks up copies that kept half of an article's keys, by the store's own interface. Times are of
the clock and of the CPU (``most`` is of the clock too), in one process; the first look-ups find
nothing in SQLite's cache.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scorer import Article
from scorer.store import open_store
from scorer.store.store import Store
from scorer.stories import Fingerprint

Keys = npt.NDArray[np.int64]
Times = tuple[float, float]
BOILERPLATE = 20
"""Keys that every hundredth article has, each."""


def made_keys(count: int, each: int, dice: np.random.Generator) -> Keys:
    """Keys of made-up articles, shape (count, each), ascending in each row."""
    keys = dice.integers(-(2**63), 2**63 - 1, size=(count, each), dtype=np.int64)
    for number in range(BOILERPLATE):
        keys[dice.random(count) < 0.01, number % each] = 7_000_000 + number
    keys.sort(axis=1)
    return keys


def fingerprint(keys: Keys) -> Fingerprint:
    """A fingerprint of some keys."""
    keys = np.unique(keys)
    return Fingerprint(600, keys.view(np.uint64).copy(), keys)


def fill(path: Path, keys: Keys) -> None:
    """Put all of them at once, past the store."""
    count = len(keys)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        run = connection.execute
        run("PRAGMA synchronous = OFF")
        run("PRAGMA cache_size = -400000")
        for first in range(0, count, 50_000):
            numbers = range(first + 1, min(first + 50_000, count) + 1)
            run("BEGIN")
            connection.executemany(
                "INSERT INTO scorer_article (no, key, text_key, id_key, id, source, url, title, "
                "published, content, first_seen, last_seen) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                (
                    (
                        no, no.to_bytes(16, "big"), no, no, f"id-{no}", f"s{no % 5000}.example",
                        f"https://s{no % 5000}.example/{no}", f"Headline {no}", "2026-05-04",
                        no.to_bytes(32, "big"), 1_750_000_000 + no, 1_750_000_000 + no,
                    )
                    for no in numbers
                ),
            )  # fmt: skip
            connection.executemany(
                "INSERT INTO scorer_fingerprint (article, version, keys, data) VALUES (?,?,?,?)",
                (
                    (
                        no, Fingerprint.VERSION, keys[no - 1].tobytes(),
                        fingerprint(keys[no - 1]).to_bytes(),
                    )
                    for no in numbers
                ),
            )  # fmt: skip
            run("COMMIT")
        flat = keys.reshape(-1)
        owner = np.repeat(np.arange(1, count + 1), keys.shape[1])
        order = flat.argsort(kind="stable")
        for first in range(0, len(order), 2_000_000):
            part = order[first : first + 2_000_000]
            pairs = zip(flat[part].tolist(), owner[part].tolist(), strict=True)
            run("BEGIN")
            connection.executemany("INSERT OR IGNORE INTO scorer_band VALUES (?, ?)", pairs)
            run("COMMIT")
        run("PRAGMA wal_checkpoint(TRUNCATE)")


def now() -> Times:
    """The clock's time and the CPU's, in milliseconds."""
    return 1_000 * time.perf_counter(), 1_000 * time.process_time()


def since(began: Times) -> Times:
    """What was spent since."""
    clock, cpu = now()
    return clock - began[0], cpu - began[1]


def look_ups(store: Store, keys: Keys, count: int, dice: np.random.Generator) -> list[Times]:
    """Milliseconds of each look-up; a copy must find what it is a copy of."""
    each = keys.shape[1]
    spent = []
    for no in dice.integers(0, len(keys), size=count).tolist():
        fresh = dice.integers(-(2**63), 2**63 - 1, size=each - each // 2, dtype=np.int64)
        copy = fingerprint(np.concatenate((keys[no][::2][: each // 2], fresh)))
        began = now()
        found = store.candidates(copy)
        spent.append(since(began))
        assert found
        assert found[0][0].no == no + 1
    return spent


def puts(store: Store, each: int, batches: int, dice: np.random.Generator) -> list[Times]:
    """Milliseconds that a batch of 100 new articles takes."""
    spent = []
    for batch in range(batches):
        keys = dice.integers(-(2**63), 2**63 - 1, size=(100, each), dtype=np.int64)
        items = [
            (Article(id=f"new-{batch}-{number}", text="New."), fingerprint(keys[number]))
            for number in range(100)
        ]
        began = now()
        store.put_fingerprints(items)
        spent.append(since(began))
    return spent


def told(name: str, spent: list[Times]) -> None:
    """Print one row."""
    clock, cpu = zip(*spent, strict=True)
    cells = [np.percentile(clock, 50), np.percentile(cpu, 50), np.percentile(clock, 99)]
    cells += [np.percentile(cpu, 99), max(clock)]
    print(f"{name:<42}{''.join(f'{cell:>12.2f}' for cell in cells)}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000, help="fingerprints")
    parser.add_argument("--keys", type=int, default=48, help="keys of each")
    parser.add_argument("--look-ups", type=int, default=2_000)
    parser.add_argument("--file", type=Path, help="keep the store there, and measure it again")
    asked = parser.parse_args()
    dice = np.random.default_rng(8)
    with tempfile.TemporaryDirectory() as folder:
        path = asked.file or Path(folder) / "run.db"
        is_new = not path.exists()
        open_store(path).close()
        began = time.perf_counter()
        keys = made_keys(asked.count, asked.keys, dice)
        if is_new:
            fill(path, keys)
        print(
            f"{asked.count:,} fingerprints of {asked.keys} keys: {path.stat().st_size / 1e9:.2f} GB"
            f", made or found in {time.perf_counter() - began:.0f} s\n"
        )
        heads = ("median", "median CPU", "p99", "p99 CPU", "most")
        print(f"{'milliseconds':<42}{''.join(f'{head:>12}' for head in heads)}")
        with open_store(path) as store:
            told("look-up, nothing cached yet (first 100)", look_ups(store, keys, 100, dice))
            told("look-up", look_ups(store, keys, asked.look_ups, dice))
            told("100 new articles put, to the disk", puts(store, asked.keys, 20, dice))


if __name__ == "__main__":
    main()
