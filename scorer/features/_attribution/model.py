"""The trained parts of the attribution signal: which words are cues, and where their parts are.

Two linear models on hashed features, run on the whole document at once with numpy. The first gives
each possible cue word the log-odds that it heads a cue. The second points: for each cue found it
scores every token of the sentence as first or last token of the cue, of the source and of the
content left and right of the cue; pointing at the cue itself means that the part is missing.
The weights (data/attribution_weights.npz) are written by ``scorer.training.attribution``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from scorer.features._attribution import encode as en
from scorer.features._attribution import templates as tp
from scorer.features._attribution.lexicon import HEARSAY
from scorer.text.document import Document
from scorer.text.vocabulary import WordSet

Rows = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float32]

ROLES = ("cue", "source", "left", "right")
"""Pairs of columns of the pointing weights: first and last token of each part."""

CUE_WORD, NEVER = 1, 2
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
    point_scale : array of float32, shape (8,)
        Their units.
    possible : array of int8
        Whether a word number can head a cue: always, never, or where its class is one of verbs.
    """

    cue: npt.NDArray[np.int8]
    cue_scale: float
    bias: float
    threshold: float
    more: float
    point: npt.NDArray[np.uint64]
    point_scale: Weights
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
    return Trained(
        cue=raw["cue"].astype(np.int8),
        cue_scale=float(raw["cue_scale"]),
        bias=float(raw["bias"]),
        threshold=float(raw["threshold"]),
        more=float(raw["more"]),
        point=point.view(np.uint64).ravel(),
        point_scale=raw["point_scale"].astype(np.float32),
        possible=raw["possible"].astype(np.int8),
    )


def candidates(coded: en.Coded, lex: en.Lexicon, possible: npt.NDArray[np.int8]) -> Rows:
    """Tokens that may head a cue: known cue words, and verbs."""
    word, kind = coded.word[en.PAD : -en.PAD], coded.kind[en.PAD : -en.PAD]
    role = possible[word]
    return np.flatnonzero((role == CUE_WORD) | (lex.verbal[kind] & (role != NEVER)))


def context(doc: Document, at: Rows) -> tuple[Rows, Rows, Rows]:
    """What the sentence says of each candidate: holds a quotation, where it stands, how many."""
    bounds, sentence = doc.sentence_tokens, doc.sentence_of_token[at]
    first, end = bounds[:-1][sentence], bounds[1:][sentence]
    quoted = np.concatenate(([0], np.cumsum(doc.in_quotation)))
    holds = (quoted[end] > quoted[first]).astype(np.int64)
    position = np.minimum(at - first, 6) // 2 * 4 + np.minimum(end - at - 1, 6) // 2
    earlier = np.minimum(np.arange(len(at)) - np.searchsorted(at, first), 4)
    return holds, position, earlier


@dataclass(frozen=True, slots=True)
class Pointed:
    """Parts of each relation as inclusive first and last tokens; -1 where missing.

    ``parts`` has shape (relations, 4, 2), in the order of :data:`ROLES`.
    """

    heads: Rows
    odds: Weights
    parts: Rows


def find(doc: Document) -> Pointed:
    """Find cues and point at their parts."""
    lex, trained = en.lexicon(), trained_weights()
    coded = en.encode(doc, lex)
    at = candidates(coded, lex, trained.possible)
    odds = np.zeros(0, dtype=np.float32)
    if len(at):
        rows = tp.cue_rows(coded, at + en.PAD, context(doc, at))
        total = trained.cue.take(rows).sum(axis=0, dtype=np.int32)
        odds = (total * trained.cue_scale + trained.bias).astype(np.float32)
        odds[_nominal(doc, at)] += NOMINAL_ODDS
        chosen = odds > trained.threshold
        at, odds = _thin(doc, at[chosen], odds[chosen], trained.more)
    if not len(at):
        return Pointed(at, odds, np.zeros((0, 4, 2), dtype=np.int64))
    counts = tp.running_counts(coded, lex.verbal)
    parts = [
        _point(doc, coded, trained, counts, at[first : first + CHUNK])
        for first in range(0, len(at), CHUNK)
    ]
    return Pointed(at, odds, np.concatenate(parts))


def _nominal(doc: Document, at: Rows) -> Rows:
    """Candidates that surely attribute: "claims by the union", hearsay ("reportedly")."""
    where = np.flatnonzero(doc.hits(NOMINAL)[at])
    tokens = doc.tokens
    kept = [n for n in where.tolist() if tokens[at[n]] in HEARSAY or _follows(tokens, at[n], "by")]
    return np.array(kept, dtype=np.int64)


def _follows(tokens: list[str], at: int, word: str) -> bool:
    """Whether a word stands right after a token."""
    return at + 1 < len(tokens) and tokens[at + 1] == word


