"""Feature templates of the attribution model, computed for a whole document at once.

Every template adds up multiples of a few small integers to a row number of a weight table (linear
hashing: a handful of numpy operations on 32-bit integers for all tokens together). Three groups:
templates of one token, of a possible cue, and of a pair of a token and a cue.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scorer.features._attribution.encode import COMMA, QUOTE_CLOSE, QUOTE_OPEN, Coded

Codes = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint32]
Index = npt.NDArray[np.int64]
Factors = npt.NDArray[np.float64]

BITS = 17
MASK = np.uint32((1 << BITS) - 1)
MAX_WINDOW = 60
"""Tokens either side of a cue that are read."""
UNKNOWN_WORD = 20_000
"""Added to the word class where a cue is no known word."""

# Components: t = word, k = word class, q = in a quotation; l, r = left, right neighbour.
TOKEN = ("t0", "tl", "tr", "k0 kl", "k0 kr", "kll kl", "kr krr", "k0 q0")
CUE = (
    "t0", "tl", "tr", "kll kl", "kr krr", "w kl", "w kr", "w krr", "w kll", "w holds q0",
    "k0 kl kr", "klll kll kl", "w ql qr q0", "k0 position earlier", "w position",
    "k0 holds ql qr q0", "kl kr krr", "tl t0", "t0 tr",
)  # fmt: skip
PAIR = (
    "d k0", "d kl", "d kr", "marks side kl", "marks side kr", "w d", "w k0 side", "w kl side",
    "w kr side", "q0 qc marks side k0", "kcl kl side", "kcr kr side", "marks verbs d",
)  # fmt: skip

DISTANCES = 31
_FACTORS = {
    name: at
    for at, name in enumerate(
        "t0 tl tr k0 kl kr kll krr klll krrr q0 ql qr w holds position earlier d side marks verbs"
        " kcl kcr qc".split()
    )
}


def _factor(salt: int, name: str) -> int:
    """Odd multiplier of a component in a template."""
    mixed = (salt * 64 + _FACTORS[name] + 1) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
    mixed ^= mixed >> 29
    mixed = mixed * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    return (mixed >> 32) & int(MASK) | 1


def _factors(templates: tuple[str, ...], names: tuple[str, ...], salt: int) -> Factors:
    """Multiplier of each component (0: not used) in each template; (templates, names)."""
    out = np.zeros((len(templates), len(names)))
    for at, template in enumerate(templates):
        for name in template.split():
            if name in names:
                out[at, names.index(name)] = _factor(salt + at, name)
    return out


_OF_TOKEN = ("t0", "tl", "tr", "kll", "kl", "k0", "kr", "krr", "q0")
_OF_CUE = ("klll", "kll", "kl", "k0", "kr", "krr", "krrr", "t0", "tl", "tr", "w", "ql", "q0", "qr",
           "holds", "position", "earlier")  # fmt: skip
_OF_PAIR_TOKEN = ("k0", "kl", "kr", "q0")
_OF_PAIR_CUE = ("w", "kcl", "kcr", "qc")
_TOKEN = _factors(TOKEN, _OF_TOKEN, 100)
_CUE = _factors(CUE, _OF_CUE, 200)
_PAIR_TOKEN = _factors(PAIR, _OF_PAIR_TOKEN, 300)
_PAIR_CUE = _factors(PAIR, _OF_PAIR_CUE, 300)
_SALTS = np.array([_factor(400 + at, "t0") for at in range(len(PAIR))], dtype=np.uint32)


def _pair_table(names: tuple[str, ...], values: list[npt.NDArray[np.int64]]) -> Hashes:
    """What each value of a pair's own components adds to each template; (templates, size)."""
    return _add(_factors(PAIR, names, 300), values)


def _add(factors: Factors, parts: Sequence[npt.NDArray[np.integer]]) -> Hashes:
    """Sum the multiples of the parts; (templates, n), not yet masked.

    In floating point, which has the fast product: factors are under 2^17, components under 2^16
    and there are few, so every sum is an exact integer.
    """
    columns = np.empty((len(parts), len(parts[0])))
    for row, part in zip(columns, parts, strict=True):
        row[:] = part
    return (factors @ columns).astype(np.int64).astype(np.uint32)


