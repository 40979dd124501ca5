"""How far each signal by itself sets outlets apart: ``python -m benchmarks.separation --data DIR``.

Protocol: outlets of the development split, rated high (pc1 >= .7) and low (< .4), a few articles
of each; an outlet is the mean of its articles, and outlets weigh the same. And blogs: scaled ones
and ones edited by people, a blog again the mean of its posts. The figure is an AUROC in the
direction everyone agrees on (where there is none: higher in the better ones); .5 says nothing.
Many signals are not meant to do this alone, and outlet ratings are not about single articles.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.measures import Row, auroc, show
from scorer.features._measure import measure
from scorer.features.registry import specs
from scorer.text.document import Document

PER_OUTLET = 12
HIGH, LOW = 0.7, 0.4
SPLIT_OUTLETS = "dev outlets: nothing fitted on them, looked at while the signals were made"
SPLIT_BLOGS = "nothing fitted; word lists were made looking at some of these blogs"
SPLIT_LANGUAGES = "nothing fitted; the bound was chosen on these articles"


def rows(data: Path) -> Iterator[Row]:
    """Two figures of every signal, and one of the languages."""
    table = pd.read_parquet(data / "articles.parquet")
    table = table[(table["split"] == "dev") & ((table["pc1"] >= HIGH) | (table["pc1"] < LOW))]
    outlets = _sample(table, "family")
    high = dict(zip(outlets["family"], outlets["pc1"] >= HIGH, strict=True))
    blogs = _sample(pd.read_parquet(data / "farm.parquet"), "source")
    edited = dict(zip(blogs["source"], blogs["label"] == "edited", strict=True))
    means = _means(outlets, "family"), _means(blogs, "source")
    for name, spec in specs().items():
        for good, found, kind, split in (
            (high, means[0], "outlets rated {} above outlets rated {}", SPLIT_OUTLETS),
            (edited, means[1], "{} blogs above {} blogs", SPLIT_BLOGS),
        ):
            better = [value for key, value in found[name].items() if good[key]]
            worse = [value for key, value in found[name].items() if not good[key]]
            words = ("high", "low") if good is high else ("edited", "scaled")
            if spec.higher_is == "worse":
                better, worse, words = worse, better, words[::-1]
            if len(better) >= 5 and len(worse) >= 5:
                yield Row(name, kind.format(*words), split, "AUROC", auroc(better, worse))
    yield _languages(data, outlets["text"].tolist())


def _sample(table: pd.DataFrame, group: str) -> pd.DataFrame:
    """A few articles of each group, in a fixed order."""
    shuffled = table.sample(frac=1, random_state=0)
    return shuffled.groupby(group).head(PER_OUTLET).reset_index(drop=True)


def _means(table: pd.DataFrame, group: str) -> Mapping[str, dict[str, float]]:
    """Mean of each signal over the articles of each group where it is defined."""
    values: dict[str, dict[str, list[float]]] = {name: {} for name in specs()}
    titles = [title if isinstance(title, str) else None for title in table["title"]]
    for text, title, key in zip(table["text"], titles, table[group], strict=True):
        for name, found in measure(text, title).measurements.items():
            if found.value is not None:
                values[name].setdefault(key, []).append(found.value)
    return {
        name: {key: float(np.mean(own)) for key, own in groups.items()}
        for name, groups in values.items()
    }


def _languages(data: Path, english: list[str]) -> Row:
    """Whether the share of English words tells English articles from those of nine languages."""
    from scorer.features.integrity import Integrity

    def shares(texts: list[str]) -> list[float]:
        name = "integrity.english_fraction"
        found = [Integrity().measure(Document.from_text(text))[name].value for text in texts]
        return [value for value in found if value is not None]

    foreign = pd.read_parquet(data / "nonenglish.parquet")["text"].tolist()
    value = auroc(shares(english), shares(foreign))
    protocol = "English articles above articles of other languages"
    return Row("integrity.english_fraction", protocol, SPLIT_LANGUAGES, "AUROC", value)


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    show(rows(parser.parse_args().data))


if __name__ == "__main__":
    main()
