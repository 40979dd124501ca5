"""The Scrapy pipeline crawls a real site on this machine."""

from __future__ import annotations

import html
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from scorer import Article, Scorer
from scorer.arrow import to_rows
from tests.integrations.conftest import load, run

pytest.importorskip("scrapy", reason="needs the extra [integrations]")


@pytest.fixture
def site(examples: list[Article]) -> Iterator[str]:
    """A site: one page that links to all articles."""
    links = "".join(f'<a href="/{article.id}">x</a>' for article in examples)
    pages = {"/": f"<h2>Index</h2>{links}<a href='/gone'>gone</a>"}
    for article in examples:
        lines = [line for line in article.text.splitlines() if line.strip()]
        body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
        pages[f"/{article.id}"] = f"<h1>{html.escape(article.title or '')}</h1>{body}"

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = pages.get(self.path)
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((page or "").encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_crawl_is_scored_to_its_last_page(
    site: str, scorer: Scorer, examples: list[Article], tmp_path: Path
) -> None:
    run("scrapy_pipeline", site, tmp_path / "out.parquet", cwd=tmp_path)
    rows = {row["url"]: row for row in to_rows(parquet.read_table(tmp_path / "out.parquet"))}
    assert set(rows) == {site + article.id for article in examples}, "fewer than one batch: flushed"
    assert not (tmp_path / "out.parquet.part").exists()
    for article in examples:
        lines = [line for line in article.text.splitlines() if line.strip()]
        own = Article(id="x", title=article.title, text="\n\n".join(lines))
        assert rows[site + article.id]["score"] == scorer.score(own).score


@pytest.mark.parametrize("batch", [1, 4, 9, 1_000])
def test_every_batch_size_writes_every_item(
    batch: int, examples: list[Article], tmp_path: Path
) -> None:
    import asyncio

    module = load("scrapy_pipeline")
    pipeline = module.ScorerPipeline(str(tmp_path / "out.parquet"))
    pipeline.BATCH = batch
    pipeline.open_spider()

    async def crawl() -> list[Any]:
        items = [{"url": f"u{n}", "text": a.text} for n, a in enumerate(examples)]
        return await asyncio.gather(*map(pipeline.process_item, items))

    items = asyncio.run(crawl())
    pipeline.close_spider()
    table = parquet.read_table(tmp_path / "out.parquet")
    assert sorted(table["url"].to_pylist()) == sorted(item["url"] for item in items)
    assert {item["reliability"] for item in items} == set(table["score"].to_pylist())
