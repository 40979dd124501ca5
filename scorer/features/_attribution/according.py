"""Where the clause begins that no comma parts from its source: "According to reports the ..."."""

from __future__ import annotations

from collections.abc import Sequence

from scorer.features._attribution import lexicon as lx

_OPENERS = frozenset("a an the another both all one two three four five no some many most".split())
_HEADS = (lx.DOCUMENT_HEADS | lx.VAGUE_HEADS | lx.SOURCE_HEADS | lx.ROLE_WORDS) - _OPENERS
_GOES_ON = frozenset(
    """
    , of from by in at for on with to who whom whose that which and or ( published released issued
    obtained filed made seen cited compiled conducted posted close familiar briefed 's " '
    """.split()
)
"""What follows a source and is still part of it: "a report by Acme", "sources close to"."""
_SHORTEST_CLAUSE = 3


def clause_after(tokens: Sequence[str], capital: Sequence[int], first: int, end: int) -> int | None:
    """First token of the clause that a source runs into; None where there is none.

    Parameters
    ----------
    tokens : sequence of str
        Tokens of the document in lower case.
    capital : sequence of bool or bytes
        Whether each starts with a capital.
    first, end : int
        What was taken for the source.

    Examples
    --------
    >>> words = "according to local reports the road is open".split()
    >>> clause_after(words, [False] * len(words), 2, len(words))
    4
    """
    if "," in tokens[first:end]:
        return None
    at = first
    # up to two words before the head: "the latest reports"; then heads, or a name
    while at < min(first + 3, end) and tokens[at] not in _HEADS and not capital[at]:
        at += 1
    begin = at
    while at < end and (tokens[at] in _HEADS or (capital[at] and tokens[at] not in lx.PRONOUNS)):
        at += 1
    if at == begin or end - at < _SHORTEST_CLAUSE or tokens[at] in _GOES_ON:
        return None
    return at
