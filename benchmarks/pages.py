"""Size of the pages of sources and stories, and the CPU time they take, on rows made up.

Usage: ``python -m benchmarks.pages``
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from benchmarks.made_rows import STORY, cluster, source, texts
from scorer.report.source_html import source_page
from scorer.report.source_list import Sources
from scorer.report.source_rows import source_row
from scorer.report.story_html import story_page
from scorer.report.story_list import Stories
from scorer.report.story_rows import story_row

FILLER = "Nothing of this was taken over by anyone. "


def sources_page(count: int) -> Iterator[bytes]:
    """Page of so many sources."""
    rows = [source(index) for index in range(1_000)]
    sources = Sources()
    for index in range(count):
        sources.add(source_row({**rows[index % 1_000], "source": f"paper-{index}.example"}))
    return source_page(sources, name="scores.jsonl")


def stories_page(count: int, found: dict[str, str]) -> Iterator[bytes]:
    """Page of so many stories of four articles."""
    row = cluster()
    for article in row["articles"]:
        for item in article["shared"]:
            part = texts()[article["key"]][item["start"] : item["end"]]
            item["start"] = found[article["key"]].index(part)
            item["end"] = item["start"] + len(part)
            item["from_start"] = found["a"].index(part)
            item["from_end"] = item["from_start"] + len(part)
    stories = Stories()
    for index in range(count):
        stories.add(story_row({**row, "cluster": f"story-{index}"}))
    return story_page(stories, name="articles.jsonl", texts=found)


def long_texts() -> dict[str, str]:
    """Texts of 2 MB each; what is shared stands far apart."""
    size = 2_000_000 // len(FILLER) // len(STORY)
    return {
        key: "\n\n".join(FILLER * size + part for part in text.split("\n\n"))
        for key, text in texts().items()
    }


def main() -> None:
    """Print one line a page."""
    cases: list[tuple[str, Callable[[], Iterator[bytes]]]] = [
        ("sources: 100", lambda: sources_page(100)),
        ("sources: 10,000", lambda: sources_page(10_000)),
        ("stories: 10,000", lambda: stories_page(10_000, texts())),
        ("stories: 40 of 2 MB articles", lambda: stories_page(40, long_texts())),
    ]
    print(f"{'page':<32}{'KB':>8}{'CPU s':>8}")
    for name, made in cases:
        started = time.process_time()
        size = sum(len(piece) for piece in made())
        print(f"{name:<32}{size / 1000:>8.0f}{time.process_time() - started:>8.2f}")


if __name__ == "__main__":
    main()
