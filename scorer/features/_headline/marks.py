"""Kinds of bait in a headline, each with the words that show it.

The kinds follow the studies of clickbait: forward reference (Blom and Hansen 2015), the reader
addressed, numbered lists, subjects withheld, superlatives and hyperbole (Chakraborty et al. 2016).
"""

from __future__ import annotations

from collections.abc import Sequence

from scorer.features._headline.words import QUESTION_WORDS, SMALL_NUMBERS

FORWARD_REFERENCE = "forward_reference"
SECOND_PERSON = "second_person"
LIST_NUMBER = "list_number"
WITHHELD_SUBJECT = "withheld_subject"
SUPERLATIVE = "superlative"
HYPERBOLE = "hyperbole"

Mark = tuple[int, int, str]
"""First word, one past the last word, kind."""

_SECOND_PERSON = frozenset(
    """
    you your yours yourself yourselves you're you've you'll you'd y'all u ur
    """.split()
)
_POINTERS = frozenset("this these here's here".split())
_POINTED_AT = frozenset("is are what how why who will what's everything exactly".split())
_TEASERS = frozenset(
    """
    reason reasons thing things way ways secret secrets trick tricks truth story moment photo photos
    picture pictures video videos hack hacks fact facts sign signs detail mistake tip tips list
    """.split()
)
_HAPPENS = frozenset("happens happened did does do next said found saw wants want is was".split())
_KEPT_BACK = {
    "why": frozenset("this these you your one it we".split()),
    "how": frozenset("this these you your one it".split()),
    "what": frozenset("you your it this we i to".split()),
}
_PEOPLE = frozenset(
    """
    man woman guy girl boy mom mum dad kid couple teen teenager family mother father dog cat baby
    student teacher actor actress star singer celebrity politician doctor expert country city state
    town company someone person people
    """.split()
)
_PRONOUN_SUBJECTS = frozenset(
    "he she they he's she's they're he'd she'd they'd he'll she'll they'll it it's".split()
)
_SUPERLATIVES = frozenset(
    """
    best worst most least greatest biggest ultimate cutest funniest weirdest craziest coolest
    easiest scariest saddest happiest hottest sexiest prettiest ugliest smartest dumbest
    strangest sweetest
    tastiest perfect
    """.split()
)
_HYPERBOLE = frozenset(
    """
    amazing incredible unbelievable shocking shocked stunning stunned jaw mindblowing hilarious
    hilariously insane insanely epic adorable awesome gorgeous heartbreaking heartwarming
    outrageous bombshell destroyed destroys obliterates demolishes eviscerates savage brutal
    explosive horrifying terrifying genius mind blown viral perfectly absolutely literally
    totally seriously
    wow omg whoa
    """.split()
)
_LIST_AFTER = 2
_LISTABLE = 150


def find_marks(texts: Sequence[str]) -> list[Mark]:
    """Find the kinds of bait in a headline's words, in order, ranges in words."""
    found: list[Mark] = []
    for at, text in enumerate(texts):
        after = texts[at + 1 : at + 4]
        if text in _SECOND_PERSON:
            found.append((at, at + 1, SECOND_PERSON))
        elif text in _SUPERLATIVES:
            found.append((at, at + 1, SUPERLATIVE))
        elif text in _HYPERBOLE:
            found.append((at, at + 1, HYPERBOLE))
        elif text in _POINTERS:
            found.extend(_pointer(at, text, after))
        elif text in QUESTION_WORDS:
            found.extend(_withheld_clause(at, text, after))
        elif at == 0 and text in _PRONOUN_SUBJECTS:
            found.append((0, 1, WITHHELD_SUBJECT))
        elif at == 0 and text in ("a", "an", "one", "someone", "somebody"):
            found.extend(_nameless(text, after))
        if at <= _LIST_AFTER and _is_list_number(texts, at):
            found.append((at, at + 1, LIST_NUMBER))
    return sorted(set(found))


def _pointer(at: int, text: str, after: Sequence[str]) -> list[Mark]:
    """Words that point at what only the page tells: "this man", "these 5 things"."""
    if not after:
        return []
    first = after[0]
    if text == "this" and first in _PEOPLE:
        return [(at, at + 2, WITHHELD_SUBJECT)]
    if text == "here's":
        return [(at, at + 2, FORWARD_REFERENCE)]
    if text == "here" and first not in ("is", "are"):
        return []
    for offset, word in enumerate(after[:3]):
        if word in _TEASERS:
            return [(at, at + 2 + offset, FORWARD_REFERENCE)]
    if first in _POINTED_AT or first.isdecimal():
        return [(at, at + 2, FORWARD_REFERENCE)]
    return [(at, at + 1, FORWARD_REFERENCE)] if at == 0 else []


def _withheld_clause(at: int, text: str, after: Sequence[str]) -> list[Mark]:
    """Clauses that keep back what they speak of: "what happened next", "why you ..."."""
    if not after:
        return [(at, at + 1, FORWARD_REFERENCE)] if at and text in ("why", "how") else []
    if text == "what" and after[0] in _HAPPENS | {"he", "she", "they"}:
        end = at + 2 + (len(after) > 1 and after[1] in _HAPPENS)
        return [(at, end, FORWARD_REFERENCE)]
    if after[0] in _KEPT_BACK.get(text, ()):
        return [(at, at + 2, FORWARD_REFERENCE)]
    return []


def _nameless(text: str, after: Sequence[str]) -> list[Mark]:
    """Subjects that could be named: "a woman ...", "someone ..."."""
    if text in ("someone", "somebody"):
        return [(0, 1, WITHHELD_SUBJECT)]
    if after and after[0] in _PEOPLE:
        return [(0, 2, WITHHELD_SUBJECT)]
    return []


def _is_list_number(texts: Sequence[str], at: int) -> bool:
    """Whether a number counts the items of a list: "17 Ways ...", "The 9 best ...".

    A year, a sum or a count of people in a news headline ("12 dead in ...") does not count: after
    the number a plural noun has to come within two words, before any verb that reports.
    """
    text = texts[at]
    count = int(text) if text.isdecimal() and len(text) < 4 else SMALL_NUMBERS.get(text, 0)
    if not 2 <= count <= _LISTABLE or not all(word in _LIST_OPENERS for word in texts[:at]):
        return False
    following = texts[at + 1 : at + 4]
    if not following or following[0] in _NEWS_COUNTS:
        return False
    return any(word in _LIST_NOUNS or word in _SUPERLATIVES for word in following) or (
        any(word in _READER_WORDS for word in texts[at + 2 :])
        and any(word.endswith("s") for word in following)
    )


_LIST_OPENERS = frozenset("the these top here are our my".split())
_NEWS_COUNTS = frozenset(
    """
    dead killed injured wounded hurt arrested charged die dies percent million billion years year
    days day weeks months hours minutes men women people soldiers killed missing shot feared held
    """.split()
)
_LIST_NOUNS = _TEASERS | frozenset(
    """
    times ideas recipes gifts tweets quotes lessons questions jokes moments problems struggles steps
    rules habits foods products items celebrities movies films songs books places apps games shows
    gifs memes faces posts people women men dogs cats animals examples stages types kinds lies words
    tattoos outfits looks stories thoughts dishes benefits tools myths excuses ideas takeaways
    """.split()
)
_READER_WORDS = _SECOND_PERSON | frozenset("that who every everyone only anyone will".split())
