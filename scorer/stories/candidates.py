"""Pairs of articles that are worth comparing, among many at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scorer.stories.fingerprint import Fingerprint
from scorer.stories.index import LEAST_SHARED
from scorer.text.document import Index

NEIGHBOURS = 3
"""Articles that share a key are paired with this many before them, and as many of the first."""
LEAST_SHARE = 0.07
"""Share of the fewer keys that a pair has in common at least."""
MOST_PARTNERS = 4
"""Earlier articles that one is compared with, the likeliest first."""
_CHUNK = 1 << 22


def candidate_pairs(fingerprints: Sequence[Fingerprint]) -> list[tuple[int, int]]:
    """Find the pairs that may tell the same story.

    Parameters
    ----------
    fingerprints : sequence of Fingerprint
        Of all articles, the earliest first: a key that many share ties each to those just before
        it and to the first ones, not to all.

    Returns
    -------
    list of (int, int)
        Numbers of the earlier and the later article, sorted.
    """
    counts = np.array([len(item.keys) for item in fingerprints], dtype=np.int64)
    if not counts.sum():
        return []
    keys = np.concatenate([item.keys for item in fingerprints])
    owner = np.repeat(np.arange(len(counts)), counts)
    order = keys.argsort(kind="stable")
    keys, owner = keys[order], owner[order]
    number = len(counts)
    codes, shared = _counted(_pairs(keys, owner, number))
    earlier, later = codes // number, codes % number
    share = shared / np.minimum(counts[earlier], counts[later])
    good = (shared >= LEAST_SHARED) & (share >= LEAST_SHARE)
    earlier, later, share = earlier[good], later[good], share[good]
    best = np.lexsort((earlier, -share, later))
    earlier, later = earlier[best], later[best]
    first = np.concatenate(([True], later[1:] != later[:-1])).nonzero()[0]
    sizes = np.diff(np.append(first, len(later)))
    rank = np.arange(len(later)) - np.repeat(first, sizes)
    chosen = rank < MOST_PARTNERS
    return sorted(zip(earlier[chosen].tolist(), later[chosen].tolist(), strict=True))


def _pairs(keys: npt.NDArray[np.int64], owner: Index, number: int) -> list[Index]:
    """Pairs of owners of each key, as ``earlier * number + later``; a pair may come twice."""
    opens = np.concatenate(([True], keys[1:] != keys[:-1]))
    start = np.flatnonzero(opens)[np.cumsum(opens) - 1]
    place = np.arange(len(keys))
    out = []
    for step in range(1, NEIGHBOURS + 1):
        near = (place - step >= start).nonzero()[0]
        out.append(owner[near - step] * number + owner[near])
        # those just before are paired already
        far = (place - NEIGHBOURS > start + step - 1).nonzero()[0]
        out.append(owner[start[far] + step - 1] * number + owner[far])
    return out


def _counted(parts: list[Index]) -> tuple[Index, Index]:
    """Distinct pairs, and how many keys each shares."""
    codes, counts = np.unique(np.concatenate(parts), return_counts=True)
    return codes, counts
