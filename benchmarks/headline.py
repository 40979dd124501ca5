"""Headline signals: ``python -m benchmarks.headline --data DIR``.

Clickbait: the model is fitted anew on each fold, so that no headline is judged by a model that
saw it; folds are random and, harder, by topic (clusters of content words, bait and ordinary
clusters paired), since a random fold flatters. Letter case is never read. Baselines: capitalised
words alone, and a bag of all words. False alarms: titles of outlets that nobody trained on (dev,
pc1 >= .7), many of which *are* questions and lists. Consistency: own title against the title of a
random other article, of the nearest other article, and against bait; dev outlets.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold

from scorer.features._headline.symbols import single_terms, symbols, terms
from scorer.features._headline.words import FUNCTION_WORDS
from scorer.features.headline import Headline, clickbait_probability
from scorer.text.document import Document
from scorer.training.headline.clickbait import MIN_HEADLINES, STRENGTH, known_words
from scorer.training.headline.vocabulary import count_body_words, headline_words

Array = npt.NDArray[np.float64]
TOPICS = 6
PER_FAMILY = 12
_SAME_STORY = 0.6


def main(arguments: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.headline", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args(arguments)
    titles = pd.read_parquet(options.data / "headlines.parquet").drop_duplicates("text")
    articles = pd.read_parquet(options.data / "articles.parquet")
    _clickbait(titles, articles)
    _consistency(articles[articles["split"] == "dev"], titles)
    return 0


def line(name: str, *figures: object) -> None:
    """Print one row."""
    sys.stdout.write(f"{name:<58}" + "  ".join(str(figure) for figure in figures) + "\n")


def auroc(high: npt.ArrayLike, low: npt.ArrayLike) -> str:
    """AUROC of two samples."""
    above, below = np.asarray(high, dtype=float), np.asarray(low, dtype=float)
    labels = np.repeat([1, 0], [len(above), len(below)])
    return f"{roc_auc_score(labels, np.concatenate((above, below))):.4f}"


def _clickbait(titles: pd.DataFrame, articles: pd.DataFrame) -> None:
    """Rows on clickbait."""
    labels = titles["clickbait"].to_numpy(dtype=np.int64)
    words = [headline_words(title) for title in titles["text"]]
    train = articles[articles["split"] == "train"]
    known = known_words(words, count_body_words(train["text"].sample(3000, random_state=0)))
    counter = CountVectorizer(
        analyzer=lambda row: single_terms(row) + list(terms(symbols(row, known))),
        min_df=MIN_HEADLINES,
    )
    matrix = counter.fit_transform(words)
    bag = CountVectorizer(analyzer=lambda row: row, min_df=2).fit_transform(words)
    capitals = titles["text"].map(lambda text: np.mean([w[0].isupper() for w in text.split()]))
    line("clickbait, capitalised words alone (baseline)", auroc(*_halves(capitals, labels)))
    folds = np.zeros(len(labels), dtype=np.int64)
    splits = StratifiedKFold(5, shuffle=True, random_state=0).split(matrix, labels)
    for number, (_, test) in enumerate(splits):
        folds[test] = number
    for name, groups in (("random folds", folds), ("folds by topic", _topics(words, labels))):
        for kind, table in (("bag of all words", bag), ("scorer's model", matrix)):
            margin = np.zeros(len(labels))
            for fold in np.unique(groups):
                test = groups == fold
                model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=500)
                model.fit(table[~test], labels[~test])
                margin[test] = model.decision_function(table[test])
            chance = 1 / (1 + np.exp(-margin))
            line(
                f"clickbait, case removed, {name}, {kind}",
                auroc(*_halves(margin, labels)),
                f"Brier {brier_score_loss(labels, chance):.4f}",
                f"ECE {_ece(chance, labels):.4f}",
            )
    dev = articles[(articles["split"] == "dev") & (articles["pc1"] >= 0.7)]
    values = [clickbait_probability(title or "") for title in dev["title"].drop_duplicates()]
    alarms = np.array([value for value in values if value is not None])
    line(
        f"clickbait, {len(alarms)} titles of good unseen outlets",
        f"above .5: {np.mean(alarms > 0.5):.3f}",
        f"above .9: {np.mean(alarms > 0.9):.3f}",
        f"median {np.median(alarms):.3f}",
    )


def _halves(values: npt.ArrayLike, labels: npt.NDArray[np.int64]) -> tuple[Array, Array]:
    """Values of bait and of ordinary headlines."""
    array = np.asarray(values, dtype=float)
    return array[labels == 1], array[labels == 0]


def _topics(words: Sequence[Sequence[str]], labels: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """A topic cluster for each headline, found within its class."""
    vectors = TfidfVectorizer(
        analyzer=lambda row: [word for word in row if word not in FUNCTION_WORDS], min_df=5
    ).fit_transform(words)
    points = TruncatedSVD(60, random_state=0).fit_transform(vectors)
    points /= np.linalg.norm(points, axis=1, keepdims=True) + 1e-9
    topics = np.zeros(len(labels), dtype=np.int64)
    for value in (0, 1):
        clusters = MiniBatchKMeans(TOPICS, random_state=0, n_init=3)
        topics[labels == value] = clusters.fit_predict(points[labels == value])
    return topics


def _ece(chance: Array, labels: npt.NDArray[np.int64], bins: int = 15) -> float:
    """Expected calibration error."""
    which = np.minimum((chance * bins).astype(int), bins - 1)
    gaps = [
        abs(chance[which == k].mean() - labels[which == k].mean()) * np.mean(which == k)
        for k in np.unique(which)
    ]
    return float(sum(gaps))


def _consistency(articles: pd.DataFrame, titles: pd.DataFrame) -> None:
    """Rows on consistency and cost."""
    rows = articles[(articles["title"].str.len() > 5) & (articles["text"].str.len() > 600)]
    rows = rows.sample(frac=1, random_state=0).groupby("family").head(PER_FAMILY)
    texts, own = rows["text"].tolist(), rows["title"].tolist()
    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
    likeness = (vectors @ vectors.T).toarray()
    np.fill_diagonal(likeness, -1)
    likeness[likeness > _SAME_STORY] = -1
    nearest = [own[number] for number in likeness.argmax(axis=1)]
    bait = titles[titles["clickbait"] == 1]["text"].sample(len(own), random_state=0).tolist()
    values = _values(texts, own)
    for name, others in (
        ("a random article", own[7:] + own[:7]),
        ("the nearest article", nearest),
        ("bait", bait),
    ):
        line(
            f"consistency, own title against that of {name}", auroc(values, _values(texts, others))
        )
    quantiles = np.percentile(values, [5, 25, 50, 75, 95]).round(2).tolist()
    line("consistency, own titles, 5/25/50/75/95 %", quantiles)
    documents = [Document.from_text(*pair) for pair in zip(texts, own, strict=True)]
    for doc in documents:
        doc.word_count  # noqa: B018  # shared by all signals, counted with the text layer
    start = time.process_time()
    for text in texts:
        re.findall(r"\w+", text)
    middle = time.process_time()
    for doc in documents:
        Headline().measure(doc)
    floors = (time.process_time() - middle) / (middle - start)
    line("all headline signals, cost", f"{floors:.2f} floors")


def _values(texts: Sequence[str], titles: Sequence[str]) -> list[float]:
    """Consistency of each pair where it is defined."""
    found = []
    for text, title in zip(texts, titles, strict=True):
        doc = Document.from_text(text, title)
        value = Headline().measure(doc)["headline.consistency"].value
        if value is not None:
            found.append(value)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
