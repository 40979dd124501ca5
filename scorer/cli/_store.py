"""What commands do with a store beside their output."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scorer.pipeline.local import Batch
    from scorer.sources.facts import Block
    from scorer.sources.rollups import Rollup
    from scorer.sources.state import SourceState
    from scorer.store.store import Store


class Keeping:
    """Puts each batch into the store before its rows are written.

    In that order a checkpoint vouches only for rows that the store has too; what it gets twice,
    because a run was killed between the two, changes nothing.

    Parameters
    ----------
    store : Store
    model_id : str
    """

    def __init__(self, store: Store, model_id: str) -> None:
        from scorer.store.rows import KeptRow

        self.store = store
        self.form = KeptRow()
        self._model_id = model_id
        self._new = self._known = 0

    def put(self, batch: Batch) -> None:
        """Put what was scored or abstained from.

        Raises
        ------
        StoreError
            The database failed; nothing of the batch is in the store.
        """
        from scorer.store.entry import Scored, key_of

        scored = [
            Scored(
                key_of(row.record.article), self._model_id, row.status, row.score, row.band, kept
            )
            for row, kept in zip(batch.rows, batch.beside, strict=True)
            if row.record.article is not None and row.status != "rejected"
        ]
        put = self.store.put_scores(scored)
        self._new += put.new
        self._known += put.known

    def told(self) -> str:
        """Tell what became of the articles."""
        return f"store {self.store.name}: {self._new:,} new articles, {self._known:,} known"


def stored_sources(url: str, whole: Rollup) -> tuple[list[str], Callable[[], Iterator[Block]]]:
    """Add what a store holds to a roll-up: the scores of its newest model.

    Parameters
    ----------
    url : str
    whole : Rollup
        With its aliases and population.

    Returns
    -------
    list of str
        The store's name.
    callable
        Yields its rows again, as blocks.

    Raises
    ------
    StoreError
        It cannot be opened, or there is none.
    """
    from itertools import islice

    from scorer.sources.facts import block_of
    from scorer.sources.rollups import BLOCK, Rollup
    from scorer.store import open_store

    with open_store(url, create=False) as store:
        if set(whole.names) <= set(Rollup().names):
            whole.unnamed += store.unnamed()
            whole.rows += whole.unnamed
            for state in store.source_states():
                whole.rows += state.received + state.articles.get("duplicate", 0)
                whole.put(renamed(state, whole))
        else:  # a population of other signals than the states hold
            whole.add_all(store.rows())

    def again() -> Iterator[Block]:
        with open_store(url, create=False) as store:
            rows = store.rows()
            while part := list(islice(rows, BLOCK)):
                yield block_of(part, ())

    return [store.name], again


def renamed(state: SourceState, whole: Rollup) -> SourceState:
    """The state of a source under the name that aliases give it."""
    plain = state.source
    if whole.aliases is not None and whole.aliases.of(plain) != plain:
        state.source = whole.aliases.of(plain)
        came = state.received + state.articles.get("duplicate", 0)
        state.names = {**state.names, plain: came}
    return state