_DISTANCE = np.arange(DISTANCES)
_SIDE = np.sign(_DISTANCE - DISTANCES // 2) + 1
_BY_DISTANCE = _pair_table(("d", "side"), [_DISTANCE, _SIDE])
_NUMBERS = np.arange(64)
_BY_COUNTS = _pair_table(("marks", "verbs"), [_NUMBERS // 4, _NUMBERS % 4])


def _distance_classes() -> Codes:
    """Class of each signed distance from -MAX_WINDOW: exact to 8, then coarser."""
    distance = np.arange(-MAX_WINDOW, MAX_WINDOW + 1)
    size = np.abs(distance)
    classes = np.where(size <= 8, size, np.minimum(15, 8 + (size - 8) // 7))
    return (classes * np.sign(distance) + DISTANCES // 2).astype(np.int32)


_CLASS_OF_DISTANCE = _distance_classes()


def token_rows(coded: Coded, first: int, end: int) -> Hashes:
    """Rows of the templates of a range of tokens of the padded arrays, (templates, n)."""
    word, kind = coded.word, coded.kind
    parts = [word[first + d : end + d] for d in (0, -1, 1)]
    parts += [kind[first + d : end + d] for d in range(-2, 3)]
    parts.append(coded.quoted[first:end])
    return _add(_TOKEN, parts) & MASK


def _cue_word(coded: Coded, at: Index) -> npt.NDArray[np.int32]:
    """Word of each cue, its class where it is unknown."""
    word = coded.word[at]
    return np.where(word > 0, word, coded.kind[at] + UNKNOWN_WORD)


def cue_rows(coded: Coded, at: Index, context: tuple[Index, Index, Index]) -> Hashes:
    """Rows of the templates of possible cues, (templates, n).

    Parameters
    ----------
    coded : Coded
        The coded document.
    at : array of int64
        Possible cues, as indices into the padded arrays.
    context : tuple of arrays
        For each: whether its sentence holds a quotation, its class of sentence position, and the
        number of possible cues before it in the sentence.
    """
    word, kind, quoted = coded.word, coded.kind, coded.quoted
    parts: list[npt.NDArray[np.integer]] = [kind[at + d] for d in range(-3, 4)]
    parts += [word[at], word[at - 1], word[at + 1], _cue_word(coded, at)]
    parts += [quoted[at - 1], quoted[at], quoted[at + 1], *context]
    return _add(_CUE, parts) & MASK


def pair_rows(coded: Coded, at: Index, cues: Index, sizes: Index, counts: Codes) -> Hashes:
    """Rows of the templates of pairs of a token and a cue, (templates, n).

    Parameters
    ----------
    coded : Coded
        The coded document.
    at : array of int64, shape (n,)
        Tokens, as indices into the padded arrays.
    cues, sizes : arrays of int64, shape (cues,)
        Cues, likewise, and the number of tokens paired with each; the tokens are in that order.
    counts : array of int32, shape (padded t + 1,)
        Running counts of commas, quotation marks and verbs, from :func:`running_counts`.
    """
    kind, quoted = coded.kind, coded.quoted
    # by token of the document: cheaper than by pair, since sentences hold several cues
    first, last = int(at.min()), int(at.max()) + 1
    of_token = _add(
        _PAIR_TOKEN,
        [kind[first:last], kind[first - 1 : last - 1], kind[first + 1 : last + 1],
         quoted[first:last]],
    )  # fmt: skip
    of_cue = _add(_PAIR_CUE, [_cue_word(coded, cues), kind[cues - 1], kind[cues + 1], quoted[cues]])
    of_cue += _SALTS[:, None]
    cue = np.repeat(cues, sizes)
    distance = at - cue
    # marks and verbs strictly between the two
    low, high = np.minimum(at, cue), np.maximum(at, cue)
    between = counts[high] - counts[low + 1]
    commas, quotes, verbs = between & 1023, (between >> 10) & 1023, between >> 20
    code = np.minimum(commas, 3) * 16 + np.minimum(quotes, 3) * 4 + np.minimum(verbs, 3)
    code[distance == 0] = 0
    rows = of_token.take(at - first, axis=1)
    rows += np.repeat(of_cue, sizes, axis=1)
    rows += _BY_DISTANCE.take(_CLASS_OF_DISTANCE[distance + MAX_WINDOW], axis=1)
    rows += _BY_COUNTS.take(code, axis=1)
    rows &= MASK
    return rows


def running_counts(coded: Coded, verbal: npt.NDArray[np.bool_]) -> Codes:
    """Running counts of commas, quotation marks and verbs, packed by 10 bits; wraps harmlessly.

    Differences over a window (at most :data:`MAX_WINDOW` tokens) never reach 10 bits.
    """
    kind = coded.kind
    packed = (kind == COMMA).astype(np.int32)
    packed += ((kind == QUOTE_OPEN) | (kind == QUOTE_CLOSE)).astype(np.int32) << 10
    packed += verbal[kind].astype(np.int32) << 20
    out = np.zeros(len(kind) + 1, dtype=np.int32)
    np.cumsum(packed, out=out[1:])
    return out
