"""Score rows in, one report a source out: streaming, in memory that grows with sources only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np

from scorer.schema import ScoreReport, band_of
from scorer.sources.aliases import Aliases
from scorer.sources.dates import day_of, latest_day
from scorer.sources.facts import STATUSES, Block, block_of
from scorer.sources.identity import source_of
from scorer.sources.judge import MIN_ARTICLES, batch_prior, judge
from scorer.sources.prior import Prior
from scorer.sources.report import SourceReport
from scorer.sources.state import MOST_NAMES, NOTHING, Moments, SourceState
from scorer.sources.sums import Sums

BLOCK = 2_048
"""Rows taken apart together."""

Row = Mapping[str, Any] | ScoreReport


def rollup(
    rows: Iterable[Row],
    *,
    aliases: Aliases | None = None,
    prior: Prior | None = None,
    min_articles: int = MIN_ARTICLES,
) -> list[SourceReport]:
    """Judge every source of a stream of scores.

    Parameters
    ----------
    rows : iterable of mapping or ScoreReport
        Rows of ``scorer score`` or reports, any number, read once and not kept.
    aliases : Aliases, optional
        Other names that mean one source.
    prior : Prior, optional
        Population that few articles are drawn to; the shipped one by default.
    min_articles : int, default 5
        Scored articles under which a source cannot be judged.

    Returns
    -------
    list of SourceReport
        Best first, sources that cannot be judged last. Rows that name no source are left out:
        :class:`Rollup` counts them.

    Raises
    ------
    ValueError
        A row is none of ``scorer score``.

    Examples
    --------
    >>> row = {"status": "scored", "score": 80.0, "margin": 20.0, "source": "Example.com"}
    >>> rows = [{**row, "id": str(i), "title": f"Story {i}"} for i in range(6)]
    >>> [(report.source, report.judged, report.admiralty) for report in rollup(rows)]
    [('example.com', 6, 'B')]
    """
    whole = Rollup(aliases=aliases, prior=prior)
    whole.add_all(rows)
    return whole.reports(min_articles=min_articles)


class Rollup:
    """A roll-up in progress.

    Parameters
    ----------
    aliases : Aliases, optional
    prior : Prior, optional
        Names the signals that are summed; the shipped one by default.
    today : datetime.date, optional
        Articles dated more than two days later are left out of the trend; today by default.

    Attributes
    ----------
    rows : int
        Rows added.
    unnamed : int
        Rows that name no source.

    Examples
    --------
    >>> whole = Rollup()
    >>> whole.add_all([{"id": "a1", "status": "rejected", "source": "example.com"}])
    >>> [(state.source, state.articles) for state in whole.states()]
    [('example.com', {'rejected': 1})]
    """

    def __init__(
        self,
        *,
        aliases: Aliases | None = None,
        prior: Prior | None = None,
        today: dt.date | None = None,
    ) -> None:
        self.aliases = aliases
        self.prior = Prior.shipped() if prior is None else prior
        self.rows = 0
        self.unnamed = 0
        self._latest = latest_day(today)
        self.names = tuple(dict.fromkeys((self.prior.second, *self.prior.signals)))
        self._number: dict[str, int] = {}
        self._states: list[SourceState] = []
        self._sums = Sums(2 + len(self.names))
        self._seen: set[int] = set()

    def add_all(self, rows: Iterable[Row]) -> None:
        """Add rows, read lazily.

        Raises
        ------
        ValueError
            A row is none of ``scorer score``; the rows before it, in whole blocks, are counted.
        """
        stream = iter(rows)
        while part := list(islice(stream, BLOCK)):
            self.add_block(block_of(part, self.names))

    def add_block(self, block: Block) -> None:
        """Add rows that are columns already; their signals are those of :attr:`names`."""
        self.rows += len(block)
        numbers: list[int] = []
        kept: list[int] = []
        for row in range(len(block)):
            number = self._add(block, row)
            if number is not None:
                numbers.append(number)
                kept.append(row)
        at = np.array(kept, dtype=np.int64)
        values = np.concatenate(
            [block.margin[at, None], block.score[at, None], block.values[at]], axis=1
        )
        self._sums.add(np.array(numbers, dtype=np.int64), values)

    def merge(self, other: Rollup) -> None:
        """Join another roll-up; an article that both have seen is counted twice."""
        if other.names != self.names:
            raise ValueError("roll-ups of two populations cannot be joined")
        self.rows += other.rows
        self.unnamed += other.unnamed
        self._seen |= other._seen
        for state in other.states():
            self.put(state)

    def put(self, state: SourceState) -> None:
        """Add what was counted elsewhere: a state of a store, or of another run."""
        number = self._of(state.source)
        self._states[number] = self._states[number].merge(state)
        moments = np.zeros((3, 2 + len(self.names)))
        found = (state.margin, state.score, *(state.signals.get(name) for name in self.names))
        for column, item in enumerate(found):
            if item is not None:
                moments[:, column] = item
        self._sums.put(number, moments)
        # the sums hold these now; a state at rest takes them from there
        kept = self._states[number]
        kept.margin = kept.score = NOTHING
        kept.signals = {}

    def states(self) -> Iterator[SourceState]:
        """Yield the state of each source, by name."""
        for source, number in sorted(self._number.items()):
            moments = self._sums.of(number)
            told = [_moments(moments[:, column]) for column in range(moments.shape[1])]
            state = SourceState(source).merge(self._states[number])
            state.margin, state.score = told[0], told[1]
            named = zip(self.names, told[2:], strict=True)
            state.signals = {name: item for name, item in named if item[0]}
            yield state

    def reports(
        self, *, min_articles: int = MIN_ARTICLES, population: str = "prior"
    ) -> list[SourceReport]:
        """Judge every source.

        Parameters
        ----------
        min_articles : int
            Scored articles under which a source cannot be judged.
        population : {"prior", "batch"}
            Whether few articles are drawn to the prior's population or to this batch's, if it
            has 20 sources of 3 articles.

        Returns
        -------
        list of SourceReport
            Best first, ties by name; sources that cannot be judged last.
        """
        prior = self.prior
        if population == "batch":
            prior = batch_prior(self.states(), prior) or prior
        named: Callable[[str], tuple[str, ...]] = (
            self.aliases.names if self.aliases is not None else lambda _: ()
        )
        found = [
            judge(state, prior, min_articles=min_articles, aliases=named(state.source))
            for state in self.states()
        ]
        return sorted(found, key=lambda item: (-(item.reliability or -1.0), item.source))

    def _add(self, block: Block, row: int) -> int | None:
        """Count one row; return its source's number where its score counts."""
        number = self._source(block.source[row], block.url[row])
        if number is None:
            self.unnamed += 1
            return None
        state = self._states[number]
        count = state.articles
        if self._came_before(block, row, number, count):
            return None
        status = STATUSES[block.status[row]]
        count[status] = count.get(status, 0) + 1
        if status != "scored":
            return None
        score = float(block.score[row])
        self._dated(state, block.published[row], score)
        band = band_of(score)
        state.bands[band] = state.bands.get(band, 0) + 1
        model = block.model[row] or ""
        if model:
            state.models[model] = state.models.get(model, 0) + 1
        reasons = state.reasons
        for code, points in block.reasons[row]:
            known, total, squares = reasons.get(code, NOTHING)
            reasons[code] = known + 1.0, total + points, squares + points * points
        return number

    def _source(self, word: str | None, url: str | None) -> int | None:
        """Number of a row's source; None where it names none."""
        plain = source_of(word, url)
        if plain is None:
            return None
        source = plain if self.aliases is None else self.aliases.of(plain)
        number = self._of(source)
        if plain != source:
            names = self._states[number].names
            if plain in names or len(names) < MOST_NAMES:
                names[plain] = names.get(plain, 0) + 1
        return number

    def _of(self, source: str) -> int:
        """Number of a source."""
        number = self._number.get(source)
        if number is None:
            number = self._number[source] = len(self._states)
            self._states.append(SourceState(source))
        return number

    def _came_before(self, block: Block, row: int, number: int, count: dict[str, int]) -> bool:
        """Tell whether an article of a source came before; note an id that came with another."""
        content = block.content[row]
        # 64 bits: two of a billion articles clash with a chance of 3 %
        named = hash((number, block.id[row]))
        seen = self._seen
        if content is None:  # nothing but the id tells
            if named in seen:
                count["duplicate"] = count.get("duplicate", 0) + 1
                return True
            seen.add(named)
            return False
        told = hash((number, content, 0))
        if told in seen:
            count["duplicate"] = count.get("duplicate", 0) + 1
            return True
        if named in seen:
            count["same_id"] = count.get("same_id", 0) + 1
        seen.add(told)
        seen.add(named)
        return False

    def _dated(self, state: SourceState, published: str | None, score: float) -> None:
        """Count the day of an article."""
        day = day_of(published)
        if day is not None and day > self._latest:
            state.articles["future"] = state.articles.get("future", 0) + 1
            day = None
        if day is None:
            state.articles["undated"] = state.articles.get("undated", 0) + 1
            return
        told = day.isoformat()
        if state.first is None or told < state.first:
            state.first = told
        if state.last is None or told > state.last:
            state.last = told
        _into(state.months, told[:7], score)


def _into(held: dict[str, Moments], key: str, value: float) -> None:
    """Add one value to moments."""
    count, total, squares = held.get(key, NOTHING)
    held[key] = (count + 1.0, total + value, squares + value * value)


def _moments(column: Any) -> Moments:
    return float(column[0]), float(column[1]), float(column[2])
