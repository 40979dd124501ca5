"""Probes: what could be had for nothing, and how much of it is in the score.

A probe is a small model that sees one thing a reliability score should not live on: length, format,
the first 20 characters, names of outlets, or words that tell left from right. Each is fitted on the
training outlets and tried on the outlets kept aside, in three ways:

- *alone*: how well it orders good and poor outlets' articles. High means the data leak it.
- *on the score*: within one class (good, or poor), does the probe tell articles that score high
  from those that score low? The class explains nothing there, so what is found is in the score
  itself. .5: the score does not follow the probe.
- *score without it*: what the score reaches once the line through the probe is taken out of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from scorer.training.dataset import Articles, Floats, Mask
from scorer.training.fit import class_weights
from scorer.training.groups import brand
from scorer.training.metrics import auroc, bootstrap

FIRST = 20
"""Characters that the probe of the opening sees."""
Strings = npt.NDArray[np.str_]


def probe_figures(
    articles: Articles, margin: Floats, dev: Mask, *, seed: int = 0, rounds: int = 200
) -> dict[str, Any]:
    """Figures of every probe.

    Parameters
    ----------
    articles : Articles
    margin : array of float, shape (n,)
        The score's margins.
    dev : array of bool, shape (n,)
        Rows of outlets kept aside.
    seed, rounds : int
        Of the bootstrap over outlets.

    Returns
    -------
    dict
        By probe: ``auroc_pooled``, ``auroc_outlets_alike`` (alone), ``on_score`` with
        ``on_score_interval``, and ``score_without``.
    """
    weight = class_weights(articles, dev)
    at = np.flatnonzero(weight > 0.0)
    train = articles.source_labelled & (articles.split == "train")
    if not len(at) or not (class_weights(articles, train) > 0.0).any():
        return {}
    out: dict[str, Any] = {}
    better, score, w = articles.high[at], margin[at], weight[at]
    family = articles.family[at]
    rest = within_class(score, better, w)
    for name, probe in PROBES.items():
        guess = probe(articles, train, at)
        if guess is None:
            continue

        def on_score(i: npt.NDArray[np.int64], guess: Floats = guess) -> float | None:
            parts = [
                auroc(rest[j] > 0.0, guess[j], w[j])
                for j in (i[better[i]], i[~better[i]])
                if len(j)
            ]
            known = [part for part in parts if part is not None]
            return float(np.mean(known)) if known else None

        everyone = np.arange(len(at), dtype=np.int64)
        line = _line(guess, score, w)
        out[name] = {
            "auroc_pooled": auroc(better, guess),
            "auroc_outlets_alike": auroc(better, guess, w),
            "on_score": on_score(everyone),
            "on_score_interval": bootstrap(family, on_score, seed=seed, rounds=rounds),
            "score_without": auroc(better, score - line, w),
        }
    return out


def within_class(score: Floats, better: Mask, weight: Floats) -> Floats:
    """Scores less the weighted median of their class."""
    out = np.zeros_like(score)
    for rows in (better, ~better):
        if rows.any():
            order = np.argsort(score[rows], kind="stable")
            total = np.cumsum(weight[rows][order])
            out[rows] = score[rows] - score[rows][order][np.searchsorted(total, total[-1] / 2)]
    return out


def _line(x: Floats, y: Floats, weight: Floats) -> Floats:
    """Weighted least-squares line of y on x, less its mean."""
    centred = x - np.average(x, weights=weight)
    spread = float(weight @ centred**2)
    return centred * (float(weight @ (centred * y)) / spread) if spread > 0.0 else np.zeros_like(x)


def _length(articles: Articles, train: Mask, at: npt.NDArray[np.int64]) -> Floats | None:
    return _fitted(np.log(articles.words.astype(np.float64))[:, None], articles, train, at)


def _format(articles: Articles, train: Mask, at: npt.NDArray[np.int64]) -> Floats | None:
    return _fitted(np.array([_traits(text) for text in articles.text]), articles, train, at)


def _opening(articles: Articles, train: Mask, at: npt.NDArray[np.int64]) -> Floats | None:
    from sklearn.feature_extraction.text import HashingVectorizer

    counter = HashingVectorizer(
        analyzer="char", ngram_range=(1, 3), lowercase=False, n_features=2**14
    )
    return _fitted(counter.transform([t[:FIRST] for t in articles.text]), articles, train, at)


def _outlet_names(articles: Articles, train: Mask, at: npt.NDArray[np.int64]) -> Floats | None:
    """Which outlets' names stand in the text, one column for each."""
    from sklearn.feature_extraction.text import CountVectorizer

    names = {brand(domain) or domain.split(".")[0] for domain in set(articles.domain.tolist())}
    names = {name for name in names if len(name) >= 4 and name.isalnum()}
    if not names:
        return None
    counter = CountVectorizer(vocabulary=sorted(names), binary=True, token_pattern=r"[A-Za-z0-9]+")
    squeezed = [text + " " + text.replace(" ", "")[:400] for text in articles.text]
    return _fitted(counter.transform(squeezed).astype(np.float64), articles, train, at)


