"""What ``scorer sources`` makes of its rows besides the roll-up: drift alarms and a baseline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scorer.sources.aliases import Aliases
    from scorer.sources.facts import Block
    from scorer.sources.report import SourceReport


class Followed:
    """Takes blocks of rows; knows which sources have changed, and what is usual for each.

    Parameters
    ----------
    aliases : Aliases or None
    window : int or None
        Articles of each source that a baseline keeps; None to make none.
    """

    def __init__(self, aliases: Aliases | None, window: int | None) -> None:
        from scorer.sources.baseline import Baseline
        from scorer.sources.history import Histories

        self._histories = Histories(aliases=aliases)
        self._baseline = None if window is None else Baseline(window=window, aliases=aliases)
        self.names: tuple[str, ...] = ()

    def also(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Signals to read: those of the roll-up, then what is followed besides."""
        from scorer.features.registry import specs
        from scorer.sources.drift_signals import DRIFT

        wanted = [item.name for item in DRIFT if item.name != "score"]
        every = [] if self._baseline is None else list(specs())
        self.names = tuple(dict.fromkeys([*names, *wanted, *every]))
        return self.names

    def add(self, block: Block) -> None:
        """Take in rows whose values are those of :attr:`names`.

        Raises
        ------
        BaselineVersionError
            A baseline is asked for, and the rows are of two models.
        """
        self._histories.add_block(block, self.names)
        if self._baseline is not None:
            self._baseline.add_block(block, self.names)

    def alarmed(self, reports: list[SourceReport]) -> list[SourceReport]:
        """Put the alarms of each source into its report."""
        found = []
        for report in reports:
            alarms = tuple(alarm.to_dict() for alarm in self._histories.alarms(report.source))
            found.append(replace(report, alarms=alarms) if alarms else report)
        return found

    def save(self, path: Path, *, overwrite: bool) -> None:
        """Write the baseline."""
        if self._baseline is not None:
            self._baseline.save(path, overwrite=overwrite)


def narrow(block: Block, signals: int) -> Block:
    """Leave the first signals only, those of the roll-up."""
    return replace(block, values=block.values[:, :signals])


def stored_blocks(url: str, names: tuple[str, ...]) -> Iterator[Block]:
    """Yield the rows of a store, those of its newest model, as blocks."""
    from scorer.sources.facts import block_of
    from scorer.sources.rollups import BLOCK
    from scorer.store import open_store

    with open_store(url, create=False) as store:
        rows = store.rows()
        while part := list(islice(rows, BLOCK)):
            yield block_of(part, names)
