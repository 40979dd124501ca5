"""Later sentences that say a sentence of the page's opening again in other words.

The aggregator's habit: a summary on top, then the same lede again, then "In summary". Elsewhere in
a page two sentences of like words are mostly the craft of the genre (figures, updates, questions),
so only the opening counts.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from scorer.features._repetition import content
from scorer.text.document import Document, Flags, Index

_OPENING = 3
_FEWEST = 7
_SHARED, _ALIKE = 0.65, 0.4


def retold(doc: Document, words: content.Words) -> Flags:
    """Whether each sentence has most of its content words from one sentence of the opening."""
    bounds = words.at.searchsorted(doc.sentence_tokens)
    size = bounds[1:] - bounds[:-1]
    edges = bounds[: _OPENING + 1].tolist()
    opening = [  # a list's short lines are no opening
        (start, end) for start, end in pairwise(edges) if end - start >= _FEWEST
    ]
    found = np.zeros(len(size), dtype=np.bool_)
    if not opening:
        return found
    likely = _shared(words.ids, words.ids[opening[0][0] : opening[-1][1]], bounds) >= (
        _SHARED * size
    )
    likely &= size >= _FEWEST
    likely[: edges.index(opening[-1][1])] = False
    where = likely.nonzero()[0].tolist()
    if not where:
        return likely
    sets = [frozenset(words.ids[start:end].tolist()) for start, end in opening]
    for sentence in where:
        ids = words.ids[bounds[sentence] : bounds[sentence + 1]].tolist()
        for own in sets:
            shared = sum([number in own for number in ids])
            either = len(ids) + len(own) - shared
            if shared >= _SHARED * len(ids) and shared >= _ALIKE * either:
                found[sentence] = True
    return found


def _shared(ids: Index, own: Index, bounds: Index) -> Index:
    """Number of words of each sentence that are among some words."""
    known = np.zeros(int(ids.max()) + 1, dtype=np.int64)
    known[own] = 1
    total = np.zeros(len(ids) + 1, dtype=np.int64)
    known.take(ids).cumsum(out=total[1:])
    counts = total.take(bounds)
    return counts[1:] - counts[:-1]
