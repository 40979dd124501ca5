"""The state of sources is that of the scores which the store holds, each counted once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from scorer.sources import Rollup, SourceState
from scorer.store import open_store, states
from scorer.store.states import PERIOD
from scorer.store.store import Store
from tests.store.made import scored


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fold ten at a time, so that some tens of articles take several transactions."""
    monkeypatch.setattr(states, "AT_ONCE", 10)


def plain(found: list[SourceState]) -> list[tuple[object, ...]]:
    """A state, with sums to nine digits: they are added in another order."""

    def rounded(moments: tuple[float, ...]) -> tuple[str, ...]:
        return tuple(f"{value:.9g}" for value in moments)

    return [
        (
            state.source,
            dict(sorted(state.articles.items())),
            rounded(state.score),
            rounded(state.margin),
            state.bands,
            {name: rounded(value) for name, value in state.signals.items()},
            {name: rounded(value) for name, value in state.reasons.items()},
            {name: rounded(value) for name, value in state.months.items()},
            (state.first, state.last, state.names, state.models),
        )
        for state in found
    ]


def same(store: Store, model_id: str | None = None) -> list[SourceState]:
    """The states of the store, which are those of a roll-up over its rows."""
    rollup = Rollup()
    rollup.add_all(store.rows(model_id=model_id))
    found = list(store.source_states(model_id=model_id))
    assert plain(found) == plain(list(rollup.states()))
    return found


def test_states_are_those_of_the_rows(url: str) -> None:
    with open_store(url) as store:
        assert same(store) == []
        store.put_scores([scored(number, float(number)) for number in range(35)])
        assert [state.source for state in same(store)] == [f"outlet{n}.example" for n in range(3)]
        store.put_scores([scored(number, float(number)) for number in range(35, 50)])
        assert sum(state.scored for state in same(store)) == 50
        assert plain(list(store.source_states())) == plain(same(store))


def test_a_replay_counts_once(url: str) -> None:
    items = [scored(number, float(number)) for number in range(25)]
    with open_store(url) as store:
        store.put_scores(items)
        before = plain(same(store))
        for _ in range(3):
            store.put_scores(items)
            assert plain(same(store)) == before


def test_the_same_article_under_fifty_ids_counts_once(url: str) -> None:
    copies = [scored(1, id=f"copy{number}") for number in range(50)]
    with open_store(url) as store:
        for start in range(0, 50, 7):
            store.put_scores(copies[start : start + 7])
            list(store.source_states())
        (state,) = same(store)
        assert state.articles == {"scored": 1, "duplicate": 49}


def test_ids_that_collide_are_counted_as_such(url: str) -> None:
    with open_store(url) as store:
        for number in range(12):
            item = scored(number, float(number), id="one", source="one.example")
            store.put_scores([item])
            if number % 5 == 0:
                list(store.source_states())
        (state,) = list(store.source_states())
        assert (state.scored, state.articles["same_id"]) == (12, 11)


def test_a_changed_score_is_counted_anew(url: str) -> None:
    with open_store(url) as store:
        store.put_scores([scored(number, 20.0) for number in range(30)])
        same(store)
        store.put_scores([scored(4, 90.0)])
        assert sum(state.bands.get("very_high", 0) for state in same(store)) == 1


def test_models_are_kept_apart(url: str) -> None:
    with open_store(url) as store:
        store.put_scores([scored(number, 20.0, "old") for number in range(15)])
        same(store)
        store.put_scores([scored(number, 70.0, "new") for number in range(5)])
        assert sum(state.scored for state in same(store, "new")) == 5
        assert sum(state.scored for state in same(store, "old")) == 15
        assert plain(list(store.source_states())) == plain(
            list(store.source_states(model_id="new"))
        )


def test_what_is_pruned_is_not_counted(url: str) -> None:
    with open_store(url) as store:
        for period in range(4):
            items = [scored(10 * period + n, float(n)) for n in range(10)]
            store.put_scores(items, now=period * PERIOD + 5)
        # copies, of what goes and of what stays
        store.put_scores([scored(3, 3.0, id="late")], now=3 * PERIOD + 6)
        assert sum(state.scored for state in same(store)) == 40
        gone = store.prune(timedelta(seconds=PERIOD), now=3 * PERIOD)
        assert gone == 20
        assert sum(state.scored for state in same(store)) == 21
        assert store.prune(timedelta(seconds=PERIOD), now=3 * PERIOD) == 0
        assert store.prune(timedelta(0), now=9 * PERIOD) == 21
        assert same(store) == []


def test_what_is_seen_again_stays(url: str) -> None:
    items = [scored(number) for number in range(6)]
    with open_store(url) as store:
        store.put_scores(items, now=1_000)
        store.put_scores(items[:2], now=9_000)
        store.put_scores(items[:2], now=500)  # a clock that is behind takes nothing away
        assert store.prune(timedelta(seconds=100), now=9_050) == 4
        assert sorted(row["id"] for row in store.rows()) == ["a0", "a1"]


def test_articles_of_no_source_are_left_out(url: str) -> None:
    with open_store(url) as store:
        store.put_scores([scored(n, source=None, url=None) for n in range(15)])
        store.put_scores([scored(99)])
        assert [state.scored for state in store.source_states()] == [1]
        assert store.unnamed() == 15


def test_states_of_another_version_are_counted_anew(url: str) -> None:
    with open_store(url) as store:
        store.put_scores([scored(number) for number in range(30)])
        before = plain(same(store))
        spoil = text("UPDATE scorer_source SET version = 99, state = :state")
        store._database.write(lambda connection: connection.execute(spoil, {"state": b"?"}))
        assert plain(same(store)) == before


def test_names_of_sources_that_rules_would_change(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source stays what it was when its article came, whatever a later scorer calls it."""
    from scorer.sources import rollups

    with open_store(url) as store:
        store.put_scores([scored(number) for number in range(30)])
        monkeypatch.setattr(rollups, "source_of", lambda source, url: f"new {source}")
        found = list(store.source_states())
        assert [(s.source, s.scored) for s in found] == [
            (f"outlet{n}.example", 10) for n in range(3)
        ]


def test_names_are_their_own_names() -> None:
    from scorer.sources import source_of

    for name in ("medium.com/@ann", "ann.substack.com", "the harbour gazette", "a.b c"):
        named = source_of(name)
        assert source_of(named) == named
