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
    cue_prior : array of float32
        Share of each number's occurrences that head a cue.
    verbal : array of bool
        Whether a class is one of verbs; by class.
    """

    words: WordTable
    clusters: Codes
    verbal: npt.NDArray[np.bool_]


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
    return Lexicon(WordTable(numbers), np.array(classes, dtype=np.int32), verbal)


@dataclass(frozen=True, slots=True)
class Coded:
    """The coded tokens of a document, padded by :data:`PAD` at both ends.

    Parameters
    ----------
    word, kind : array of int32
        Known word (0: unknown) and word class of each token.
    quoted : array of int32
        1 inside a quotation.
    sentence : array of int32
        Sentence each token stands in (unpadded).
    """

    word: Codes
    kind: Codes
    quoted: Codes


def encode(doc: Document, lex: Lexicon) -> Coded:
    """Code the tokens of a document."""
    count = len(doc.tokens)
    numbers = doc.values(lex.words).astype(np.int32)
    kinds = lex.clusters[numbers]
    first = doc.first_kinds
    quoted = doc.in_quotation
    unknown = numbers == 0
    strange = np.flatnonzero(unknown)
    if len(strange):
        kinds[strange] = _shape(doc, strange)
    # capitals: at the start of a sentence or quotation they say nothing
    starts = np.zeros(count + 1, dtype=np.bool_)
    starts[doc.sentence_tokens] = True
    starts = starts[:-1]
    marks = (first == ch.QUOTE) | (first == ch.APOSTROPHE)
    starts[1:] |= marks[:-1]
    capital = doc.is_capital
    second = doc.kinds[np.minimum(doc.token_starts + 1, len(doc.kinds) - 1)]
    long = doc.token_ends - doc.token_starts > 1
    np.putmask(kinds, capital & starts & unknown, OPENING_CAPITAL)
    np.putmask(kinds, capital & ~starts, CAPITAL)
    np.putmask(kinds, capital & long & (second == ch.UPPER), ACRONYM)
    # a mark that ends a quotation has none quoted after it
    marks &= quoted
    if marks.any():
        nxt = np.append(quoted[1:], False)
        before = np.append(False, quoted[:-1])
        np.putmask(kinds, marks & before & ~nxt, QUOTE_CLOSE)
        np.putmask(kinds, marks & ~before, QUOTE_OPEN)
    return Coded(_pad(numbers, 0), _pad(kinds, EDGE), _pad(quoted, 0))


def _pad(values: npt.NDArray[np.generic], fill: int) -> Codes:
    """Add :data:`PAD` values at both ends."""
    out = np.full(len(values) + 2 * PAD, fill, dtype=np.int32)
    out[PAD:-PAD] = values
    return out


def _shape(doc: Document, at: npt.NDArray[np.int64]) -> Codes:
    """Class of tokens by their endings, as unknown words."""
    codes = ch.encode(doc.lower)
    last = doc.token_ends[at] - 1
    a = codes[last]
    b = codes[np.maximum(last - 1, 0)]
    c = codes[np.maximum(last - 2, 0)]
    out = np.full(len(at), UNKNOWN, dtype=np.int32)
    out[a == ord("s")] = LOWER_S
    out[(a == ord("r")) & (b == ord("e"))] = LOWER_ER
    out[(a == ord("n")) & (b == ord("o")) & (c == ord("i"))] = LOWER_ION
    out[(a == ord("y")) & (b == ord("l"))] = LOWER_LY
    out[(a == ord("g")) & (b == ord("n")) & (c == ord("i"))] = LOWER_ING
    out[(a == ord("d")) & (b == ord("e"))] = LOWER_ED
    out[doc.first_kinds[at] == ch.DIGIT] = NUMBER
    out[~doc.is_word[at]] = MARK
    return out
