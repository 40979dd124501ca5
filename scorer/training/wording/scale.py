"""Fit the wording scale: which common words go with highly and with poorly rated outlets.

The steps, each chosen on folds of outlet families (``docs/model-selection.md``): count words on
masked text; keep words known to many outlet families; keep those whose weight has the same sign in
the largest corpus and in all others, and that do not mainly tell left from right; fit a ridge
regression of the outlet's rating on the logarithms of counts, each text scaled to length one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import Ridge

from scorer.features.promotion import find_promo_lines
from scorer.features.wording import countable
from scorer.text.document import Document
from scorer.training.wording.excluded import EXCLUDED

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Strings = npt.NDArray[np.str_]

MIN_FAMILIES = 20
"""Outlet families that must use a word; keeps out what only some outlets write."""
STABLE = 0.2
"""Least weight, in standard deviations of all weights, in both groups of corpora."""
LEAN_LIMIT = 2.0
"""A word goes where its weight for left against right is so much larger, and against quality."""
RIDGE = 10.0
OUTLET_POWER = 0.5


@dataclass(frozen=True, slots=True)
class Counts:
    """Word counts of many texts.

    Parameters
    ----------
    matrix : sparse matrix of float, shape (n, words)
    words : tuple of str
    """

    matrix: sparse.csr_matrix
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of the texts, aligned with the counts.

    Parameters
    ----------
    quality : array of float, shape (n,)
        Rating of the outlet, 0 to 1.
    family, corpus, lean : arrays of str, shape (n,)
    """

    quality: Floats
    family: Strings
    corpus: Strings
    lean: Strings

    def where(self, rows: Mask) -> Labels:
        """Only some rows."""
        return Labels(self.quality[rows], self.family[rows], self.corpus[rows], self.lean[rows])


@dataclass(frozen=True, slots=True)
class Scale:
    """Weights of terms, and where the training articles lie.

    Parameters
    ----------
    terms : dict of str to int
        Weight in thousandths, never 0.
    mean, deviation : float
        Of the training articles' raw values.
    """

    terms: dict[str, int]
    mean: float
    deviation: float


CAPITAL = "^"
"""Before a word that opens a sentence: it may be a name after all."""


def words_of(text: str) -> list[str]:
    """Countable words of a text's body, excluded ones left out, those with a capital marked."""
    page = Document.from_text(text)
    doc = page.without((line.start, line.end) for line in find_promo_lines(page))
    counted = np.flatnonzero(countable(doc)).tolist()
    tokens, capital = doc.tokens, doc.is_capital.tolist()
    return [
        CAPITAL + tokens[at] if capital[at] else tokens[at]
        for at in counted
        if tokens[at] not in EXCLUDED and len(tokens[at]) < 20 and _plain(tokens[at])
    ]


def _plain(word: str) -> bool:
    """Letters and apostrophes only: no numbers, no initialisms."""
    return word.replace("'", "a").isalpha()


def count(texts: Sequence[list[str]], words: Sequence[str]) -> Counts:
    """Count given words in lists of words."""
    index = {word: number for number, word in enumerate(words)}
    rows: list[int] = []
    columns: list[int] = []
    for row, text in enumerate(texts):
        for word in text:
            column = index.get(word.removeprefix(CAPITAL))
            if column is not None:
                rows.append(row)
                columns.append(column)
    ones = np.ones(len(rows))
    matrix = sparse.csr_matrix((ones, (rows, columns)), shape=(len(texts), len(words)))
    return Counts(matrix, tuple(words))


def known_words(texts: Sequence[list[str]], family: Strings) -> list[str]:
    """Words that at least :data:`MIN_FAMILIES` families write in lower case, sorted."""
    users: dict[str, set[str]] = {}
    for text, name in zip(texts, family.tolist(), strict=True):
        for word in set(text):
            users.setdefault(word, set()).add(name)
    return sorted(
        word
        for word, names in users.items()
        if len(names) >= MIN_FAMILIES and not word.startswith(CAPITAL)
    )


def scaled(matrix: sparse.csr_matrix, kept: Mask | None = None) -> sparse.csr_matrix:
    """Logarithms of counts, each row brought to length one."""
    out = matrix.copy() if kept is None else matrix[:, np.flatnonzero(kept)]
    out.data = np.log1p(out.data)
    length = np.sqrt(np.asarray(out.multiply(out).sum(axis=1)).ravel())
    return sparse.diags(1.0 / np.maximum(length, 1e-9)) @ out


