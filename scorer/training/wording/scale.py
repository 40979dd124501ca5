"""Fit the wording scales: which words, and which neighbours, go with well and poorly rated outlets.

The steps, each chosen on folds of outlet families (``docs/model-selection.md``): list the terms of
masked texts; keep those that many outlet families use; weigh each by its rarity; bring each text to
length one; fit a ridge regression of the outlet's rating. Both sides of the rating weigh the same.
A few edited posts of blogs stand among the well-rated texts, and opinion pieces count more, so
that the scale does not take a personal or a technical text for a poorly rated outlet's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import Ridge

from scorer.features._measure import body_of, told_once
from scorer.features._wording.excluded import EXCLUDED
from scorer.features._wording.neighbours import name_of, neighbours
from scorer.features._wording.scale import LOGS, MOST
from scorer.features.wording import GRAMMAR, REGISTER, masked, may_be_capital
from scorer.text.document import Document
from scorer.training.dataset import Articles, is_opinion

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Strings = npt.NDArray[np.str_]
Index = npt.NDArray[np.int64]
Texts = Sequence[Sequence[str]]

MIN_FAMILIES = {REGISTER: 16, GRAMMAR: 16}
"""Outlet families that must use a term; keeps out what only some outlets write."""
RIDGE = 5.0
OUTLET_POWER = 0.5
WELL_RATED = 0.6
OPINION = 1.8
"""Weight of an opinion piece beside another article of its outlet."""
POSTS = 0.02
"""Weight of all edited posts beside 1 for all articles; more costs accuracy on outlets."""
POST_QUALITY = 0.8
"""What an edited post counts as: well rated, not the best."""
ALWAYS = -2
"""Fold of texts that every scale may see, and that no value is asked of."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of the texts, aligned with them.

    Parameters
    ----------
    quality : array of float, shape (n,)
        Rating of the outlet, 0 to 1.
    family : array of str, shape (n,)
    opinion, post : array of bool, shape (n,)
        Whether each text is an opinion piece, or an edited post of a blog.
    """

    quality: Floats
    family: Strings
    opinion: Mask
    post: Mask

    def where(self, rows: Mask) -> Labels:
        """Only some rows."""
        return Labels(self.quality[rows], self.family[rows], self.opinion[rows], self.post[rows])


def labels_of(articles: Articles, posts: Articles) -> Labels:
    """Labels of rated articles, followed by those of edited posts."""
    is_post = np.arange(len(articles) + len(posts)) >= len(articles)
    return Labels(
        np.concatenate([articles.pc1, np.full(len(posts), POST_QUALITY)]),
        np.concatenate([articles.family, np.char.add("posts of ", posts.family.astype(np.str_))]),
        np.concatenate([is_opinion(articles), np.zeros(len(posts), dtype=np.bool_)]),
        is_post,
    )


def edited_posts(farm: Articles) -> Articles:
    """Posts of edited blogs that scales may be fitted on: none of the repositories kept aside."""
    return farm.where(farm.high & (farm.split == "train"))


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted scale, in whole thousandths, as its data file holds it.

    Parameters
    ----------
    terms : dict of str to (weight, rarity)
        The weight has the rarity in it already.
    mean, deviation : float
        Of the training articles' raw values.
    """

    terms: dict[str, tuple[int, int]]
    mean: float
    deviation: float


CAPITAL = "^"
"""Before a word that opens a sentence: it may be a name after all."""


def terms_of(text: str) -> dict[str, list[str]]:
    """Terms of a text told once for each scale: its words, and its pairs of neighbours.

    A term that stands twice in a sentence is told once.
    """
    doc = told_once(body_of(Document.from_text(text)))
    opens = may_be_capital(doc)
    hidden = masked(doc, opens)
    counted = np.flatnonzero(doc.is_word & ~hidden)
    pairs = neighbours(doc, opens, hidden)
    tokens, capital = doc.tokens, doc.is_capital.tolist()
    words = [
        CAPITAL + tokens[at] if capital[at] else tokens[at]
        for at in _once_a_sentence(doc, doc.ids[counted], counted)
        if tokens[at] not in EXCLUDED and len(tokens[at]) < 20 and _plain(tokens[at])
    ]
    named = dict(zip(pairs.first.tolist(), pairs.codes.tolist(), strict=True))
    told = _once_a_sentence(doc, pairs.codes, pairs.first)
    return {REGISTER: words, GRAMMAR: [name_of(named[at]).replace(" ", "_") for at in told]}


