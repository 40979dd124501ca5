"""Tokens, lines and sentences from character classes, in a handful of numpy passes.

A token is a word (``don't``, ``3.5``, ``1,000``, ``U.S``), or one punctuation character. A line is
a paragraph: lines that were only wrapped for width are joined. A sentence never crosses a line, so
headlines and list items without a full stop stand alone.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scorer.text import characters as ch

Index = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

FULL_STOP = ord(".")

ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof sen rep gov gen col lt sgt capt cmdr maj adm rev hon pres sec supt det insp
    fr sr jr st mt ft ave blvd rd no nos vol fig figs eq ed eds pp vs v etc al inc ltd co corp bros
    dept univ assn est approx ca cf eg e.g i.e ie viz jan feb mar apr jun jul aug sept sep oct nov
    dec mon tue tues wed thu thur thurs fri sat sun ala ariz ark calif colo conn del fla ga ill ind
    kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo u.s
    u.k u.n e.u d.c a.m p.m ph.d m.d b.a m.a l.a n.y n.j n.c s.c u.s.a messrs mme mlle
    reps sens gens govs profs drs ste ont que alta sask
    """.split()
)
"""Tokens whose following full stop does not end a sentence by itself."""

# after these a capital usually does start a new sentence: "... in the U.S. The ..."
_MAY_END = frozenset("u.s u.k u.n e.u d.c a.m p.m u.s.a etc inc ltd co corp jr sr ph.d m.d".split())
_SENTENCE_OPENERS = frozenset(
    """
    the a an it he she they we i you this that these those in on at but and as for if when while
    there his her their its our my what who why how some many most after before since although
    however meanwhile yet so no not
    """.split()
)


def tokenise(kinds: ch.Classes, codes: ch.Codes) -> tuple[Index, Index]:
    """Find the tokens.

    Parameters
    ----------
    kinds : array of uint8, shape (n,)
        Character class of each character.
    codes : array of uint32, shape (n,)
        The characters.

    Returns
    -------
    starts, ends : arrays of int64
        Half-open character ranges, in order.
    """
    size = len(kinds)
    if not size:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty
    # one comparison a class range: below the range, unsigned numbers wrap round to large ones
    from_lower = kinds - np.uint8(ch.LOWER)
    inside = from_lower <= ch.DIGIT - ch.LOWER
    if size > 2:
        # apostrophes, stops and commas between two letters or digits: a few dozen an article
        marks = kinds[1:-1] - np.uint8(ch.APOSTROPHE) <= ch.COMMA - ch.APOSTROPHE
        marks &= inside[:-2]
        marks &= inside[2:]
        at = marks.nonzero()[0] + 1
        if len(at):
            inside[at[_joins(kinds, codes, at)]] = True
    # a token starts and ends at each visible character but between two that stand inside a word
    visible = kinds - np.uint8(ch.SPACE) > ch.NEWLINE - ch.SPACE
    within = inside[:-1] & inside[1:]
    opens, closes = visible, visible.copy()
    opens[1:] &= ~within
    closes[:-1] &= ~within
    return opens.nonzero()[0], closes.nonzero()[0] + 1


def _joins(kinds: ch.Classes, codes: ch.Codes, at: Index) -> Flags:
    """Whether marks between two letters or digits join them to one word."""
    verdict = _VERDICT.take(_BASE.dot(kinds.take(at + _BESIDE)))
    joins: Flags = verdict == _JOIN
    asked = (verdict > _JOIN).nonzero()[0]
    if not len(asked):
        return joins
    asked = asked[codes.take(at.take(asked)) == FULL_STOP]  # not another stop
    single = verdict.take(asked) == _INITIALS
    joins[asked[~single]] = True
    initials = asked[single]
    if len(initials):  # points between single letters, as the first in "U.S."
        where, last = at.take(initials), len(kinds) - 1
        before, after = kinds[np.maximum(where - 2, 0)], kinds[np.minimum(where + 2, last)]
        alone = (where == 1) | (before - np.uint8(ch.LOWER) > ch.LETTER - ch.LOWER)
        alone &= (where + 2 > last) | (after - np.uint8(ch.LOWER) > ch.LETTER - ch.LOWER)
        joins[initials] = alone
    return joins


