"""Integer codes of a document's tokens: word, word class, quotation state.

The word classes are distributional clusters (data/attribution_words.json): frequent function words
stand alone, other words are grouped by the contexts they appear in. Names are never words here: a
capital inside a sentence gives the class *capital*, whatever the word is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from scorer.text import characters as ch
from scorer.text.document import Document
from scorer.text.joined import Joined
from scorer.text.vocabulary import WordTable

Codes = npt.NDArray[np.int32]

PUNCTUATION = tuple(".,\"'()—-:;?!…$%&@#/[]*")
(
    UNKNOWN, LOWER_ED, LOWER_ING, LOWER_LY, LOWER_S, LOWER_ION, LOWER_ER, CAPITAL, ACRONYM,
    OPENING_CAPITAL, NUMBER, MARK, QUOTE_OPEN, QUOTE_CLOSE, EDGE,
) = range(15)  # fmt: skip
"""Classes of tokens that are no known word; punctuation and clusters follow."""
FIRST_PUNCTUATION = 15
FIRST_CLUSTER = FIRST_PUNCTUATION + len(PUNCTUATION)
COMMA = FIRST_PUNCTUATION + 1
COUNT_BITS = 6
"""Bits of each running count; must hold the tokens on one side of a window."""
PAD = 3
"""Tokens of padding either side of the coded arrays, so that windows need no bounds check."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The known words as look-up tables.

    Parameters
    ----------
    words : WordTable
        Number of each known word or mark, from 1.
    clusters : array of int32
        Word class of each number.
    verbal : array of bool
        Whether a class is one of verbs; by class.
    marks : array of int32
        What a token of each class adds to the running counts of :func:`templates.running_counts`.
    """

    words: WordTable
    clusters: Codes
    verbal: npt.NDArray[np.bool_]
    marks: Codes


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Read the word list that ships with the package, once."""
    raw = resources.files("scorer.data").joinpath("attribution_words.json").read_text("utf-8")
    return build_lexicon(json.loads(raw)["clusters"])


def build_lexicon(clusters: dict[str, str]) -> Lexicon:
    """Make the look-up tables of clusters given as one string of words each."""
    numbers = {mark: at + 1 for at, mark in enumerate(PUNCTUATION)}
    classes = [UNKNOWN] + [FIRST_PUNCTUATION + at for at in range(len(PUNCTUATION))]
    verbal = np.zeros(FIRST_CLUSTER + len(clusters), dtype=np.bool_)
    verbal[[LOWER_ED, LOWER_ING]] = True
    for cluster, (name, words) in enumerate(clusters.items()):
        verbal[FIRST_CLUSTER + cluster] = name.startswith("v")
        for word in words.split():
            numbers[word] = len(classes)
            classes.append(FIRST_CLUSTER + cluster)
    marks = verbal.astype(np.int32) << 2 * COUNT_BITS
    marks[COMMA] += 1
    marks[[QUOTE_OPEN, QUOTE_CLOSE]] += 1 << COUNT_BITS
    return Lexicon(WordTable(numbers), np.array(classes, dtype=np.int32), verbal, marks)


@dataclass(frozen=True, slots=True)
class Coded:
    """The coded tokens of a document, padded by :data:`PAD` at both ends.

    Parameters
    ----------
    word, kind : array of int32
        Known word (0: unknown) and word class of each token.
    quoted : array of int32
        1 inside a quotation.
    """

    word: Codes
    kind: Codes
    quoted: Codes


def encode(doc: Document, lex: Lexicon) -> Coded:
    """Code the tokens of a document; between joined ones it ends and begins."""
    count = len(doc.tokens)
    padded = np.zeros((3, count + 2 * PAD), dtype=np.int32)
    word, kind, quotation = padded[:, PAD:-PAD]
    padded[1, :PAD] = padded[1, -PAD:] = EDGE
    if isinstance(doc, Joined):
        words = doc.values(lex.words)
        word[:] = words
        kind[:] = np.where(words == 0, _BY_SHAPE.take(doc.token_shapes), lex.clusters.take(words))
        kind[doc.gaps] = EDGE
    else:  # a class for each of the distinct words first: there are half as many
        words = doc.distinct_values(lex.words)
        kinds = np.where(words == 0, _BY_SHAPE.take(doc.word_shapes), lex.clusters.take(words))
        word[:] = words.take(doc.ids)
        kind[:] = kinds.take(doc.ids)
    first, quoted = doc.first_kinds, doc.in_quotation
    quotation[:] = quoted
    marks = (first - np.uint8(ch.QUOTE) <= ch.APOSTROPHE - ch.QUOTE).nonzero()[0]
    # capitals: at the start of a sentence or quotation they say nothing
    starts = np.zeros(count + 1, dtype=np.bool_)
    starts[doc.sentence_tokens] = True
    starts[marks + 1] = True
    capital = doc.is_capital.nonzero()[0]
    opening = starts.take(capital)
    kind[capital[opening & (word.take(capital) == 0)]] = OPENING_CAPITAL
    kind[capital[~opening]] = CAPITAL
    # a capital in second place; the class after the last token's end is never read
    begin = doc.token_starts.take(capital)
    long = doc.token_ends.take(capital) - begin > 1
    kind[capital[long & (doc.kinds.take(begin + long) == ch.UPPER)]] = ACRONYM
    # a mark that ends a quotation has none quoted after it
    marks = marks[quoted.take(marks)]
    if len(marks):
        inside = padded[2]
        before, after = inside.take(marks + (PAD - 1)), inside.take(marks + (PAD + 1))
        kind[marks[before > after]] = QUOTE_CLOSE
        kind[marks[before == 0]] = QUOTE_OPEN
    return Coded(padded[0], padded[1], padded[2])


_BY_SHAPE = np.array(
    [UNKNOWN, LOWER_ED, LOWER_ING, LOWER_LY, LOWER_S, LOWER_ION, LOWER_ER, NUMBER, MARK],
    dtype=np.int32,
)
"""Class of a word that is not known, by its shape (:func:`scorer.text.word_facts.shape_of`)."""
