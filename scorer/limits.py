"""How much one article may cost: a limit of size, and one of time that works in any thread.

Signals stop nobody else's work: there is no signal handler, no watchdog and no killed thread. The
expensive steps ask :func:`check_time` between and inside themselves whether the time is up. Time is
the CPU time of the thread, not the clock's, so a busy machine does not reject what an idle one
scores; a faster machine may still score what a slower one gives up. Only at that edge does a report
depend on the machine; ``Limits(seconds=None)`` makes it depend on nothing but the text.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from scorer.errors import ConfigError, RecordError

MOST_CHARACTERS = 2**31 - 1
"""Offsets of evidence are 32-bit integers in Arrow and Parquet."""

_END: ContextVar[float | None] = ContextVar("scorer_deadline", default=None)
_STOP: ContextVar[threading.Event | None] = ContextVar("scorer_stop", default=None)


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an article may be and how long its scoring may take.

    An article beyond a limit is ``rejected``, with code ``limit_size`` or ``limit_time``; it never
    raises. The defaults are far from any article: 4 MB of text take about 3 seconds.

    Parameters
    ----------
    max_characters : int or None, default 20,000,000
        Characters of text and title together, checked before anything is read. None: as many as
        offsets of 32 bits can index.
    seconds : float or None, default 60
        CPU seconds that scoring one article may take; checked between steps and inside the long
        ones, so it may be overstepped by the length of one step (about a tenth of what the whole
        text would take). None: no limit.

    Raises
    ------
    ConfigError
        A limit is not a positive number.

    Examples
    --------
    >>> from scorer import Article, Scorer
    >>> scorer = Scorer.load(limits=Limits(max_characters=10_000, seconds=5))
    >>> scorer.score(Article(id="a1", text="Rain fell. " * 1_000)).notice.code
    'limit_size'
    """

    max_characters: int | None = 20_000_000
    seconds: float | None = 60.0

    def __post_init__(self) -> None:
        most = self.max_characters
        if most is not None and (isinstance(most, bool) or not isinstance(most, int) or most < 1):
            raise ConfigError(f"max_characters must be a whole number from 1 on, not {most!r}")
        long = self.seconds
        if long is not None and (
            isinstance(long, bool) or not isinstance(long, int | float) or not 0 < long < math.inf
        ):
            raise ConfigError(f"seconds must be a number above 0, not {long!r}")

    @property
    def characters(self) -> int:
        """Characters that are taken at most."""
        return min(self.max_characters or MOST_CHARACTERS, MOST_CHARACTERS)


class OutOfTime(RecordError):
    """The time for one article is up."""

    def __init__(self) -> None:
        super().__init__("limit_time", "the time for this article is up")


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Let :func:`check_time` raise after so many CPU seconds of this thread.

    Parameters
    ----------
    seconds : float or None
        None sets no limit of its own. An outer limit that ends earlier stays in force.

    Examples
    --------
    >>> with time_limit(1e-9):
    ...     check_time()
    Traceback (most recent call last):
    scorer.limits.OutOfTime: the time for this article is up
    """
    outer = _END.get()
    end = outer
    if seconds is not None:
        own = time.thread_time() + seconds
        end = own if outer is None else min(own, outer)
    token = _END.set(end)
    try:
        yield
    finally:
        _END.reset(token)


@contextmanager
def stoppable(stop: threading.Event) -> Iterator[None]:
    """Let :func:`check_time` raise once somebody sets an event: nobody wants the result any more.

    Examples
    --------
    >>> event = threading.Event()
    >>> with stoppable(event):
    ...     check_time()
    """
    token = _STOP.set(stop)
    try:
        yield
    finally:
        _STOP.reset(token)


def check_time() -> None:
    """Raise where the time for the article is up; called inside expensive loops.

    Raises
    ------
    OutOfTime
    """
    end = _END.get()
    if end is not None and time.thread_time() > end:
        raise OutOfTime
    stop = _STOP.get()
    if stop is not None and stop.is_set():
        raise OutOfTime
