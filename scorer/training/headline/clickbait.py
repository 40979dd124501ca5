"""Fit the clickbait model: logistic regression over symbol runs, calibrated on held-out folds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

from scorer.features._headline.symbols import single_terms, symbols, terms
from scorer.features._headline.words import FUNCTION_WORDS
from scorer.training.headline.vocabulary import BodyWords

Array = npt.NDArray[np.float64]

MIN_HEADLINES = 8
STRENGTH = 1.0
SEED = 0
FOLDS = 5
_KEEP = 0.02


def known_words(headlines: Sequence[Sequence[str]], body: BodyWords) -> frozenset[str]:
    """Closed-class words and frequent common ones: no names, whatever their frequency."""
    counts = Counter(word for words in headlines for word in set(words))
    frequent = {
        word for word, count in counts.items() if count >= MIN_HEADLINES and body.is_common(word)
    }
    return FUNCTION_WORDS | frequent


def fit_clickbait(
    headlines: Sequence[Sequence[str]],
    labels: npt.NDArray[np.int64],
    weights: Array,
    known: frozenset[str],
) -> dict[str, Any]:
    """Fit and calibrate; return what the product carries, and figures on held-out folds.

    Parameters
    ----------
    headlines : sequence of sequences of str
        Lower-case words of each headline.
    labels : array of int, shape (n,)
        1 for clickbait.
    weights : array of float, shape (n,)
        Weight of each headline; both classes weigh the same in the end.
    known : frozenset of str
        Words that keep their identity.
    """
    counter = CountVectorizer(
        analyzer=lambda words: single_terms(words) + list(terms(symbols(words, known))),
        min_df=MIN_HEADLINES,
    )
    matrix = counter.fit_transform(headlines)
    balance = np.array([1.0 / weights[labels == value].sum() for value in (0, 1)])
    weights = weights * balance[labels] * len(labels) / 2

    held_out = np.zeros(len(labels))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for train, test in folds.split(matrix, labels):
        model = _regression().fit(matrix[train], labels[train], sample_weight=weights[train])
        held_out[test] = model.decision_function(matrix[test])
    platt = LogisticRegression(C=1e6).fit(held_out[:, None], labels, sample_weight=weights)
    slope, intercept = float(platt.coef_[0, 0]), float(platt.intercept_[0])

    model = _regression().fit(matrix, labels, sample_weight=weights)
    table = {
        term: round(float(weight), 3)
        for term, weight in zip(
            counter.get_feature_names_out().tolist(), model.coef_[0].tolist(), strict=True
        )
        if abs(weight) >= _KEEP
    }
    return {
        "known": sorted(known.intersection(word for term in table for word in term.split())),
        "weights": dict(sorted(table.items())),
        "intercept": round(intercept + slope * float(model.intercept_[0]), 6),
        "slope": round(slope, 6),
        "held_out": held_out,
        "auroc": float(roc_auc_score(labels, held_out)),
    }


def _regression() -> LogisticRegression:
    """The estimator, with a fixed seed."""
    return LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=500, random_state=SEED)
