"""Later sentences that say a sentence of the page's opening again in other words.

The aggregator's habit: a summary on top, then the same lede again, then "In summary". Elsewhere in
a page two sentences of like words are mostly the craft of the genre (figures, updates, questions),
so only the opening counts.
"""

from __future__ import annotations

import numpy as np

from scorer.features._repetition import content
from scorer.text.document import Document, Flags, Index

_OPENING = 3
_FEWEST = 7
_SHARED, _ALIKE = 0.65, 0.4


def retold(doc: Document, words: content.Words) -> Flags:
    """Whether each sentence has most of its content words from one sentence of the opening."""
    bounds = np.searchsorted(words.at, doc.sentence_tokens)
    size = bounds[1:] - bounds[:-1]
    likely = size >= _FEWEST
    opening = likely[:_OPENING].nonzero()[0].tolist()  # a list's short lines are no opening
    if not opening:
        return np.zeros(len(size), dtype=np.bool_)
    sets = [words.ids[bounds[sentence] : bounds[sentence + 1]] for sentence in opening]
    likely[: opening[-1] + 1] = False
    likely &= (
        _shared(words.ids, words.ids[bounds[opening[0]] : bounds[opening[-1] + 1]], bounds)
        >= _SHARED * size
    )
    if not likely.any():
        return likely
    found = np.zeros(len(size), dtype=np.bool_)
    for own in sets:
        shared = _shared(words.ids, own, bounds)
        either = size + len(np.unique(own)) - shared
        alike = likely & (shared >= _SHARED * size) & (shared >= _ALIKE * either)
        found |= alike
    return found


def _shared(ids: Index, own: Index, bounds: Index) -> Index:
    """Number of words of each sentence that are among some words."""
    known = np.zeros(int(ids.max()) + 1, dtype=np.int64)
    known[own] = 1
    total = np.zeros(len(ids) + 1, dtype=np.int64)
    np.cumsum(known[ids], out=total[1:])
    return total[bounds[1:]] - total[bounds[:-1]]
