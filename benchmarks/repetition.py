"""Repetition against gold: ``python -m benchmarks.repetition --data DIR``.

Protocol. ``repetition.parquet``: real articles, constructed degradations of them and texts with
legitimate repetition; gold is the share of redundant words. ``readability.parquet``: stories told
at three levels by people; two or three levels of one story in one page are positives, single
levels and pages of two different stories negatives. Development articles: how often a normal
article is flagged. Nothing is trained; the constants were looked at on these files, so the
figures that count are those on texts kept aside.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.measures import Row, Values, auroc, floors, show, spearman
from scorer.features.repetition import Repetition
from scorer.text.document import Document

EXTRACTOR = Repetition()
FRACTION = "repetition.redundant_fraction"
SPLIT = "nothing fitted; the constants were chosen looking at these texts"


def measured(text: str) -> tuple[float, list[int]]:
    """Redundant fraction of a text, and where its versions start."""
    found = EXTRACTOR.measure(Document.from_text(text))
    value = found["repetition.redundant_fraction"].value
    starts = [span.start for span in found["repetition.versions"].evidence]
    return value or 0.0, starts or [0]


def fractions(texts: Sequence[str]) -> Values:
    """Redundant fractions of some texts."""
    return np.array([measured(text)[0] for text in texts])


def gold(data: Path) -> Iterator[Row]:
    """Figures on constructed degradations."""
    table = pd.read_parquet(data / "repetition.parquet")
    found = fractions(table["text"])
    true = table["redundant_fraction"].to_numpy(dtype=np.float64)
    kind = table["kind"].to_numpy()
    clean, legit = found[kind == "clean"], found[kind == "legit"]
    rewrite = kind == "stack_rewrite"
    caught = np.quantile(found[rewrite], 0.1)
    negative = np.concatenate((clean, legit))

    def row(
        protocol: str,
        figure: str,
        value: float,
        wanted: float,
        baseline: float | None = None,
        *,
        at_most: bool = False,
    ) -> Row:
        return Row(FRACTION, protocol, SPLIT, figure, value, wanted, baseline, at_most)

    yield row("gold fraction of constructed pages", "Spearman", spearman(found, true), 0.95, 0.935)
    error = float(np.abs(found - true).mean())
    yield row("gold fraction of constructed pages", "MAE", error, 0.06, at_most=True)
    yield row(
        "stacked human rewrites against clean and legitimate pages",
        "AUROC", auroc(found[rewrite], negative), 0.985,
    )  # fmt: skip
    share = float(found[rewrite].mean() / true[rewrite].mean())
    yield row("stacked human rewrites, share recovered", "recall", share, 0.70, 0.37 / 0.49)
    alarms = float((legit >= caught).mean())
    yield row(
        "legitimate repetition above 90 % of the rewrites", "false alarms", alarms, 0.03,
        at_most=True,
    )  # fmt: skip
    for name, signal in (
        ("repeat_headline", "repetition.headline_repeats"),
        ("boilerplate", "repetition.boilerplate_lines"),
        ("partial_copy", "repetition.duplicate_sentence_fraction"),
    ):
        # two boilerplate pages hold their line once: nothing is redundant in them
        value = auroc(found[(kind == name) & (true > 0)], negative)
        protocol = f"{name} against clean and legitimate pages, by redundant_fraction"
        yield Row(signal, protocol, SPLIT, "AUROC", value, 0.97)


def stacked(data: Path) -> Iterator[Row]:
    """Figures on stories that people told at three levels, put in one page."""
    table = pd.read_parquet(data / "readability.parquet")
    told = {
        (row.article, row.level_name): row.text.strip() for row in table.itertuples(index=False)
    }
    stories = sorted({story for story, _ in told})
    single = fractions(list(told.values()))
    others = [*stories[7:], *stories[:7]]
    mixed = fractions(
        [told[a, "adv"] + "\n\n" + told[b, "ele"] for a, b in zip(stories, others, strict=True)]
    )
    negative = np.concatenate((single, mixed))
    for name, alone in (("single levels", single), ("pages of two stories", mixed)):
        yield Row(FRACTION, f"OneStop, {name}", SPLIT, "largest value", float(alone.max()))

    def shuffled(text: str) -> str:
        lines = [line for line in text.split("\n") if line.strip()]
        random.Random(1).shuffle(lines)
        return "\n".join(lines)

    def half(text: str) -> str:
        return text[: len(text) // 2]

    pages: dict[str, Callable[[str], list[str]]] = {
        "adv + ele": lambda s: [told[s, "adv"], told[s, "ele"]],
        "adv + int": lambda s: [told[s, "adv"], told[s, "int"]],
        "adv + int + ele": lambda s: [told[s, "adv"], told[s, "int"], told[s, "ele"]],
        "ele + int + adv (adds news)": lambda s: [told[s, "ele"], told[s, "int"], told[s, "adv"]],
        "ele + adv (adds news)": lambda s: [told[s, "ele"], told[s, "adv"]],
        "adv + ele, one line each": lambda s: [
            " ".join(told[s, level].split()) for level in ("adv", "ele")
        ],
        "adv + ele, shuffled": lambda s: [told[s, "adv"], shuffled(told[s, "ele"])],
        "adv + first half of ele": lambda s: [told[s, "adv"], half(told[s, "ele"])],
    }
    for name, build in pages.items():
        found, true, right, exact = [], [], [], []
        for story in stories:
            parts = build(story)
            value, starts = measured("\n\n".join(parts))
            sizes = [len(part.split()) for part in parts]
            found.append(value)
            true.append(1 - sizes[0] / sum(sizes))
            right.append(len(starts) == len(parts))
            begins = [*accumulate(len(part) + 2 for part in parts[:-1])]
            exact += [begin in starts for begin in begins]
        values, gold_ = np.array(found), np.array(true)
        protocol = f"OneStop, {name}"
        yield Row(FRACTION, protocol, SPLIT, "AUROC", auroc(values, negative))
        recovered = float(values.mean() / gold_.mean())
        yield Row(FRACTION, protocol, SPLIT, "share recovered", recovered)
        yield Row(FRACTION, protocol, SPLIT, "MAE", float(np.abs(values - gold_).mean()))
        yield Row("repetition.versions", protocol, SPLIT, "versions right", float(np.mean(right)))
        yield Row("repetition.versions", protocol, SPLIT, "starts found", float(np.mean(exact)))


def normal(data: Path) -> Iterator[Row]:
    """How articles of unseen outlets fare."""
    table = pd.read_parquet(data / "articles.parquet", columns=["text", "split"])
    sample = table[table["split"] == "dev"].sample(500, random_state=1)
    found = fractions(sample["text"])
    for share in (0.5, 0.95, 0.99):
        value = float(np.quantile(found, share))
        yield Row(FRACTION, "articles of dev outlets", SPLIT, f"{share:.0%} below", value)


def rows(data: Path) -> Iterator[Row]:
    """All figures."""
    yield from gold(data)
    yield from stacked(data)
    yield from normal(data)


def cost(data: Path) -> float:
    """CPU of the extractor alone on articles of usual length, documents ready, in floors."""
    table = pd.read_parquet(data / "articles.parquet", columns=["text", "split"])
    sample = table[table["split"] == "dev"].sample(500, random_state=1)["text"]
    usual = [text for text in sample if 3_000 <= len(text) <= 9_000]
    docs = [Document.from_text(text) for text in usual]
    for doc in docs:  # what all extractors share is not this one's cost
        _ = doc.rows, doc.sentence_tokens, doc.line_tokens, doc.sentence_ranges, doc.word_count
    return floors(lambda: [EXTRACTOR.measure(doc) for doc in docs], usual)


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    data: Path = parser.parse_args().data
    show(rows(data))
    print(f"cost {cost(data):.1f} floors")


if __name__ == "__main__":
    main()
