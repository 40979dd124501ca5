"""Sentences that unlike articles share: footers, forms, lists of captions.

A sentence that stands in three articles or more is evidence of copying only if these articles are
alike beyond it. Their fingerprints tell that, at no cost: where most pairs of those that hold the
sentence have little else in common, it is boilerplate.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from scorer.stories.fingerprint import Fingerprint
from scorer.stories.item import Item

FEWEST = 3
"""Articles in which a sentence has to stand."""
ALIKE = 0.5
"""Articles that have less in common than this are unlike (median of the pairs)."""
FORM = 0.75
"""Articles of which this much is the same are copies, even if the same is in whole sentences."""
_BESIDE = 0.1
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


def boilerplate(items: Sequence[Item]) -> frozenset[int]:
    """Find the sentences that are boilerplate among some articles.

    First those whose holders have little in common at all; then, with these left out, those whose
    holders have nothing in common but such sentences: a form that is longer than the news on it.

    Parameters
    ----------
    items : sequence of Item

    Returns
    -------
    frozenset of int
        Keys of the sentences.
    """
    groups = _holders(items)
    alike = {holders: _alike(items, holders) for holders in set(groups.values())}
    found = {key for key, holders in groups.items() if alike[holders] < ALIKE}
    forms: dict[tuple[int, ...], bool] = {}
    for key, holders in groups.items():
        if key in found or alike[holders] >= FORM:
            continue
        if holders not in forms:
            pairs = combinations(holders, 2)
            forms[holders] = (
                float(np.mean([_is_form(items[i], items[j], found) for i, j in pairs])) > 0.5
            )
    more = {key for key, holders in groups.items() if forms.get(holders)}
    return frozenset(found | more)


def _holders(items: Sequence[Item]) -> dict[int, tuple[int, ...]]:
    """Articles that hold each sentence that stands in several; of many, some."""
    if not items:
        return {}
    owner = np.repeat(np.arange(len(items)), [len(item.sentences) for item in items])
    keys = np.concatenate([item.sentences for item in items])
    order = np.lexsort((owner, keys))
    keys, owner = keys[order], owner[order]
    new = np.ones(len(keys), dtype=np.bool_)
    new[1:] = (keys[1:] != keys[:-1]) | (owner[1:] != owner[:-1])
    new &= keys != 0
    keys, owner = keys[new], owner[new]
    if not len(keys):
        return {}
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    counts = np.diff(np.append(starts, len(keys)))
    often = counts >= FEWEST
    out = {}
    for start, count in zip(starts[often].tolist(), counts[often].tolist(), strict=True):
        chosen = start + np.linspace(0, count - 1, min(count, _SAMPLE)).astype(np.int64)
        out[int(keys[start])] = tuple(owner[chosen].tolist())
    return out


def _alike(items: Sequence[Item], holders: tuple[int, ...]) -> float:
    """How much pairs of some articles have in common, in the median."""
    shares = [
        containment(items[i].fingerprint, items[j].fingerprint) for i, j in combinations(holders, 2)
    ]
    return float(np.median(shares))


def _is_form(one: Item, other: Item, found: set[int]) -> bool:
    """Whether two articles share whole sentences and, beside these, nothing."""
    short, long = sorted((one, other), key=lambda item: item.fingerprint.words)
    known = np.isin(short.sentences, long.sentences)
    common = np.array([key in found for key in short.sentences.tolist()], dtype=np.bool_)
    words = max(int(short.sizes[~common].sum()), 1)
    same = int(short.sizes[known & ~common].sum()) / words
    total = containment(one.fingerprint, other.fingerprint) * int(short.sizes.sum())
    share = (total - int(short.sizes[known & common].sum())) / words
    return same < FORM and share - same < _BESIDE
