"""Best consistent parts of each cue, from scores of the tokens around it.

Every choice is a maximum over a range of tokens. A score and the token's place are packed in one
integer, so that one ``maximum.reduceat`` finds values and places of the maxima of all ranges of all
cues. The few cues whose parts then overlap are decoded one by one, part after part.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Index = npt.NDArray[np.int64]
Keys = npt.NDArray[np.int32]

PLACES = 127
"""Highest place in a window that a key can hold."""
_PLACE_BITS = 7
_LOWEST = -(1 << 30)
"""Key of an empty range: below all others."""

# The ten maxima: of which column of the scores, from where to where (start, head, after it, end).
_START, _HEAD, _AFTER, _END = range(4)
_LEFT, _RIGHT = (_START, _HEAD), (_AFTER, _END)
_EDGES = np.array([(_START, _AFTER), (_HEAD, _END), _LEFT, _LEFT, _RIGHT, _RIGHT,
                   _LEFT, _LEFT, _RIGHT, _RIGHT])  # fmt: skip
_COLUMNS = np.array([0, 1, 2, 3, 2, 3, 4, 5, 6, 7])[:, None, None]
_OWN = _COLUMNS[2:, 0]
_NOWHERE = _LOWEST >> _PLACE_BITS
"""Margin of a range that is empty: below all others."""


def pack(scores: npt.NDArray[np.int16], scale: Keys, place: Index) -> Keys:
    """Scores and places as keys, one row for each column of the scores; (8, n + 1).

    Parameters
    ----------
    scores : array of int16, shape (n, 8)
        Scores of all tokens of all windows, one window after another.
    scale : array of int32, shape (8,)
        Units of the columns; scores in units stay below 2^22.
    place : array of int64, shape (n,)
        Place of each token in its window, at most :data:`PLACES`.
    """
    keys = np.zeros((8, len(scores) + 1), dtype=np.int32)
    inner = keys[:, :-1]
    np.multiply(scores.T, scale[:, None] << _PLACE_BITS, out=inner)
    inner += (PLACES - place).astype(np.int32)
    return keys


def decode(
    keys: Keys, starts: Index, sizes: Index, here: Index, low: Index | None = None
) -> list[list[int]]:
    """Best consistent parts of each cue.

    Parameters
    ----------
    keys : array of int32
        Result of :func:`pack`.
    starts, sizes : array of int64, shape (cues,)
        Start of each window and its number of tokens.
    here : array of int64, shape (cues,)
        Place of the cue's head in its window.
    low : array of int64, shape (cues,), optional
        First token of each window, 0 by default.

    Returns
    -------
    list of lists of int
        Of each cue: first and last token of cue, source, left and right content, -1 where a part is
        missing. As lists, since one relation after another is made of them.
    """
    flat, width, cues = keys.ravel(), keys.shape[1], len(starts)
    bounds = np.empty((4, cues), dtype=np.int64)
    bounds[0] = starts
    heads = np.add(starts, here, out=bounds[1])
    np.add(heads, 1, out=bounds[2])
    np.add(starts, sizes, out=bounds[3])
    edges = bounds.take(_EDGES, axis=0)
    edges += _COLUMNS * width
    best = np.maximum.reduceat(flat, edges.transpose(0, 2, 1).ravel())[::2].reshape(10, cues)
    # pointing at the head itself means that the part is missing
    scores = best[2:] >> _PLACE_BITS
    scores -= flat.take(heads + _OWN * width) >> _PLACE_BITS
    margins = (scores[::2] + scores[1::2]).T.tolist()
    best &= PLACES
    if low is None:
        low = np.zeros_like(starts)
    places = (low + PLACES - best).T.tolist()
    out: list[list[int]] = []
    for cue, ((before, behind, on_left, on_right), place, head, size) in enumerate(
        zip(margins, places, here.tolist(), sizes.tolist(), strict=True)
    ):
        first, last, b0, b1, a0, a1, l0, l1, r0, r1 = place
        if not head:  # nothing stands left of the cue
            before = on_left = _NOWHERE
        if head + 1 == size:
            behind = on_right = _NOWHERE
        if behind > before:
            before, b0, b1 = behind, a0, a1
        if before <= 0:
            b0 = b1 = -1
        # an attribution has a content: the likelier side where neither is likely
        if on_left <= 0 and (on_left < on_right or on_left == _NOWHERE):
            l0 = l1 = -1
        if on_right <= 0 and (on_right < on_left or on_right == _NOWHERE):
            r0 = r1 = -1
        if (
            (b1 >= first and last >= b0)
            or l1 >= first
            or (0 <= r0 <= last)
            or (b0 >= 0 and ((l1 >= b0 and b1 >= l0) or (r1 >= b0 and b1 >= r0)))
            or b0 > b1
            or l0 > l1
            or r0 > r1
        ):
            begin = int(starts[cue])
            rows = keys[2:, begin : begin + size].tolist()
            shift = low.item(cue)
            one = _one_by_one(rows, head, first - shift, last + 1 - shift)
            out.append([at + shift if at >= 0 else at for at in one])
        else:
            out.append([first, last, b0, b1, l0, l1, r0, r1])
    return out


def _one_by_one(rows: list[list[int]], here: int, before: int, after: int) -> list[int]:
    """Parts of one cue, as places: source and contents keep clear of those before them.

    The rows are the keys of source and contents in its window, the cue runs to before ``after``.
    """
    end = len(rows[0])

    def best(part: int, ranges: list[tuple[int, int]]) -> tuple[int, int, int]:
        """Margin, first and last token of the best place in some ranges, in order."""
        firsts, lasts = rows[2 * part - 2], rows[2 * part - 1]
        nobody = (firsts[here] >> _PLACE_BITS) + (lasts[here] >> _PLACE_BITS)
        margin, begin, stop = _LOWEST, -1, -1
        for low, high in ranges:
            if low < high:
                top = max(firsts[low:high])
                first = PLACES - (top & PLACES)
                more = max(lasts[first:high])
                score = (top >> _PLACE_BITS) + (more >> _PLACE_BITS) - nobody
                if score >= margin:
                    margin, begin, stop = score, first, PLACES - (more & PLACES)
        return margin, begin, stop

    margin, *source = best(1, [(0, before), (after, end)])
    if margin <= 0:
        source = [-1, -1]
    left, right = [(0, before)], [(after, end)]
    if 0 <= source[0] < before:
        left = [(0, source[0]), (source[1] + 1, before)]
    elif source[0] >= after:
        right = [(after, source[0]), (source[1] + 1, end)]
    contents = [best(2, left), best(3, right)]
    likeliest = max(content[0] for content in contents)
    parts = [before, after - 1, *source]
    for margin, first, last in contents:
        parts += (first, last) if margin > 0 or margin == likeliest else (-1, -1)
    return parts
