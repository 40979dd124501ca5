"""The last articles of each source: what a baseline is made of, bounded whatever comes in.

A window keeps the measured values of the last N articles of a source, so quantiles are exact, old
articles drop out, and two windows are merged without loss: the result is that of having seen all
articles in one run. Values are kept as 16-bit floats (relative error up to 1 / 2,048), and an
article is compared in the same precision, so that equal values stay equal.

Articles come in any order. Dated ones are ordered by their moment, and by a hash of what was
measured where that is the same; those without a date count as older than any dated one and are kept
in the order in which they came, and so are those dated in the future, which would else stay the
newest for good. The same article sent again (the same values of every signal) counts once, under
whatever id; two articles under one id count twice.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import heapq
import math
import struct
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from scorer.errors import InputError
from scorer.sources.dates import latest_day, moment_of
from scorer.sources.drift_signals import DRIFT
from scorer.sources.watched import WATCHED

MOST_SIGNALS = 1_000
"""Measurements of a row at most; scorer measures about a hundred."""
LARGEST = float(np.finfo(np.float16).max)
SCORE = "score"
KEYED = tuple(sorted({*(item.name for item in WATCHED), *(item.name for item in DRIFT)}))
"""Signals by which an article is known; two that agree in all of them are one article."""
_KEY = struct.Struct(f"<{len(KEYED)}d")

Halves = npt.NDArray[np.float16]


class Entry(NamedTuple):
    """One article of a window; entries compare by age, the oldest first.

    Parameters
    ----------
    is_dated : bool
    when : int
        Seconds since 1970 (UTC), or a running number for an article without a date.
    key : bytes
        Hash of the measured values.
    values : bytes
        16-bit floats in the order of the signals.
    """

    is_dated: bool
    when: int
    key: bytes
    values: bytes


@dataclass(slots=True)
class Window:
    """The last articles of one source.

    Parameters
    ----------
    seen : int
        Judged articles that came in, those sent again and those that dropped out included.
    entries : list of Entry
        A heap: the oldest first.
    keys : set of bytes
        Of the entries.
    """

    seen: int = 0
    entries: list[Entry] = field(default_factory=list)
    keys: set[bytes] = field(default_factory=set)

    def add(self, entry: Entry, most: int) -> None:
        """Take an article in; the oldest drops out where there are more than ``most``."""
        if entry.key in self.keys:
            return
        self.keys.add(entry.key)
        if len(self.entries) < most:
            heapq.heappush(self.entries, entry)
            return
        self.keys.discard(heapq.heappushpop(self.entries, entry).key)

    def in_order(self) -> list[Entry]:
        """Entries from the oldest to the newest."""
        return sorted(self.entries)


class Signals:
    """Names of signals, each with its place in an entry; new ones are added at the end.

    Examples
    --------
    >>> signals = Signals()
    >>> signals.halves({"score": 50.0, "a.b": None}).tolist()
    [50.0, nan]
    >>> signals.names
    ['score', 'a.b']
    """

    def __init__(self, names: Sequence[str] = (SCORE,)) -> None:
        self.names = list(names)
        self._known = set(names)

    def halves(self, values: Mapping[str, float | None]) -> Halves:
        """Values as they are kept, NaN where undefined.

        Raises
        ------
        InputError
            There are more than :data:`MOST_SIGNALS`.
        """
        self.include(values)
        found = [values.get(name) for name in self.names]
        exact = np.array([math.nan if item is None else item for item in found], np.float64)
        return exact.clip(-LARGEST, LARGEST).astype(np.float16)

    def include(self, names: Collection[str]) -> None:
        """Give places to names that have none yet.

        Raises
        ------
        InputError
            There are more than :data:`MOST_SIGNALS`.
        """
        new = set(names) - self._known
        if not new:
            return
        self.names += sorted(new)
        self._known |= new
        if len(self.names) > MOST_SIGNALS:
            raise InputError(
                f"a row has measurements of more than {MOST_SIGNALS} names; is it a row of "
                "scorer score?"
            )

    def row(self, values: bytes) -> Halves:
        """Kept values, with NaN for the signals that came later."""
        row = np.full(len(self.names), np.nan, np.float16)
        known = np.frombuffer(values, np.float16)
        row[: len(known)] = known
        return row

    def named(self, values: bytes) -> dict[str, float | None]:
        """Kept values by name."""
        known = np.frombuffer(values, np.float16).tolist()
        return {
            name: None if math.isnan(value) else value
            for name, value in zip(self.names, known, strict=False)
        }


def key_of(values: Mapping[str, float | None]) -> bytes:
    """Hash what was measured: the same article has the same key, whatever its id.

    Only signals of :data:`KEYED` count, which every form of a row holds.

    Examples
    --------
    >>> key_of({"score": 61.5, "a.b": 1.0}) == key_of({"score": 61.5})
    True
    >>> key_of({"score": 61.5}) == key_of({"score": 61.25})
    False
    """
    found = [values.get(name) for name in KEYED]
    return key_of_numbers([math.nan if value is None else value for value in found])


def key_of_numbers(values: Sequence[float]) -> bytes:
    """Hash the values of the signals of :data:`KEYED`, NaN where undefined."""
    return hashlib.blake2b(_KEY.pack(*values), digest_size=8).digest()


def values_of(row: Mapping[str, Any]) -> dict[str, float | None]:
    """Score and measurements of a row, nested (JSONL) or flat (CSV, Parquet ``--columns``).

    Raises
    ------
    InputError
        A value is no finite number.

    Examples
    --------
    >>> values_of({"score": 40.0, "measurements": {"a.b": {"value": 1, "unit": "lines"}}})
    {'score': 40.0, 'a.b': 1.0}
    >>> values_of({"score": 40.0, "a.b": None, "id": "x"})
    {'score': 40.0, 'a.b': None}
    """
    found: dict[str, float | None] = {SCORE: number_in(row.get(SCORE), SCORE)}
    nested = row.get("measurements")
    try:
        if isinstance(nested, Mapping):
            for name, item in nested.items():
                found[name] = number_in(item["value"], name)
        else:
            for name, item in row.items():
                if "." in name:
                    found[name] = number_in(item, name)
    except (TypeError, KeyError) as error:
        raise InputError(f"measurements are not as scorer score writes them: {error}") from error
    return found


def believed_moment(published: str | None, latest: dt.date) -> dt.datetime | None:
    """Moment of publication; None where there is none, or it lies after the latest day.

    Examples
    --------
    >>> believed_moment("2099-01-01", dt.date(2026, 3, 4)) is None
    True
    """
    moment = moment_of(published)
    return None if moment is None or moment.date() > latest else moment


def entry_of(row: Mapping[str, Any], signals: Signals, number: int) -> Entry:
    """Make an entry of a judged row; ``number`` orders it where it has no date."""
    values = values_of(row)
    moment = believed_moment(row.get("published"), latest_day())
    when = number if moment is None else int(moment.timestamp())
    return Entry(moment is not None, when, key_of(values), signals.halves(values).tobytes())


def number_in(value: Any, name: str) -> float | None:
    """Take a number of a row; None where it is undefined.

    Raises
    ------
    InputError
        It is no finite number.
    """
    if type(value) is float and value - value == 0.0:
        return value
    if value is None or value == "":
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if isinstance(value, bool) or not math.isfinite(number):
        raise InputError(f"{name}: {value!r} is no number")
    return number
