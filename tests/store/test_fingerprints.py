"""Fingerprints are found again by what they share, as an index in memory finds them."""

from __future__ import annotations

import random
from datetime import timedelta

import numpy as np
import pytest

from scorer.schema import Article
from scorer.store import fingerprints, open_store
from scorer.stories import Fingerprint, MemoryIndex
from tests.store.made import article

Item = tuple[Article, Fingerprint]


def made(number: int, keys: list[int]) -> Item:
    values = np.array(sorted(keys), dtype=np.int64)
    return article(number), Fingerprint(300, values.view(np.uint64).copy(), values)


def some(count: int, *, common: int = 5, each: int = 12) -> list[Item]:
    """Fingerprints that share some keys, of all sizes and signs."""
    dice = random.Random(5)
    pool = [dice.randrange(-(2**63), 2**63) for _ in range(common * 20)]
    return [made(number, dice.sample(pool, each)) for number in range(count)]


def test_it_finds_what_memory_finds(url: str) -> None:
    items = some(300)
    memory = MemoryIndex()
    with open_store(url) as store:
        numbers = [store.put_fingerprints([item])[0] for item in items[:50]]
        numbers += store.put_fingerprints(items[50:])
        for number, (_, fingerprint) in zip(numbers, items, strict=True):
            memory.add(f"{number:09}", fingerprint)
        for _, fingerprint in items[::7]:
            found = [f"{item.no:09}" for item, _ in store.candidates(fingerprint)]
            assert found == list(memory.candidates(fingerprint))
            assert len(found) > 1


def test_an_article_is_found_with_what_is_known_of_it(url: str) -> None:
    text = " ".join(f"word{number} of the harbour report" for number in range(80))
    item = article(7, text=text)
    copy = Fingerprint.from_text(f"Another beginning. {text}")
    with open_store(url) as store:
        (no,) = store.put_fingerprints([(item, Fingerprint.from_text(text))])
        ((found, count), *_) = store.candidates(copy)
        assert (found.no, found.id, found.source) == (no, "a7", "outlet1.example")
        assert (found.title, found.published) == (item.title, item.published)
        assert count > 10
        kept = store.fingerprint(no)
        assert kept is not None
        assert kept.to_bytes() == Fingerprint.from_text(text).to_bytes()
        assert store.fingerprint(no + 1) is None
        assert store.articles([no, no + 1]) == {no: item}


def keys_held(store: object) -> int:
    with store._database.reading() as connection:  # type: ignore[attr-defined]
        return int(connection.exec_driver_sql("SELECT count(*) FROM scorer_band").scalar() or 0)


def test_a_fingerprint_takes_the_place_of_the_one_before(url: str) -> None:
    key, first = made(1, [1, 2, 3, 4])
    _, second = made(1, [3, 4, 5])
    with open_store(url) as store:
        for _ in range(2):
            store.put_fingerprints([(key, first)])
        assert keys_held(store) == 4
        store.put_fingerprints([(key, second)])
        assert keys_held(store) == 3
        assert store.candidates(made(2, [1, 2])[1]) == []
        assert len(store.candidates(made(2, [4, 5])[1])) == 1


def test_keys_go_with_their_article(url: str) -> None:
    with open_store(url) as store:
        store.put_fingerprints(some(30), now=1_000)
        store.put_fingerprints([made(99, [1, 2, 3])], now=9_000)
        assert store.prune(timedelta(seconds=10), now=9_001) == 30
        assert keys_held(store) == 3
        assert store.info().fingerprints == 1


def test_fingerprints_of_nothing_and_of_odd_texts(url: str) -> None:
    texts = ["", " ", "one", "\ud800 lone", "nul \0 nul nul nul", "字" * 500, "a " * 5_000]
    items = [
        (article(number, text=text), Fingerprint.from_text(text))
        for number, text in enumerate(texts)
    ]
    with open_store(url) as store:
        numbers = store.put_fingerprints(items)
        assert len(set(numbers)) == len(texts)
        assert [store.articles(numbers)[no].text for no in numbers] == texts
        assert store.put_fingerprints([]) == []
        for _, fingerprint in items:
            store.candidates(fingerprint)


def test_what_a_thousand_pages_share_is_not_read_to_its_end(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprints, "MOST_OF_KEY", 50)
    with open_store(url) as store:
        numbers = store.put_fingerprints([made(number, [7, 8]) for number in range(400)])
        found = store.candidates(made(999, [7, 8])[1])
        assert [item.no for item, _ in found] == sorted(numbers)[-50:]


def test_a_fingerprint_of_another_version_is_made_anew(url: str) -> None:
    with open_store(url) as store:
        (no,) = store.put_fingerprints([made(1, [1, 2])])
        store._database.write(
            lambda c: c.exec_driver_sql("UPDATE scorer_fingerprint SET version = 99")
        )
        assert store.fingerprint(no) is None


def test_metadata_comes_back_as_far_as_json_holds_it(url: str) -> None:
    given = {"canonical": "https://one.example/x", "n": 3, "seen": None, "object": object()}
    item = article(1, lang="en", metadata=given)
    with open_store(url) as store:
        (no,) = store.put_fingerprints([(item, Fingerprint.from_text(item.text))])
        found = store.articles([no])[no]
    assert found.metadata == {"canonical": "https://one.example/x", "n": 3, "seen": None}
    assert (found.lang, found.text) == ("en", item.text)
