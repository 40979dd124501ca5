"""What each relation is worth to a reader: class of its source, statement, quotation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from scorer.features._attribution import lexicon as lx
from scorer.features._attribution.encode import lexicon
from scorer.features._attribution.relations import Relation
from scorer.features._attribution.source_class import classify
from scorer.text.document import Document
from scorer.text.vocabulary import WordSet

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
        It attributes more likely than not, and enough words for a statement.
    direct : bool
        Some of the content stands in quotation marks.
    """

    relation: Relation
    kind: str
    key: str
    stated: bool
    direct: bool


_HIDDEN = WordSet(lx.NAMING | {"anonymity", "anonymously", "anonymous"})
_new_judged = partial(tuple.__new__, Judged)
"""A result from a tuple, without a call of Python code."""


def judge(doc: Document, relations: Sequence[Relation]) -> list[Judged]:
    """Judge the relations of a document, in their order.

    A third-person pronoun takes the class of the named or role source before it in its document.
    """
    if not relations:
        return []
    tokens = doc.tokens
    capital = doc.is_capital.copy()
    # a capital that opens a sentence says nothing where the word is a common one
    opens = doc.sentence_tokens[:-1]
    known = lexicon().words.take(doc.rows.take(opens))
    capital[opens[known > 0]] = False
    names, quoted = capital.tobytes(), doc.in_quotation.tobytes()
    words = doc.words_before.item
    unnamed = _unnamed(doc)
    out: list[Judged] = []
    before = ("role", "")
    begins = iter(doc.first_tokens)
    following = next(begins)
    for relation in relations:
        source, cue, content, _, odds = relation
        while cue[0] >= following:  # the first of another document
            before, following = ("role", ""), next(begins)
        kind: str
        if source is None:
            kind, key = _without_source(tokens[slice(*cue)]), ""
        else:
            first, end = source
            if end == first + 1 and tokens[first] in lx.PRONOUNS:  # the commonest: no call
                kind, key = ("pronoun", "") if tokens[first] in lx.FIRST_SECOND else before
            else:
                kind, key = classify(tokens[first:end], names[first:end])
                if kind != "vague":
                    before = (kind, key)
        if kind == "role" and relation.sentence in unnamed:
            kind = "anonymous"
        size, direct = 0, False
        for first, end in content:
            size += words(end) - words(first)
            direct = direct or 1 in quoted[first:end]
        stated = odds > 0.0 and size >= MIN_CONTENT_WORDS
        out.append(_new_judged((relation, kind, key, stated, direct)))
    return out


def _unnamed(doc: Document) -> set[int]:
    """Sentences that say that a source is not named: "on condition of anonymity"."""
    tokens = doc.tokens
    found = _HIDDEN.take(doc.rows).nonzero()[0]
    hidden = [at for at in found.tolist() if _withholds(tokens[max(at - 3, 0) : at + 1])]
    return set(doc.sentence_of_token.take(hidden).tolist()) if hidden else set()


def _withholds(words: Sequence[str]) -> bool:
    """Whether a word, with the three before it, keeps a name back."""
    last = words[-1]
    if last == "anonymous":
        return len(words) > 1 and words[-2] in lx.STAYS
    if last in lx.NAMING:  # "asked not to be named", "declined to be identified"
        return list(words[-3:-1]) == ["to", "be"] and words[0] in lx.REFUSES
    return True


def _without_source(cue: Sequence[str]) -> str:
    """Class where nobody stands behind it: vague where the wording hides who ("it is said")."""
    if not lx.HEARSAY.isdisjoint(cue):
        return "vague"
    hidden = not lx.PASSIVES.isdisjoint(cue) and not lx.BELIEVED.isdisjoint(cue)
    return "vague" if hidden else "none"
