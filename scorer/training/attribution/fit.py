"""Fit the two linear models of the attribution signal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from scorer.features._attribution import encode as en
from scorer.features._attribution import model, templates
from scorer.training.attribution.gold import GoldArticle, Relation

Floats = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]

MIN_HEADS, MIN_SHARE = 2, 0.03
"""A word is a possible cue if it heads so many gold cues, and so large a share of its uses."""
CUE_L2, CUE_STEPS = 3.0, 60
POINT_L2, POINT_STEPS = 1.0, 50
THRESHOLD, MORE = -1.3, -0.2
"""Log-odds from which a word is taken as the first cue of its sentence, where F1 by sentence is
best on outlets left out, and as one more, where F1 by span is."""
_NEVER = ("is", "was", "are", "were", "has", "have", "had", "be", "been", "being", "do", "did",
          "does")  # fmt: skip
_ROWS, _CUE_ROWS = 1 << templates.BITS, 1 << templates.CUE_BITS


def possible_cues(lex: en.Lexicon, heads: Mapping[str, tuple[int, int]]) -> npt.NDArray[np.int8]:
    """Which word numbers can head a cue."""
    out = np.zeros(len(lex.clusters), dtype=np.int8)
    numbers = lex.words.values
    for word in _NEVER:
        if word in numbers:
            out[numbers[word]] = model.NEVER
    for word, (number, total) in heads.items():
        if word in numbers and number >= MIN_HEADS and number / total >= MIN_SHARE:
            out[numbers[word]] = model.CUE_WORD
    return out


def _matrix(rows: list[npt.NDArray[np.int32]], width: int) -> Any:
    """Sparse matrix with a one for each row of the weight table that an item uses."""
    from scipy import sparse

    items = np.concatenate(rows, axis=1).T
    ones = np.ones(items.size, dtype=np.float32)
    pointers = np.arange(0, items.size + 1, items.shape[1])
    return sparse.csr_matrix((ones, items.ravel(), pointers), (len(items), width))


def fit_cues(
    articles: Sequence[GoldArticle], lex: en.Lexicon, possible: npt.NDArray[np.int8]
) -> tuple[Floats, float]:
    """Weights and bias of "this word heads a cue"."""
    from scipy.optimize import minimize

    rows, labels = [], []
    for article in articles:
        coded = en.encode(article.doc, lex)
        at = model.candidates(coded, lex, possible)
        if len(at):
            rows.append(
                templates.cue_rows(coded, at + en.PAD, model.context(article.doc, coded, at))
            )
            labels.append(np.isin(at, [item.head for item in article.relations]))
    x, y = _matrix(rows, _CUE_ROWS), np.concatenate(labels).astype(np.float64)
    transposed = x.T.tocsr()

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = np.clip(x @ weights[:-1].astype(np.float32) + weights[-1], -30, 30)
        p = 1 / (1 + np.exp(-odds))
        value = -np.sum(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))
        slope = transposed @ (p - y).astype(np.float32) + CUE_L2 * weights[:-1]
        return value + 0.5 * CUE_L2 * np.sum(weights[:-1] ** 2), np.append(slope, np.sum(p - y))

    start = np.zeros(_CUE_ROWS + 1)
    start[-1] = -1.0
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": CUE_STEPS}).x
    return found[:-1], float(found[-1])


def _targets(relation: Relation, low: int, high: int) -> list[int]:
    """Token each end of each part points at; the head where the part is missing."""
    head = relation.head

    def ends(ranges: Sequence[tuple[int, int]], *, last: bool = False) -> list[int]:
        inside = [part for part in ranges if part[1] > low and part[0] < high]
        if not inside:
            return [head, head]
        first, end = inside[-1 if last else 0]
        return [max(first, low), min(end, high) - 1]

    cue = [part for part in relation.cue if part[0] <= head < part[1]]
    left = [part for part in relation.content if part[1] <= head + 1]
    right = [part for part in relation.content if part[0] > head]
    return ends(cue) + ends(relation.source) + ends(left, last=True) + ends(right)


def fit_points(articles: Sequence[GoldArticle], lex: en.Lexicon) -> Floats:
    """Weights of the ends of the parts; shape (rows, 8). A choice among the window's tokens."""
    from scipy.optimize import minimize

    rows, targets, sizes = [], [], []
    for article in articles:
        relations = [item for item in article.relations if item.head >= 0]
        if not relations:
            continue
        heads = np.array([item.head for item in relations])
        coded = en.encode(article.doc, lex)
        low, high = model.windows(article.doc, heads)
        at, size = model.pairs(low, high)
        counts = templates.running_counts(coded, lex)
        alone, hashes = templates.alone_rows(coded, en.PAD, len(coded.word) - en.PAD)
        window = np.arange(len(heads)).repeat(size)
        paired = templates.pair_rows(coded, hashes, at, 0, heads, window, counts)
        rows.append(np.concatenate((alone[:, at], paired)))
        sizes.append(size)
        for item, first, end in zip(relations, low.tolist(), high.tolist(), strict=True):
            targets.append([at - first for at in _targets(item, first, end)])
    x = _matrix(rows, _ROWS)
    transposed = x.T.tocsr()
    group = np.concatenate(sizes)
    starts = np.cumsum(group) - group
    wanted = np.array(targets) + starts[:, None]
    columns = np.arange(wanted.shape[1])
    gold = np.zeros((x.shape[0], len(columns)), dtype=np.float32)
    gold[wanted, columns] = 1

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = x @ weights.reshape(_ROWS, -1).astype(np.float32)
        top = np.maximum.reduceat(scores, starts, axis=0)
        share = np.exp(scores - np.repeat(top, group, axis=0))
        total = np.add.reduceat(share, starts, axis=0)
        value = np.sum(np.log(total) + top - scores[wanted, columns], dtype=np.float64)
        share /= np.repeat(total, group, axis=0)
        slope = (transposed @ (share - gold)).ravel() + POINT_L2 * weights
        return float(value + 0.5 * POINT_L2 * np.sum(weights**2)), slope.astype(np.float64)

    start = np.zeros(_ROWS * len(columns))
    options = {"maxiter": POINT_STEPS, "maxcor": 6}
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    return found.reshape(_ROWS, -1)


def pack(
    cue: Floats, bias: float, point: Floats, possible: npt.NDArray[np.int8]
) -> dict[str, npt.NDArray[Any]]:
    """Weights as the arrays of the shipped file: small integers and their units."""
    cue_unit = float(np.abs(cue).max()) / 127
    point_unit = np.abs(point).max(axis=0) / 127
    return {
        "cue": np.round(cue / cue_unit).astype(np.int8),
        "cue_scale": np.float32(cue_unit),
        "bias": np.float32(bias),
        "threshold": np.float32(THRESHOLD),
        "more": np.float32(MORE),
        "point": np.round(point / point_unit).astype(np.int8),
        "point_scale": point_unit.astype(np.float32),
        "possible": possible,
    }
