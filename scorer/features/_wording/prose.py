"""Which words stand in lists, keywords or tables: they are not worded at all.

Prose has a function word at every second or third place. Twenty words with hardly one among them
are no sentences, whoever put them there: keywords hung on for a machine to find, or a table.
"""

from __future__ import annotations

import numpy as np

from scorer.features._style.words import FUNCTION_WORDS
from scorer.features._wording.excluded import VOICE
from scorer.text import characters as ch
from scorer.text.document import Document, Flags
from scorer.text.vocabulary import WordSet

WINDOW, LEAST = 20, 3
"""So many words in a row with fewer function words are a list; .6 % of the words of news are."""

CONTRACTIONS = frozenset(
    """
    i'm you're it's that's don't can't isn't aren't won't didn't doesn't there's
    """.split()
)
_GLUE = WordSet(FUNCTION_WORDS | VOICE | CONTRACTIONS)


def listed(doc: Document, named: Flags) -> Flags:
    """Tokens in lists: shape (t,).

    Parameters
    ----------
    doc : Document
    named : array of bool, shape (t,)
        Tokens whose capital is a name's; like numbers, they neither make a list nor break one.
    """
    out = np.zeros(len(doc.tokens), dtype=np.bool_)
    words = (doc.is_word & ~named & (doc.first_kinds != ch.DIGIT)).nonzero()[0]
    if len(words) < WINDOW:
        return out
    before = np.zeros(len(words) + 1, dtype=np.int64)
    np.cumsum(doc.hits(_GLUE).take(words), out=before[1:])
    thin = before[WINDOW:] - before[:-WINDOW] < LEAST
    if len(doc.parts) > 1:  # no list reaches from one document into the next
        own = np.searchsorted(doc.first_tokens, words, side="right")
        thin &= own[WINDOW - 1 :] == own[: len(thin)]
    starts = thin.nonzero()[0]
    if not len(starts):
        return out
    edges = np.zeros(len(words) + 1, dtype=np.int64)
    edges[starts] += 1
    edges[starts + WINDOW] -= 1
    out[words[np.cumsum(edges[:-1]) > 0]] = True
    return out
