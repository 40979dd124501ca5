"""What a store promises of scores, on both kinds of database."""

from __future__ import annotations

import gc

import pytest

from scorer.schema import Article
from scorer.store import key_of, open_store
from scorer.store.rows import KeptRow, kept_row, row_of
from tests.store.made import article, report, scored


def test_what_is_put_is_there_again(url: str) -> None:
    items = [scored(number, 10.0 * number) for number in range(10)] + [scored(10, None)]
    with open_store(url) as store:
        put = store.put_scores(items)
        assert (put.new, put.known) == (11, 0)
    with open_store(url) as store:
        rows = list(store.rows())
    assert sorted(row["id"] for row in rows) == sorted(item.article.id for item in items)
    by_id = {row["id"]: row for row in rows}
    assert by_id["a3"]["score"] == 30.0
    assert by_id["a3"]["interval"] == [25.0, 35.0]
    assert by_id["a3"]["reasons"] == [
        {"code": "R-PROMO-LINES", "points": -3.0, "features": ["promotion.fraction"]}
    ]
    assert by_id["a3"]["measurements"]["promotion.fraction"] == {"value": 0.1}
    assert by_id["a3"]["measurements"]["headline.clickbait"] == {"value": None}
    assert by_id["a10"]["status"] == "abstained"
    assert by_id["a10"]["notice"]["code"] == "too_short"
    assert by_id["a3"]["published"] == "2026-05-04"


def test_the_same_put_twice_changes_nothing(url: str) -> None:
    items = [scored(number) for number in range(7)]
    with open_store(url) as store:
        store.put_scores(items, now=1_000)
        before = (store.info(), list(store.rows()))
        again = store.put_scores(items, now=1_000)
        assert (again.new, again.known) == (0, 7)
        assert (store.info().to_dict() | {"size_bytes": 0}, list(store.rows())) == (
            before[0].to_dict() | {"size_bytes": 0},
            before[1],
        )
        assert store.put_scores([items[0]] * 50).known == 1
        assert store.info().articles == 7


def test_ids_that_collide_are_kept_apart(url: str) -> None:
    same = [
        scored(1),
        scored(1, text="Something else altogether."),
        scored(1, title="Another headline"),
        scored(1, source="other.example"),
    ]
    with open_store(url) as store:
        assert store.put_scores(same).new == 4
        assert [row["id"] for row in store.rows()] == ["a1"] * 4


def test_without_a_source_the_address_tells_copies_apart(url: str) -> None:
    copies = [
        scored(1, source=None, url=f"https://{host}.example/x") for host in ("one", "two", "three")
    ]
    with open_store(url) as store:
        assert store.put_scores([*copies, scored(1, source=None, url=None)]).new == 4
        assert store.info().sources == 3


def test_a_source_is_one_however_it_is_written(url: str) -> None:
    with open_store(url) as store:
        store.put_scores([scored(1, source="https://www.outlet.example/x")])
        assert store.put_scores([scored(1, source="OUTLET.example ")]).known == 1
        assert [row["id"] for row in store.rows(source="outlet.example")] == ["a1"]
        assert list(store.rows(source="other.example")) == []


def test_a_new_model_stands_beside_the_old_one(url: str) -> None:
    with open_store(url) as store:
        store.put_scores([scored(1, 20.0, "old"), scored(2, 30.0, "old")])
        store.put_scores([scored(1, 80.0, "new")])
        found = store.info()
        assert (found.articles, found.models, found.model_id) == (2, {"new": 1, "old": 2}, "new")
        assert [row["score"] for row in store.rows()] == [80.0]
        assert sorted(row["score"] for row in store.rows(model_id="old")) == [20.0, 30.0]


def test_a_score_takes_the_place_of_the_one_before(url: str) -> None:
    with open_store(url) as store:
        store.put_scores([scored(1, 20.0)])
        store.put_scores([scored(1, 25.0)])
        assert [row["score"] for row in store.rows()] == [25.0]


def test_text_that_databases_refuse(url: str) -> None:
    odd = [
        scored(1, id="nul\0id", title="lone \ud800 surrogate", source="s\0.example"),
        scored(2, id="\ud800", url="https://x.example/\0", published="\udfff"),
        scored(3, id="x" * 100_000, source="y" * 100_000, title="z" * 100_000),
        scored(4, id="", source="", title="", text=""),
        scored(5, id="'; DROP TABLE scorer_score; --", source="\"'%_\\"),
    ]
    with open_store(url) as store:
        assert store.put_scores(odd).new == 5
        assert store.put_scores(odd).known == 5
        by_id = {row["id"]: row for row in store.rows()}
        assert set(by_id) == {item.article.id for item in odd}
        assert by_id["nul\0id"]["title"] == "lone \ud800 surrogate"


def test_more_rows_than_a_page(url: str) -> None:
    with open_store(url) as store:
        for start in range(0, 2_500, 500):
            store.put_scores([scored(number) for number in range(start, start + 500)])
        rows = [row["id"] for row in store.rows()]
        assert len(rows) == len(set(rows)) == 2_500
        assert len(list(store.rows(source="outlet1.example"))) == 833


def test_an_empty_store(url: str) -> None:
    with open_store(url) as store:
        assert list(store.rows()) == []
        assert store.put_scores([]).new == 0
        found = store.info()
    assert (found.articles, found.scores, found.model_id, found.first_seen) == (0, 0, None, None)
    assert found.version == found.newest_version


def test_nothing_stays_open(url: str) -> None:
    store = open_store(url)
    rows = store.rows()
    store.put_scores([scored(number) for number in range(3)])
    next(rows)
    rows.close()
    store.close()
    del store, rows
    gc.collect()  # an engine that nobody disposed of would warn here, and warnings are errors


def test_a_kept_row_is_that_of_its_report() -> None:
    item = article(1)
    made = report(item, 60.0)
    assert kept_row(made.to_dict()) == KeptRow().row(made)
    assert row_of(kept_row(row_of(KeptRow().row(made)))) == row_of(KeptRow().row(made))


def test_a_number_that_json_cannot_hold_is_refused() -> None:
    made = report(article(1), 60.0).to_dict()
    with pytest.raises(ValueError, match="JSON"):
        kept_row({**made, "margin": float("nan")})


def test_keys_part_what_runs_together() -> None:
    one = key_of(Article(id="ab", text="c", source="x"))
    other = key_of(Article(id="a", text="bc", source="x"))
    titled = key_of(Article(id="ab", text="", title="c", source="x"))
    assert len({one.key, other.key, titled.key}) == 3
