"""Density: short sentences packed with content words, without the words that connect them.

Scaled pages often string nouns together: clipped statements, few articles, pronouns and
conjunctions, and nobody who speaks. Edited writing of any genre connects: in news and in people's
blogs four words in ten are function words. Seen on automatic against edited blogs; nothing is said
about which content words are used, so a vocabulary is never punished.

Sentences in another language are left out: a passage quoted as it was said would otherwise look as
if nothing connected it.

The value is the product of three shares, each cut to 0 to 1: how far the function words of whole
sentences fall short of :data:`CONNECTED`, how far the mean sentence falls short of
:data:`LONG_SENTENCE` words, and how far first persons are missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from scorer.features._style.words import FIRST_PERSON, FUNCTION_WORDS
from scorer.features.registry import Reads, register, undefined
from scorer.schema import FeatureSpec, Measurement, Span
from scorer.text.document import Document, Flags
from scorer.text.vocabulary import WordSet

CONNECTED, WIDTH = 0.42, 0.12
"""Share of function words in edited writing, and how much less is as dense as it gets."""
LONG_SENTENCE, SHORTER = 23.0, 6.0
"""Words of a sentence of running news, and how many fewer are as short as it gets."""
OWN_VOICE = 0.03
"""Share of first persons with which somebody speaks for themselves."""
MIN_WORDS_OF_SENTENCE, MIN_SENTENCES = 6, 3
SHOWN = 8
"""Sentences shown as evidence."""

_FUNCTION = WordSet(FUNCTION_WORDS)
_FOREIGN = WordSet(
    frozenset(
        """
        der die das aus hat haben ohne und ist nicht ein eine einen den dem des im mit von zu auf
        auch wird sich
        le la les un une du et est que qui dans pour pas sur au aux ce il elle nous ont
        el los las de en y del por para con se una su es lo al como
        di che per della dei sono gli nel non il ha
        os da em uma dos ao na mas com foi
        het een van dat niet op voor zijn met aan
        og det som til av ikke er att och inte har den av med
        je si na nie w z jest ze dla bir ve bu ile
        yang dan ini untuk dengan dari di
        """.split()
    )
    - FUNCTION_WORDS
)
LEAST_FOREIGN = 0.12
"""Share of words that connect in other languages from which a sentence is in one of them, where
they outnumber the English ones."""
_FIRST = WordSet(FIRST_PERSON)


@register
class Density:
    """Clipped, disconnected sentences."""

    name: ClassVar[str] = "density"
    version: ClassVar[int] = 3
    reads: ClassVar[Reads] = "once"
    specs: ClassVar[tuple[FeatureSpec, ...]] = (
        FeatureSpec(
            "density.clipped",
            "share",
            0.0,
            1.0,
            "worse",
            "How far short sentences are packed with content words and leave out what connects.",
            "Own measurements on automatic against edited blogs",
            gaming="Longer sentences with more function words evade it, and are easier to read.",
            why="Scaled pages string statements together where edited writing connects them; the "
            "words themselves do not count.",
        ),
    )

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the density of the whole sentences of a body."""
        long = doc.sentence_words >= MIN_WORDS_OF_SENTENCE
        if np.count_nonzero(long) < MIN_SENTENCES:
            return undefined(self.specs, "too_few_sentences")
        whole = long & doc.sentence_closed & ~_foreign(doc)
        sentences = int(np.count_nonzero(whole))
        if sentences < MIN_SENTENCES:
            return undefined(self.specs, "too_few_sentences")
        inside = np.repeat(whole, np.diff(doc.sentence_tokens))
        words = int(doc.sentence_words[whole].sum())
        connecting = int(np.count_nonzero(doc.hits(_FUNCTION) & inside)) / words
        voice = int(np.count_nonzero(doc.hits(_FIRST) & inside)) / words
        value = (
            _share((CONNECTED - connecting) / WIDTH)
            * _share((LONG_SENTENCE - words / sentences) / SHORTER)
            * _share(1.0 - voice / OWN_VOICE)
        )
        shown = _clipped(doc, whole) if value else ()
        return {self.specs[0].name: Measurement(value, "share", shown)}


def _foreign(doc: Document) -> Flags:
    """Whether each sentence is in another language; shape (s,)."""
    hits = doc.hits(_FOREIGN)
    if not hits.any():
        return np.zeros(doc.sentence_count, dtype=np.bool_)
    starts = doc.sentence_tokens[:-1]
    foreign = np.add.reduceat(hits, starts, dtype=np.int64)
    own = np.add.reduceat(doc.hits(_FUNCTION), starts, dtype=np.int64)
    told: Flags = (foreign >= LEAST_FOREIGN * doc.sentence_words) & (foreign > own)
    return told


def _clipped(doc: Document, whole: Flags) -> tuple[Span, ...]:
    """Whole sentences shorter than usual and with the fewest function words, in text order."""
    own = np.add.reduceat(doc.hits(_FUNCTION).astype(np.int64), doc.sentence_tokens[:-1])
    share = own / np.maximum(doc.sentence_words, 1)
    at = np.flatnonzero(whole & (share < CONNECTED) & (doc.sentence_words < LONG_SENTENCE))
    chosen = np.sort(at[np.argsort(share[at], kind="stable")[:SHOWN]])
    ranges = doc.sentence_ranges[chosen]
    return doc.spans(ranges[:, 0], ranges[:, 1], "clipped") if len(chosen) else ()


def _share(x: float) -> float:
    return min(max(x, 0.0), 1.0)
