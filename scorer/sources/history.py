"""Dated articles of each source, bounded, in which its changes are found."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from scorer.schema import ScoreReport
from scorer.sources.dates import latest_day, moment_of
from scorer.sources.drift_signals import DRIFT
from scorer.sources.facts import STATUSES, Block
from scorer.sources.identity import source_of
from scorer.sources.window import number_in

if TYPE_CHECKING:
    from scorer.sources.aliases import Aliases
    from scorer.sources.drift import Alarm

MOST = 1_000
"""Articles of a source that are kept, the newest ones."""
_DAY = 86_400
_NAN, _MOST = float("nan"), 1e30
_FORM = struct.Struct(f"<{len(DRIFT)}f")


class Event(NamedTuple):
    """One dated article; events compare by age.

    Parameters
    ----------
    when : int
        Seconds since 1970 (UTC).
    id : str
    values : bytes
        32-bit floats in the order of :data:`scorer.sources.drift_signals.DRIFT`; NaN where
        undefined.
    """

    when: int
    id: str
    values: bytes

    @property
    def day(self) -> int:
        """Days since 1970."""
        return self.when // _DAY

    def date(self) -> str:
        """The day, as ISO 8601 has it."""
        return (dt.date(1970, 1, 1) + dt.timedelta(days=self.day)).isoformat()


def event_of(row: Mapping[str, Any] | ScoreReport) -> Event | None:
    """Take what is needed of a row; None where it has no date.

    Parameters
    ----------
    row : mapping or ScoreReport
        A row of ``scorer score``, nested or flat, or a report.

    Raises
    ------
    InputError
        A value is no finite number.

    Examples
    --------
    >>> event_of({"id": "a", "published": "2026-03-04", "score": 50.0}).date()
    '2026-03-04'
    >>> event_of({"id": "a", "published": "some day", "score": 50.0}) is None
    True
    """
    if isinstance(row, ScoreReport):
        measured: Mapping[str, Any] = {name: m.value for name, m in row.measurements.items()}
        id_, published = row.id, row.published
        found = [row.score if item.name == "score" else measured.get(item.name) for item in DRIFT]
    else:
        id_, published = str(row.get("id")), row.get("published")
        nested = row.get("measurements")
        found = [
            nested.get(item.name, {}).get("value")
            if isinstance(nested, Mapping) and item.name != "score"
            else row.get(item.name)
            for item in DRIFT
        ]
    moment = moment_of(published) if isinstance(published, str) else None
    if moment is None:
        return None
    numbers = [number_in(value, item.name) for value, item in zip(found, DRIFT, strict=True)]
    values = _FORM.pack(
        *(_NAN if item is None else max(-_MOST, min(_MOST, item)) for item in numbers)
    )
    return Event(int(moment.timestamp()), id_, values)


class Histories:
    """The newest dated articles of each source, as rows come by.

    Parameters
    ----------
    aliases : Aliases, optional
        Names that mean one source.
    most : int, default 1,000
        Articles kept of each source.
    today : datetime.date, optional
        Articles dated more than two days later are left out, as those without a date; the day on
        which they are added by default.

    Examples
    --------
    >>> histories = Histories()
    >>> row = {"status": "scored", "source": "example.com", "published": "2026-03-04", "id": "a",
    ...        "model_id": "m", "score": 50.0}
    >>> histories.add(row), histories.alarms("example.com")
    (True, [])
    """

    def __init__(
        self,
        *,
        aliases: Aliases | None = None,
        most: int = MOST,
        today: dt.date | None = None,
    ) -> None:
        self._aliases = aliases
        self._today = today
        self._most = most
        # by source and model, each article once, under what was measured
        self._kept: dict[str, dict[str, dict[bytes, Event]]] = {}

    def add(self, row: Mapping[str, Any] | ScoreReport) -> bool:
        """Take in an article; the same one sent again counts once, by its first date.

        Returns
        -------
        bool
            Whether it counts: it has a score, a source and a date that is not in the future.

        Raises
        ------
        InputError
            It is no row of ``scorer score``.
        """
        if isinstance(row, ScoreReport):
            is_scored, model_id = row.status == "scored", row.model_id
            source, url = row.source, row.url
        else:
            is_scored, model_id = row.get("status") == "scored", str(row.get("model_id"))
            source, url = row.get("source"), row.get("url")
        if not is_scored:
            return False
        name = source_of(
            source if isinstance(source, str) else None,
            url if isinstance(url, str) else None,
            self._aliases,
        )
        event = None if name is None else event_of(row)
        if name is None or event is None or event.date() > latest_day(self._today).isoformat():
            return False
        self._keep(name, model_id, event)
        return True

    def add_block(self, block: Block, names: Sequence[str]) -> None:
        """Take in many articles at once.

        Parameters
        ----------
        block : Block
            Rows as columns (:mod:`scorer.sources.facts`).
        names : sequence of str
            Of the signals whose values it holds.
        """
        columns = [
            block.score
            if item.name == "score"
            else block.values[:, names.index(item.name)]
            if item.name in names
            else np.full(len(block), np.nan)
            for item in DRIFT
        ]
        table = np.clip(np.column_stack(columns), -_MOST, _MOST).tolist()
        latest = latest_day(self._today)
        for at, status in enumerate(block.status):
            moment = moment_of(block.published[at])
            if moment is None or moment.date() > latest or STATUSES[status] != "scored":
                continue
            name = source_of(block.source[at], block.url[at], self._aliases)
            if name is not None:
                event = Event(int(moment.timestamp()), block.id[at], _FORM.pack(*table[at]))
                self._keep(name, str(block.model[at]), event)

    def _keep(self, source: str, model_id: str, event: Event) -> None:
        """Keep an article once, by its first date; the oldest go where there are too many."""
        kept = self._kept.setdefault(source, {}).setdefault(model_id, {})
        before = kept.get(event.values)
        kept[event.values] = event if before is None else min(before, event)
        if len(kept) >= 2 * self._most:
            for old in sorted(kept.values())[: -self._most]:
                del kept[old.values]

    def sources(self) -> list[str]:
        """Sources with dated articles, in order."""
        return sorted(self._kept)

    def events(self, source: str) -> list[Event]:
        """Newest articles of a source, oldest first, each once.

        Where scores of several models came, those of the model of the newest article: what two
        models measure cannot be compared.
        """
        by_model = self._kept.get(source)
        if not by_model:
            return []
        newest = max(by_model, key=lambda name: (max(by_model[name].values()).when, name))
        return sorted(by_model[newest].values())[-self._most :]

    def alarms(self, source: str) -> list[Alarm]:
        """Changes of a source; see :func:`scorer.sources.drift.alarms`."""
        from scorer.sources.drift import alarms

        return alarms(self.events(source))
