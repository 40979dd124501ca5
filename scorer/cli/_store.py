"""What ``scorer score --store`` does beside its output."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scorer.pipeline.local import Batch
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
