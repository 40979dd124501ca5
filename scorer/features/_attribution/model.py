"""The trained parts of the attribution signal: which words are cues, and where their parts are.

Two linear models on hashed features, run on the whole document at once with numpy. The first gives
each possible cue word the log-odds that it heads a cue. The second points: for each cue found it
scores every token of the sentence as first or last token of the cue, of the source and of the
content left and right of the cue; pointing at the cue itself means that the part is missing.
The weights (data/attribution_weights.npz) are written by ``scorer.training.attribution``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from scorer.features._attribution import decode as dc
from scorer.features._attribution import encode as en
from scorer.features._attribution import templates as tp
from scorer.features._attribution.lexicon import HEARSAY
from scorer.limits import check_time
from scorer.text.document import Document
from scorer.text.vocabulary import WordSet

Rows = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float32]

ROLES = ("cue", "source", "left", "right")
"""Pairs of columns of the pointing weights: first and last token of each part."""

CUE_WORD, NEVER, VERB = 2, -1, 1
_UNITS = 1_500
NOMINAL = WordSet(
    (
        "claim", "claims", "allegation", "allegations", "accusation", "accusations", "assertion",
        "assertions", "statement", "statements", "complaint", "complaints", "warning", "warnings",
        "remark", "remarks", "comments", "suggestion", "suggestions", "criticism", *HEARSAY,
    )
)  # fmt: skip
NOMINAL_ODDS = 2.0
"""Added to the log-odds of hearsay and of nouns of speech before "by": too rare to be learned."""
MAX_CUES = 12
"""Cues of one sentence, at most; what has more is no prose."""
CHUNK = 256
"""Cues that are worked on together: bounds the memory of long texts."""


@dataclass(frozen=True, slots=True)
class Trained:
    """Trained weights, as small integers.

    Parameters
    ----------
    cue : array of int8, shape (rows,)
        Weight of each feature row for "heads a cue", in units of ``cue_scale``.
    cue_scale, bias : float
        Unit of the cue weights; log-odds of a possible cue without any feature.
    threshold, more : float
        Log-odds from which a word is taken as the first cue of its sentence, or as one more.
    point : array of uint64, shape (rows,)
        Weights of each feature row for the two ends of the four parts: eight ``int8`` in one
        number, so that one look-up fetches them all.
    point_scale : array of int32, shape (8,)
        Their units, relative to each other.
    possible : array of int8
        What a word number adds to :data:`VERB` where its class is one of verbs; positive sums are
        possible cues.
    """

    cue: npt.NDArray[np.int8]
    cue_scale: float
    bias: float
    threshold: float
    more: float
    point: npt.NDArray[np.uint64]
    point_scale: npt.NDArray[np.int32]
    possible: npt.NDArray[np.int8]


@lru_cache(maxsize=1)
def trained_weights() -> Trained:
    """Read the weights that ship with the package, once."""
    path = resources.files("scorer.data").joinpath("attribution_weights.npz")
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as raw:
        return from_arrays(raw)


def from_arrays(raw: Mapping[str, npt.NDArray[np.generic]]) -> Trained:
    """Weights from the arrays of the shipped file."""
    point = np.ascontiguousarray(raw["point"], dtype=np.int8)
    scale = np.asarray(raw["point_scale"], dtype=np.float64)
    return Trained(
        cue=raw["cue"].astype(np.int8),
        cue_scale=float(raw["cue_scale"]),
        bias=float(raw["bias"]),
        threshold=float(raw["threshold"]),
        more=float(raw["more"]),
        point=point.view(np.uint64).ravel(),
        point_scale=np.round(scale / scale.max() * _UNITS).astype(np.int32),
        possible=raw["possible"].astype(np.int8),
    )


def candidates(coded: en.Coded, lex: en.Lexicon, possible: npt.NDArray[np.int8]) -> Rows:
    """Tokens that may head a cue: known cue words, and verbs."""
    role = possible.take(coded.word[en.PAD : -en.PAD])
    role += lex.verbal.take(coded.kind[en.PAD : -en.PAD])
    return (role > 0).nonzero()[0]


_FROM_START = np.minimum(np.arange(8), 6) >> 1 << 2
_FROM_END = np.minimum(np.maximum(np.arange(9) - 1, 0), 6) >> 1
"""Class of a place in its sentence, by the tokens before it and from it on; added up."""


def context(doc: Document, coded: en.Coded, at: Rows) -> tuple[Rows, Rows, Rows]:
    """What the sentence says of each candidate: holds a quotation, where it stands, how many."""
    bounds, sentence = doc.sentence_tokens, doc.sentence_of_token.take(at)
    first, end = bounds.take(sentence), bounds.take(sentence + 1)
    if doc.quotations:
        quoted = np.add.reduceat(coded.quoted[en.PAD : -en.PAD], bounds[:-1])
        holds = np.minimum(quoted.take(sentence), 1)
    else:
        holds = np.zeros_like(at)
    position = _FROM_START.take(at - first, mode="clip")
    position += _FROM_END.take(end - at, mode="clip")
    earlier = np.minimum(np.arange(len(at)) - at.searchsorted(first), 4)
    return holds, position, earlier


@dataclass(frozen=True, slots=True)
class Pointed:
    """Parts of each relation as inclusive first and last tokens; -1 where missing.

    ``parts`` are eight tokens for each, in the order of :data:`ROLES`.
    """

    heads: Rows
    odds: Weights
    parts: list[list[int]]


def find(doc: Document) -> Pointed:
    """Find cues and point at their parts."""
    lex, trained = en.lexicon(), trained_weights()
    coded = en.encode(doc, lex)
    at = candidates(coded, lex, trained.possible)
    odds = np.zeros(0, dtype=np.float32)
    if len(at):
        rows = tp.cue_rows(coded, at + en.PAD, context(doc, coded, at))
        total = np.add.reduce(trained.cue.take(rows), axis=0, dtype=np.int32)
        odds = (total * trained.cue_scale + trained.bias).astype(np.float32)
        for n in _nominal(doc, at):
            odds[n] += NOMINAL_ODDS
        chosen = (odds > trained.threshold).nonzero()[0]
        at, odds = _thin(doc, at.take(chosen), odds.take(chosen), trained.more)
    if not len(at):
        return Pointed(at, odds, [])
    counts = tp.running_counts(coded, lex)
    parts: list[list[int]] = []
    for first in range(0, len(at), CHUNK):
        parts += _point(doc, coded, trained, counts, at[first : first + CHUNK])
    return Pointed(at, odds, parts)


def _nominal(doc: Document, at: Rows) -> list[int]:
    """Candidates that surely attribute: "claims by the union", hearsay ("reportedly")."""
    where = NOMINAL.take(doc.rows.take(at)).nonzero()[0]
    tokens = doc.tokens
    return [n for n in where.tolist() if tokens[at[n]] in HEARSAY or _follows(tokens, at[n], "by")]


def _follows(tokens: list[str], at: int, word: str) -> bool:
    """Whether a word stands right after a token."""
    return at + 1 < len(tokens) and tokens[at + 1] == word


def _thin(doc: Document, at: Rows, odds: Weights, more: float) -> tuple[Rows, Weights]:
    """Keep the likeliest cue of each sentence, and others that are likely in themselves.

    At most :data:`MAX_CUES` in a sentence: no sentence of prose holds as many.
    """
    limit = float(np.float32(more))
    sentences, likely = doc.sentence_of_token.take(at).tolist(), odds.tolist()
    best: dict[int, float] = {}
    for number, value in zip(sentences, likely, strict=True):
        if value > best.get(number, -math.inf):
            best[number] = value
    keep = [
        n
        for n, (number, value) in enumerate(zip(sentences, likely, strict=True))
        if value > limit or value == best[number]
    ]
    at, odds = at.take(keep), odds.take(keep)
    if len(at) <= MAX_CUES:
        return at, odds
    sentence = doc.sentence_of_token.take(at)
    if not (sentence[MAX_CUES:] == sentence[:-MAX_CUES]).any():
        return at, odds
    order = np.lexsort((-odds, sentence))
    ranked = sentence[order]
    rank = np.arange(len(order)) - np.searchsorted(ranked, ranked)
    kept = np.sort(order[rank < MAX_CUES])
    return at[kept], odds[kept]


def windows(doc: Document, heads: Rows) -> tuple[Rows, Rows]:
    """First token and end of the window of each cue: its sentence, at most so far."""
    sentence, bounds = doc.sentence_of_token.take(heads), doc.sentence_tokens
    low = np.maximum(bounds.take(sentence), heads - tp.MAX_WINDOW)
    high = np.minimum(bounds.take(sentence + 1), heads + tp.MAX_WINDOW)
    return low, high


def pairs(low: Rows, high: Rows) -> tuple[Rows, Rows]:
    """All tokens of all windows, one window after another, and the size of each window."""
    sizes = high - low
    offsets = np.cumsum(sizes)
    return np.arange(offsets[-1]) - np.repeat(offsets - sizes - low, sizes), sizes


def _point(
    doc: Document, coded: en.Coded, trained: Trained, counts: en.Codes, heads: Rows
) -> list[list[int]]:
    """Best first and last token of each part of each cue."""
    check_time()
    low, high = windows(doc, heads)
    begin = low.item(0)
    sizes = high - low
    ends = sizes.cumsum()
    starts = ends - sizes
    # sentences without a cue are in no window: number the tokens that are read, by counting those
    # passed over before each window
    reached = np.empty_like(low)
    reached[0], reached[1:] = begin, high[:-1]
    fresh = np.maximum(low, reached)
    gaps = (fresh - reached).cumsum()
    fresh = high - fresh
    kept = gaps.repeat(fresh)
    kept += np.arange(len(kept))
    rows, hashes = tp.alone_rows(coded, begin + en.PAD, high.item(-1) + en.PAD, kept)
    alone = _score(trained, rows)  # does not depend on the cue: once per token
    number = np.arange(ends.item(-1))
    window = np.arange(len(heads)).repeat(sizes)
    place = number - starts.take(window)
    first = low - begin
    at = place + first.take(window)
    first -= gaps
    columns = place + first.take(window)
    paired = tp.pair_rows(coded, hashes, at, begin, heads, window, counts, columns)
    scores = _score(trained, paired)
    scores += alone.take(columns, axis=0, mode="wrap")
    keys = dc.pack(scores, trained.point_scale, place)
    return dc.decode(keys, starts, sizes, heads - low, low)


def _score(trained: Trained, rows: npt.NDArray[np.int32]) -> npt.NDArray[np.int16]:
    """Sum of the weights of each column of rows; shape (n, 8)."""
    # all rows are in the table: "wrap" spares the check
    packed = trained.point.take(rows, mode="wrap").view(np.int8).reshape(len(rows), -1)
    total: npt.NDArray[np.int16] = np.add.reduce(packed, axis=0, dtype=np.int16)
    return total.reshape(-1, 8)
