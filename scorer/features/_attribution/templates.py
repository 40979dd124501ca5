"""Feature templates of the attribution model, computed for a whole document at once.

Every template adds up multiples of a few small integers to a row number of a weight table (linear
hashing: a handful of numpy operations on 32-bit integers for all tokens together). Three groups:
templates of one token, of a possible cue, and of a pair of a token and a cue.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scorer.features._attribution.encode import COUNT_BITS, PAD, Coded, Lexicon

Codes = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.int32]
Index = npt.NDArray[np.int64]
Factors = npt.NDArray[np.float64]

BITS, CUE_BITS = 17, 18
"""Sizes of the weight tables; the larger one is for the cues, of which there are few."""
_MASK, _CUE_MASK = np.int32((1 << BITS) - 1), np.int32((1 << CUE_BITS) - 1)
MAX_WINDOW = 60
"""Tokens either side of a cue that are read."""
UNKNOWN_WORD = 12_000
"""Added to the word class where a cue is no known word."""

# Components: t = word, k = word class, q = in a quotation; l, r = left, right neighbour.
TOKEN = ("t0", "tl", "tr", "k0 kl", "k0 kr", "kll kl", "kr krr", "k0 q0")
CUE = (
    "t0", "tl", "tr", "kll kl", "kr krr", "w kl", "w kr", "w krr", "w kll", "w holds q0",
    "k0 kl kr", "klll kll kl", "w ql qr q0", "k0 position earlier", "w position",
    "k0 holds ql qr q0", "kl kr krr", "tl t0", "t0 tr",
)  # fmt: skip
PAIR = (
    "d k0", "d kl", "d kr", "w d", "w k0 side", "w kl side", "w kr side", "kcl kl side",
    "kcr kr side", "marks side kl", "marks side kr", "q0 qc marks side k0", "marks verbs d",
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
    return (mixed >> 32) & 0xFFFF | 1


def _factors(templates: tuple[str, ...], names: tuple[str, ...], salt: int) -> Factors:
    """Multiplier of each component (0: not used) in each template; (templates, names)."""
    out = np.zeros((len(templates), len(names)))
    for at, template in enumerate(templates):
        for name in template.split():
            if name in names:
                out[at, names.index(name)] = _factor(salt + at, name)
    return out


_OF_TOKEN = ("kll", "kl", "k0", "kr", "krr", "q0", "tl", "t0", "tr")
_OF_PAIR_TOKEN = _OF_TOKEN[1:6]
_OF_CUE = ("klll", "kll", "kl", "k0", "kr", "krr", "krrr", "tl", "t0", "tr", "ql", "q0", "qr", "w",
           "holds", "position", "earlier")  # fmt: skip
_OF_PAIR_CUE = ("kcl", "kcr", "w", "qc")
_CUE = _factors(CUE, _OF_CUE, 200)
_TOKEN = _factors(TOKEN, _OF_TOKEN, 100)
_PAIR_TOKEN = _factors(PAIR, _OF_PAIR_TOKEN, 300)
_PAIR_CUE = _factors(PAIR, _OF_PAIR_CUE, 300)
_SALTS = np.array([[_factor(400 + at, "t0")] for at in range(len(PAIR))], dtype=np.int32)


def _pair_table(names: tuple[str, ...], values: list[npt.NDArray[np.int64]]) -> Hashes:
    """What each value of a pair's own components adds to each template; (templates, size)."""
    return _add(_factors(PAIR, names, 300), np.array(values, dtype=np.float64))


_AT_ONCE = 700
"""Columns of one product: larger ones start threads, which cost more than they save."""


def _add(factors: Factors, columns: Factors) -> Hashes:
    """Sum the multiples of the components, (components, n); (templates, n), not yet masked.

    In floating point, which has the fast product: factors are under 2^16 and a template's
    components under 2^15 in all, so every sum is an exact integer under 2^31.
    """
    count = columns.shape[1]
    if count <= _AT_ONCE:
        return (factors @ columns).astype(np.int32)
    out = np.empty((len(factors), count), dtype=np.int32)
    for first in range(0, count, _AT_ONCE):
        out[:, first : first + _AT_ONCE] = factors @ columns[:, first : first + _AT_ONCE]
    return out


