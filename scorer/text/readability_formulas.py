"""Eight readability formulas and their median grade, from the counts of a text.

Values equal those of textstat 0.7.10 and later with NLTK's cmudict, bit for bit: the counts are the
same (:mod:`scorer.text.textstat_counts`), and so is the order of the floating-point operations.
All take counts with at least one word.
"""

from __future__ import annotations

from itertools import pairwise

from scorer.text.textstat_counts import TextCounts

_DALE_CHALL_GRADES = (
    *((4.9, 4.0), (5.0, 5.0), (6.0, 7.0), (7.0, 9.0)),
    *((8.0, 11.0), (9.0, 13.0), (10.0, 16.0)),
)
"""Scores and the school grades they stand for, by the authors' table."""


def flesch_reading_ease(counts: TextCounts) -> float:
    """Flesch 1948: 206.835 - 1.015 words per sentence - 84.6 syllables per word."""
    words_per_sentence = counts.words / counts.sentences
    syllables_per_word = counts.syllables / counts.words
    return 206.835 - 1.015 * words_per_sentence - 84.6 * syllables_per_word


def flesch_kincaid_grade(counts: TextCounts) -> float:
    """Kincaid et al. 1975: .39 words per sentence + 11.8 syllables per word - 15.59."""
    words_per_sentence = counts.words / counts.sentences
    syllables_per_word = counts.syllables / counts.words
    return (0.39 * words_per_sentence) + (11.8 * syllables_per_word) - 15.59


def gunning_fog(counts: TextCounts) -> float:
    """Gunning 1952: .4 (words per sentence + percentage of hard words)."""
    return 0.4 * (counts.words / counts.sentences + 100 * counts.hard / counts.words)


def smog_index(counts: TextCounts) -> float:
    """McLaughlin 1969: 1.043 sqrt(30 polysyllables per sentence) + 3.1291."""
    root: float = (30 * (counts.polysyllables / counts.sentences)) ** 0.5
    return (1.043 * root) + 3.1291


def dale_chall(counts: TextCounts) -> float:
    """Dale and Chall 1948, words off the list of familiar ones and sentence length."""
    unfamiliar = 100 * counts.unfamiliar / counts.words
    score = (0.1579 * unfamiliar) + (0.0496 * (counts.words / counts.sentences))
    return score + 3.6365 if unfamiliar > 5 else score


def coleman_liau(counts: TextCounts) -> float:
    """Coleman and Liau 1975: .058 letters - .296 sentences, per 100 words, - 15.8."""
    letters = counts.letters / counts.words * 100
    sentences = counts.sentences / counts.words * 100
    return (0.058 * letters) - (0.296 * sentences) - 15.8


def automated_readability_index(counts: TextCounts) -> float:
    """Smith and Senter 1967: 4.71 characters per word + .5 words per sentence - 21.43."""
    characters = counts.characters / counts.pieces
    return (4.71 * characters) + (0.5 * (counts.words / counts.sentences)) - 21.43


def lix(counts: TextCounts) -> float:
    """Björnsson 1968: words per sentence + percentage of words of more than six letters."""
    return counts.words / counts.sentences + 100 * counts.long / counts.words


def dale_chall_grade(score: float) -> float:
    """School grade of a Dale-Chall score the table read as a line.

    Examples
    --------
    >>> [dale_chall_grade(score) for score in (3.0, 7.5, 12.0)]
    [4.0, 10.0, 16.0]
    """
    if score <= _DALE_CHALL_GRADES[0][0]:
        return _DALE_CHALL_GRADES[0][1]
    for (left, low), (right, high) in pairwise(_DALE_CHALL_GRADES):
        if score <= right:
            return low + (high - low) * (score - left) / (right - left)
    return _DALE_CHALL_GRADES[-1][1]


def consensus_grade(counts: TextCounts) -> float:
    """Median of the six formulas that speak of school grades."""
    ordered = sorted(
        (
            flesch_kincaid_grade(counts),
            gunning_fog(counts),
            smog_index(counts),
            coleman_liau(counts),
            automated_readability_index(counts),
            dale_chall_grade(dale_chall(counts)),
        )
    )
    return (ordered[2] + ordered[3]) / 2
