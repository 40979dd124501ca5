"""Scoring for asyncio programs: the loop is never blocked, and cancelling stops the work.

>>> import asyncio
>>> from scorer import Article, Scorer, aio
>>> async def main() -> list[str]:
...     scorer = Scorer.shared()
...     articles = (Article(id=str(number), text="Too short.") for number in range(3))
...     return [report.id async for report in aio.score_many(scorer, articles)]
>>> asyncio.run(main())
['0', '1', '2']
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING

from scorer.errors import ConfigError
from scorer.limits import stoppable

if TYPE_CHECKING:
    from scorer.api import Scorer
    from scorer.schema import Article, ScoreReport

__all__ = ["score", "score_many"]

THREADS = 2
"""Threads of this module: scoring holds Python's lock, so more would only starve the loop."""

AHEAD = 4
"""Articles in work at once, by default."""


async def score(
    scorer: Scorer, article: Article, *, executor: Executor | None = None
) -> ScoreReport:
    """Score one article without blocking the event loop.

    Parameters
    ----------
    scorer : Scorer
    article : Article
    executor : concurrent.futures.Executor, optional
        Where the work is done; two threads of this module by default. With a
        ``ProcessPoolExecutor`` it uses other cores (a scorer travels in microseconds).

    Returns
    -------
    ScoreReport
        As :meth:`scorer.Scorer.score`.

    Raises
    ------
    asyncio.CancelledError
        The task was cancelled; in this module's threads the work itself stops too, at the next
        step.

    Examples
    --------
    >>> from scorer import Article, Scorer
    >>> asyncio.run(score(Scorer.shared(), Article(id="a1", text="Too short."))).status
    'abstained'
    """
    loop = asyncio.get_running_loop()
    if executor is not None:
        return await loop.run_in_executor(executor, scorer.score, article)
    stop = threading.Event()
    try:
        return await loop.run_in_executor(_threads(), _score, scorer, article, stop)
    except asyncio.CancelledError:
        stop.set()
        raise


async def score_many(
    scorer: Scorer,
    articles: AsyncIterable[Article] | Iterable[Article],
    *,
    ahead: int = AHEAD,
    executor: Executor | None = None,
) -> AsyncIterator[ScoreReport]:
    """Score a stream of articles, in order, with back-pressure.

    An article is drawn only when fewer than ``ahead`` are in work or waiting to be taken, so a slow
    consumer holds the producer back. A report is handed out as soon as it and all before it are
    ready, whether or not another article has come. Leaving the loop early or cancelling the task
    cancels what is in work.

    Parameters
    ----------
    scorer : Scorer
    articles : async iterable or iterable of Article
        Any length. Drawing from a plain iterable must not block.
    ahead : int, default 4
        Articles in work, or ready and not taken, at most.
    executor : concurrent.futures.Executor, optional
        As for :func:`score`.

    Yields
    ------
    ScoreReport
        In the order of the articles.

    Raises
    ------
    ConfigError
        ``ahead`` is below 1.

    Examples
    --------
    See the top of this module.
    """
    if ahead < 1:
        raise ConfigError(f"ahead must be 1 or more, not {ahead}")
    source = aiter(articles if isinstance(articles, AsyncIterable) else _async(articles))
    working: deque[asyncio.Task[ScoreReport]] = deque()
    drawing: asyncio.Task[Article] | None = None
    is_open = True
    try:
        while is_open or working:
            if is_open and drawing is None and len(working) < ahead:
                drawing = asyncio.ensure_future(_next(source))
            waited: set[asyncio.Task[ScoreReport] | asyncio.Task[Article]] = set()
            if drawing is not None:
                waited.add(drawing)
            if working:
                waited.add(working[0])
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            if drawing is not None and drawing.done():
                try:
                    article = drawing.result()
                    working.append(asyncio.ensure_future(score(scorer, article, executor=executor)))
                except StopAsyncIteration:
                    is_open = False
                drawing = None
            if working and working[0].done():
                yield working.popleft().result()
    finally:
        rest = [task for task in (drawing, *working) if task is not None]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)


async def _async(articles: Iterable[Article]) -> AsyncIterator[Article]:
    """Make an async iterator of a plain one, which lets others run between two articles."""
    for article in articles:
        yield article
        await asyncio.sleep(0)


async def _next(source: AsyncIterator[Article]) -> Article:
    """Draw one article, as a coroutine that a task can be made of."""
    return await anext(source)


def _score(scorer: Scorer, article: Article, stop: threading.Event) -> ScoreReport:
    """Score in a thread, until somebody says stop."""
    with stoppable(stop):
        return scorer.score(article)


@cache
def _threads() -> ThreadPoolExecutor:
    """The threads of this module, made on first use."""
    return ThreadPoolExecutor(THREADS, thread_name_prefix="scorer")
