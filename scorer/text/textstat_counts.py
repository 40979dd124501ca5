"""The counts behind the readability formulas, exactly as textstat makes them, in one pass.

textstat strips punctuation from the whole text and splits it again for each formula. Here an
article is one ``split``, one look-up per piece (:mod:`scorer.text.word_facts`) and a few numpy
sums. ``benchmarks/readability.py`` proves the equality.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scorer.text import word_facts as words


@dataclass(frozen=True, slots=True)
class TextCounts:
    """What textstat counts in a text.

    Parameters
    ----------
    pieces : int
        Runs without white space, punctuation alone included.
    words : int
        Pieces that hold a letter, digit or underscore.
    sentences : int
        Runs up to ``. ! ?`` with more than two words, at least 1.
    characters : int
        Everything but white space.
    letters : int
        Letters, digits and underscores.
    syllables : int
        Of all words.
    polysyllables : int
        Words of three syllables or more.
    hard : int
        Those of them that are not on the list of easy words.
    unfamiliar : int
        Words that are not on the list of easy words.
    long : int
        Words of more than six letters.
    """

    pieces: int
    words: int
    sentences: int
    characters: int
    letters: int
    syllables: int
    polysyllables: int
    hard: int
    unfamiliar: int
    long: int


def _sentences(packed: npt.NDArray[np.int64]) -> int:
    """Sentences of more than two words.

    A stop ends a sentence wherever it stands, also inside a piece ("U.S."). What lies between two
    stops of one piece is a single word, so only the word before the first and the one after the
    last of a piece can belong to a sentence that counts.
    """
    stops = (packed & words.STOPS).nonzero()[0]
    plain = ((packed & (words.WORD | words.STOPS)) == words.WORD).cumsum()
    before = np.zeros(len(stops) + 2, dtype=np.int64)
    before[1:-1] = plain[stops]
    before[-1] = plain[-1] if len(plain) else 0
    lengths = before[1:] - before[:-1]
    lengths[:-1] += (packed[stops] & words.LEADS) != 0
    lengths[1:] += (packed[stops] & words.TRAILS) != 0
    return max(1, int(np.count_nonzero(lengths > 2)))


def count(text: str) -> TextCounts:
    """Count a text as textstat does.

    Parameters
    ----------
    text : str
        Any text, as given: curly apostrophes are punctuation to textstat.

    Returns
    -------
    TextCounts

    Examples
    --------
    >>> counts = count("The U.S. harbour closed early. Nobody complained about it!")
    >>> counts.words, counts.sentences, counts.polysyllables
    (9, 2, 1)
    """
    pieces = text.split()
    return totals(words.facts(pieces), len("".join(pieces)))


def totals(packed: npt.NDArray[np.int64], characters: int) -> TextCounts:
    """Add up the facts of a text's pieces, in order.

    Parameters
    ----------
    packed : array of int64, shape (n,)
        Facts of each piece.
    characters : int
        Everything but white space.
    """
    # one count of the combinations of flags instead of one count a flag
    combined = np.bincount(packed & _ALL_FLAGS, minlength=_ALL_FLAGS + 1)
    held, polysyllables, hard, unfamiliar, long = combined.dot(_FLAGS_OF).tolist()
    return TextCounts(
        pieces=len(packed),
        words=held,
        sentences=_sentences(packed),
        characters=characters,
        letters=int(np.add.reduce(words.letters_of(packed))),
        syllables=int(np.add.reduce(words.syllables_of(packed))),
        polysyllables=polysyllables,
        hard=hard,
        unfamiliar=unfamiliar,
        long=long,
    )


_FLAGS = (words.WORD, words.POLYSYLLABLE, words.HARD, words.UNFAMILIAR, words.LONG)
_ALL_FLAGS = sum(_FLAGS)  # the lowest five bits
_FLAGS_OF = np.array([[held & flag != 0 for flag in _FLAGS] for held in range(_ALL_FLAGS + 1)]) + 0
