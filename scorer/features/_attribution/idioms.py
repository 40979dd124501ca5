"""Fixed phrases whose verb of saying attributes nothing: "that said", "needless to say"."""

from __future__ import annotations

from collections.abc import Sequence

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
    [noted] for / a [noted] / the [noted] / most [noted] / [called] off / [calling] off / [call] off
    """


def _parse() -> dict[str, tuple[tuple[int, tuple[str, ...]], ...]]:
    """Phrases by their verb, each with the place of the verb in it."""
    by_verb: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for phrase in " ".join(_PHRASES.split()).split(" / "):
        words = phrase.split()
        at = next(place for place, word in enumerate(words) if word.startswith("["))
        words[at] = words[at].strip("[]")
        by_verb.setdefault(words[at], []).append((at, tuple(words)))
    return {verb: tuple(found) for verb, found in by_verb.items()}


_BY_VERB = _parse()
_BESIDE = {
    verb: frozenset(words[place - 1] if place else words[1] for place, words in phrases)
    for verb, phrases in _BY_VERB.items()
}
"""By verb: the word before it in each of its phrases, the one after it where it comes first."""


def is_idiom(tokens: Sequence[str], at: int) -> bool:
    """Whether the word is the verb of a phrase that attributes nothing.

    Examples
    --------
    >>> is_idiom(["that", "said", ",", "it", "rained"], 1)
    True
    >>> is_idiom(["that", "said", "it", "rained"], 1)
    False
    """
    beside = _BESIDE.get(tokens[at])
    if beside is None or beside.isdisjoint(tokens[max(at - 1, 0) : at + 2]):
        return False
    return any(
        at >= before and tuple(tokens[at - before : at - before + len(words)]) == words
        for before, words in _BY_VERB[tokens[at]]
    )
