"""Attribution relations of a document: the model's parts, quotations followed past the sentence."""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from typing import NamedTuple

import numpy as np

from scorer.features._attribution import model
from scorer.features._attribution.according import clause_after
from scorer.features._attribution.idioms import is_idiom
from scorer.features._attribution.lexicon import PASSIVES
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
    odds : float
        Log-odds that it is an attribution.
    """

    source: Range | None
    cue: Range
    content: tuple[Range, ...]
    sentence: int
    odds: float


_new_relation = partial(tuple.__new__, Relation)
"""A relation from a tuple, without a call of Python code."""


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
    tokens, is_word = doc.tokens, doc.is_word
    sentences = doc.sentence_of_token.take(pointed.heads).tolist()
    capital = doc.is_capital.take(pointed.heads).tolist()
    quotes = _Quotes(doc, set(sentences)) if doc.quotations else None
    last_odds = 0.0
    found: list[Relation] = []
    for head, sentence, titled, odds, part in zip(
        heads, sentences, capital, pointed.odds.tolist(), pointed.parts, strict=True
    ):
        if is_idiom(tokens, head) or (titled and _in_title(doc, head, sentence)):
            continue
        cue, cue_last, who, who_last, left, left_last, right, right_last = part
        if found and cue < found[-1].cue[1]:
            # two words of one cue: the likelier one stands
            if odds <= last_odds:
                continue
            found.pop()
        content = []
        if left >= 0 and (left_last > left or is_word[left]):
            content.append((left, left_last + 1))
        if right >= 0 and (right_last > right or is_word[right]):
            content.append((right, right_last + 1))
        if quotes is not None and content:
            content = quotes.follow(content, sentence)
        if not content and tokens[cue] == "according" and who > cue_last:
            # "According to reports the road is open": no comma parts the source from the clause
            parted = clause_after(tokens, doc.is_capital.tobytes(), who, who_last + 1)
            if parted:
                content, who_last = [(parted, who_last + 1)], parted - 1
        if found and odds < last_odds and 0 <= who <= found[-1].cue[0] <= who_last:
            continue  # "she said nobody had warned her": what she says is no source
        hidden = who < 0 or (who_last == who and tokens[who] == "it" and tokens[cue] in PASSIVES)
        source = None if hidden else (who, who_last + 1)  # "it is believed" has no source
        found.append(_new_relation((source, (cue, cue_last + 1), tuple(content), sentence, odds)))
        last_odds = odds
    return found


def _in_title(doc: Document, head: int, sentence: int) -> bool:
    """Whether a capitalised cue word is part of a title of a work (they played She Said Yes).

    Not where the whole sentence has capitals, as headlines have.
    """
    first, end = (int(at) for at in doc.sentence_tokens[sentence : sentence + 2])
    if head == first or doc.tokens[head - 1] in _OPENS:
        return False
    if bool(doc.in_quotation[head]):
        return True
    # a capital always starts a word
    small = doc.is_word[first:end] & ~doc.is_capital[first:end]
    sizes = doc.token_ends[first:end] - doc.token_starts[first:end]
    return int(np.count_nonzero(small & (sizes >= _LONG))) >= _LONG_WORDS


_OPENS = frozenset('":')
"""After these a capital begins what is said."""
_LONG, _LONG_WORDS = 4, 2
"""Words of so many letters have capitals in a headline; so many without one, and it is none."""


class _Quotes:
    """Quotations of a document as token ranges, and the sentences that hold cues."""

    def __init__(self, doc: Document, taken: set[int]) -> None:
        edges = doc.token_starts.searchsorted([edge for pair in doc.quotations for edge in pair])
        self.first: list[int] = edges[::2].tolist()
        self.end: list[int] = edges[1::2].tolist()
        self.inside = doc.in_quotation.tobytes()
        self.bounds: list[int] = doc.sentence_tokens.tolist()
        self.line, self.sentence = doc.sentence_line, doc.sentence_of_token
        self.taken = taken

    def holding(self, token: int) -> int:
        """Number of the quotation a token stands in, -1 for none."""
        if not self.inside[token]:
            return -1
        at = bisect_right(self.first, token) - 1
        return at if at >= 0 and token < self.end[at] else -1

    def follow(self, content: list[Range], sentence: int) -> list[Range]:
        """Extend content to the quotations it is part of, and to one that goes on after it."""
        inside = self.inside
        for first, end in content:
            if inside[first] or inside[end - 1]:
                break
        else:
            return content
        out: list[Range] = []
        quoted = False
        for first, end in content:
            opening, closing = self.holding(first), self.holding(end - 1)
            if opening >= 0:
                quoted = True
                # the marks belong to what they mark
                if first == self.first[opening] + 1:
                    first -= 1
                if first == self.bounds[sentence]:
                    first = self.first[opening]
            if closing >= 0:
                quoted = True
                if end == self.end[closing] - 1:
                    end += 1
                if end == self.bounds[sentence + 1]:
                    end = self.end[closing]
            out.append((first, end))
        if not quoted:
            return out
        following = max(self.sentence.item(out[-1][1] - 1), sentence) + 1
        if following >= len(self.line) or following in self.taken:
            return out
        begin = self.bounds[following]
        number = self.holding(begin)
        if number >= 0 and self.line.item(following) == self.line.item(sentence):
            out.append((begin, self.end[number]))
        return out
