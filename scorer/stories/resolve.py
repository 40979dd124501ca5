"""From links between articles to stories: groups, who copies whom, independent accounts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from scorer.io.records import derived_id
from scorer.schema import Notice
from scorer.stories.chains import Groups
from scorer.stories.declared import is_by
from scorer.stories.item import Item
from scorer.stories.links import Link
from scorer.stories.rows import Role, SharedPassage, StoryArticle, StoryCluster

Links = Mapping[tuple[int, int], Link]
Shared = tuple[SharedPassage, ...]
Passages = Callable[[list[tuple[int, int]]], Iterable[Shared]]

DUPLICATE = 0.8
"""Share of an article that stands in the one it is from, from which it is a duplicate of it."""
_VERBATIM = 0.75
_QUOTED = 0.6
_SKEW = dt.timedelta(hours=1)
_END_TO_END = 1.1
"""Shares of one article that stand in two others; above, both hold much of the same."""


def resolve(items: Sequence[Item], links: Links, passages: Passages) -> list[StoryCluster]:
    """Make the stories.

    Parameters
    ----------
    items : sequence of Item
        All articles, the earliest first.
    links : mapping of (int, int) to Link
        What ties two of them, by their numbers, the smaller first.
    passages : callable
        Gives what articles share with those they are from, for pairs of their numbers.

    Returns
    -------
    list of StoryCluster
        Each article in exactly one, in the order of their earliest articles.
    """
    groups = Groups(len(items))
    partners: dict[int, dict[int, Link]] = defaultdict(dict)
    for (one, other), link in links.items():
        groups.join(one, other)
        partners[one][other] = link
        partners[other][one] = _turned(link)
    members: dict[int, list[int]] = defaultdict(list)
    for number in range(len(items)):
        members[groups.find(number)].append(number)
    keys = keys_of(items)
    stories = [_Story(items, keys, partners, found) for found in members.values()]
    pairs = [
        (number, parent)
        for story in stories
        for number, parent in story.parent.items()
        if parent is not None
    ]
    shared = dict(zip(pairs, passages(pairs), strict=True))
    return [story.row(shared) for story in stories]


def _turned(link: Link) -> Link:
    return Link(link.other, link.one, link.relation)


def keys_of(items: Sequence[Item]) -> list[str]:
    """A name for each article: its id, with its digest where several share the id."""
    ids: dict[str, int] = defaultdict(int)
    for item in items:
        ids[item.id] += 1
    return [item.id if ids[item.id] == 1 else f"{item.id}~{item.digest[:8]}" for item in items]


class _Story:
    """One group of articles on its way to a row."""

    def __init__(
        self,
        items: Sequence[Item],
        keys: Sequence[str],
        partners: Mapping[int, Mapping[int, Link]],
        found: Sequence[int],
    ) -> None:
        self.items, self.keys, self.partners = items, keys, partners
        self.members = found
        self.notices: list[Notice] = []
        self.cites = {number: self._cited(number) for number in found}
        self.order = self._ordered()
        self.parent = {number: self._parent(number) for number in self.order}

    def _cited(self, number: int) -> list[int]:
        """Members of the story that an article declares as its source."""
        mine = self.items[number]
        return [
            other
            for other in self.members
            if other != number
            and any(
                is_by(item, self.items[other].outlet, self.items[other].url)
                for item in mine.declared
            )
            and (self.items[other].outlet is None or self.items[other].outlet != mine.outlet)
        ]

    def _circling(self) -> set[int]:
        """Members whose declarations lead back to themselves, by whatever way."""
        citing: dict[int, list[int]] = {number: [] for number in self.members}
        for number in self.members:
            for item in self.cites[number]:
                citing[item].append(number)
        # what ends nowhere is taken off, again and again; then what begins nowhere
        left = _without_ends(set(self.members), self.cites, citing)
        return _without_ends(left, citing, self.cites)

    def _ordered(self) -> list[int]:
        """Members, the earliest first; who is declared as a source comes before who declares it.

        Declarations that go in a circle cannot all be true: there the dates are taken.
        """
        out: list[int] = []
        done: set[int] = set()
        overruled: list[tuple[int, int]] = []
        circling = self._circling()
        for start in self.members:
            stack = [start]
            while stack:
                number = stack[-1]
                before = [
                    item
                    for item in self.cites[number]
                    if item not in done and not (number in circling and item in circling)
                ]
                if number not in done and before:
                    overruled += [(number, item) for item in before if item > number]
                    stack.append(min(before))
                    continue
                stack.pop()
                if number not in done:
                    done.add(number)
                    out.append(number)
        if circling:
            names = [self.keys[number] for number in sorted(circling)]
            more = f" and {len(names) - 5} more" if len(names) > 5 else ""
            self._note(
                "declaration_loop",
                f"{', '.join(names[:5])}{more} are declared as each other's source, in a circle: "
                "their dates are taken",
            )
        for number, item in dict.fromkeys(overruled):
            self._note(
                "date_overruled",
                f"{self.keys[number]} declares {self.keys[item]} as its source, though its own "
                "date is earlier or as early: the declaration is taken",
            )
        return out

    def _note(self, code: str, message: str) -> None:
        self.notices.append(Notice(code, message))

    def _parent(self, number: int) -> int | None:
        """The earlier article that most of this one stands in; rather a declared one."""
        place = {item: rank for rank, item in enumerate(self.order)}
        earlier = [
            (other, link)
            for other, link in self.partners.get(number, {}).items()
            if place[other] < place[number]
        ]
        if not earlier:
            return None
        declared = set(self.cites[number])
        best = max(link.one.share for _, link in earlier)
        likely = [
            other
            for other, link in earlier
            if link.one.share >= best - (0.1 if other in declared else 0.02)
        ]
        return min(likely, key=lambda other: (other not in declared, place[other]))

    def _accounts(self) -> dict[int, int]:
        """Number of the account that each member belongs to, from 1."""
        groups = Groups(len(self.order))
        place = {item: rank for rank, item in enumerate(self.order)}
        digests: set[int] = set()
        for number in self.order:
            told = {
                other: link
                for other, link in self.partners.get(number, {}).items()
                if link.is_account and place[other] < place[number]
            }
            for other in self.cites[number]:
                if other not in told:
                    groups.join(place[number], place[other])
            # what stands in a digest is of the account that the digest has it from
            told = {at: link for at, link in told.items() if at not in digests} or told
            home = self.parent[number]
            if home not in told:
                home = min(told, key=lambda at: (-told[at].one.own_copied, place[at]), default=None)
            if home is None:
                continue
            accounts: dict[int, list[int]] = defaultdict(list)
            for at in sorted(told, key=place.__getitem__):
                accounts[groups.find(place[at])].append(at)
            ours = accounts.pop(groups.find(place[home]))
            for theirs in accounts.values():
                if self._puts_together(number, ours, theirs):
                    digests.add(number)
                else:
                    groups.join(place[theirs[0]], place[home])
            groups.join(place[number], place[home])
        names: dict[int, int] = {}
        return {
            number: names.setdefault(groups.find(place[number]), len(names) + 1)
            for number in self.order
        }

    def _puts_together(self, number: int, *accounts: Sequence[int]) -> bool:
        """Whether an article joins two accounts end to end, which makes them no one account.

        What it has of the one is not what it has of the other, and it came after both began.
        """
        mine = self.items[number].moment
        began = [self.items[members[0]].moment for members in accounts]
        parts = [
            max(self.partners[number][at].one.own_copied for at in members) for members in accounts
        ]
        return (
            mine is not None
            and all(moment is not None and mine - moment > _SKEW for moment in began)
            and sum(parts) <= _END_TO_END
        )

    def row(self, shared: Mapping[tuple[int, int], Shared]) -> StoryCluster:
        """Make the row."""
        accounts = self._accounts()
        independent = max(accounts.values())
        outlets = {self.items[number].outlet for number in self.order} - {None}
        circular = independent == 1 and len(outlets) > 1
        articles = tuple(self._article(number, accounts[number], shared) for number in self.order)
        self._note_dates()
        if circular:
            self._note(
                "circular_reporting",
                f"{len(outlets)} sources, one account: all of it goes back to "
                f"{self.keys[self.order[0]]}",
            )
        moments = [item.moment for item in self._items() if item.moment is not None]
        first = self.items[self.order[0]]
        return StoryCluster(
            derived_id(f"{first.id}\x1f{first.digest}"),
            articles,
            independent,
            circular,
            self.keys[self.order[0]],
            min(moments).date().isoformat() if moments else None,
            max(moments).date().isoformat() if moments else None,
            tuple(self.notices),
        )

    def _items(self) -> Iterable[Item]:
        return (self.items[number] for number in self.order)

    def _note_dates(self) -> None:
        """Say what the order rests on where that is little."""
        if len(self.order) < 2:
            return
        undated = sum(item.moment is None for item in self._items())
        if undated:
            self._note(
                "undated",
                f"{undated} of {len(self.order)} articles have no usable date; they are taken for "
                "later than those that have one",
            )
        first, second = (self.items[number] for number in self.order[:2])
        if first.moment is None or second.moment is None or first.outlet == second.outlet:
            return
        if (
            abs(second.moment - first.moment) <= _SKEW
            and self.order[0] not in self.cites[self.order[1]]
        ):
            self._note(
                "order_uncertain",
                f"{self.keys[self.order[0]]} and {self.keys[self.order[1]]} are dated within an "
                "hour of each other: clocks of outlets differ by more",
            )

    def _article(
        self, number: int, account: int, passages: Mapping[tuple[int, int], Shared]
    ) -> StoryArticle:
        """Make the part of the row that is about one article."""
        item, parent = self.items[number], self.parent[number]
        link = None if parent is None else self.partners[number][parent]
        named, agrees = self._declaration(number)
        shared = () if parent is None else passages[number, parent]
        return StoryArticle(
            self.keys[number],
            item.id,
            item.source,
            item.url,
            item.published,
            item.title,
            item.times,
            "original" if link is None else _role(link),
            0.0 if link is None else round(link.one.share, 4),
            None if parent is None else self.keys[parent],
            None if link is None else link.relation,
            named,
            agrees,
            account,
            shared,
        )

    def _declaration(self, number: int) -> tuple[str | None, bool | None]:
        """What an article declares, and whether what is found agrees."""
        mine = self.items[number].declared
        if not mine:
            return None, None
        cited = self.cites[number]
        told = mine[0].url or mine[0].name
        if not cited:
            return told, None
        above: set[int] = set()
        at = self.parent[number]
        while at is not None and at not in above:
            above.add(at)
            at = self.parent[at]
        for item in mine:
            if any(is_by(item, self.items[other].outlet, self.items[other].url) for other in cited):
                told = item.url or item.name
                break
        return told, bool(above.intersection(cited))


def _without_ends(
    left: set[int], onward: Mapping[int, Sequence[int]], back: Mapping[int, Sequence[int]]
) -> set[int]:
    """Nodes from which a way leads on for ever."""
    ways = {number: sum(item in left for item in onward[number]) for number in left}
    ends = [number for number, count in ways.items() if not count]
    while ends:
        end = ends.pop()
        left.discard(end)
        for item in back[end]:
            if item in left:
                ways[item] -= 1
                if not ways[item]:
                    ends.append(item)
    return left


def _role(link: Link) -> Role:
    """Role of an article by what it shares with the one it is from."""
    side = link.one
    if link.relation == "quotation" or side.quoted >= _QUOTED * max(side.shared, 1):
        return "extensive_quoting"
    if side.share >= DUPLICATE and side.copied >= _VERBATIM * side.share:
        return "wholesale_duplicate"
    return "remixed_copy"