def _once_a_sentence(doc: Document, terms: Index, places: Index) -> list[int]:
    """Places of terms, but where their sentence has the term already."""
    keys = zip(terms.tolist(), doc.sentence_of_token[places].tolist(), strict=True)
    first: dict[tuple[int, int], int] = {}
    for key, at in zip(keys, places.tolist(), strict=True):
        first.setdefault(key, at)
    return list(first.values())


def _plain(word: str) -> bool:
    """Letters and apostrophes only: no numbers, no initialisms."""
    return word.replace("'", "a").isalpha()


@dataclass(frozen=True, slots=True)
class Counts:
    """Terms of many texts, counted once so that any part of them is fitted on quickly.

    Parameters
    ----------
    terms : array of str, shape (terms,)
        All that stand in lower case somewhere, sorted.
    matrix : sparse matrix, shape (n, terms)
        Logarithms of how often each text uses each term, as they are measured.
    lower : sparse matrix, shape (n, terms)
        1 where the text writes the term in lower case.
    """

    terms: Strings
    matrix: sparse.csr_matrix
    lower: sparse.csr_matrix

    def where(self, rows: Index) -> Counts:
        """Only some texts."""
        return Counts(self.terms, self.matrix[rows], self.lower[rows])

    def known(self, family: Strings, least: int) -> Index:
        """Columns of the terms that at least so many families write in lower case."""
        names, index = np.unique(family, return_inverse=True)
        shape = (len(names), len(family))
        member = sparse.csr_matrix((np.ones(len(family)), (index, np.arange(len(family)))), shape)
        users = (member @ self.lower) > 0
        return np.flatnonzero(np.asarray(users.sum(axis=0)).ravel() >= least)


def count(texts: Texts) -> Counts:
    """Count the terms of texts."""
    terms = np.unique(
        np.array(list({t for text in texts for t in text if not t.startswith(CAPITAL)}), dtype=str)
    )
    index = {term: number for number, term in enumerate(terms.tolist())}
    index |= {CAPITAL + term: number for term, number in index.items()}
    indices: list[int] = []
    small: list[bool] = []
    ends = [0]
    for text in texts:
        known = [term for term in text if term in index]
        indices += [index[term] for term in known]
        small += [not term.startswith(CAPITAL) for term in known]
        ends.append(len(indices))
    shape = (len(texts), len(terms))
    lower = sparse.csr_matrix((np.array(small, dtype=np.float64), indices, ends), shape)
    matrix = sparse.csr_matrix((np.ones(len(indices)), indices, ends), shape)
    for part in (lower, matrix):
        part.sum_duplicates()
    matrix.data = LOGS[np.minimum(matrix.data, MOST).astype(int)]
    lower.eliminate_zeros()
    lower.data[:] = 1.0
    return Counts(terms, matrix, lower)


def rarity_of(matrix: sparse.csr_matrix) -> Floats:
    """One plus the logarithm of how many texts there are for one that uses the term, by term."""
    texts = matrix.shape[0]
    users = np.bincount(matrix.indices, minlength=matrix.shape[1])
    return np.asarray(1.0 + np.log((1.0 + texts) / (1.0 + users)))


def scaled(matrix: sparse.csr_matrix, rarity: Floats) -> sparse.csr_matrix:
    """Weigh each column by its rarity, then bring each row to length one."""
    out = matrix @ sparse.diags(rarity)
    length = np.sqrt(np.asarray(out.multiply(out).sum(axis=1)).ravel())
    return (sparse.diags(1.0 / np.maximum(length, 1e-9)) @ out).tocsr()


