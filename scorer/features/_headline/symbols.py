"""A headline as a row of symbols without letter case, names or punctuation.

Letter case is left out on purpose: in the public clickbait corpus Title Case alone gives the
class away, because one set of outlets writes that way. Marks are left out for the same reason
(that corpus lost its question marks). A word outside the known vocabulary, which is where names
and most topics fall, becomes its ending only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from scorer.features._headline.title import SPEECH_WORD

MAX_WORDS = 60
"""Words of a headline that are read; a longer one is no headline, and its start tells enough."""

_ENDINGS = ("ing", "est", "ed", "ly", "s")
_MIN_STEM = 3
_LONG = 6
_SUFFIXES = frozenset(
    """
    ing ngs ion ons ous ful ble ity ism ist ish ive ent nce ncy ary ory ial ual ely ily sly lly tly
    bly dly rly ess ers ors ies ied ted ned red sed ded led ked ped ved zed est ure age ize ise ify
    ate ogy phy ics ant nts als
    """.split()
)
"""Last letters that tell how a word is made; other endings would tell which name it is."""

_LONGEST = 20
_LISTABLE = 150
_YEARS = range(1900, 2100)


def symbol(word: str, known: Collection[str]) -> str:
    """Symbol of one lower-case word.

    Parameters
    ----------
    word : str
        A word token in lower case.
    known : collection of str
        Words that keep their identity.

    Returns
    -------
    str
        The word itself, or a class in angle brackets: number classes, or the word's ending.

    Examples
    --------
    >>> [symbol(word, {"this"}) for word in ("this", "21", "2016", "3.5", "baking", "zog's")]
    ['this', '<n>', '<year>', '<num>', '<ing>', "<'s>"]
    """
    if word in known:
        return word
    if word == SPEECH_WORD:
        return "<said>"
    if word[0].isdigit():
        if word.isdecimal() and len(word) < 5:
            value = int(word)
            if value in _YEARS:
                return "<year>"
            if value <= _LISTABLE:
                return "<n>"
        return "<num>"
    if word.endswith("'s"):
        return "<'s>"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + _MIN_STEM:
            return f"<{ending}>"
    return "<w>"


def symbols(words: Sequence[str], known: Collection[str]) -> list[str]:
    """Symbols of a headline's words, with a mark at both ends.

    Examples
    --------
    >>> symbols(["why", "zog", "left"], {"why", "left"})
    ['^', 'why', '<w>', 'left', '$']
    """
    return [
        "^",
        *(word if word in known else symbol(word, known) for word in words[:MAX_WORDS] if word),
        "$",
    ]


def single_terms(words: Sequence[str]) -> list[str]:
    """The length of a headline and the suffixes of its longer words, each as a term.

    Examples
    --------
    >>> single_terms(["why", "zogland", "resigned"])
    ['#3', '~ned']
    """
    endings = [word[-3:] for word in words[:MAX_WORDS] if len(word) >= _LONG]
    return [
        f"#{min(len(words), _LONGEST)}",
        *["~" + ending for ending in endings if ending in _SUFFIXES],
    ]


def terms(row: Sequence[str]) -> Iterator[str]:
    """Runs of one, two and three symbols, each as a string.

    Examples
    --------
    >>> list(terms(["^", "why", "$"]))
    ['why', '^ why', 'why $', '^ why $']
    """
    yield from row[1:-1]
    for first, second in pairwise(row):
        yield f"{first} {second}"
    for first, second, third in zip(row, row[1:], row[2:], strict=False):
        yield f"{first} {second} {third}"
