"""When two articles tell one story: the thresholds, and what ties them.

``docs/stories.md`` says on which data the thresholds were set, and what they reach.
"""

from __future__ import annotations

from dataclasses import dataclass

from scorer.stories.compare import Comparison, Side, compare, passage_of
from scorer.stories.passages import Passage
from scorer.stories.prepared import Prepared
from scorer.stories.rarity import Rarity
from scorer.stories.rows import Relation, SharedPassage, Sharing

COPY_SHARE = 0.5
"""Share of the shorter article that the longer one holds, where most of that is word for word."""
REWRITE_SHARE = 0.6
"""The same, where most of it is in other words."""
STRONG_SHARE = 0.7
"""The same for articles that are weeks apart, and for a link that nothing else has to confirm."""
DAYS_APART = 14
DECLARED_SHARE = 0.2
"""The same, where one of the two says that it is from the other."""
LEAST_WORDS = 25
"""Words in common; fewer are a quotation or a phrase, however short the articles are."""
_COPIED = 0.5
_SPECIFICS, _SPECIFICS_EITHER = 0.65, 0.5
_SPECIFICS_REWORDED = 0.75
"""Share of the names and numbers that a rewrite keeps; in OneStopEnglish 99 % of pairs keep .85."""
_CHANGED = 0.25
_CHANGED_PLACES = 3
_QUOTED = 0.6
ACCOUNT_SHARE = 0.3
"""Share of an article's words outside quotations that makes its account another's."""


@dataclass(frozen=True, slots=True)
class Link:
    """What ties two articles.

    Parameters
    ----------
    one, other : Side
        What each shares with the other.
    relation : {"copy", "rewrite", "quotation", "declared"}
    """

    one: Side
    other: Side
    relation: Relation

    @property
    def is_strong(self) -> bool:
        """Whether nothing else has to confirm that both tell one story."""
        short = self.one if self.one.words <= self.other.words else self.other
        return self.relation == "declared" or short.share >= STRONG_SHARE

    @property
    def is_account(self) -> bool:
        """Whether one of them repeats the other's account, more than statements quoted in both."""
        return (
            self.relation == "declared"
            or max(self.one.own_copied, self.other.own_copied) >= ACCOUNT_SHARE
        )


def link_of(
    found: Comparison, *, is_declared: bool = False, days_apart: int | None = None
) -> Link | None:
    """Decide whether two articles tell one story.

    Parameters
    ----------
    found : Comparison
    is_declared : bool
        One of the two says that it is from the other.
    days_apart : int, optional
        Days between them, where both are dated.

    Returns
    -------
    Link or None
    """
    short = found.shorter
    if short.shared < LEAST_WORDS or _is_template(found):
        return None
    is_copy = short.copied >= _COPIED * (short.copied + short.reworded)
    share = short.copied + short.reworded
    needed = COPY_SHARE if is_copy else REWRITE_SHARE
    if days_apart is not None and days_apart > DAYS_APART:
        needed = STRONG_SHARE
    if share >= needed and (is_copy or short.specifics >= _SPECIFICS_REWORDED):
        quoted = short.own_copied < ACCOUNT_SHARE and _is_quoted(short)
        relation: Relation = "quotation" if quoted else "copy" if is_copy else "rewrite"
        return Link(found.one, found.other, relation)
    if is_declared and share >= DECLARED_SHARE:
        return Link(found.one, found.other, "declared")
    return None


def _is_quoted(side: Side) -> bool:
    """Whether most of what is shared stands in quotation marks."""
    return side.quoted >= _QUOTED * side.shared


def _is_template(found: Comparison) -> bool:
    """Whether names and numbers are exchanged all along: a series, not a copy."""
    if found.shorter.specifics < _SPECIFICS:
        return True
    if min(found.one.specifics, found.other.specifics) < _SPECIFICS_EITHER:
        return True
    return found.copied.changed >= _CHANGED_PLACES and found.changed >= _CHANGED


def shared_passages(
    one: Prepared, other: Prepared, rarity: Rarity | None = None
) -> tuple[SharedPassage, ...]:
    """Passages that one article shares with another, as characters of both texts as given.

    Returns
    -------
    tuple of SharedPassage
        In the order of the first text, none overlapping another there.
    """
    found = compare(one, other, rarity)
    kinds: list[tuple[Passage, Sharing]] = []
    for item in found.copied.passages:
        quoted = one.quoted[item.start : item.end].mean() >= _QUOTED
        kinds.append((item, "quotation" if quoted else "copy"))
    kinds += [(item, "rewrite") for item in passage_of(found.aligned, one, other)]
    out: list[SharedPassage] = []
    reached = 0
    for item, kind in sorted(kinds):
        first = max(item.start, reached)
        if first >= item.end:
            continue
        start, end = one.given(first, item.end)
        from_first = min(item.from_start + first - item.start, item.from_end - 1)
        from_start, from_end = other.given(
            item.from_start if kind == "rewrite" else from_first, item.from_end
        )
        out.append(SharedPassage(start, end, from_start, from_end, kind))
        reached = item.end
    return tuple(out)