_JOIN, _POINT, _INITIALS = 1, 2, 3
"""A mark joins; it joins if it is a full stop; then it joins single letters."""
_BESIDE = np.array([[-1], [0], [1]])
_BASE = np.array([144, 12, 1])


def _verdicts() -> npt.NDArray[np.uint8]:
    """What a mark does, by its class and those of the characters before and after it."""
    table = np.zeros((12, 12, 12), dtype=np.uint8)
    letters = slice(ch.LOWER, ch.LETTER + 1)
    table[letters, ch.APOSTROPHE, letters] = _JOIN
    table[letters, ch.STOP, letters] = _INITIALS
    table[ch.DIGIT, ch.COMMA, ch.DIGIT] = _JOIN
    table[ch.DIGIT, ch.STOP, ch.DIGIT] = _POINT
    return table.ravel()


_VERDICT = _verdicts()


def lines(kinds: ch.Classes, starts: Index, ends: Index) -> tuple[Index, Index]:
    """Find the lines that hold something, wrapped ones joined.

    Parameters
    ----------
    kinds : array of uint8
        Character classes.
    starts, ends : arrays of int64
        Token ranges; whatever is visible stands in a token.

    Returns
    -------
    first, last : arrays of int64, shape (p,)
        First and last token of each line.
    """
    if not len(starts):
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty
    breaks = (kinds == ch.NEWLINE).nonzero()[0]
    # the first token after each break starts a line
    after = starts.searchsorted(breaks)
    # as many breaks behind a token as in front of the next: a line goes on, or starts once
    new = after[:-1] != after[1:]
    first = np.zeros(1 + len(after), dtype=np.int64)
    first[1:] = after
    kept = np.ones(len(first), dtype=np.bool_)
    kept[1:-1] = new
    kept[1:] &= (after > 0) & (after < len(starts))
    first = first[kept]
    last = np.empty_like(first)
    last[:-1] = first[1:] - 1
    last[-1] = len(starts) - 1
    return _unwrap(kinds, breaks, first, last, starts[first], ends[last])


_PACKED_LINES, _PACKED_MOST = 6, 100
"""Lines, and characters of the longest, of a text that may be wrapped to one width throughout."""


def _unwrap(
    kinds: ch.Classes, breaks: Index, first: Index, last: Index, starts: Index, ends: Index
) -> tuple[Index, Index]:
    """Join lines that break off in the middle of a sentence for width alone."""
    if len(starts) < 2:
        return first, last
    closing, following = kinds[ends[:-1] - 1], kinds[starts[1:]]
    open_end = (closing == ch.LOWER) | (closing == ch.COMMA) | (closing == ch.LETTER)
    soft = open_end & (following == ch.LOWER)
    lengths = ends - starts
    maybe_packed = len(starts) >= _PACKED_LINES and int(lengths.max()) <= _PACKED_MOST
    if not maybe_packed and not soft.any():
        return first, last
    # one break only, and the line was long enough to be wrapped
    adjacent = breaks.searchsorted(starts[1:]) - breaks.searchsorted(ends[:-1]) == 1
    soft &= adjacent & (lengths[:-1] >= 45)
    if maybe_packed:
        # the last line of a paragraph is as long as it happens to be
        inner = lengths[:-1][adjacent]
        wide = (inner >= 50) & (inner <= 90)
        if len(inner) >= _PACKED_LINES - 2 and wide.mean() >= 0.7:
            wrapped = adjacent & (lengths[:-1] >= 50)
            if adjacent.all():  # no empty lines that part the paragraphs: a stop may end one
                wrapped &= (closing != ch.STOP) & (closing != ch.QUOTE)
            else:
                wrapped &= (following != ch.OTHER) & (following != ch.HYPHEN)  # list items
            soft |= wrapped
    if not soft.any():
        return first, last
    kept = np.ones(len(first), dtype=np.bool_)
    kept[1:] = ~soft
    ending = np.ones(len(first), dtype=np.bool_)
    ending[:-1] = ~soft
    return first[kept], last[ending]


