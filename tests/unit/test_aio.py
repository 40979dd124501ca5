"""scorer.aio: the loop stays free, order and back-pressure hold, cancelling stops the work."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest

from scorer import Article, Limits, Scorer, aio
from scorer.errors import ConfigError
from tests.unit.test_limits import long_text


def test_reports_are_those_of_the_library(scorer: Scorer, examples: list[Article]) -> None:
    async def main() -> list[Any]:
        return [report async for report in aio.score_many(scorer, examples * 2)]

    expected = [scorer.score(article) for article in examples * 2]
    assert asyncio.run(main()) == expected


def test_the_loop_is_not_blocked(scorer: Scorer, examples: list[Article]) -> None:
    text = long_text(examples, 300_000)

    async def main() -> tuple[int, str]:
        ticks = 0
        task = asyncio.ensure_future(aio.score(scorer, Article(id="long", text=text)))
        while not task.done():
            await asyncio.sleep(0.001)
            ticks += 1
        return ticks, task.result().status

    ticks, status = asyncio.run(main())
    assert status == "scored"
    assert ticks > 10


def test_a_slow_consumer_holds_the_producer_back(scorer: Scorer) -> None:
    drawn = 0

    def stream() -> Iterator[Article]:
        nonlocal drawn
        for number in range(1_000):
            drawn += 1
            yield Article(id=str(number), text="Too short.")

    async def main() -> list[str]:
        taken = []
        async for report in aio.score_many(scorer, stream(), ahead=3):
            await asyncio.sleep(0.01)
            taken.append(report.id)
            assert drawn <= len(taken) + 3
            if len(taken) == 5:
                break
        return taken

    assert asyncio.run(main()) == ["0", "1", "2", "3", "4"]


def test_a_report_does_not_wait_for_the_next_article(scorer: Scorer) -> None:
    async def main() -> str:
        never = asyncio.Event()

        async def stream() -> AsyncIterator[Article]:
            yield Article(id="only", text="Too short.")
            await never.wait()

        reports = aio.score_many(scorer, stream())
        report = await asyncio.wait_for(anext(reports), 30)
        await reports.aclose()  # type: ignore[attr-defined]
        return report.id

    assert asyncio.run(main()) == "only"


def test_cancelling_stops_the_work(scorer: Scorer, examples: list[Article]) -> None:
    text = long_text(examples, 1_200_000)
    free = Scorer(scorer.model, limits=Limits(seconds=None))

    async def main() -> float:
        task = asyncio.ensure_future(aio.score(free, Article(id="long", text=text)))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        start = time.process_time()
        # both threads are free soon: the cancelled one has stopped
        short = [aio.score(free, Article(id="s", text="Too short.")) for _ in range(8)]
        assert {report.status for report in await asyncio.gather(*short)} == {"abstained"}
        await asyncio.get_running_loop().run_in_executor(None, aio._threads().submit(int).result)
        for _ in range(2):
            await asyncio.wrap_future(aio._threads().submit(time.sleep, 0.05))
        return time.process_time() - start

    start = time.thread_time()
    free.score(Article(id="long", text=text))
    whole = time.thread_time() - start
    assert asyncio.run(main()) < whole * 0.6


def test_an_error_of_the_source_is_raised(scorer: Scorer) -> None:
    async def stream() -> AsyncIterator[Article]:
        yield Article(id="a", text="Too short.")
        raise OSError("the feed broke")

    async def main() -> list[str]:
        return [report.id async for report in aio.score_many(scorer, stream())]

    with pytest.raises(OSError, match="feed broke"):
        asyncio.run(main())


def test_processes_do_too(scorer: Scorer, examples: list[Article]) -> None:
    async def main() -> list[Any]:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            return [r async for r in aio.score_many(scorer, examples[:3], executor=pool)]

    assert asyncio.run(main()) == [scorer.score(article) for article in examples[:3]]


def test_ahead_must_be_positive(scorer: Scorer) -> None:
    async def main() -> None:
        async for _ in aio.score_many(scorer, [], ahead=0):
            pass

    with pytest.raises(ConfigError, match="ahead"):
        asyncio.run(main())


def test_what_is_no_article_is_a_type_error(scorer: Scorer) -> None:
    with pytest.raises(TypeError, match=r"scorer\.Article"):
        asyncio.run(aio.score(scorer, "text"))  # type: ignore[arg-type]
