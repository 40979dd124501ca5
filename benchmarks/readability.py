"""Prove that the readability formulas equal textstat's, and time both.

``python -m benchmarks.readability --data DIR [--rows N]`` prints, for each formula, the largest
absolute difference over articles, OneStop levels, farm posts and non-English texts, and the CPU
times as multiples of one floor, ``re.findall(r"\\w+", text)`` on the same texts in the same run.
DIR holds ``nltk_data``; nothing is downloaded. Exit code 1 where any value differs.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measures import Row, cpu, floors, spearman
from scorer.features.readability import Readability
from scorer.text import word_facts
from scorer.text.document import Document

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


@dataclass(frozen=True, slots=True)
class Gaps:
    """Largest differences from textstat on the texts of one file.

    ``worst`` is by formula; ``seconds`` is what textstat took for the defined texts.
    """

    file: str
    texts: list[str]
    worst: list[float]
    undefined: int
    seconds: float


def compare(data: Path, rows: int | None = None) -> Iterator[Gaps]:
    """Compare the eight formulas with textstat and NLTK's dictionary."""
    os.environ["NLTK_DATA"] = str(data.resolve() / "nltk_data")
    import textstat

    extractor = Readability()
    theirs = [getattr(textstat, name) for name in FORMULAS.values()]
    textstat.flesch_reading_ease("loads the dictionary before the clock starts")
    for file, texts in read_texts(data, rows).items():
        worst = [0.0] * len(theirs)
        undefined, spent = 0, 0.0
        for text in texts:
            found = extractor.measure(Document.from_text(text))
            ours = [found[f"readability.{name}"].value for name in FORMULAS]
            if None in ours:
                undefined += 1
                continue
            start = time.process_time()
            values = [formula(text) for formula in theirs]
            spent += time.process_time() - start
            gaps = [abs((own or 0.0) - value) for own, value in zip(ours, values, strict=True)]
            worst = [max(pair) for pair in zip(worst, gaps, strict=True)]
        yield Gaps(file, texts, worst, undefined, spent)


EQUAL = "nothing fitted; every text of the data"


def rows(data: Path, each: int | None = None) -> Iterator[Row]:
    """Largest difference of each formula, and how the grade follows levels set by people."""
    import pandas as pd

    found = list(compare(data, each))
    total = sum(len(gaps.texts) for gaps in found)
    split = EQUAL if each is None else f"nothing fitted; at least {each} texts of each file"
    for place, name in enumerate(FORMULAS):
        worst = max(gaps.worst[place] for gaps in found)
        protocol = f"against textstat with cmudict, {total} texts"
        yield Row(
            f"readability.{name}", protocol, split, "largest difference", worst, 0.0, at_most=True
        )
    levels = pd.read_parquet(data / "readability.parquet")
    order = levels["level_name"].map({"ele": 0, "int": 1, "adv": 2})
    values = [Readability().measure(Document.from_text(text)) for text in levels["text"]]
    for name in (*FORMULAS, "consensus_grade"):
        grades = [item[f"readability.{name}"].value or 0.0 for item in values]
        value = spearman(order, grades)
        yield Row(f"readability.{name}", "OneStop level", "nothing fitted", "Spearman", value)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare and time; 1 where any value differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, help="texts per file; all by default")
    options = parser.parse_args(arguments)
    print("max |ours - textstat|" + "".join(f" {name:>28}" for name in FORMULAS))
    found = []
    for gaps in compare(options.data, options.rows):
        found.append(gaps)
        cells = "".join(f" {gap:>28}" for gap in gaps.worst)
        print(f"{gaps.file:<12}{len(gaps.texts):>7}  {cells}  ({gaps.undefined} undefined)")
    largest = max(gap for gaps in found for gap in gaps.worst)
    texts = [text for gaps in found for text in gaps.texts]
    pages, extractor = [Document.from_text(text) for text in texts], Readability()

    def fresh() -> None:
        word_facts._CACHE.clear()
        for page in pages:
            extractor.measure(page)

    spent = floors(fresh, texts)
    reference = sum(gaps.seconds for gaps in found) / (cpu(fresh, 1) / spent)
    print(f"\nscorer, all nine, empty cache at the start: {spent:.2f} floors")
    print(f"textstat, eight formulas: {reference:.1f} floors")
    print("equal to the last bit" if largest == 0.0 else f"NOT equal: {largest}")
    return int(largest > 0.0)


if __name__ == "__main__":
    raise SystemExit(main())