def cut(text: str, starts: Index, ends: Index) -> list[str]:
    """Cut a normalised text into its tokens.

    A space before each token that no space stands before, then one ``str.split``: half the time of
    a slice a token (0.73 -> 0.41 floors).
    """
    pieces, at = [], 0
    for glued in starts[1:][starts[1:] == ends[:-1]].tolist():
        pieces.append(text[at:glued])
        at = glued
    pieces.append(text[at:])
    tokens = " ".join(pieces).split()
    if len(tokens) != len(starts):  # a white space that normalisation does not know
        return [text[s:e] for s, e in zip(starts.tolist(), ends.tolist(), strict=True)]
    return tokens


def sentence_starts(
    words: list[str],
    first_kinds: ch.Classes,
    starts: Index,
    ends: Index,
    line_tokens: Index,
) -> Index:
    """Find the token that starts each sentence.

    Parameters
    ----------
    words : list of str
        Tokens in lower case.
    first_kinds : array of uint8
        Character class of each token's first character.
    starts, ends : arrays of int64
        Token ranges.
    line_tokens : array of int64
        First token of each line.

    Returns
    -------
    array of int64
        Indices into the tokens, ascending; the first is 0 where there is any token.
    """
    count = len(words)
    if not count:
        return np.zeros(0, dtype=np.int64)
    opens = np.zeros(count, dtype=np.bool_)
    opens[line_tokens] = True
    stops = (first_kinds == ch.STOP).nonzero()[0]
    # no space between a token and the one before it; Python reads bytes faster than an array
    glued = np.zeros(count + 1, dtype=np.bool_)
    glued[1:-1] = starts[1:] == ends[:-1]
    text = _Tokens(words, first_kinds.tobytes(), glued.tobytes())
    following = 0
    found = []
    for stop in stops.tolist():
        if stop < following:
            continue  # in the run of marks just read: reading it again would be quadratic
        following = stop + 1
        while following < count and text.glued[following]:
            # runs of stops, then closing quotes and brackets, belong to the sentence they end
            if words[following] not in _CLOSERS:
                break
            if text.kinds[following] == ch.STOP:
                stop = following  # the last stop of the run decides
            following += 1
        if following >= count or text.glued[following]:
            continue  # no space: "scorer.py", "3.5", or a stop in the middle of something
        if _ends_sentence(text, stop, following):
            found.append(following)
    opens[found] = True
    return opens.nonzero()[0]


class _Tokens(NamedTuple):
    """What tells the end of a sentence: words, classes of their first characters, glued or not."""

    words: list[str]
    kinds: bytes
    glued: bytes


_CLOSERS = frozenset("\"')]}.!?…")
_OPENERS = frozenset("\"'([{—-•*")


def _ends_sentence(text: _Tokens, stop: int, following: int) -> bool:
    """Whether a stop followed by space ends its sentence."""
    words, kinds, glued = text
    opener = following
    while opener < len(words) and words[opener] in _OPENERS:
        opener += 1
    if opener >= len(words):
        return True
    if kinds[opener] == ch.LOWER:
        return False  # 'he won!" she said', "approx. five"
    if words[stop] != "." or not glued[stop]:
        return True  # glued: to a word, a stop at the text's start is not
    before = words[stop - 1]
    if before in ABBREVIATIONS:
        # "in the U.S. The deal" ends, "U.S. Sen. Vance" does not
        return before in _MAY_END and words[opener] in _SENTENCE_OPENERS
    is_initial = len(before) == 1 and kinds[stop - 1] == ch.UPPER
    return not is_initial or words[opener] in _SENTENCE_OPENERS


_BEHIND_STOP = frozenset("\"')]}")
_STOPS = frozenset(".!?…。")


def closed(tokens: list[str], bounds: Index) -> Flags:
    """Whether each sentence ends in a stop, before closing quotes or brackets.

    Parameters
    ----------
    tokens : list of str
        Tokens in lower case.
    bounds : array of int64, shape (s + 1,)
        First token of each sentence, and the number of tokens at the end.
    """
    found = []
    for first, end in pairwise(bounds.tolist()):
        at = end - 1
        while at > first and tokens[at] in _BEHIND_STOP:
            at -= 1
        found.append(tokens[at] in _STOPS)
    return np.array(found, dtype=np.bool_)
