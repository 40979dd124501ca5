"""Sentences that unlike articles share: footers, forms, lists of captions.

A sentence that stands in three articles or more is evidence of copying only if these articles are
alike beyond it. Their fingerprints tell that, at no cost: where most pairs of those that hold the
sentence have little else in common, it is boilerplate.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from scorer.features._repetition.keys import Keys
from scorer.stories.fingerprint import Fingerprint

FEWEST = 3
"""Articles in which a sentence has to stand."""
ALIKE = 0.5
"""Articles that have less in common than this are unlike (median of the pairs)."""
_SAMPLE = 7


def containment(one: Fingerprint, other: Fingerprint) -> float:
    """Estimated share of the shorter article's word sequences that stand in the other; 0 to 1."""
    a, b = one.shingles, other.shingles
    if not len(a) or not len(b):
        return 0.0
    bound = min(a[-1], b[-1])
    a, b = a[: a.searchsorted(bound, side="right")], b[: b.searchsorted(bound, side="right")]
    if not len(a) or not len(b):
        return 0.0
    place = b.searchsorted(a)
    place[place == len(b)] = 0
    common = int(np.count_nonzero(b[place] == a))
    return common / min(len(a), len(b))


def boilerplate(sentences: Sequence[Keys], fingerprints: Sequence[Fingerprint]) -> frozenset[int]:
    """Find the sentences that are boilerplate among some articles.

    Parameters
    ----------
    sentences : sequence of array of uint64
        Keys of the sentences of each article.
    fingerprints : sequence of Fingerprint
        Of the same articles, in the same order.

    Returns
    -------
    frozenset of int
        Keys of the sentences.
    """
    if not sentences:
        return frozenset()
    owner = np.repeat(np.arange(len(sentences)), [len(item) for item in sentences])
    keys = np.concatenate(sentences)
    order = np.lexsort((owner, keys))
    keys, owner = keys[order], owner[order]
    new = np.ones(len(keys), dtype=np.bool_)
    new[1:] = (keys[1:] != keys[:-1]) | (owner[1:] != owner[:-1])
    keys, owner = keys[new], owner[new]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    counts = np.diff(np.append(starts, len(keys)))
    often = counts >= FEWEST
    known: dict[tuple[int, ...], bool] = {}
    found = []
    for start, count in zip(starts[often].tolist(), counts[often].tolist(), strict=True):
        chosen = start + np.linspace(0, count - 1, min(count, _SAMPLE)).astype(np.int64)
        holders = tuple(owner[chosen].tolist())
        if holders not in known:
            pairs = combinations(holders, 2)
            alike = [containment(fingerprints[i], fingerprints[j]) for i, j in pairs]
            known[holders] = float(np.median(alike)) < ALIKE
        if known[holders] and keys[start]:
            found.append(int(keys[start]))
    return frozenset(found)
