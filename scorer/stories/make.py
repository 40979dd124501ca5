"""Make fingerprints from texts."""

from __future__ import annotations

import numpy as np

from scorer.features._repetition.keys import Keys, range_keys
from scorer.stories.fingerprint import Fingerprint
from scorer.stories.units import Units, mixed
from scorer.text.document import Document, Index

SHINGLE = 5
"""Words of a sequence: a light edit every ten words still leaves some."""
MOST = 64
"""Sampled sequences of an article of usual length; half of them are looked up by."""
THINNEST = 6
"""An article is sampled at ``1 / 2**THINNEST`` at least, so that a long one grows its sample."""
_STEMS = 3
_LEAST_STEMS = 4
_SPECIFIC = 3.0
"""How much sooner a name or number is chosen to stand for its sentence than another word."""


def fingerprint_of(text: str) -> Fingerprint:
    """Make the fingerprint of a text as given."""
    return fingerprint(Units(Document.from_text(text)))


def fingerprint(units: Units) -> Fingerprint:
    """Make the fingerprint of a text's units."""
    distinct = np.unique(shingle_hashes(units))
    shingles = nested(distinct, MOST)
    sentences = nested(np.unique(sentence_hashes(units)), MOST // 2)
    keys = np.concatenate((nested(distinct, MOST // 2), sentences))
    return Fingerprint(len(units), shingles, np.unique(keys.view(np.int64)))


def shingle_hashes(units: Units) -> Keys:
    """Hash of the word sequence that starts at each word; shape (n - SHINGLE + 1,)."""
    return mixed(range_keys(units.numbers[units.ids], min(SHINGLE, max(len(units), 1))))


def nested(hashes: Keys, most: int) -> Keys:
    """Those of some sorted hashes below a bound, which is halved until few enough are.

    The sample of a part is then a part of the sample of the whole, where both are as dense.
    """
    for halvings in range(THINNEST):
        bound = np.uint64((1 << (64 - halvings)) - 1)
        count = int(hashes.searchsorted(bound, side="right"))
        if count <= most:
            return hashes[:count].copy()
    return hashes[: hashes.searchsorted(np.uint64(1 << (64 - THINNEST)))].copy()


def sentence_hashes(units: Units) -> Keys:
    """Hash of the content words that stand for each sentence, whatever their order.

    They are the three least by a hash that prefers names and numbers (weighted min-wise sampling,
    Chum et al. 2008): a rewrite that keeps most of a sentence's content words keeps these often.
    """
    stems = units.stems[units.ids] if len(units) else np.zeros(0, dtype=np.uint64)
    at = stems.nonzero()[0]
    if not len(at):
        return np.zeros(0, dtype=np.uint64)
    hashes = mixed(stems[at])
    uniform = ((hashes >> np.uint64(11)).astype(np.float64) + 0.5) / 2.0**53
    rank = -np.log(uniform)
    rank[units.named[at]] /= _SPECIFIC
    sentence: Index = units.sentence[at]
    order = np.lexsort((rank, sentence))
    hashes, sentence = hashes[order], sentence[order]
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = (hashes[1:] != hashes[:-1]) | (sentence[1:] != sentence[:-1])
    hashes, sentence = hashes[new], sentence[new]
    first = np.ones(len(hashes), dtype=np.bool_)
    first[1:] = sentence[1:] != sentence[:-1]
    starts = first.nonzero()[0]
    counts = np.diff(np.append(starts, len(hashes)))
    starts = starts[counts >= _LEAST_STEMS]
    total = hashes[starts] + hashes[starts + 1] + hashes[starts + 2]
    return mixed(total)
