"""A growing collection of articles and the stories among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, MutableMapping
from dataclasses import dataclass
from functools import partial
from itertools import chain

from scorer.schema import Article
from scorer.stories.boilerplate import boilerplate
from scorer.stories.candidates import candidate_pairs
from scorer.stories.chains import without_chains
from scorer.stories.compare import Comparison, compare
from scorer.stories.declared import bare_address, is_by
from scorer.stories.index import Index, MemoryIndex
from scorer.stories.item import Item, item_of
from scorer.stories.links import Link, link_of
from scorer.stories.prepared import Prepared
from scorer.stories.rarity import Rarity
from scorer.stories.resolve import keys_of, resolve
from scorer.stories.rows import Relation, SharedPassage, StoryCluster
from scorer.stories.workers import (
    Comparer,
    Pair,
    begin,
    compare_pairs,
    mapped,
    pass_pairs,
    portions,
)

_PORTION = 64
"""Articles, or pairs, that a process gets at a time."""
_FEW = 500
"""Pairs that are compared sooner here than in processes that have to be started."""
_MOST_BY_ADDRESS = 8


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier article of a collection that one has something of.

    Parameters
    ----------
    id : str
    relation : {"copy", "rewrite", "quotation", "declared"}
    share : float
        Share of the new article's words that stand in it; 0 to 1.
    its_share : float
        Share of its words that stand in the new article; 0 to 1.
    """

    id: str
    relation: Relation
    share: float
    its_share: float


