"""A Scrapy item pipeline that scores articles while the crawl goes on.

In a project: ``ITEM_PIPELINES = {"myproject.pipelines.ScorerPipeline": 300}`` and
``SCORER_OUTPUT = "scores.parquet"``. Each item with a ``text`` gains ``reliability``; all rows go
to one Parquet file, a row group a batch. What is left when the spider closes is written then, so no
article is lost.

Run by itself it crawls one site: ``python scrapy_pipeline.py URL OUT.parquet``.
"""

from __future__ import annotations

import asyncio
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import scrapy
from pyarrow import parquet
from scrapy.crawler import CrawlerProcess

from scorer import Article, Scorer, ScoreReport, aio
from scorer.arrow import schema, to_batch


class ScorerPipeline:
    """Scores items in a thread of their own and writes their rows in batches."""

    BATCH = 256

    def __init__(self, output: str) -> None:
        self.output = Path(output)
        self.scorer = Scorer.shared()
        self.batch: list[ScoreReport] = []
        self.lock = Lock()

    @classmethod
    def from_crawler(cls, crawler: Any) -> ScorerPipeline:
        """Make one with the settings of a crawl."""
        return cls(crawler.settings.get("SCORER_OUTPUT", "scores.parquet"))

    def open_spider(self, spider: Any = None) -> None:
        """Open the output under a temporary name."""
        self.part = self.output.with_name(self.output.name + ".part")
        self.writer = parquet.ParquetWriter(self.part, schema())

    async def process_item(self, item: Any, spider: Any = None) -> Any:
        """Score one item; the crawl goes on meanwhile."""
        url = item.get("url") or ""
        article = Article(
            id=item.get("id") or hashlib.sha256(url.encode()).hexdigest()[:16],
            text=item.get("text") or "",
            title=item.get("title"),
            source=item.get("source"),
            url=url,
        )
        report = await aio.score(self.scorer, article)
        item["reliability"] = report.score
        self.batch.append(report)
        if len(self.batch) >= self.BATCH:
            full, self.batch = self.batch, []
            await asyncio.to_thread(self.write, full)
        return item

    def write(self, reports: list[ScoreReport]) -> None:
        """Write a batch; several items may end at once, and a Parquet file takes one at a time."""
        with self.lock:
            self.writer.write_batch(to_batch(reports))

    def close_spider(self, spider: Any = None) -> None:
        """Write the last batch, and give the file its name."""
        if self.batch:
            self.write(self.batch)
            self.batch = []
        self.writer.close()
        self.part.replace(self.output)


class SiteSpider(scrapy.Spider):
    """Follows the links of one site; each page with paragraphs is an article."""

    name = "site"

    def parse(self, response: Any) -> Iterator[Any]:
        """Read one page."""
        text = "\n\n".join(response.css("p::text").getall())
        if text:
            yield {
                "url": response.url,
                "title": response.css("h1::text").get(),
                "text": text,
                "source": response.url.split("/")[2],
            }
        yield from response.follow_all(css="a", callback=self.parse)


def main(url: str, output: str) -> None:
    """Crawl one site."""
    process = CrawlerProcess(
        {
            "ITEM_PIPELINES": {ScorerPipeline: 300},
            "SCORER_OUTPUT": output,
            "ROBOTSTXT_OBEY": True,
            "LOG_LEVEL": "WARNING",
            "TELNETCONSOLE_ENABLED": False,
        }
    )
    process.crawl(SiteSpider, start_urls=[url])
    process.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
