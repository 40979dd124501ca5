"""Syndicated copies made from real articles: what aggregators do to a wire story.

The headline is changed, up to half is cropped, paragraphs change places, words are edited lightly,
and each outlet puts its own lines around. All texts that are added were written for this.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

HEADERS = (
    "Home / News / Latest\nBy the newsroom, updated this morning",
    "SHARE THIS STORY\nOur reporters follow events around the clock.",
    "News in brief from our partners\nReading time: four minutes",
    "You are reading the free edition.\nListen to this article",
)
FOOTERS = (
    "Sign up for our evening letter and never miss a story that matters to you.\n"
    "All rights reserved. No part of this page may be copied without our leave.",
    "What do you think? Tell us in the comments below, or write to the editors.\n"
    "More from this section: weather, roads, markets, and the week in pictures.",
    "This site is kept alive by its readers. Become a member today and read without banners.\n"
    "Contact the desk, correct an error, or send us a tip in confidence.",
    "Follow us wherever you are. Our app brings the headlines to your telephone.\n"
    "Terms of use, privacy, cookies, and the names of those who make this page.",
)
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")
_SWAPS = {
    "said": "stated", "told": "informed", "big": "large", "start": "begin", "help": "aid",
    "show": "reveal", "also": "too", "but": "yet", "many": "numerous", "after": "following",
    "because": "since", "about": "around", "while": "whereas", "near": "close to", "get": "obtain",
    "people": "persons", "children": "kids", "however": "still", "now": "at present",
    "before": "prior to", "use": "employ", "says": "states", "against": "opposed to",
}  # fmt: skip


def paragraphs(text: str) -> list[str]:
    """Paragraphs of a text; where it has hardly any, groups of three sentences."""
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if len(found) >= 4:
        return found
    sentences = _SENTENCE.split(" ".join(found))
    return [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]


def made_copy(text: str, rng: random.Random, outlet: int) -> str:
    """A copy of an article as an outlet might publish it.

    Parameters
    ----------
    text : str
    rng : random.Random
    outlet : int
        Which outlet: it has its own lines before and after every article.
    """
    parts = paragraphs(text)
    if rng.random() < 0.75:
        parts = _cropped(parts, rng)
    if rng.random() < 0.4 and len(parts) > 2:
        first, rest = parts[:1], parts[1:]
        rng.shuffle(rest)
        parts = first + rest
    if rng.random() < 0.7:
        parts = [_edited(part, rng, rng.choice((0.01, 0.03, 0.05))) for part in parts]
    if rng.random() < 0.8:
        parts = [HEADERS[outlet % len(HEADERS)], *parts, FOOTERS[outlet // 2 % len(FOOTERS)]]
    return rng.choice(("\n", "\n\n")).join(parts)


def _cropped(parts: Sequence[str], rng: random.Random) -> list[str]:
    """Keep half to all of the words: the beginning, the end, or paragraphs here and there."""
    wanted = rng.uniform(0.5, 0.95) * sum(map(len, parts))
    order = list(range(len(parts)))
    kind = rng.choice(("head", "head", "tail", "scattered"))
    if kind == "tail":
        order.reverse()
    elif kind == "scattered":
        rng.shuffle(order)
    kept: set[int] = set()
    size = 0
    for at in order:
        if size >= wanted:
            break
        kept.add(at)
        size += len(parts[at])
    return [part for at, part in enumerate(parts) if at in kept]


def _edited(part: str, rng: random.Random, rate: float) -> str:
    """Swap, drop or double words at a rate; known words get a synonym more often."""

    def edit(match: re.Match[str]) -> str:
        word = match.group()
        if word in _SWAPS and rng.random() < 6 * rate:
            return _SWAPS[word]
        if word.islower() and rng.random() < rate:
            return rng.choice(("", word + " indeed", "the " + word))
        return word

    return _WORD.sub(edit, part)
