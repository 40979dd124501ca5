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
    stops = np.flatnonzero(packed & words.STOPS)
    plain = np.cumsum((packed & (words.WORD | words.STOPS)) == words.WORD)
    total = int(plain[-1]) if len(plain) else 0
    before = np.concatenate(([0], plain[stops], [total]))
    lengths = np.diff(before)
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
    packed = words.facts(pieces)
    return TextCounts(
        pieces=len(pieces),
        words=words.count_flag(packed, words.WORD),
        sentences=_sentences(packed),
        characters=len("".join(pieces)),
        letters=int(words.letters_of(packed).sum()),
        syllables=int(words.syllables_of(packed).sum()),
        polysyllables=words.count_flag(packed, words.POLYSYLLABLE),
        hard=words.count_flag(packed, words.HARD),
        unfamiliar=words.count_flag(packed, words.UNFAMILIAR),
        long=words.count_flag(packed, words.LONG),
    )
