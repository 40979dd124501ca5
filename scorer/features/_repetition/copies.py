"""Exact repetition: sentences, lines and n-grams that say the same words again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scorer.features._repetition.keys import Keys, WordKeys, first_equal
from scorer.text.document import Document, Flags, Index

ENOUGH_WORDS = 6
"""A shorter sentence may come again by right ("Thank you.", "That's right.")."""
ENOUGH_WORDS_LINE = 3
"""A line of its own needs less; "AD" and "Source: AP" are frames, not repetition."""
PASSAGE_WORDS = 100
_FIELD_WORDS = 6
_ADDRESS_SHARE = 0.6
_LONGEST_BOILERPLATE = 30
_NEAR_SHARE = 0.75
_NEAR_WORDS = 8
_SHORT, _LONG = 3, 5
_HIGH = np.uint64(48)
_FEW_KEYS = 4096
_MANY = 200
"""Keys that return: beyond, arrays are faster than lists."""
_NONE: Index = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Sentences:
    """Exact repetition among sentences.

    Attributes
    ----------
    words : array of int64, shape (s + 1,)
        First word of each sentence, and the number of words.
    first : array of int64, shape (s,)
        First sentence that holds the same words; itself where it is new.
    again : array of bool, shape (s,)
        Holds words, and the same as an earlier sentence.
    counted : array of bool, shape (s,)
        ``again``, and more than a phrase that may return by right.
    passages : array of int64, shape (n, 2)
        Sentence ranges of long passages copied in one piece.
    """

    words: Index
    first: Index
    again: Flags
    counted: Flags
    passages: Index


def sentences(doc: Document, keys: WordKeys) -> Sentences:
    """Compare the sentences of a document."""
    words = keys.words_of(doc.sentence_tokens)
    size = words[1:] - words[:-1]
    first = first_equal(keys.ranges(words[:-1], words[1:]))
    again = (first != np.arange(len(first))) & (size > 0)
    if not again.any():
        return Sentences(words, first, again, again, _NO_PASSAGES)
    counted = again & (size >= ENOUGH_WORDS)
    counted &= ~_by_right(doc, counted)
    follows = np.zeros(len(first), dtype=np.bool_)
    follows[1:] = again[1:] & again[:-1] & (first[1:] == first[:-1] + 1)
    # short sentences beside longer ones that were copied with them count as well
    run = np.cumsum(~follows) - 1
    counted = again & (np.bincount(run, weights=counted)[run] > 0)
    starts = (~follows).nonzero()[0]
    ends = np.append(starts[1:], len(first))
    long_enough = again[starts] & (words[ends] - words[starts] >= PASSAGE_WORDS)
    passages = np.stack((starts[long_enough], ends[long_enough]), axis=1)
    return Sentences(words, first, again, counted, passages)


_NO_PASSAGES: Index = np.zeros((0, 2), dtype=np.int64)


def _by_right(doc: Document, among: Flags) -> Flags:
    """Which of some sentences are references: in brackets, or little more than an address."""
    out = np.zeros(len(among), dtype=np.bool_)
    where = among.nonzero()[0]
    for sentence, (start, end) in zip(
        where.tolist(), doc.sentence_ranges[where].tolist(), strict=True
    ):
        text = doc.text
        if text[start] in "([" and text[end - 1] in ")].":
            out[sentence] = True
        elif (at := text.find("://", start, end)) >= 0:
            closes = text.find(" ", at, end)
            address = (end if closes < 0 else closes) - max(text.rfind(" ", start, at), start)
            out[sentence] = address > _ADDRESS_SHARE * (end - start)
    return out


@dataclass(frozen=True, slots=True)
class Lines:
    """Exact repetition among lines.

    Attributes
    ----------
    words : array of int64, shape (p,)
        Number of words of each line.
    first : array of int64, shape (p,)
        First line that holds the same words; itself where it is new.
    boilerplate : array of int64
        Short lines that repeat an earlier one at an interval, not as part of a copied passage.
    copied : array of bool, shape (p,)
        Lines of a passage of several lines that was copied.
    """

    words: Index
    first: Index
    boilerplate: Index
    copied: Flags


def lines(doc: Document, keys: WordKeys) -> Lines:
    """Compare the lines of a document."""
    words = keys.words_of(doc.line_tokens)
    size = words[1:] - words[:-1]
    first = first_equal(keys.ranges(words[:-1], words[1:]))
    again = first != np.arange(len(first))
    if not again.any():
        return Lines(size, first, _NONE, again)
    short = (size >= ENOUGH_WORDS_LINE) & (size <= _LONGEST_BOILERPLATE)
    copied = np.zeros(len(first), dtype=np.bool_)
    follows = again[1:] & again[:-1] & (first[1:] == first[:-1] + 1)
    copied[1:] |= follows
    copied[:-1] |= follows
    # a line that follows its like is a line at intervals of none, not a passage
    copied &= again
    boilerplate = (again & short & ~copied).nonzero()[0]
    if len(boilerplate):
        heads, number = np.unique(first[boilerplate], return_inverse=True)
        fields = np.array([_is_field(doc, line, int(size[line])) for line in heads.tolist()])
        boilerplate = boilerplate[~fields[number]]
    return Lines(size, first, boilerplate, copied)


def _is_field(doc: Document, line: int, size: int) -> bool:
    """Whether a line is a field of a list ("Next fight: open"), which returns by right."""
    start, end = doc.line_tokens[line : line + 2].tolist()
    if "://" in doc.text[slice(*doc.line_ranges[line].tolist())]:
        return True
    if size > _FIELD_WORDS:
        return False
    tokens = doc.tokens[start:end]
    return ":" in tokens[1:5] and tokens[-1] not in ".!?:"


@dataclass(frozen=True, slots=True)
class Ngrams:
    """Words inside n-grams that return.

    Attributes
    ----------
    again : array of int64
        Words in a five-word sequence that stood before, not overlapping itself.
    top : array of int64
        Words in the three-word sequence that takes up most characters; it stands twice or more.
    """

    again: Index
    top: Index


def ngrams(keys: WordKeys, lengths: Index) -> Ngrams:
    """Find the n-grams that return, among words of given lengths in characters."""
    short = keys.ngrams(_SHORT)
    groups = _returning(short)
    if groups is None:
        return _many(keys, short, lengths)
    if not groups:
        return Ngrams(_NONE, _NONE)
    heads = np.array([group[0] for group in groups], dtype=np.int64)
    total = np.zeros(len(keys) + 1, dtype=np.int64)
    lengths.cumsum(out=total[1:])
    sizes = (total.take(heads + _SHORT) - total.take(heads)).tolist()
    best: list[int] = []
    most = 0
    for group, size in zip(groups, sizes, strict=True):
        taken = (len(group) - 1) * size
        if taken > most or (taken == most and group[0] < best[0]):
            best, most = group, taken
    # a longer sequence can return only where all the shorter ones in it do
    places = {at for group in groups for at in group}
    last = len(keys) - _LONG
    begins = [at for at in sorted(places) if at + 1 in places and at + 2 in places and at <= last]
    where: list[int] = []
    if begins:
        starts = np.array(begins, dtype=np.int64)
        seen: dict[int, int] = {}
        where = [
            at
            for at, key in zip(begins, keys.ranges(starts, starts + _LONG).tolist(), strict=True)
            if at - seen.setdefault(key, at) >= _LONG
        ]
    return Ngrams(_covered(where, _LONG), _covered(best, _SHORT))


def _many(keys: WordKeys, short: Keys, lengths: Index) -> Ngrams:
    """Find the n-grams that return on a page where many do."""
    first = first_equal(short)
    later = (first != np.arange(len(first))).nonzero()[0]
    if not len(later):
        return Ngrams(_NONE, _NONE)
    total = np.zeros(len(keys) + 1, dtype=np.int64)
    lengths.cumsum(out=total[1:])
    count = np.bincount(first[later], minlength=len(short))
    best = int((count * (total[_SHORT:] - total[:-_SHORT])).argmax())
    returns = np.zeros(len(keys), dtype=np.bool_)
    returns[later] = returns[first[later]] = True
    begins = returns[: len(keys) - _LONG + 1].nonzero()[0]
    earlier = begins[first_equal(keys.ranges(begins, begins + _LONG))]
    again, top = np.zeros((2, len(keys)), dtype=np.bool_)
    top[((first == best).nonzero()[0][:, None] + np.arange(_SHORT)).ravel()] = True
    again[(begins[begins - earlier >= _LONG][:, None] + np.arange(_LONG)).ravel()] = True
    return Ngrams(again.nonzero()[0], top.nonzero()[0])


def _returning(keys: Keys) -> list[list[int]] | None:
    """Places of each key that stands twice or more, in order; None where they are very many."""
    # numpy sorts 16-bit numbers by radix; few of a page's keys agree in so many bits by chance
    part = (keys >> _HIGH).astype(np.uint16) if len(keys) < _FEW_KEYS else keys
    order = part.argsort(kind="stable")
    ordered = part.take(order)
    same = (ordered[1:] == ordered[:-1]).nonzero()[0]
    if not len(same):
        return []
    if len(same) > _MANY:
        return None
    places: list[int] = []
    before = -1
    for at, earlier, later in zip(
        same.tolist(), order.take(same).tolist(), order.take(same + 1).tolist(), strict=True
    ):
        if at != before + 1 or not places:
            places.append(earlier)
        places.append(later)
        before = at
    groups: dict[int, list[int]] = {}
    find = groups.get
    for place, key in zip(places, keys.take(places).tolist(), strict=True):
        group = find(key)
        if group is None:
            groups[key] = [place]
        else:
            group.append(place)
    return [group for group in groups.values() if len(group) > 1]


def _covered(starts: list[int], size: int) -> Index:
    """Words in sequences of one size that start at some words, given in order."""
    if not starts:
        return _NONE
    words: list[int] = []
    reached = 0
    for start in starts:
        words += range(max(start, reached), start + size)
        reached = start + size
    return np.array(words, dtype=np.int64)


def near(doc: Document, inside: Index, found: Sentences) -> Flags:
    """Sentences most of whose words stand in repeated n-grams, copies left out."""
    words = found.words
    if not len(inside):
        return np.zeros(len(words) - 1, dtype=np.bool_)
    size = words[1:] - words[:-1]
    total = np.searchsorted(inside, words)
    like = (total[1:] - total[:-1] >= _NEAR_SHARE * size) & (size >= _NEAR_WORDS) & ~found.again
    return like & ~_by_right(doc, like) if like.any() else like
