"""What each relation is worth to a reader: class of its source, statement, quotation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scorer.features._attribution import lexicon as lx
from scorer.features._attribution.encode import lexicon
from scorer.features._attribution.relations import Relation
from scorer.features._attribution.source_class import classify
from scorer.text.document import Document, Flags

MIN_CONTENT_WORDS = 3
"""Fewer words than this are no statement: such a relation earns no credit for its source."""


class Judged(NamedTuple):
    """A relation with what its source is worth.

    Parameters
    ----------
    relation : Relation
        The relation.
    kind : str
        Class of the source, see :mod:`source_class`.
    key : str
        Tells named sources apart; empty without a name.
    stated : bool
        It surely attributes, and enough words for a statement.
    direct : bool
        Some of the content stands in quotation marks.
    """

    relation: Relation
    kind: str
    key: str
    stated: bool
    direct: bool


def judge(doc: Document, relations: Sequence[Relation]) -> list[Judged]:
    """Judge the relations of a document, in their order.

    A third-person pronoun takes the class of the named or role source before it.
    """
    if not relations:
        return []
    tokens = doc.tokens
    capital = doc.is_capital.copy()
    # a capital that opens a sentence says nothing where the word is a common one
    opens = doc.sentence_tokens[:-1]
    capital[opens[doc.values(lexicon().words)[opens] > 0]] = False
    names = capital.tolist()
    words, quoted = _running(doc.is_word), _running(doc.in_quotation)
    out: list[Judged] = []
    before = ("role", "")
    for relation in relations:
        kind: str
        if relation.source is None:
            kind, key = _without_source(tokens, relation), ""
        else:
            first, end = relation.source
            kind, key = classify(tokens[first:end], names[first:end])
            if kind == "pronoun":
                if tokens[first] not in lx.FIRST_SECOND:
                    kind, key = before
            elif kind != "vague":
                before = (kind, key)
        size = marked = 0
        for first, end in relation.content:
            size += words.item(end) - words.item(first)
            marked += quoted.item(end) - quoted.item(first)
        stated = relation.sure and size >= MIN_CONTENT_WORDS
        out.append(Judged(relation, kind, key, stated, marked > 0))
    return out


def _running(flags: Flags) -> npt.NDArray[np.int64]:
    """Number of True before each token, and before the end; shape (t + 1,)."""
    out = np.zeros(len(flags) + 1, dtype=np.int64)
    np.cumsum(flags, out=out[1:])
    return out


def _without_source(tokens: Sequence[str], relation: Relation) -> str:
    """Class where nobody stands behind it: vague where the wording hides who ("it is said")."""
    first, end = relation.cue
    cue = tokens[first:end]
    if not lx.HEARSAY.isdisjoint(cue):
        return "vague"
    hidden = not lx.PASSIVES.isdisjoint(cue) and not lx.BELIEVED.isdisjoint(cue)
    return "vague" if hidden else "none"
