"""Which library finds the article in a page: quality and cost of trafilatura and resiliparse.

``python -m benchmarks.html_extraction [--pages N]``. The pages are made by
benchmarks/html_pages.py: six layouts, the article of each known. Recall and precision are over
words (as a multiset); *whole* is the share of pages with all of the article and none of the noise.
Cost is CPU time, and the ratio to ``re.findall`` on the same pages. Why the one is used:
docs/adr/0008-html-extraction.md.
"""

from __future__ import annotations

import argparse
import logging
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from benchmarks.html_pages import HOSTILE, Page, pages

Found = tuple[str, str | None, str | None, str | None]


def by_trafilatura(html: bytes, **options: Any) -> Found:
    import trafilatura

    page = trafilatura.bare_extraction(html, with_metadata=True, include_comments=False, **options)
    if page is None:
        return "", None, None, None
    return page.text or "", page.title, page.date, page.sitename


def by_trafilatura_fast(html: bytes) -> Found:
    return by_trafilatura(html, fast=True)


def by_resiliparse(html: bytes) -> Found:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse_from_bytes(html, detect_encoding(html))
    text = extract_plain_text(tree, main_content=True, alt_texts=False)
    return text, tree.title or None, None, None


EXTRACTORS: dict[str, Callable[[bytes], Found]] = {
    "trafilatura": by_trafilatura,
    "trafilatura fast": by_trafilatura_fast,
    "resiliparse": by_resiliparse,
}


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def quality(page: Page, text: str) -> tuple[float, float, bool]:
    """Recall, precision and wholeness of a page's text; the headline is neither gain nor loss."""
    wanted = words(" ".join(page.paragraphs))
    found = words(text) - words(page.title)
    both = sum((wanted & found).values())
    recall = both / sum(wanted.values())
    precision = both / max(sum(found.values()), 1)
    flat = " ".join(text.split())
    is_whole = all(" ".join(item.split()) in flat for item in page.paragraphs)
    return recall, precision, is_whole and not any(item in flat for item in page.noise)


def measure(name: str, made: list[Page]) -> None:
    """Print one extractor's rows."""
    extract = EXTRACTORS[name]
    extract(made[0].html.encode())  # imports
    rows: dict[str, list[tuple[float, float, bool]]] = {}
    meta: Counter[str] = Counter()
    cost = floor = 0.0
    for page in made:
        raw = page.html.encode()
        begin = time.process_time()
        text, title, date, site = extract(raw)
        cost += time.process_time() - begin
        begin = time.process_time()
        re.findall(r"\w+", page.html)
        floor += time.process_time() - begin
        rows.setdefault(page.layout, []).append(quality(page, text))
        meta["title"] += title == page.title
        meta["date"] += date == page.date
        meta["site"] += site == page.site
    count = len(made)
    every = [row for items in rows.values() for row in items]
    print(f"\n{name}: {cost / count * 1000:.2f} ms a page, {cost / floor:.0f} floors")
    for layout, items in [*rows.items(), ("all", every)]:
        recall, precision, whole = (statistics.mean(column) for column in zip(*items, strict=True))
        print(f"  {layout:24} recall {recall:.3f}  precision {precision:.3f}  whole {whole:.2f}")
    told = ", ".join(f"{key} {meta[key] / count:.2f}" for key in ("title", "date", "site"))
    print(f"  right: {told}")


def hostile() -> None:
    """Print what pages cost that were made to cost."""
    print("\nhostile pages, CPU seconds")
    for label, make in HOSTILE.items():
        raw = make().encode()
        row = []
        for name, extract in EXTRACTORS.items():
            begin = time.process_time()
            try:
                extract(raw)
                end = ""
            except Exception as error:
                end = f" ({type(error).__name__})"
            row.append(f"{name} {time.process_time() - begin:.2f}{end}")
        print(f"  {label:24} {'; '.join(row)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=240)
    count = parser.parse_args().pages
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    made = list(pages(count))
    print(f"{count} pages of {len({page.layout for page in made})} layouts")
    for name in EXTRACTORS:
        measure(name, made)
    hostile()
    return 0


if __name__ == "__main__":
    sys.exit(main())
