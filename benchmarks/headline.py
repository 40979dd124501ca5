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
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import StratifiedKFold

from benchmarks.measures import Row, auroc, floors, show
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
DEV = "outlets that nothing was fitted on (dev)"


def main(arguments: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.headline", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args(arguments)
    show(rows(options.data))
    print(f"all headline signals, cost {cost(options.data):.2f} floors")
    return 0


def rows(data: Path) -> Iterator[Row]:
    """All figures."""
    titles = pd.read_parquet(data / "headlines.parquet").drop_duplicates("text")
    articles = pd.read_parquet(data / "articles.parquet")
    yield from _clickbait(titles, articles)
    yield from _consistency(_dev(articles), titles)


def _clickbait(titles: pd.DataFrame, articles: pd.DataFrame) -> Iterator[Row]:
    """Rows on clickbait."""
    signal, corpus = "headline.clickbait", "Chakraborty 2016, case removed"
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
    plain = auroc(*_halves(capitals, labels))
    yield Row(signal, "Chakraborty 2016, capitalised words alone", "nothing fitted", "AUROC", plain)
    folds = np.zeros(len(labels), dtype=np.int64)
    splits = StratifiedKFold(5, shuffle=True, random_state=0).split(matrix, labels)
    for number, (_, test) in enumerate(splits):
        folds[test] = number
    baseline = 0.0
    for name, groups in (("random folds", folds), ("folds by topic", _topics(words, labels))):
        for table in (bag, matrix):
            margin = np.zeros(len(labels))
            for fold in np.unique(groups):
                test = groups == fold
                model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=500)
                model.fit(table[~test], labels[~test])
                margin[test] = model.decision_function(table[test])
            chance = 1 / (1 + np.exp(-margin))
            value = auroc(*_halves(margin, labels))
            if table is bag:
                baseline = value
                continue
            protocol, split = f"{corpus}, {name}", f"fitted anew on each of the {name}"
            yield Row(signal, protocol, split, "AUROC", value, 0.97, baseline)
            yield Row(signal, protocol, split, "Brier", float(brier_score_loss(labels, chance)))
            yield Row(signal, protocol, split, "ECE", _ece(chance, labels))
    dev = articles[(articles["split"] == "dev") & (articles["pc1"] >= 0.7)]
    values = [clickbait_probability(title or "") for title in dev["title"].drop_duplicates()]
    alarms = np.array([value for value in values if value is not None])
    for bound in (0.5, 0.9):
        share = float(np.mean(alarms > bound))
        yield Row(signal, "titles of good dev outlets", DEV, f"share above {bound}", share)


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


def _dev(articles: pd.DataFrame) -> pd.DataFrame:
    """Development articles with a title and a body, a few of each outlet."""
    found = articles[articles["split"] == "dev"]
    found = found[(found["title"].str.len() > 5) & (found["text"].str.len() > 600)]
    return found.sample(frac=1, random_state=0).groupby("family").head(PER_FAMILY)


def _consistency(articles: pd.DataFrame, titles: pd.DataFrame) -> Iterator[Row]:
    """Rows on consistency."""
    texts, own = articles["text"].tolist(), articles["title"].tolist()
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
        value = auroc(values, _values(texts, others))
        protocol = f"own title against that of {name}"
        yield Row("headline.consistency", protocol, DEV, "AUROC", value)


def cost(data: Path) -> float:
    """CPU of the extractor alone, documents ready, in floors."""
    articles = _dev(pd.read_parquet(data / "articles.parquet"))
    texts, own = articles["text"].tolist(), articles["title"].tolist()
    documents = [Document.from_text(*pair) for pair in zip(texts, own, strict=True)]
    for doc in documents:
        doc.word_count  # noqa: B018  # shared by all signals, counted with the text layer
    return floors(lambda: [Headline().measure(doc) for doc in documents], texts)


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
