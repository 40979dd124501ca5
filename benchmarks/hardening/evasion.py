"""Disguised letters: what promo lines and attribution lose, and whether the disguise is marked.

Each disguise is applied to whole articles. A span of the plain article counts as found where the
disguised one has a span of the same label over the same characters; offsets are checked by where
every character went.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate
from typing import NamedTuple

from scorer import Article
from scorer.features._measure import measure
from scorer.schema import Measurement

SIGNALS = ("promotion.line_count", "attribution.density")
CYRILLIC = dict(zip("aeopcxysijABEKMHOPCTXI", "аеорсхуѕіјАВЕКМНОРСТХІ", strict=True))
GREEK = dict(zip("ovABEZHIKMNOPTYX", "ονΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", strict=True))


def _bold(char: str) -> str:
    """The mathematical bold letter, which reads the same."""
    if "a" <= char <= "z":
        return chr(0x1D41A + ord(char) - ord("a"))
    if "A" <= char <= "Z":
        return chr(0x1D400 + ord(char) - ord("A"))
    return char


def _circled(char: str) -> str:
    if "a" <= char <= "z":
        return chr(0x24D0 + ord(char) - ord("a"))
    if "A" <= char <= "Z":
        return chr(0x24B6 + ord(char) - ord("A"))
    return char


def _plain(char: str) -> bool:
    return char.isascii() and char.isalpha()


DISGUISES: dict[str, Callable[[str], str]] = {
    "zero width space": lambda char: char + "\u200b" if _plain(char) else char,
    "word joiner": lambda char: char + "\u2060" if _plain(char) else char,
    "soft hyphen": lambda char: char + "\u00ad" if _plain(char) else char,
    "bidi controls": lambda char: "\u2066" + char + "\u2069" if _plain(char) else char,
    "tag characters": lambda char: char + "\U000e0041" if _plain(char) else char,
    "variation selectors": lambda char: char + "\ufe0e" if _plain(char) else char,
    "full width": lambda char: chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char,
    "Cyrillic look-alikes": lambda char: CYRILLIC.get(char, char),
    "Greek look-alikes": lambda char: GREEK.get(char, char),
    "mathematical bold": _bold,
    "circled letters": _circled,
    "combining acute": lambda char: char + "\u0301" if char in "aeiouAEIOU" else char,
    "combining stroke": lambda char: char + "\u0336" if _plain(char) else char,
    "HTML entities": lambda char: f"&#{ord(char)};" if _plain(char) else char,
    "hex entities": lambda char: f"&#x{ord(char):x};" if _plain(char) else char,
}
"""Character by character, so that the place of every one is known afterwards."""


class Loss(NamedTuple):
    """What one disguise does to one signal over many articles."""

    disguise: str
    signal: str
    plain: int
    found: int
    extra: int
    misplaced: int
    articles: int
    marked: int

    @property
    def recall(self) -> float:
        """Share of the plain spans that are found in disguise."""
        return self.found / max(self.plain, 1)

    @property
    def precision(self) -> float:
        """Share of the spans found in disguise that the plain text has, too."""
        return self.found / max(self.found + self.extra, 1)


def disguised(text: str, change: Callable[[str], str]) -> tuple[str, list[int]]:
    """Return the text in disguise, and where each character of it begins there (and ends)."""
    pieces = [change(char) for char in text]
    return "".join(pieces), [0, *accumulate(map(len, pieces))]


def spaced(text: str, spans: Iterable[tuple[int, int]]) -> tuple[str, list[int]]:
    """Space the letters of some ranges apart, as mailers do with words that filters look for."""
    inside = {at for start, end in spans for at in range(start, end)}
    pieces = []
    for at, char in enumerate(text):
        apart = at in inside and _plain(char) and text[at + 1 : at + 2].isalpha()
        pieces.append(char + " " if apart else char)
    return "".join(pieces), [0, *accumulate(map(len, pieces))]


def losses(articles: Iterable[Article]) -> list[Loss]:
    """Measure every article plainly and under every disguise."""
    articles = list(articles)
    plain = [measure(article.text, article.title).measurements for article in articles]
    return [
        loss
        for name, change in DISGUISES.items()
        for loss in _of_disguise(name, change, articles, plain)
    ]


def _of_disguise(
    name: str,
    change: Callable[[str], str],
    articles: list[Article],
    plain: list[Mapping[str, Measurement]],
) -> list[Loss]:
    counts = {signal: [0, 0, 0, 0] for signal in SIGNALS}
    marked = changed = 0
    for article, before in zip(articles, plain, strict=True):
        text, places = disguised(article.text, change)
        if text == article.text:
            continue
        changed += 1
        title = None if article.title is None else disguised(article.title, change)[0]
        after = measure(text, title).measurements
        marked += bool(after["integrity.tampering"].evidence)
        for signal in SIGNALS:
            for index, more in enumerate(_compare(before[signal], after[signal], places)):
                counts[signal][index] += more
    return [Loss(name, signal, *counts[signal], changed, marked) for signal in SIGNALS]


def _compare(
    before: Measurement, after: Measurement, places: list[int]
) -> tuple[int, int, int, int]:
    """Spans before, found again, extra, and found but not at the same characters."""
    ends: dict[tuple[int, str], list[int]] = {}
    for span in before.evidence:
        for at in range(places[span.start], places[span.start + 1]):
            ends.setdefault((at, span.label), []).append(span.end)
    found = misplaced = extra = 0
    for span in after.evidence:
        known = ends.get((span.start, span.label), [])
        if any(places[end - 1] < span.end <= places[end] for end in known):
            found += 1
        elif known:
            misplaced += 1
        else:
            extra += 1
    return len(before.evidence), found, extra, misplaced
