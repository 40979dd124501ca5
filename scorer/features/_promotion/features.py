"""Features of one line or sentence: binary, and none of them a name.

Words outside the lexicon are replaced by their shape. Features are runs of up to three of these
symbols; what is asked at the start of a clause and of what thing; how the unit opens and ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scorer.features._promotion import lexicon, patterns
from scorer.text.document import Document
from scorer.text.vocabulary import WordTable

LEADING = frozenset("-•*–—►▶>#|([~_=+·▪●◦‣⁃\"'»×")
"""Bullets, brackets and quotes before the first word."""

_SYMBOL: dict[str, str] = {word: word for word in sorted(lexicon.PLAIN) if word[0] != "<"}
_SYMBOL.update(dict.fromkeys(sorted(lexicon.PLATFORMS), "<site>"))
_SYMBOL.update(dict.fromkeys(sorted(lexicon.SHOPS), "<shop>"))
_SYMBOL.update(dict.fromkeys(sorted(lexicon.LISTENING), "<audio>"))
_SYMBOL.update(dict.fromkeys(sorted(lexicon.WEB), "<web>"))
_SYMBOL.update({mark: mark for mark in sorted(lexicon.MARKS)})

SYMBOLS: dict[str, int] = {
    symbol: number for number, symbol in enumerate(sorted(set(_SYMBOL.values())), start=1)
}
"""Number of each symbol that is not a shape."""
SYMBOL_NUMBERS = WordTable({token: SYMBOLS[symbol] for token, symbol in _SYMBOL.items()})
"""The same by token, for look-ups over a whole document."""

_SHAPES = frozenset({"<Cap>", "<low>", "<num>", "<mark>"})
GLUED = "#glued colon"
"""Feature: a colon between a word and a capital, without a space."""
_GLUED = re.compile(r"[^\W\d_]['\"]?:['\"]?[A-Z]")
_CLOSERS = frozenset("\"')]}")
_STOPS = frozenset(".!?…")
# an ask may open after these, beside the start of the unit
_CLAUSE_BREAKS = _STOPS | frozenset(
    ": ; | , — - ( [ > / ► • 👉 <mark> and or to please can then also now you just but must today"
    " here".split()
)
_LIMITS = tuple((limit, f"#words<={limit}") for limit in (1, 2, 3, 5, 8, 12, 20, 35, 60))
_LONGEST_RUN = 72
_TAIL = 14
_REACH = 8


def symbols(tokens: Sequence[str], capitals: Sequence[bool]) -> list[str]:
    """Symbol of each token: itself where the lexicon has it, else its shape."""
    get = _SYMBOL.get
    out = []
    for token, capital in zip(tokens, capitals, strict=True):
        symbol = get(token)
        if symbol is None:
            if capital:
                symbol = "<Cap>"
            elif token[0].isdigit():
                symbol = "<num>"
            elif token[0].isalpha():
                symbol = "<low>"
            else:
                symbol = "<mark>"
        out.append(symbol)
    return out


def features(
    tokens: Sequence[str], capitals: Sequence[bool], upper: float = 0.0, glued: bool = False
) -> set[str]:
    """Features of one unit.

    Parameters
    ----------
    tokens : sequence of str
        Its tokens in lower case.
    capitals : sequence of bool
        Whether each starts with an upper-case letter.
    upper : float
        Share of its words that are wholly in upper case.
    glued : bool
        Whether a colon stands between a word and a capital without a space, as where a label and
        a link were set in different type.

    Returns
    -------
    set of str

    Examples
    --------
    >>> found = features(["follow", "us", "on", "facebook"], [True, False, False, False])
    >>> "^ follow us" in found, "ask:follow>site" in found
    (True, True)
    """
    first = 0
    count = len(tokens)
    while first < count and tokens[first] in LEADING:
        first += 1
    syms = symbols(tokens[first:], capitals[first:])
    found = _runs(syms)
    _asks(syms, found)
    _shape(syms, sum(capitals[first:]), upper, found)
    rest = tokens[first:]
    names = patterns.matches(" ".join(rest), set(rest))
    end = " short" if len(rest) <= 14 else " long"
    for name in names:
        found.add("like:" + name)
        found.add("like:" + name + end)
    found.add(f"#like {min(len(names), 3)}")
    if glued:
        found.add(GLUED)
    if names and "#reports" in found:
        found.add("#like reports")
    return found


def upper_share(text: str) -> float:
    """Share of the words with letters that are wholly in upper case, single letters not counted."""
    words = [word for word in text.split() if not word.isnumeric()]
    return sum([len(word) > 1 and word.isupper() for word in words]) / len(words) if words else 0.0


def of_text(doc: Document, *ranges: tuple[int, int], titled: bool = False) -> set[str]:
    """Features of ranges of a document's tokens, taken as one unit; titled: as if capitalised."""
    tokens: list[str] = []
    capitals: list[bool] = []
    pieces: list[str] = []
    for first, end in ranges:
        tokens += doc.tokens[first:end]
        capitals += doc.is_capital[first:end].tolist()
        pieces.append(doc.text[int(doc.token_starts[first]) : int(doc.token_ends[end - 1])])
    if titled:
        capitals = [True] * len(tokens)
    text = " ".join(pieces)
    return features(
        tokens, capitals, upper_share(text), ":" in text and _GLUED.search(text) is not None
    )


