"""Attribution relations of a document: the model's parts, quotations followed past the sentence."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scorer.features._attribution import model
from scorer.text.document import Document

Range = tuple[int, int]


class Relation(NamedTuple):
    """One attribution relation, as half-open token ranges.

    Parameters
    ----------
    source : range or None
        Who; None where nobody is named ("it was reported").
    cue : range
        The words that attribute.
    content : tuple of ranges
        What is attributed, in order; may be empty.
    sentence : int
        Sentence the cue stands in.
    sure : bool
        More likely than not an attribution; others count as relations but earn no credit.
    """

    source: Range | None
    cue: Range
    content: tuple[Range, ...]
    sentence: int
    sure: bool


def find_relations(doc: Document) -> list[Relation]:
    """Find the attribution relations of a document, in order of their cues.

    Parameters
    ----------
    doc : Document
        Any document.

    Returns
    -------
    list of Relation

    Examples
    --------
    >>> doc = Document.from_text("The dam is safe, according to Ana Lind.")
    >>> [(doc.tokens[slice(*r.cue)], doc.tokens[slice(*r.source)]) for r in find_relations(doc)]
    [(['according', 'to'], ['ana', 'lind'])]
    """
    pointed = model.find(doc)
    heads = pointed.heads.tolist()
    if not heads:
        return []
    tokens, capital, is_word = doc.tokens, doc.is_capital, doc.is_word
    sentences = doc.sentence_of_token[pointed.heads].tolist()
    quotes = _Quotes(doc) if doc.quotations else None
    taken = set(sentences)
    last_odds = 0.0
    found: list[Relation] = []
    rows = zip(heads, sentences, pointed.odds.tolist(), pointed.parts.tolist(), strict=True)
    for head, sentence, odds, (cue, source, left, right) in rows:
        if tokens[head] in _IDIOM_WORDS and _is_idiom(tokens, head):
            continue
        if capital[head] and _in_title(doc, head, sentence):
            continue
        content = [
            (first, last + 1)
            for first, last in (left, right)
            if first >= 0 and (last > first or is_word[first])
        ]
        if quotes is not None and content:
            content = quotes.follow(content, sentence, taken)
        who = (source[0], source[1] + 1) if source[0] >= 0 else None
        relation = Relation(who, (cue[0], cue[1] + 1), tuple(content), sentence, odds > 0.0)
        if found and cue[0] < found[-1].cue[1]:
            # two words of one cue: the likelier one stands
            if odds > last_odds:
                found[-1], last_odds = relation, odds
            continue
        found.append(relation)
        last_odds = odds
    return found


_IDIOM_WORDS = frozenset(("said", "saying", "say"))


def _is_idiom(tokens: list[str], at: int) -> bool:
    """Whether the word is part of a phrase that attributes nothing."""
    before = tokens[at - 1] if at else ""
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    if tokens[at] == "said" and before in {"that", "being"} and after == ",":
        return True  # "That said, ..."
    if tokens[at] == "saying" and before in {"without", "the"}:
        return True  # "it goes without saying", "as the saying goes"
    return tokens[at] == "say" and before in {"to", "not"} and after in {"nothing", "the"}


def _in_title(doc: Document, head: int, sentence: int) -> bool:
    """Whether a capitalised cue word is part of a title of a work ("She Said Yes")."""
    first, end = (int(at) for at in doc.sentence_tokens[sentence : sentence + 2])
    if head == first:
        return False
    if bool(doc.in_quotation[head]) and doc.tokens[head - 1] != '"':
        return True
    words = doc.is_word[first:end]
    capitals = int(np.count_nonzero(doc.is_capital[first:end] & words))
    return capitals < 0.5 * int(np.count_nonzero(words))


class _Quotes:
    """Quotations of a document as token ranges."""

    def __init__(self, doc: Document) -> None:
        ranges = np.array(doc.quotations, dtype=np.int64)
        self.first = np.searchsorted(doc.token_starts, ranges[:, 0]).tolist()
        self.end = np.searchsorted(doc.token_starts, ranges[:, 1]).tolist()
        number = np.full(len(doc.tokens), -1, dtype=np.int64)
        for at, (first, end) in enumerate(zip(self.first, self.end, strict=True)):
            number[first:end] = at
        self.number = number
        self.bounds: list[int] = doc.sentence_tokens.tolist()
        self.line = doc.sentence_line
        self.sentence = doc.sentence_of_token

    def follow(self, content: list[Range], sentence: int, taken: set[int]) -> list[Range]:
        """Extend content to the quotations it is part of, and to one that goes on after it."""
        out: list[Range] = []
        quoted = False
        for first, end in content:
            opening, closing = self.number.item(first), self.number.item(end - 1)
            quoted |= opening >= 0 or closing >= 0
            # the marks belong to what they mark
            if opening >= 0 and first == self.first[opening] + 1:
                first -= 1
            if closing >= 0 and end == self.end[closing] - 1:
                end += 1
            if opening >= 0 and first == self.bounds[sentence]:
                first = min(first, self.first[opening])
            if closing >= 0 and end == self.bounds[sentence + 1]:
                end = max(end, self.end[closing])
            out.append((first, end))
        following = max(self.sentence.item(out[-1][1] - 1), sentence) + 1
        if not quoted or following >= len(self.line) or following in taken:
            return out
        begin = self.bounds[following]
        number = self.number.item(begin)
        if number >= 0 and self.line[following] == self.line[sentence]:
            out.append((begin, self.end[number]))
        return out
