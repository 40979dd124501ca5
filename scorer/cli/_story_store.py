"""What ``scorer stories --store`` knows of earlier runs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, MutableMapping
from itertools import islice
from typing import TYPE_CHECKING

from scorer.schema import Article
from scorer.store.entry import article_row, key_of

if TYPE_CHECKING:
    from scorer.store.store import Store
    from scorer.stories import Fingerprint, Stories, StoryArticle, StoryCluster
    from scorer.stories.item import Item

PARTNERS = 8
"""Earlier articles that a new one brings along, those that share most with it."""
AT_ONCE = 100
"""Articles that are read or put in one transaction."""

_Name = tuple[str, str | None, str | None, str | None, str | None]


class Earlier:
    """Brings articles of earlier runs to those of this one, and keeps these for later ones.

    An article that is sent again is no copy of itself: what the store holds of it is left out.

    Parameters
    ----------
    store : Store
    texts : mutable mapping of str to str
        Where the new articles are kept until the output is written.
    """

    def __init__(self, store: Store, texts: MutableMapping[str, str]) -> None:
        self.store = store
        self._texts = texts
        self._keys: set[bytes] = set()
        self._new: list[Item] = []
        self._names: set[_Name] = set()

    def noted(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Pass the new articles on, and note them."""
        from scorer.stories.item import digest_of

        for article in articles:
            self._keys.add(key_of(article).key)
            self._texts[f"{digest_of(article)} {article.id}"] = json.dumps(article_row(article))
            yield article

    def bring(self, found: Stories) -> int:
        """Add the earlier articles that share something with a new one; return how many.

        Raises
        ------
        StoreError
            The database failed.
        """
        self._new = list(found.items())
        self._names = {(i.id, i.source, i.url, i.published, i.title) for i in self._new}
        numbers = {no for item in self._new for no in self._alike(item.fingerprint)}
        numbers |= set(self._declared())
        # What an earlier article is from may be too far from a new one to be found by it.
        for no in sorted(numbers):
            fingerprint = self.store.fingerprint(no)
            numbers.update(() if fingerprint is None else self._alike(fingerprint))
        before = len(found)
        wanted = iter(sorted(numbers))
        while part := list(islice(wanted, AT_ONCE)):
            held = self.store.articles(part)
            found.extend(held[no] for no in sorted(held) if key_of(held[no]).key not in self._keys)
        return len(found) - before

    def _alike(self, fingerprint: Fingerprint) -> list[int]:
        """Earlier articles that share most with one."""
        return [other.no for other, _ in self.store.candidates(fingerprint)[:PARTNERS]]

    def _declared(self) -> Iterator[int]:
        """Earlier articles whose address a new one names."""
        from scorer.sources.identity import source_of
        from scorer.stories.declared import bare_address

        at: dict[str, set[str]] = {}
        for item in self._new:
            for url in (told.url for told in item.declared if told.url is not None):
                source = source_of(None, url)
                if source is not None:
                    at.setdefault(source, set()).add(bare_address(url))
        for source, addresses in sorted(at.items()):
            for other in self.store.newest_of(source):
                if other.url is not None and bare_address(other.url) in addresses:
                    yield other.no

    def is_of_now(self, row: StoryCluster) -> bool:
        """Tell whether a story holds a new article."""
        return any(_name(item) in self._names for item in row.articles)

    def keep(self) -> int:
        """Put the new articles; return how many.

        Raises
        ------
        StoreError
            The database failed; the same command again puts what is missing.
        """
        items = iter(self._new)
        while part := list(islice(items, AT_ONCE)):
            self.store.put_fingerprints([(self._article(item), item.fingerprint) for item in part])
        return len(self._new)

    def _article(self, item: Item) -> Article:
        """A new article, whole."""
        return Article(**json.loads(self._texts[f"{item.digest} {item.id}"]))


def _name(item: StoryArticle) -> _Name:
    """By what an article of a story is known again."""
    return item.id, item.source, item.url, item.published, item.title