class Stories:
    """Articles, and the stories they tell.

    Articles may come one at a time, for ever, or all at once: :meth:`clusters` says the same of the
    same articles, whatever their order. :meth:`add` tells at once what an article has of those
    that came before it.

    Parameters
    ----------
    texts : mutable mapping of str to str, optional
        Where texts are kept, by digest; a dict by default. Any mapping will do that keeps them
        out of memory.

    Examples
    --------
    >>> from scorer import Article
    >>> stories = Stories()
    >>> told = "The ferry to Marn will not run before June, its master Ute Dahl said on Monday. "
    >>> told += "Divers found 14 cracks in its hull, the worst of them as long as a broom."
    >>> stories.add(Article("a", told, source="one.example", published="2024-05-01"))
    []
    >>> stories.add(Article("b", told, source="two.example", published="2024-05-02"))[0].id
    'a'
    >>> [row.independent_accounts for row in stories.clusters()]
    [1]
    """

    def __init__(self, texts: MutableMapping[str, str] | None = None) -> None:
        self._texts: MutableMapping[str, str] = {} if texts is None else texts
        self._items: dict[tuple[str, str], Item] = {}
        self._index: Index = MemoryIndex()
        self._by_name: dict[str, tuple[str, str]] = {}
        self._indexed = 0
        self._rarity = Rarity()

    def __len__(self) -> int:
        return len(self._items)

    def extend(self, articles: Iterable[Article], *, jobs: int = 1) -> None:
        """Take in articles without asking what each is like.

        Parameters
        ----------
        articles : iterable of Article
        jobs : int
            Processes that read them.
        """
        for part in mapped(_items_of, portions(articles, _PORTION), jobs):
            for item, text in part:
                self._take(item, text)

    def items(self) -> Iterator[Item]:
        """Yield what is kept of each article, in the order they came."""
        yield from self._items.values()

    def add(self, article: Article) -> list[Match]:
        """Take in an article and say what it has of the earlier ones.

        Returns
        -------
        list of Match
            The most alike first; empty for an article that is new, and for one that came before.
        """
        item = item_of(article)
        if not self._take(item, article.text):
            return []
        self._catch_up(item)
        ready = Prepared(article.text)
        out = []
        for name in self._index.candidates(item.fingerprint):
            other = self._items[self._by_name[name]]
            found = compare(ready, Prepared(self._texts[other.digest]), self._rarity)
            link = _link(found, item, other)
            if link is not None:
                out.append(Match(other.id, link.relation, link.one.share, link.other.share))
        self._put(item)
        return sorted(out, key=lambda match: (-match.share, match.id))

    def clusters(self, min_size: int = 1, *, jobs: int = 1) -> Iterator[StoryCluster]:
        """All stories.

        Parameters
        ----------
        min_size : int
            Leave out stories with fewer articles.
        jobs : int
            Processes that compare.

        Yields
        ------
        StoryCluster
            In the order of their earliest articles.
        """
        items = sorted(self._items.values(), key=lambda item: item.order)
        common = boilerplate(items)
        here = Comparer(common, self._rarity)
        by_address = set(_declared_pairs(items))

        def pair_of(one: int, other: int) -> Pair:
            texts = (self._texts[items[number].digest] for number in (one, other))
            return Pair(one, other, *texts)

        def tie(pair: tuple[int, int], found: Comparison) -> Link | None:
            link = _link(found, items[pair[0]], items[pair[1]])
            if link is None and pair in by_address:
                return Link(found.one, found.other, "declared")
            return link

        pairs = sorted(set(candidate_pairs([item.fingerprint for item in items])) | by_address)
        parts = portions((pair_of(*pair) for pair in pairs), _PORTION)
        if jobs == 1 or len(pairs) < _FEW:
            compared = mapped(lambda part: [here(pair) for pair in part], parts, 1)
        else:
            compared = mapped(compare_pairs, parts, jobs, partial(begin, common, self._rarity))
        found = zip(pairs, chain.from_iterable(compared), strict=True)
        links = {pair: link for pair, result in found if (link := tie(pair, result)) is not None}
        words = [item.fingerprint.words for item in items]
        links = without_chains(words, links, lambda pair: tie(pair, here(pair_of(*pair))))

        def passages(pairs: list[tuple[int, int]]) -> Iterator[tuple[SharedPassage, ...]]:
            parts = portions((pair_of(*pair) for pair in pairs), _PORTION)
            if jobs == 1 or len(pairs) < _FEW:
                return map(here.passages, chain.from_iterable(parts))
            start = partial(begin, common, self._rarity)
            return chain.from_iterable(mapped(pass_pairs, parts, jobs, start))

        for row in resolve(items, links, passages):
            if len(row.articles) >= min_size:
                yield row

    def texts(self, keys: Collection[str]) -> dict[str, str]:
        """Texts of some articles, as given.

        Parameters
        ----------
        keys : collection of str
            Keys of articles in the rows of :meth:`clusters`; others are left out.
        """
        wanted, items = frozenset(keys), list(self._items.values())
        named = zip(keys_of(items), items, strict=True)
        return {key: self._texts[item.digest] for key, item in named if key in wanted}

    def _take(self, item: Item, text: str) -> bool:
        """Keep an article; False where the very same came before."""
        before = self._items.get((item.id, item.digest))
        if before is not None:
            before.times += 1
            return False
        self._items[item.id, item.digest] = item
        self._texts[item.digest] = text
        self._rarity.add(item.stems)
        item.stems = item.stems[:0].copy()  # counted
        return True

    def _put(self, item: Item) -> None:
        """Make an article findable."""
        name = f"{item.id}\x1f{item.digest}"
        self._by_name[name] = (item.id, item.digest)
        self._index.add(name, item.fingerprint)
        self._indexed += 1

    def _catch_up(self, newest: Item) -> None:
        """Make the articles findable that came by :meth:`extend`."""
        if self._indexed == len(self._items) - 1:
            return
        for key, item in self._items.items():
            if item is not newest and f"{key[0]}\x1f{key[1]}" not in self._by_name:
                self._put(item)


def _items_of(articles: list[Article]) -> list[tuple[Item, str]]:
    """Items of some articles, with their texts."""
    return [(item_of(article), article.text) for article in articles]


def _link(found: Comparison, one: Item, other: Item) -> Link | None:
    """What ties two articles, by their texts, dates and declarations."""
    is_declared = _declares(one, other) or _declares(other, one)
    apart = None
    if one.moment is not None and other.moment is not None:
        apart = abs(one.moment - other.moment).days
    return link_of(found, is_declared=is_declared, days_apart=apart)


def _declares(one: Item, other: Item) -> bool:
    """Whether an article says that it is from the outlet of another, or from its address."""
    if one.outlet is not None and one.outlet == other.outlet:
        return False
    return any(is_by(item, other.outlet, other.url) for item in one.declared)


def _declared_pairs(items: list[Item]) -> Iterator[tuple[int, int]]:
    """Pairs of which one names the address of the other."""
    at: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(items):
        if item.url is not None:
            at[bare_address(item.url)].append(number)
    for number, item in enumerate(items):
        for declared in item.declared:
            if declared.url is None:
                continue
            for other in at.get(bare_address(declared.url), [])[:_MOST_BY_ADDRESS]:
                if other != number:
                    yield min(number, other), max(number, other)
