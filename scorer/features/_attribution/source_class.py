"""Class of a source: named person or organisation, document, role, vague, anonymous, pronoun."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast

from scorer.features._attribution import lexicon as lx

SourceClass = Literal[
    "person", "organisation", "document", "role", "vague", "anonymous", "pronoun", "none"
]

NAMED: frozenset[str] = frozenset({"person", "organisation", "document"})
_AFFILIATIONS = frozenset(("at", "from", "for", "with"))
_HEAD_ENDS = _AFFILIATIONS | frozenset(
    (",", "(", "who", "whose", "which", "that", "of", "in", "on", "by", "to")
)


def classify(tokens: Sequence[str], capital: Sequence[int]) -> tuple[SourceClass, str]:
    """Class of a source and, for a named one, the key that tells it from others.

    Parameters
    ----------
    tokens : sequence of str
        The source's tokens in lower case.
    capital : sequence of bool or bytes
        Whether each starts with a capital that says something (not one that opens a sentence).

    Returns
    -------
    tuple of (str, str)
        The class, and the key ("" for sources without a name).

    Examples
    --------
    >>> classify(["several", "analysts"], [True, False])
    ('vague', '')
    >>> classify(["mayor", "ana", "lind"], [True, True, True])
    ('person', 'lind')
    >>> classify(["centrists"], [True])
    ('role', '')
    >>> classify(["acme", "workers"], [True, False])
    ('role', '')
    >>> classify(["a", "spokesman", "for", "acme"], [False, False, False, True])
    ('organisation', 'acme')
    """
    if not tokens:
        return "none", ""
    if len(tokens) == 1 and tokens[0] in lx.PRONOUNS:
        return "pronoun", ""
    if not lx.ANONYMOUS_MARKS.isdisjoint(tokens):
        return "anonymous", ""
    end, head = _head(tokens)
    own = _names(tokens, capital, 0, end) if True in capital else []
    if own and own[-1] == end - 1 and _is_group(tokens[own[-1]]):
        # members of a group whom nobody names; the group itself with an article: "the Liberals"
        return ("organisation", tokens[own[-1]]) if tokens[0] == "the" else ("role", "")
    if own and (own[-1] == end - 1 or not _describes(tokens, head)):
        return _named(tokens, own, head)
    if own and head.startswith("spokes"):
        return "organisation", _key(tokens, own)
    if head in lx.SOURCE_HEADS and end <= 2 and len(tokens) == end:
        return "vague", ""  # "sources say": not even what kind of source
    if not lx.SHIELDED.isdisjoint(tokens) or not lx.SOURCE_HEADS.isdisjoint(tokens[:end]):
        return "anonymous", ""
    vague = head in lx.VAGUE_HEADS or tokens[0] in lx.VAGUE_HEADS
    vague = vague or (head == "reports" and end <= 2 and tokens[0] != "the")  # "media reports"
    link = tokens[end] if end < len(tokens) else ""
    if link in _AFFILIATIONS or (link in {"of", "by", ","} and not vague and head[-1:] != "s"):
        other = _names(tokens, capital, end + 1, len(tokens))
        if other and link == ",":
            return _named(tokens, other, head)
        if other:
            # "a spokesman for Acme", "a study by Acme", "the mayor of Acme"
            kind = "document" if head in lx.DOCUMENT_HEADS else "organisation"
            return cast(SourceClass, kind), _key(tokens, other)
    if vague:
        return "vague", ""
    return ("document" if head in lx.DOCUMENT_HEADS else "role"), ""


def _is_group(word: str) -> bool:
    """Whether a name is that of many people, by its ending."""
    return word.endswith(lx.GROUP_ENDINGS)


def _describes(tokens: Sequence[str], head: str) -> bool:
    """Whether a name only describes others: "Acme workers", "some Acme staff"."""
    if head in lx.ORGANISATION_WORDS or head in lx.DOCUMENT_HEADS:
        return tokens[0] in lx.INDEFINITE
    return (
        head in lx.ROLE_WORDS
        or head in lx.VAGUE_HEADS
        or head in lx.SOURCE_HEADS
        or (head[-1:] == "s" and head[-2:] != "'s")
    )


def _named(tokens: Sequence[str], names: Sequence[int], head: str) -> tuple[SourceClass, str]:
    """Class of a source that is named itself: a person goes by the last name."""
    if head in lx.DOCUMENT_HEADS:
        return "document", _key(tokens, names)
    if head in lx.ORGANISATION_WORDS or not lx.ORGANISATION_WORDS.isdisjoint(
        [tokens[at] for at in names]
    ):
        return "organisation", _key(tokens, names)
    return "person", tokens[names[-1]].removesuffix("'s")


def _key(tokens: Sequence[str], names: Sequence[int]) -> str:
    """Name of an organisation or document, to tell it from others."""
    return " ".join(tokens[at].removesuffix("'s") for at in names)


def _names(tokens: Sequence[str], capital: Sequence[int], first: int, end: int) -> list[int]:
    """Tokens of a range that are part of a name."""
    return [at for at in range(first, end) if capital[at] and tokens[at] not in lx.NOT_A_NAME]


def _head(tokens: Sequence[str]) -> tuple[int, str]:
    """End of the phrase before its first modifier, and its last word: "critics" in "critics of"."""
    if not _HEAD_ENDS.isdisjoint(tokens):
        for at, token in enumerate(tokens):
            if token in _HEAD_ENDS and at:
                return at, tokens[at - 1]
    return len(tokens), tokens[-1]
