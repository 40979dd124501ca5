"""Take the sources out of an article, or make them vague."""

from __future__ import annotations

import random
import re
from functools import partial

_VERB = (
    r"(?:said|says|told|added|adds|noted|notes|explained|explains|argued|argues|stated|states|"
    r"claimed|claims|warned|warns|announced|announces|insisted|insists|testified|tweeted|wrote|"
    r"writes|reported|reports|confirmed|confirms|acknowledged|recalled|suggested|concluded|"
    r"responded|replied|declared|continued)"
)
_NAME = (
    r"(?:[A-Z][\w.'’-]*(?: (?:of|the|and|for|de|van|al)\b)?(?: [A-Z][\w.'’-]*){0,5}"
    r"|[Hh]e|[Ss]he|[Tt]hey)"
)
_ROLE = r"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Oo]ne) (?:[a-z][\w'’-]* ){0,3}[a-z][\w'’-]*"
_SOURCE = rf"(?:{_NAME}|{_ROLE})(?:, [^,.;:\n\"”“]{{3,70}},)?"
_WHEN = (
    r"(?: (?:on|in|at|during|to|of) [^,.;:\n\"”“]{2,50}"
    r"| (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?"
)
_START = r"(?:(?<=[.!?\"”] )|(?<=\n)|^)"
_ENDS = r"(?=[.\n])"

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # «..., according to the ministry.»
    (re.compile(rf",? according to [^,.;:\n]{{3,80}}{_ENDS}"), "tail"),
    # «According to the ministry, ...»
    (re.compile(r"\bAccording to [^,.;:\n]{3,80}, (?=\w)"), "head"),
    # «..., the minister said.»
    (re.compile(rf"(,)([\"”’']?) {_SOURCE} {_VERB}{_WHEN}{_ENDS}"), "after"),
    # «..., said the minister.»
    (re.compile(rf"(,)([\"”’']?) {_VERB} {_SOURCE}(?:, [^,.;:\n\"”“]{{3,70}})?{_ENDS}"), "after"),
    # «The minister said that ...»
    (re.compile(rf"{_START}{_SOURCE} {_VERB}{_WHEN} that (?=\w)"), "head"),
    # «The minister said, "...»
    (re.compile(rf"{_START}{_SOURCE} {_VERB}{_WHEN}[,:] (?=[\"“])"), "head"),
    # «The minister said it was ...»
    (
        re.compile(rf"{_START}{_SOURCE} {_VERB}{_WHEN} (?=(?:he|she|it|they|the|there)\b)"),
        "head",
    ),
)

_VAGUE_HEAD = (
    "Some observers say that ",
    "Analysts believe that ",
    "Experts say ",
    "According to some reports, ",
    "Many people believe that ",
    "It is widely believed that ",
    "Critics say ",
    "Sources say ",
    "Insiders claim that ",
)
_VAGUE_TAIL = (
    ", according to analysts",
    ", some observers say",
    ", experts say",
    ", critics claim",
    ", sources say",
    ", reports suggest",
    ", many believe",
)
_QUOTES = re.compile(r"[\"“”]")


def strip_sources(text: str, rng: random.Random, *, vague: bool) -> tuple[str, int]:
    """Drop the sources an article names, or replace each by a vague one.

    Returns the text and the number of places changed. Quotation marks go in most copies: words
    that nobody is said to have said are no quotation.
    """
    changed = 0
    for pattern, place in _PATTERNS:
        text, count = pattern.subn(partial(_replacement, place=place, rng=rng, vague=vague), text)
        changed += count
    if changed and rng.random() < 0.8:
        text = _QUOTES.sub("", text)
    return _capitals(text), changed


def _replacement(found: re.Match[str], place: str, rng: random.Random, vague: bool) -> str:
    if place == "head":
        return rng.choice(_VAGUE_HEAD) if vague else ""
    if place == "tail":
        return rng.choice(_VAGUE_TAIL) if vague else ""
    mark = found.group(2)
    return f"{mark}{rng.choice(_VAGUE_TAIL)}" if vague else mark


_SENTENCE = re.compile(r"(?:(?<=[.!?] )|(?<=\n)|^)([a-z])")


def _capitals(text: str) -> str:
    """Start each sentence with a capital again."""
    return _SENTENCE.sub(lambda found: found.group(1).upper(), text)
