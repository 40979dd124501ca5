"""Fit the line model: L2 logistic regressions over binary features, nothing random left in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from scorer.features._promotion.features import GLUED, SYMBOLS
from scorer.features._promotion.model import UNIT
from scorer.training.promotion.examples import Example

STRENGTH = 1.0
RAREST = 2
KIND_RAREST = 4
SMALLEST = 0.03
"""Weights below this are left out of the file."""


def design(rows: Sequence[Iterable[str]], columns: dict[str, int]) -> csr_matrix:
    """Binary matrix of the rows' features."""
    indices: list[int] = []
    pointers = [0]
    for row in rows:
        indices += sorted(columns[feature] for feature in row if feature in columns)
        pointers.append(len(indices))
    values = np.ones(len(indices))
    return csr_matrix((values, indices, pointers), shape=(len(rows), len(columns)))


def vocabulary(rows: Sequence[Iterable[str]], rarest: int) -> dict[str, int]:
    """Column of each feature that at least ``rarest`` rows have."""
    counts = Counter(feature for row in rows for feature in row)
    kept = sorted(feature for feature, number in counts.items() if number >= rarest)
    return {feature: column for column, feature in enumerate(kept)}


def binary(examples: Sequence[Example], strength: float = STRENGTH) -> dict[str, object]:
    """Weights of the promo model."""
    columns = vocabulary([example.found for example in examples], RAREST)
    matrix = design([example.found for example in examples], columns)
    target = np.array([example.kind is not None for example in examples])
    weight = np.array([example.weight for example in examples])
    fitted = LogisticRegression(C=strength, solver="liblinear", max_iter=3000, random_state=0)
    fitted.fit(matrix, target, sample_weight=weight)
    return {
        "bias": round(float(fitted.intercept_[0]) * UNIT),
        "weights": _rounded(columns, fitted.coef_[0]),
    }


def kinds(examples: Sequence[Example], names: Sequence[str]) -> dict[str, object]:
    """Weights of the kinds, from the promotional examples alone."""
    promo = [example for example in examples if example.kind is not None]
    columns = vocabulary([example.found for example in promo], KIND_RAREST)
    matrix = design([example.found for example in promo], columns)
    target = np.array([names.index(str(example.kind)) for example in promo])
    weight = np.array([example.weight for example in promo])
    fitted = LogisticRegression(C=0.3, max_iter=3000).fit(matrix, target, sample_weight=weight)
    table = np.zeros((len(names), len(columns)))
    bias = np.full(len(names), -10.0)
    table[fitted.classes_] = fitted.coef_
    bias[fitted.classes_] = fitted.intercept_
    rows = {
        feature: [round(float(value) * UNIT) for value in table[:, column]]
        for feature, column in columns.items()
        if np.abs(table[:, column]).max() >= 3 * SMALLEST
    }
    return {
        "names": list(names),
        "bias": [round(float(value) * UNIT) for value in bias],
        "weights": rows,
    }


def screen(
    examples: Sequence[Example], wanted: npt.NDArray[np.bool_], kept: float
) -> dict[str, object]:
    """Weights of the screen: symbols anywhere, the first two, the length, a glued colon.

    Parameters
    ----------
    examples : sequence of Example
        All units.
    wanted : array of bool
        Whether the promo model finds the unit.
    kept : float
        Share of the wanted units that the screen must let through, labelled and invented lines
        counting as much as all units of ordinary articles.
    """
    size = len(SYMBOLS)
    length, glued = 3 * size, 3 * size + 1
    offset = {"any": 0, "first": size, "second": 2 * size}
    indices: list[int] = []
    values: list[float] = []
    pointers = [0]
    for example in examples:
        cells: Counter[int] = Counter()
        for place, number in enumerate(example.symbols):
            if number:
                cells[number - 1] += 1
                if place < 2:
                    cells[offset["second" if place else "first"] + number - 1] += 1
        cells[glued] += GLUED in example.found
        for cell in sorted(cells):
            indices.append(cell)
            values.append(float(cells[cell]))
        indices.append(length)
        values.append(float(np.log(max(len(example.symbols), 1))))
        pointers.append(len(indices))
    matrix = csr_matrix((values, indices, pointers), shape=(len(examples), 3 * size + 2))
    ordinary = np.array([example.kind is None and not example.group for example in examples])
    weight = np.ones(len(examples))
    weight[wanted & ~ordinary] = 0.5 / (wanted & ~ordinary).sum()
    weight[wanted & ordinary] = 0.5 / max((wanted & ordinary).sum(), 1)
    weight[~wanted] = 1.0 / (~wanted).sum()
    weight *= len(examples) / 4.0
    fitted = LogisticRegression(C=1.0, solver="liblinear", random_state=0)
    fitted.fit(matrix, wanted, sample_weight=weight)
    scores = fitted.decision_function(matrix)
    order = np.argsort(scores[wanted])
    below = np.cumsum(weight[wanted][order]) / weight[wanted].sum()
    threshold = float(scores[wanted][order][np.searchsorted(below, 1.0 - kept)])
    names = sorted(SYMBOLS, key=SYMBOLS.__getitem__)
    weights = fitted.coef_[0]
    out: dict[str, object] = {
        part: {
            name: round(float(weights[start + number]) * UNIT)
            for number, name in enumerate(names)
            if abs(weights[start + number]) >= SMALLEST
        }
        for part, start in offset.items()
    }
    out["length"] = round(float(weights[length]) * UNIT)
    out["glued"] = round(float(weights[glued]) * UNIT)
    out["bias"] = round((float(fitted.intercept_[0]) - threshold) * UNIT)
    out["passed"] = round(float(np.mean(scores[~wanted] > threshold)), 4)
    out["kept"] = [
        round(float(np.mean(scores[wanted & part] > threshold)), 4)
        for part in (~ordinary, ordinary)
    ]
    return out


def _rounded(columns: dict[str, int], weights: npt.NDArray[np.float64]) -> dict[str, int]:
    """Weights that matter, in thousandths, by feature."""
    return {
        feature: round(float(weights[column]) * UNIT)
        for feature, column in columns.items()
        if abs(weights[column]) >= SMALLEST
    }
