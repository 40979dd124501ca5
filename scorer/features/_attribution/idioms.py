"""Fixed phrases whose verb of saying attributes nothing: "that said", "needless to say"."""

from __future__ import annotations

from collections.abc import Sequence

_ANY = "*"
_PHRASES = """
    that [said] , / that being [said] / being [said] , / having [said] that / having [said] this /
    [said] and done / easier [said] than / sooner [said] than / enough [said] / be [said] for /
    be [said] of / without [saying] / the [saying] / old [saying] / that's [saying] something /
    needless to [say] / suffice it to [say] / suffice to [say] / dare [say] / so to [say] /
    to [say] nothing / to [say] the least / to [say] least / not to [say] / that is to [say] /
    let's [say] / let us [say] / final [say] / a [say] / no [say] / any [say] / more [say] /
    have their [say] / had their [say] / have his [say] / had his [say] / have her [say] /
    had her [say] / have your [say] / had its [say] / have my [say] / have our [say] /
    [says] it all / [said] it all / [say] it all /
    time will [tell] / time would [tell] / truth be [told] / all [told] , / [tell] apart /
    [noted] for / a [noted] / the [noted] / most [noted] / [called] off / [calling] off /
    [call] off /
    safe to [say] / fair to [say] / hard to [say] / sad to [say] / sorry to [say] / easy to [say] /
    as they [say] / [say] goodbye / [said] goodbye / [saying] goodbye / [say] farewell /
    [said] farewell / [say] yes / [said] yes / [say] no to / [said] no to / [say] hello /
    [said] hello / [say] grace / [said] grace / [say] nothing / [said] nothing /
    [say] a prayer / [said] a prayer / [saying] a prayer / [say] * prayers / [said] * prayers /
    [said] * goodbyes / [say] * goodbyes / [told] off / [tell] off / [telling] off /
    [tell] the time / [told] the time / [tell] the difference / [told] a story / [tell] a story /
    [tell] * a story / [told] * a story / [tell] tales / [told] * fortune / [tell] * fortune /
    [claimed] * lives / [claims] * lives / [claiming] * lives / [claim] * lives /
    [claimed] the lives / [claimed] the life / [claimed] the title / [claimed] the prize /
    [claimed] the crown / [claimed] a seat / [claimed] victory / [claim] victory /
    [claimed] * title / [claimed] * medal / [claimed] * prize / [claimed] * seat /
    [according] to plan / [according] to size / [according] to taste / [according] to need /
    [according] to * needs / [according] to ability / [according] to whether / [according] to age /
    [asked] not to be named / [asked] not to be identified / [asked] to remain anonymous /
    [asked] to stay anonymous / [asked] for anonymity / [requested] anonymity /
    [declined] to be named / [declined] to be identified / [demanded] anonymity
    """


_Phrase = tuple[int, tuple[str, ...]]
"""Place of the verb, and the words."""


def _parse() -> dict[str, dict[int, dict[str, list[_Phrase]]]]:
    """Phrases by their verb, and by the word that stands before it, or else follows."""
    by_verb: dict[str, dict[int, dict[str, list[_Phrase]]]] = {}
    for phrase in " ".join(_PHRASES.split()).split(" / "):
        words = phrase.split()
        at = next(place for place, word in enumerate(words) if word.startswith("["))
        words[at] = words[at].strip("[]")
        beside = -1 if at else 2 if words[1] == _ANY else 1
        by_word = by_verb.setdefault(words[at], {}).setdefault(beside, {})
        by_word.setdefault(words[at + beside], []).append((at, tuple(words)))
    return by_verb


_BY_VERB = _parse()


def is_idiom(tokens: Sequence[str], at: int) -> bool:
    """Whether the word is the verb of a phrase that attributes nothing.

    Examples
    --------
    >>> is_idiom(["that", "said", ",", "it", "rained"], 1)
    True
    >>> is_idiom(["that", "said", "it", "rained"], 1)
    False
    """
    places = _BY_VERB.get(tokens[at])
    if places is None:
        return False
    return any(
        at >= before and _is_phrase(tokens[at - before : at - before + len(words)], words)
        for beside, by_word in places.items()
        if 0 <= at + beside < len(tokens)
        for before, words in by_word.get(tokens[at + beside], ())
    )


def _is_phrase(tokens: Sequence[str], words: tuple[str, ...]) -> bool:
    """Whether tokens are the words of a phrase, in which a star stands for any one."""
    return len(tokens) == len(words) and all(
        word in (_ANY, token) for token, word in zip(tokens, words, strict=True)
    )
