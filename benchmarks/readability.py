"""Prove that the readability formulas equal textstat's, and time both.

``python -m benchmarks.readability --data DIR [--rows N]`` prints, for each formula, the largest
absolute difference over articles, OneStop levels, farm posts and non-English texts, and the CPU
times as multiples of one floor, ``re.findall(r"\\w+", text)`` on the same texts in the same run.
DIR holds ``nltk_data``; nothing is downloaded. Exit code 1 where any value differs.
"""

from __future__ import annotations

import argparse
import os
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from scorer.text import readability_formulas, textstat_counts, word_facts

FORMULAS = {
    "flesch_reading_ease": "flesch_reading_ease",
    "flesch_kincaid_grade": "flesch_kincaid_grade",
    "gunning_fog": "gunning_fog",
    "smog_index": "smog_index",
    "dale_chall": "dale_chall_readability_score",
    "coleman_liau": "coleman_liau_index",
    "automated_readability_index": "automated_readability_index",
    "lix": "lix",
}


def read_texts(data: Path, rows: int | None) -> dict[str, list[str]]:
    """Texts by file, the first ``rows`` of an even sample where that is given."""
    import pandas as pd

    out = {}
    for name in ("articles", "readability", "nonenglish", "farm"):
        frame = pd.read_parquet(data / f"{name}.parquet")
        texts = [text for text in frame["text"].tolist() if isinstance(text, str)]
        step = max(1, len(texts) // rows) if rows else 1
        out[name] = texts[::step]
    return out


def seconds(task: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    task()
    return time.process_time() - start


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare and time; 1 where any value differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, help="texts per file; all by default")
    options = parser.parse_args(arguments)
    os.environ["NLTK_DATA"] = str(options.data.resolve() / "nltk_data")
    import textstat

    from scorer.features.readability import MIN_WORDS, Readability

    ours = [getattr(readability_formulas, name) for name in FORMULAS]
    theirs = [getattr(textstat, name) for name in FORMULAS.values()]
    textstat_counts.count("loads the tables before the clock starts: blorvantine")
    textstat.flesch_reading_ease("loads the dictionary before the clock starts")
    texts_by_file = read_texts(options.data, options.rows)

    print("max |ours - textstat|" + "".join(f" {name:>28}" for name in FORMULAS))
    reference_seconds = 0.0
    largest = 0.0
    for file, texts in texts_by_file.items():
        worst = [0.0] * len(ours)
        undefined = 0
        for text in texts:
            counts = textstat_counts.count(text)
            if counts.words < MIN_WORDS or not counts.syllables:
                undefined += 1
                continue
            start = time.process_time()
            values = [formula(text) for formula in theirs]
            reference_seconds += time.process_time() - start
            gaps = [
                abs(formula(counts) - value) for formula, value in zip(ours, values, strict=True)
            ]
            worst = [max(pair) for pair in zip(worst, gaps, strict=True)]
        largest = max(largest, *worst)
        print(f"{file:<12}{len(texts):>7}  " + "".join(f" {gap:>28}" for gap in worst), end="")
        print(f"  ({undefined} undefined)")

    pages = [_Page(text) for texts in texts_by_file.values() for text in texts]
    extractor = Readability()
    word_facts._CACHE.clear()
    floor = seconds(lambda: [re.findall(r"\w+", page.given) for page in pages])
    cold = seconds(lambda: [extractor.measure(page) for page in pages])  # type: ignore[arg-type]
    print(f"\ntexts {len(pages)}, one floor {floor / len(pages) * 1e3:.3f} ms a text")
    print(f"scorer, all nine, empty cache at the start: {cold / floor:.2f} floors")
    print(f"textstat, eight formulas: {reference_seconds / floor:.1f} floors")
    print("equal to the last bit" if largest == 0.0 else f"NOT equal: {largest}")
    return int(largest > 0.0)


class _Page:
    """What the extractor reads of a document."""

    def __init__(self, given: str) -> None:
        self.given = given


if __name__ == "__main__":
    raise SystemExit(main())