def _runs(syms: list[str]) -> set[str]:
    """Runs of one to three symbols that hold at least one word or mark of the lexicon."""
    if len(syms) > _LONGEST_RUN:
        syms = [*syms[: _LONGEST_RUN - _TAIL], "..", *syms[-_TAIL:]]
    line = ["^", *syms, "$"]
    found: set[str] = set()
    add = found.add
    shapes = _SHAPES
    two = ""
    before = ""
    for symbol in line:
        known = symbol not in shapes
        if known:
            add(symbol)
        if before and (known or before not in shapes):
            pair = f"{before} {symbol}"
            add(pair)
            if two:
                add(f"{two} {pair}")
        two, before = before, symbol
    for symbol in line[1:4]:
        add("^3 " + symbol)
    return found


def _asks(syms: list[str], found: set[str]) -> None:
    """What is asked for at the start of a clause, and of what thing within reach."""
    verbs, things = lexicon.VERB_CLASS, lexicon.THING_CLASS
    add = found.add
    opens = True
    asked = False
    last = len(syms) - _TAIL
    for at, symbol in enumerate(syms):
        if opens:
            verb = verbs.get(symbol)
            if verb is not None:
                asked = True
                add("ask:" + verb)
                if at >= last:
                    add("late ask:" + verb)
                if at == 0:
                    add("first ask:" + verb)
                for other in syms[at + 1 : at + 1 + _REACH]:
                    thing = things.get(other)
                    if thing is not None:
                        add(f"ask:{verb}>{thing}")
                        if at == 0:
                            add(f"first ask:{verb}>{thing}")
        opens = symbol in _CLAUSE_BREAKS
    for symbol in syms:
        thing = things.get(symbol)
        if thing is not None:
            add("has:" + thing)
    if not asked:
        add("#no ask")


def _shape(syms: list[str], capital: int, upper: float, found: set[str]) -> None:
    """Length, case, ending, and the words before a colon."""
    add = found.add
    size = sum(1 for symbol in syms if symbol[0] == "<" or symbol[0].isalpha())
    for limit, name in _LIMITS:
        if size <= limit:
            add(name)
    at = len(syms) - 1
    while at >= 0 and syms[at] in _CLOSERS:
        at -= 1
    closed = at >= 0 and syms[at] in _STOPS
    end = " closed" if closed else " open"
    add("#" + end)
    if size <= 20:
        add("#short" + end)
    if size >= 3:
        for share in (0.3, 0.5, 0.75):
            if capital >= share * size:
                add(f"#capitals>={share}{end}")
    if upper > 0.7:
        add("#upper")
        if size <= 8:
            add("#upper short")
    elif upper > 0.15 and syms and capital:
        add("#some upper")
    stops = sum(1 for symbol in syms[:at] if symbol in _STOPS)
    if stops:
        add("#sentences>1")
        if stops > 2:
            add("#sentences>3")
    for place in range(1, min(7, len(syms))):
        if syms[place] == ":":
            known = syms[0] not in _SHAPES
            add("#head known" if known else "#head shape")
            if known and place <= 3 and place + 1 < len(syms):
                add("#head short" + end)
            break
    if size >= 6 and at >= 2 and syms[at - 2 : at + 1] == ["<num>", ":", "<num>"]:
        add("#duration")
    if not lexicon.REPORTS.isdisjoint(syms):
        add("#reports")
    if not lexicon.OTHERS.isdisjoint(syms):
        add("#third person" + (" short" if size <= 12 else ""))
    if not lexicon.OURS.isdisjoint(syms) and not lexicon.YOURS.isdisjoint(syms):
        add("#our and your")
