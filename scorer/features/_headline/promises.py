"""What a headline promises: its names, numbers and content words, with the forms to look for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from scorer.features._headline.title import Headline
from scorer.features._headline.words import FUNCTION_WORDS, SMALL_NUMBERS

MAX_PROMISES = 40
_MIN_STEM = 3
_MIN_FORMED = 4

_ENDINGS = frozenset(
    """
    ations ation ingly edly ings ions ion ing ers ier ies ied est ed es er ly 's s y e
    """.split()
)
_LAST = frozenset(ending[-1] for ending in _ENDINGS)
_TAILS = frozenset(
    """
    s es ed d ing ings er ers r rs ion ions ation ations e ly y ies ied ier al ment ments 's t
    ance ence ive able ors or ian ians an ans n ic est st le
    """.split()
) | {""}
_SHORT_TAILS = frozenset(["", "s", "ed", "ing", "e", "es", "y", "ies", "d"])
_DOUBLED = frozenset(["ing", "ed", "er", "ers"])

_WORD_OF = {value: word for word, value in SMALL_NUMBERS.items()}
_ORDINALS = dict(
    zip(
        "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th".split(),
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(),
        strict=True,
    )
)
_ORDINAL_DIGITS = {word: digits for digits, word in _ORDINALS.items()}
_SCALES = {
    "k": ("thousand", 10**3),
    "m": ("million", 10**6),
    "mn": ("million", 10**6),
    "bn": ("billion", 10**9),
    "b": ("billion", 10**9),
    "tn": ("trillion", 10**12),
}
_SCALE_WORDS = frozenset(["hundred", "thousand", "million", "billion", "trillion"])
_ABBREVIATED = 0.5
_PLAIN = FUNCTION_WORDS - frozenset(SMALL_NUMBERS) - frozenset(_ORDINAL_DIGITS) - {"us"} | {"one"}


class Promise(NamedTuple):
    """One thing the body has to hold.

    Attributes
    ----------
    stem : str
        A word that begins so, and goes on by an ending only, keeps it; empty for none.
    forms : tuple of str
        Without a stem: any of these words or phrases keeps it.
    weight : float
        How much it counts.
    """

    stem: str
    forms: tuple[str, ...]
    weight: float


def promises(headline: Headline, weights: Mapping[str, float], skip: int = -1) -> list[Promise]:
    """The promises of a headline, each word once.

    Parameters
    ----------
    headline : Headline
        The title's words.
    weights : mapping of str to float
        Weight of each common word; others, most of them names, weigh 1.
    skip : int
        Number of a word that promises nothing: a count of list items.
    """
    found: dict[str, Promise] = {}
    words = headline.words
    for at, text in enumerate(words):
        if text in found or text in _PLAIN or at == skip:
            continue
        if text[0].isdigit() or text in SMALL_NUMBERS or text in _ORDINAL_DIGITS:
            after = words[at + 1] if at + 1 < len(words) else ""
            found[text] = Promise("", _number(text, after), 1.0)
        elif text == "us":
            start, end = headline.ranges[at]
            if headline.text[start:end] == "US":  # not the pronoun
                found[text] = Promise("", ("u.s", text), _ABBREVIATED)
        elif text in ("u.s", "uk", "u.k"):
            found[text] = Promise("", _pointed(text), _ABBREVIATED)
        elif len(text) > 1:
            found[text] = _content(text, weights)
        if len(found) >= MAX_PROMISES:
            break
    return list(found.values())


def _content(text: str, weights: Mapping[str, float]) -> Promise:
    """A name or content word."""
    plain = text[:-2] if text.endswith("'s") else text
    weight = weights.get(plain, 1.0)
    stem = stem_of(plain)
    if stem:
        return Promise(stem, (), weight)
    short = plain.replace(".", "")
    return Promise("", (plain, short) if short != plain else (plain,), weight)


def _pointed(text: str) -> tuple[str, str]:
    """An abbreviation with and without its points."""
    plain = text.replace(".", "")
    return plain, ".".join(plain)


@lru_cache(maxsize=1 << 14)
def stem_of(word: str) -> str:
    """The part of a word that its forms share, as far as endings tell; empty for short words.

    Examples
    --------
    >>> stem_of("resigns"), stem_of("resignation"), stem_of("police"), stem_of("cut")
    ('resign', 'resign', 'polic', 'cut')
    """
    if len(word) < _MIN_STEM or "." in word:
        return ""
    if word[-1] in _LAST:
        for size in (6, 5, 4, 3, 2, 1):
            least = _MIN_FORMED if size < 3 else _MIN_STEM
            if word[-size:] in _ENDINGS and len(word) - size >= least:
                word = word[:-size]
                break
    if len(word) > _MIN_FORMED and word[-1] == word[-2]:  # "stopped", "stopping"
        word = word[:-1]
    return word


def has_tail(stem: str, tail: str) -> bool:
    """Whether a stem and what follows it in a word are a form of the same word.

    Examples
    --------
    >>> has_tail("resign", "ation"), has_tail("car", "pet"), has_tail("stop", "ped")
    (True, False, True)
    """
    tail = tail.split("'")[0]
    if tail in (_SHORT_TAILS if len(stem) <= _MIN_STEM else _TAILS):
        return True
    return tail[:1] == stem[-1] and (len(tail) == 1 or tail[1:] in _DOUBLED)


def _number(text: str, after: str) -> tuple[str, ...]:
    """A number in the ways it may be written: 2, two; 3M, 3 million, 3,000,000; 5th, fifth."""
    ordinal = _ORDINALS.get(text) or _ORDINAL_DIGITS.get(text)
    if ordinal is not None:
        return text, ordinal
    spelt = SMALL_NUMBERS.get(text)
    digits = str(spelt) if spelt else text.rstrip("abcdefghijklmnopqrstuvwxyz")
    unit = "" if spelt else text[len(digits) :]
    value = _value(digits)
    forms = [text] if unit else [text, digits]
    if value is None:
        return (text,)
    scale = _SCALES.get(unit)
    if scale is not None:
        forms += [f"{digits} {scale[0]}", f"{digits}-{scale[0]}", f"{round(value * scale[1]):,}"]
    elif unit:
        forms = [text, f"{digits} {unit}"]
    elif value == int(value):
        whole = int(value)
        forms += [str(whole), f"{whole:,}", _WORD_OF.get(whole, text)]
        if after in _SCALE_WORDS:
            forms += [digits + short for short, (name, _) in _SCALES.items() if name == after]
        for name, size in (("billion", 10**9), ("million", 10**6)):
            if whole >= size:
                forms.append(f"{whole / size:g} {name}")
                break
    elif after in _SCALE_WORDS:
        forms += [digits + short for short, (name, _) in _SCALES.items() if name == after]
    return tuple(dict.fromkeys(forms))


def _value(digits: str) -> float | None:
    """Value of a number of plain digits, commas and a point; never "1e999", which is infinite."""
    plain = digits.replace(",", "")
    if len(plain) > 15 or not plain.isascii() or not plain.replace(".", "", 1).isdigit():
        return None
    return float(plain)