def row_weights(labels: Labels) -> Floats:
    """Both sides weigh alike; an outlet of n rows weighs ``n ** OUTLET_POWER``; posts little."""
    _, index, counts = np.unique(labels.family, return_inverse=True, return_counts=True)
    out = counts[index].astype(np.float64) ** (OUTLET_POWER - 1.0)
    out[labels.opinion] *= OPINION
    rated = ~labels.post
    well = labels.quality >= WELL_RATED
    for side, share in ((rated & well, 0.5), (rated & ~well, 0.5), (labels.post, POSTS)):
        out[side] *= share * np.count_nonzero(rated) / max(float(out[side].sum()), 1e-9)
    return np.asarray(out)


def fit_scale(counts: Counts, labels: Labels, least: int) -> Fitted:
    """Fit a scale on texts with rated outlets.

    Parameters
    ----------
    counts : Counts
    labels : Labels
        Of the same texts.
    least : int
        Families that must use a term.

    Returns
    -------
    Fitted
    """
    columns = counts.known(labels.family, least)
    used = counts.matrix[:, columns]
    rarity = np.round(rarity_of(used) * 1000.0) / 1000.0
    weight = row_weights(labels)
    model = Ridge(alpha=RIDGE, solver="sparse_cg", tol=1e-5, max_iter=2000)
    model.fit(scaled(used, rarity), labels.quality, sample_weight=weight)
    coefficient = model.coef_ * rarity
    # the largest weight is 30: whole thousandths are exact enough, and the file stays small
    whole = np.round(coefficient / np.abs(coefficient).max() * 30_000).astype(int)
    rare = np.round(rarity * 1000).astype(int)
    numbers = zip(counts.terms[columns].tolist(), whole.tolist(), rare.tolist(), strict=True)
    terms = {term: (by, factor) for term, by, factor in numbers}
    raw = values(counts, Fitted(terms, 0.0, 1.0))
    mean = float(np.average(raw, weights=weight))
    deviation = float(np.sqrt(np.average((raw - mean) ** 2, weights=weight)))
    return Fitted(terms, round(mean, 6), round(deviation, 6))


def values(counts: Counts, scale: Fitted) -> Floats:
    """Values of counted texts, as :mod:`scorer.features.wording` measures them, unbounded."""
    columns = np.searchsorted(counts.terms, np.array(list(scale.terms)))
    used = counts.matrix[:, columns]
    numbers = np.array(list(scale.terms.values()), dtype=np.float64).reshape(-1, 2) / 1000.0
    lengths = used @ sparse.diags(numbers[:, 1])
    length = np.sqrt(np.asarray(lengths.multiply(lengths).sum(axis=1)).ravel())
    raw = np.asarray(used @ numbers[:, 0]).ravel() / np.maximum(length, 1e-9)
    return np.asarray((raw - scale.mean) / scale.deviation)


def out_of_fold(
    counts: Counts, labels: Labels, rated: Mask, fold: npt.NDArray[np.int64], least: int
) -> Floats:
    """Values on scales that never saw the text's outlet family, for training what stands on them.

    Parameters
    ----------
    counts : Counts
        Of n texts.
    labels : Labels
        Of the same texts; what is not rated may hold anything.
    rated : array of bool, shape (n,)
        Texts to fit on.
    fold : array of int, shape (n,)
        Fold of each text's family; texts with -1 get the scale fitted on all rated ones, those with
        :data:`ALWAYS` get 0.
    least : int
        Families that must use a term.

    Returns
    -------
    array of float, shape (n,)
    """
    out = np.zeros(len(fold))
    for number in np.unique(fold[fold != ALWAYS]).tolist():
        seen = rated & (fold != number) if number >= 0 else rated
        scale = fit_scale(counts.where(np.flatnonzero(seen)), labels.where(seen), least)
        rows = np.flatnonzero(fold == number)
        out[rows] = values(counts.where(rows), scale)
    return out