def _weights(positive: Mask, family: Strings) -> Floats:
    """Both sides weigh alike; an outlet of n rows weighs ``n ** OUTLET_POWER``."""
    _, index, counts = np.unique(family, return_inverse=True, return_counts=True)
    out = counts[index].astype(np.float64) ** (OUTLET_POWER - 1.0)
    for side in (positive, ~positive):
        out[side] /= max(float(out[side].sum()), 1e-9)
    return np.asarray(out * len(out) / 2.0)


def _ridge(matrix: sparse.csr_matrix, target: Floats, weight: Floats) -> Floats:
    """Coefficients of a weighted ridge regression."""
    model = Ridge(alpha=RIDGE, solver="sparse_cg", tol=1e-8, max_iter=2000)
    return np.asarray(model.fit(matrix, target, sample_weight=weight).coef_)


def choose(counts: Counts, labels: Labels) -> Mask:
    """Terms that point the same way in different corpora, and not mainly left or right."""
    matrix = scaled(counts.matrix)
    names, sizes = np.unique(labels.corpus, return_counts=True)
    largest = labels.corpus == names[int(np.argmax(sizes))]
    parts = []
    for rows in (largest, ~largest):
        quality = labels.quality[rows]
        weight = _weights(quality >= 0.6, labels.family[rows])
        parts.append(_ridge(matrix[np.flatnonzero(rows)], quality, weight))
    first, second = (part / max(float(part.std()), 1e-12) for part in parts)
    kept: Mask = (np.sign(first) == np.sign(second)) & (
        np.minimum(np.abs(first), np.abs(second)) > STABLE
    )
    sided = np.isin(labels.lean, ["left", "right", "center"])
    if sided.sum() > 100:
        side = np.select([labels.lean == "right", labels.lean == "left"], [1.0, -1.0], 0.0)[sided]
        lean = _ridge(matrix[np.flatnonzero(sided)], side, _weights(side > 0, labels.family[sided]))
        lean = lean / max(float(lean.std()), 1e-12)
        both = (first + second) / 2.0
        kept &= ~((np.abs(lean) > LEAN_LIMIT * np.abs(both)) & (np.sign(lean) != np.sign(both)))
    return kept


def fit_scale(counts: Counts, labels: Labels) -> Scale:
    """Fit the scale on texts with rated outlets.

    Parameters
    ----------
    counts : Counts
    labels : Labels

    Returns
    -------
    Scale
    """
    kept = choose(counts, labels)
    matrix = scaled(counts.matrix, kept)
    weight = _weights(labels.quality >= 0.6, labels.family)
    coefficient = _ridge(matrix, labels.quality, weight)
    # thousandths of the largest weight fill the range of the table of small integers
    whole = np.round(coefficient / np.abs(coefficient).max() * 30_000).astype(int)
    words = np.array(counts.words)[kept]
    terms = {str(word): int(value) for word, value in zip(words, whole, strict=True) if value}
    raw = raw_values(counts, Scale(terms, 0.0, 1.0))
    mean = float(np.average(raw, weights=weight))
    deviation = float(np.sqrt(np.average((raw - mean) ** 2, weights=weight)))
    return Scale(terms, round(mean, 6), round(deviation, 6))


def raw_values(counts: Counts, scale: Scale) -> Floats:
    """Values of texts on a scale, as :mod:`scorer.features.wording` measures them, unbounded."""
    weights = np.array([scale.terms.get(word, 0) / 1000.0 for word in counts.words])
    matrix = scaled(counts.matrix, weights != 0)
    return np.asarray((matrix @ weights[weights != 0] - scale.mean) / scale.deviation)


def out_of_fold(
    texts: Sequence[list[str]], labels: Labels, rated: Mask, fold: npt.NDArray[np.int64]
) -> Floats:
    """Values on scales that never saw the text's outlet family, for training what stands on them.

    Parameters
    ----------
    texts : sequence of lists of str, length n
        As :func:`words_of` makes them.
    labels : Labels
        Of all texts; what is not rated may hold anything.
    rated : array of bool, shape (n,)
        Texts to fit on.
    fold : array of int, shape (n,)
        Fold of each text's family; texts with -1 get the scale fitted on all rated ones.

    Returns
    -------
    array of float, shape (n,)
    """
    out = np.zeros(len(texts))
    for number in np.unique(fold).tolist():
        fitted_on = np.flatnonzero(rated & (fold != number) if number >= 0 else rated).tolist()
        mask = np.zeros(len(texts), dtype=np.bool_)
        mask[fitted_on] = True
        some = [texts[at] for at in fitted_on]
        words = known_words(some, labels.family[mask])
        scale = fit_scale(count(some, words), labels.where(mask))
        rows = np.flatnonzero(fold == number).tolist()
        out[rows] = raw_values(count([texts[at] for at in rows], words), scale)
    return out
