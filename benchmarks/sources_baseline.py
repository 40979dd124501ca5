"""Articles against their own outlet: ``python -m benchmarks.sources_baseline --data DIR``.

False alarms: each outlet's articles (60 or more with a score) are cut in two, by date and again at
random; a baseline is made of the first part (at most 200, at least 40) and the rest is compared
with it. The figure is the share of the rest that is flagged, over all outlets, split apart: the
rule's constants were chosen on the train split.

Power: of outlets rated high (pc1 >= .7), up to 25 articles each are degraded and compared with the
baseline of the random first part. ``seed_004`` is what seed 004 shows: the story told again twice,
a promo line, and what tweet cards, keyword lines and scripts leave behind.

``--fit`` prints the table of :mod:`scorer.sources.watched` from the train split instead.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.measures import Row, show
from scorer import Article, Scorer
from scorer.schema import SourceComparison
from scorer.sources.baseline import Baseline
from scorer.sources.outlier import LEVEL, PRIOR
from scorer.sources.watched import WATCHED
from scorer.sources.window import values_of
from scorer.training.degradation import KINDS, degrade

LEAST, MOST_COPIES = 60, 25
HIGH = 0.7
SEED_004 = "seed_004"
Scored = dict[str, Any]


def material(data: Path) -> pd.DataFrame:
    """Articles of outlets and blogs with enough of them, one row each; no text twice."""
    articles = pd.read_parquet(data / "articles.parquet")
    articles["outlet"] = articles["domain"].fillna(articles["source"])
    blogs = pd.read_parquet(data / "farm.parquet")
    blogs = blogs.assign(outlet=blogs["source"], split="train", pc1=np.nan)
    articles["kind"] = "news"
    blogs["kind"] = np.where(blogs["label"] == "scaled", "farm", "blog")
    columns = ["id", "outlet", "split", "pc1", "title", "text", "published", "kind"]
    table = pd.concat([articles[columns], blogs[columns]], ignore_index=True)
    table = table.drop_duplicates("text")
    table = table[table.groupby("outlet")["id"].transform("size") >= LEAST]
    return table.reset_index(drop=True)


def score(scorer: Scorer, table: pd.DataFrame) -> list[Scored]:
    """Score articles; rows as far as a baseline looks at them. Texts are kept for copies."""
    rows = []
    for item in table.itertuples():
        article = Article(
            id=item.id,
            text=item.text,
            title=item.title if isinstance(item.title, str) else None,
            source=str(item.outlet),
            published=item.published if isinstance(item.published, str) else None,
            metadata={"kind": item.kind},
        )
        rows.append(row_of(scorer, article) | {"split": item.split, "pc1": item.pc1})
        rows[-1]["article"] = article
    return rows


def row_of(scorer: Scorer, article: Article) -> Scored:
    """Score one article."""
    report = scorer.score(article)
    found = {name: {"value": item.value} for name, item in report.measurements.items()}
    return {
        "id": article.id,
        "status": report.status,
        "score": report.score,
        "source": article.source,
        "published": article.published,
        "model_id": report.model_id,
        "measurements": found,
    }


def outlets(rows: list[Scored]) -> dict[str, list[Scored]]:
    """Scored rows by outlet, oldest first; outlets with enough of them."""
    by: dict[str, list[Scored]] = defaultdict(list)
    for row in rows:
        if row["status"] == "scored":
            by[row["source"]].append(row)
    return {
        name: sorted(own, key=lambda row: (row["published"] or "", row["id"]))
        for name, own in sorted(by.items())
        if len(own) >= LEAST
    }


def parts(own: list[Scored], how: str) -> tuple[list[Scored], list[Scored]]:
    """First part and rest."""
    own = list(own)
    if how == "random":
        random.Random(0).shuffle(own)
    cut = min(200, max(len(own) * 2 // 3, 40))
    return own[:cut], own[cut:]


def compare(first: list[Scored], rest: list[Scored]) -> list[SourceComparison]:
    """Compare articles with a baseline."""
    # without dates: which articles are the window is decided here
    baseline = Baseline.of({**row, "published": None} for row in first)
    return [baseline.compare(row) for row in rest]


def seed_004(text: str, title: str | None, *, seed: str) -> tuple[str, str | None] | None:
    """Degrade an article as seed 004 is."""
    made = degrade("retold", text, title, seed=seed)
    if made is None:
        return None
    made = degrade("retold", *made, seed=f"{seed}|again") or made
    for kind in ("promo_line", "residue"):
        made = degrade(kind, *made, seed=seed) or made
    return made


def copies(own: list[Scored]) -> Iterator[tuple[str, Article]]:
    """Degraded copies of some articles of an outlet."""
    for row in random.Random(1).sample(own, min(len(own), MOST_COPIES)):
        article: Article = row["article"]
        for kind in (*KINDS, SEED_004):
            make = seed_004 if kind == SEED_004 else partial(degrade, kind)
            made = make(article.text, article.title, seed=article.id)
            if made is not None:
                yield kind, replace(article, id=f"{article.id}|{kind}", text=made[0], title=made[1])


def rows(data: Path) -> Iterator[Row]:
    """All figures."""
    scorer = Scorer.load()
    by = outlets(score(scorer, material(data)))
    yield Row("outlets compared", f"with {LEAST} scored articles or more", "", "outlets", len(by))
    for split in ("dev", "train"):
        for how in ("date", "random"):
            flags: list[bool] = []
            for own in by.values():
                if own[0]["split"] != split:
                    continue
                flags += [bool(item.outliers) for item in compare(*parts(own, how))]
            told = f"own later articles, outlets of {split} cut by {how}, {len(flags):,} articles"
            share = float(np.mean(flags))
            yield Row("source_outlier", told, split, "flagged", share, 0.01, None, True)
    hits: dict[str, list[bool]] = defaultdict(list)
    for own in by.values():
        if not own[0]["pc1"] >= HIGH:
            continue
        first, rest = parts(own, "random")
        baseline = Baseline.of({**row, "published": None} for row in first)
        for kind, article in copies(rest):
            found = baseline.compare(row_of(scorer, article))
            if found.reason is None:
                hits[kind].append(bool(found.outliers))
    for kind, found in hits.items():
        protocol = f"degraded later articles of outlets rated high, {len(found)} copies"
        share, wanted = float(np.mean(found)), 0.5 if kind == SEED_004 else None
        yield Row(f"source_outlier: {kind}", protocol, "all", "flagged", share, wanted)


def fit(data: Path) -> None:
    """Print the table of usual tails."""
    table = material(data)
    by = outlets(score(Scorer.load(), table[table["split"] == "train"]))
    for signal in WATCHED:
        sign = 1.0 if signal.is_high_worse else -1.0
        columns = []
        for own in by.values():
            values = [values_of(row)[signal.name] for row in own]
            columns.append(np.array([sign * x for x in values if x is not None], np.float64))
        columns = [column for column in columns if len(column) >= LEAST]
        excess = [np.clip(column - np.quantile(column, LEVEL), 0.0, None) for column in columns]
        usual = float(np.mean([item.mean() for item in excess]))
        depths = []
        for item in excess:
            n, total = len(item), item.sum()
            mean = (total - item + PRIOR * usual) / (n - 1 + PRIOR) / (1.0 - LEVEL)
            depths.append(item / mean)
        depth = np.concatenate(depths)
        share = float((depth > 0).mean())
        shape = _shape(float(np.quantile(depth, 0.998)), np.log(max(share, 0.004) / 0.002))
        print(f"{signal.name:<42} excess {usual:.3g}  shape {shape:.2f}  share {share:.3f}")


def _shape(deep: float, surprise: float) -> float:
    """Shape of the tail under which the 99.8 % quantile is as surprising as it should be."""
    low, high = 0.0, 5.0
    if deep <= surprise:
        return 0.0
    for _ in range(50):
        middle = (low + high) / 2.0
        is_deeper = np.log1p(middle * deep) / middle > surprise
        low, high = (middle, high) if is_deeper else (low, middle)
    return low


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args()
    if given.fit:
        fit(given.data)
    else:
        show(rows(given.data))


if __name__ == "__main__":
    main()