_DISTANCE = np.arange(DISTANCES)
_SIDE = np.sign(_DISTANCE - DISTANCES // 2) + 1
_NUMBERS = np.arange(64)
_CODES = sum(
    np.minimum(np.arange(1 << 18) >> COUNT_BITS * place & 63, 3) << 4 - 2 * place
    for place in range(3)
).astype(np.uint8)
"""Numbers of commas, quotation marks and verbs, at most three of each, by packed counts."""
_MARKED = next(at for at, name in enumerate(PAIR) if "marks" in name)
"""First of the templates that read the marks between; they stand last."""
_BY_COUNTS = _pair_table(("marks", "verbs"), [_NUMBERS // 4, _NUMBERS % 4])[_MARKED:]


def _by_distance() -> Hashes:
    """What each signed distance from -MAX_WINDOW adds: exact to 8, then in classes."""
    distance = np.arange(-MAX_WINDOW, MAX_WINDOW + 1)
    size = np.abs(distance)
    classes = np.where(size <= 8, size, np.minimum(15, 8 + (size - 8) // 7))
    classes = classes * np.sign(distance) + DISTANCES // 2
    return _pair_table(("d", "side"), [_DISTANCE, _SIDE]).take(classes, axis=1)


_BY_DISTANCE = _by_distance()


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
    near = at + _NEAR
    columns = np.empty((len(_OF_CUE), len(at)))
    columns[:7] = coded.kind.take(near)
    columns[7:10] = coded.word.take(near[2:5])
    columns[10:13] = coded.quoted.take(near[2:5])
    word = columns[8]
    columns[13] = np.where(word > 0, word, columns[3] + UNKNOWN_WORD)
    columns[14], columns[15], columns[16] = context
    rows = _add(_CUE, columns)
    rows &= _CUE_MASK
    return rows


_NEAR = np.arange(-3, 4)[:, None]


def alone_rows(
    coded: Coded, first: int, end: int, kept: Index | None = None
) -> tuple[Hashes, Hashes]:
    """What a range of tokens of the padded arrays adds: rows of the token templates, pair hashes.

    Both of shape (templates, n); by token and not by pair, since sentences hold several cues.
    Only the tokens ``kept``, counted from ``first``, where they are given.
    """
    at = np.arange(first, end) if kept is None else kept + first
    near = at + _AROUND
    columns = np.empty((len(_OF_TOKEN), len(at)))
    columns[:5] = coded.kind.take(near)
    columns[5] = coded.quoted.take(at)
    columns[6:] = coded.word.take(near[1:4])
    rows = _add(_TOKEN, columns)
    rows &= _MASK
    return rows, _add(_PAIR_TOKEN, columns[1:6])


_AROUND = np.arange(-2, 3)[:, None]


def pair_rows(
    coded: Coded,
    of_token: Hashes,
    at: Index,
    begin: int,
    cues: Index,
    window: Index,
    counts: Codes,
    columns: Index | None = None,
) -> Hashes:
    """Rows of the templates of pairs of a token and a cue, (templates, n).

    Parameters
    ----------
    coded : Coded
        The coded document.
    of_token : array of int32
        Second result of :func:`alone_rows`, for tokens from ``begin`` on.
    at : array of int64, shape (n,)
        Tokens, counted from ``begin``.
    begin : int
        First token that is read.
    cues : array of int64, shape (cues,)
        Cues as tokens of the document.
    window : array of int64, shape (n,)
        Number of the cue that each token is paired with.
    counts : array of int32, shape (t + 1,)
        Running counts of commas, quotation marks and verbs, from :func:`running_counts`.
    columns : array of int64, shape (n,), optional
        Columns of ``of_token`` where they are not the tokens from ``begin`` on.
    """
    padded = cues + PAD
    word, parts = coded.word.take(padded), np.empty((len(_OF_PAIR_CUE), len(cues)))
    parts[:2] = coded.kind.take(padded + _NEXT)
    parts[2] = np.where(word > 0, word, coded.kind.take(padded) + UNKNOWN_WORD)
    parts[3] = coded.quoted.take(padded)
    of_cue = _add(_PAIR_CUE, parts)
    of_cue += _SALTS
    cue = (cues - begin).take(window)
    counts = counts[begin:]
    # marks and verbs strictly between the two
    between = counts.take(np.maximum(at, cue))
    between -= counts.take(np.minimum(at, cue) + 1)
    np.maximum(between, 0, out=between)
    rows = of_token.take(at if columns is None else columns, axis=1, mode="wrap")
    rows += of_cue.take(window, axis=1)
    at = at - cue
    at += MAX_WINDOW
    rows += _BY_DISTANCE.take(at, axis=1)
    rows[_MARKED:] += _BY_COUNTS.take(_CODES.take(between), axis=1)
    rows &= _MASK
    return rows


_NEXT = np.array([[-1], [1]])


def running_counts(coded: Coded, lex: Lexicon) -> Codes:
    """Running counts of commas, quotation marks and verbs, packed by 6 bits; wraps harmlessly.

    Differences over a window (at most :data:`MAX_WINDOW` tokens) never reach 6 bits.
    """
    kind = coded.kind[PAD:-PAD]
    out = np.zeros(len(kind) + 1, dtype=np.int32)
    np.cumsum(lex.marks.take(kind), out=out[1:])
    return out
