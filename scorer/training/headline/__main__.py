"""Write ``scorer/data/headline_*.json``: ``python -m scorer.training.headline --data DIR``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from scorer.features._headline.model import DATA_FILE, WORDS_FILE, ClickbaitModel, grow
from scorer.training.headline.clickbait import fit_clickbait, known_words
from scorer.training.headline.vocabulary import (
    count_body_words,
    headline_words,
    word_weights,
)

BODIES = 3000
NEWS_WEIGHT = 0.5
_SURE_BAIT = 2.0


def main(arguments: list[str] | None = None) -> int:
    """Train and write the tables."""
    parser = argparse.ArgumentParser(prog="python -m scorer.training.headline")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[2] / "data")
    options = parser.parse_args(arguments)

    titles = pd.read_parquet(options.data / "headlines.parquet").drop_duplicates("text")
    articles = pd.read_parquet(
        options.data / "articles.parquet", columns=["family", "title", "text", "split"]
    )
    articles = articles[articles["split"] == "train"]
    body = count_body_words(articles["text"].sample(BODIES, random_state=0))

    headlines = [headline_words(title) for title in titles["text"]]
    labels = titles["clickbait"].to_numpy(dtype=np.int64)
    known = known_words(headlines, body)
    first = fit_clickbait(headlines, labels, np.ones(len(labels)), known)
    _report("corpus alone", first)

    news, weights = _news_titles(articles, first)
    both = fit_clickbait(
        headlines + news,
        np.concatenate((labels, np.zeros(len(news), dtype=np.int64))),
        np.concatenate((np.ones(len(labels)), weights)),
        known,
    )
    _report("with news titles", both)
    shipped = {key: both[key] for key in ("intercept", "slope", "known", "weights")}
    _write(options.out / DATA_FILE, shipped)
    _write(options.out / WORDS_FILE, word_weights(body))
    return 0


def _write(path: Path, table: dict[str, Any]) -> None:
    """Write a table as JSON, one entry a line."""
    path.write_text(json.dumps(table, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


def _news_titles(
    articles: pd.DataFrame, model: dict[str, Any]
) -> tuple[list[list[str]], np.ndarray[Any, np.dtype[np.float64]]]:
    """Titles of outlets good and bad alike that the first model does not call bait.

    The public corpus' ordinary headlines are of one kind and time; these are others. Outlets of
    all ratings are taken, weighing the same, so that the signal learns no outlet's rating.
    """
    first = ClickbaitModel(
        frozenset(model["known"]), grow(model["weights"]), model["intercept"], model["slope"]
    )
    rows = articles.drop_duplicates("title")
    rows = rows[rows["title"].fillna("").str.strip() != ""]
    words = [headline_words(title) for title in rows["title"]]
    keep = np.array([bool(row) and first.log_odds(row) < _SURE_BAIT for row in words])
    families = rows["family"].to_numpy()[keep]
    kept = [row for row, kept_ in zip(words, keep.tolist(), strict=True) if kept_]
    counts = pd.Series(families).value_counts()
    weights = 1.0 / np.sqrt(counts.loc[families].to_numpy(dtype=np.float64))
    total = NEWS_WEIGHT * 16_000
    return kept, weights * total / weights.sum()


def _report(name: str, fitted: dict[str, Any]) -> None:
    """Print the figures of a fit."""
    terms, words = len(fitted["weights"]), len(fitted["known"])
    sys.stdout.write(f"{name}: AUROC {fitted['auroc']:.4f}, {terms} terms, {words} words\n")


if __name__ == "__main__":
    raise SystemExit(main())