def _thin(doc: Document, at: Rows, odds: Weights, more: float) -> tuple[Rows, Weights]:
    """Keep the likeliest cue of each sentence, and others that are likely in themselves.

    At most :data:`MAX_CUES` in a sentence: no sentence of prose holds as many.
    """
    if len(at) < 2:
        return at, odds
    sentence = doc.sentence_of_token[at]
    fresh = np.append(True, sentence[1:] != sentence[:-1])
    best = np.maximum.reduceat(odds, np.flatnonzero(fresh))
    keep = (odds > more) | (odds == best[np.cumsum(fresh) - 1])
    at, odds, sentence = at[keep], odds[keep], sentence[keep]
    if len(at) <= MAX_CUES or not (sentence[MAX_CUES:] == sentence[:-MAX_CUES]).any():
        return at, odds
    order = np.lexsort((-odds, sentence))
    ranked = sentence[order]
    rank = np.arange(len(order)) - np.searchsorted(ranked, ranked)
    kept = np.sort(order[rank < MAX_CUES])
    return at[kept], odds[kept]


def windows(doc: Document, heads: Rows) -> tuple[Rows, Rows]:
    """First token and end of the window of each cue: its sentence, at most so far."""
    sentence = doc.sentence_of_token[heads]
    bounds = doc.sentence_tokens
    low = np.maximum(bounds[:-1][sentence], heads - tp.MAX_WINDOW)
    high = np.minimum(bounds[1:][sentence], heads + tp.MAX_WINDOW)
    return low, high


def pairs(low: Rows, high: Rows) -> tuple[Rows, Rows]:
    """All tokens of all windows, one window after another, and the size of each window."""
    sizes = high - low
    offsets = np.cumsum(sizes)
    return np.arange(offsets[-1]) - np.repeat(offsets - sizes - low, sizes), sizes


def _point(doc: Document, coded: en.Coded, trained: Trained, counts: en.Codes, heads: Rows) -> Rows:
    """Best first and last token of each part of each cue; shape (cues, 4, 2)."""
    low, high = windows(doc, heads)
    at, sizes = pairs(low, high)
    # the part of the score that does not depend on the cue: once per token
    begin, end = int(low.min()), int(high.max())
    alone = _score(trained, tp.token_rows(coded, begin + en.PAD, end + en.PAD))
    scores = _score(trained, tp.pair_rows(coded, at + en.PAD, heads + en.PAD, sizes, counts))
    scores += alone.take(at - begin, axis=0)
    return _decode(scores, trained.point_scale, sizes, heads - low, low)


def _score(trained: Trained, rows: npt.NDArray[np.uint32]) -> npt.NDArray[np.int16]:
    """Sum of the weights of each column of rows; shape (n, 8)."""
    packed = trained.point.take(rows).view(np.int8).reshape(len(rows), -1)
    total: npt.NDArray[np.int16] = packed.sum(axis=0, dtype=np.int16)
    return total.reshape(-1, 8)


def _decode(
    scores: npt.NDArray[np.int16], scale: Weights, sizes: Rows, here: Rows, low: Rows
) -> Rows:
    """Best consistent parts of each cue from the scores of its window's tokens."""
    columns, cues = np.arange(int(sizes.max())), np.arange(len(sizes))
    place = np.cumsum(sizes)[:, None] - sizes[:, None] + columns
    place[columns >= sizes[:, None]] = len(scores)
    flat = np.full((8, len(scores) + 1), -np.inf, dtype=np.float32)
    np.multiply(scores.T, scale[:, None], out=flat[:, :-1])
    table = flat.take(place, axis=1)
    nobody = table[:, cues, here]
    # the cue holds its head
    after_head = columns > here[:, None]
    table[0][after_head] = -np.inf
    table[1][columns < here[:, None]] = -np.inf
    first, last = table[0].argmax(axis=1), table[1].argmax(axis=1)
    sides = np.stack((columns < first[:, None], columns > last[:, None]))
    begin, end, score = _best(table[2], table[3], sides)
    side = score.argmax(axis=0)
    known = score[side, cues] > nobody[2] + nobody[3]
    source = np.where(known, np.stack((begin[side, cues], end[side, cues])), -1)
    # content may not run into the source
    start = np.where(known, source[0], first)[:, None]
    stop = np.where(known, source[1], last)[:, None]
    sides &= (columns < start) | (columns > stop)
    begin, end, score = _best(table[4::2], table[5::2], sides)
    margins = score - nobody[4::2] - nobody[5::2]
    # an attribution has a content: the likelier side where neither is likely
    best = margins.max(axis=0)
    found = (margins > 0) | ((margins == best) & (best > -np.inf))
    content = np.where(found, np.stack((begin, end)), -1)
    parts = np.stack((np.stack((first, last)), source, content[:, 0], content[:, 1]))
    return np.where(parts >= 0, parts + low, -1).transpose(2, 0, 1)


def _best(
    first: Weights, last: Weights, allowed: npt.NDArray[np.bool_]
) -> tuple[Rows, Rows, Weights]:
    """Best first token among the allowed ones, best last one from there on, and their score."""
    penalty = np.where(allowed, np.float32(0), np.float32(-np.inf))
    starts = first + penalty
    begin = starts.argmax(axis=-1)
    penalty[np.arange(penalty.shape[-1]) < begin[..., None]] = -np.inf
    ends = last + penalty
    end = ends.argmax(axis=-1)
    return begin, end, starts.max(axis=-1) + ends.max(axis=-1)