def _left_right(articles: Articles, train: Mask, at: npt.NDArray[np.int64]) -> Floats | None:
    """Words that tell left from right; left counts as better, as it does in the data."""
    from sklearn.feature_extraction.text import HashingVectorizer

    sided = train & np.isin(articles.lean, ["left", "right"])
    if len(set(articles.lean[sided].tolist())) < 2:
        return None
    counter = HashingVectorizer(n_features=2**15, token_pattern=r"\b[a-z][a-z']+\b")
    rows = np.concatenate([np.flatnonzero(sided), at])
    counts = counter.transform([articles.text[i] for i in rows])
    target = articles.lean[sided] == "left"
    weight = np.zeros(int(sided.sum()))
    for side in (target, ~target):
        _, index, sizes = np.unique(
            articles.family[sided][side], return_inverse=True, return_counts=True
        )
        share = sizes[index] ** -0.5
        weight[side] = share / share.sum()
    model = _logistic(1.0)
    model.fit(counts[: len(target)], target, weight * len(target))
    return np.asarray(model.decision_function(counts[len(target) :]), dtype=np.float64)


PROBES: dict[str, Callable[[Articles, Mask, npt.NDArray[np.int64]], Floats | None]] = {
    "length": _length,
    "format": _format,
    "first_20_characters": _opening,
    "outlet_names": _outlet_names,
    "left_right": _left_right,
}


def _fitted(x: Any, articles: Articles, train: Mask, at: npt.NDArray[np.int64]) -> Floats:
    """Logistic regression of the class, outlets alike; its margins of the rows tried."""
    from sklearn.preprocessing import StandardScaler

    weight = class_weights(articles, train)
    rows = np.flatnonzero(weight > 0.0)
    known, tried = x[rows], x[at]
    if isinstance(x, np.ndarray):
        scaler = StandardScaler().fit(known)
        known, tried = scaler.transform(known), scaler.transform(tried)
    model = _logistic(1.0).fit(known, articles.high[rows], weight[rows] * len(rows))
    return np.asarray(model.decision_function(tried), dtype=np.float64)


def _logistic(strength: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=strength, max_iter=500)


def _traits(text: str) -> list[float]:
    """Traits of the file, not of the writing."""
    size = max(len(text), 1)
    lines = text.split("\n")
    return [
        1000.0 * sum(map(text.count, "“”‘’")) / size,
        1000.0 * text.count('"') / size,
        len(lines) / size * 1000.0,
        sum(not line.strip() for line in lines) / len(lines),
        1000.0 * sum(ord(c) > 0x2100 for c in text) / size,
        float(text.count("\t") + text.count("  ") > 3),
    ]
