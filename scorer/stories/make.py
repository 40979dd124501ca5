"""Make fingerprints from texts."""

from __future__ import annotations

import numpy as np

from scorer.features._repetition.keys import Keys, range_keys
from scorer.stories.fingerprint import Fingerprint
from scorer.stories.units import Units, mixed
from scorer.text.document import Document

SHINGLE = 5
"""Words of a sequence."""
_MOST = 64
"""Sampled sequences of an article; a longer one is sampled more thinly."""


def fingerprint_of(text: str) -> Fingerprint:
    """Make the fingerprint of a text as given."""
    return fingerprint(Units(Document.from_text(text)))


def fingerprint(units: Units) -> Fingerprint:
    """Make the fingerprint of a text's units."""
    shingles = sample(shingle_hashes(units))
    return Fingerprint(len(units), shingles, shingles.view(np.int64).copy())


def shingle_hashes(units: Units) -> Keys:
    """Hash of the word sequence that starts at each word; shape (n - SHINGLE + 1,)."""
    keys = range_keys(units.numbers[units.ids], min(SHINGLE, max(len(units), 1)))
    return mixed(keys)


def sample(hashes: Keys) -> Keys:
    """The least of the distinct hashes, ascending."""
    return np.unique(hashes)[:_MOST]
