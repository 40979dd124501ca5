"""The page of stories as one HTML file; all of it can be read without its script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from scorer.report import page, story_figures
from scorer.report.story_diff import Difference, difference
from scorer.report.story_list import Pair, Stories, pairs
from scorer.report.story_rows import ROLES, StoryArticle, StoryRow

MOST_ROWS = 50
"""Articles in the table of one story."""


@dataclass(frozen=True, slots=True)
class Told:
    """A story as the template needs it."""

    row: StoryRow
    timeline: story_figures.Timeline
    graph: story_figures.Graph
    pairs: list[Pair]
    names: Mapping[str, str]


def story_page(
    stories: Stories,
    *,
    name: str,
    texts: Mapping[str, str] | Callable[[str], str | None] | None = None,
) -> Iterator[bytes]:
    """Write the page of stories, in pieces.

    Parameters
    ----------
    stories : Stories
        What was gathered; see there for how many are shown.
    name : str
        What was read.
    texts : mapping of str to str, or callable, optional
        Texts as given, by key of the article (``stories.wanted()`` names those that are needed).
        A story whose texts are not there is told without a side by side.

    Yields
    ------
    bytes
        UTF-8.

    Examples
    --------
    >>> html = b"".join(story_page(Stories(), name="articles.jsonl"))
    >>> b"No story has two articles" in html
    True
    """
    text_of = texts.get if isinstance(texts, Mapping) else texts or _nothing
    shown = stories.shown()
    told = stories.told()
    yield from page.written(
        "stories.html",
        name=name,
        stories=stories,
        shown=shown,
        told=(_told(row) for row in told),
        told_count=len(told),
        most_rows=MOST_ROWS,
        roles=ROLES,
        figures=story_figures,
        looks=page.MARKS,
        set_beside=lambda pair: _beside(pair, text_of),
        says=_says,
    )


def _nothing(_: str) -> None:
    """Where there are no texts."""


def _told(row: StoryRow) -> Told:
    """Lay out one story."""
    names = {article.key: article.name for article in row.articles}
    return Told(
        row,
        story_figures.timeline(row.articles),
        story_figures.graph(row.articles),
        pairs(row),
        names,
    )


def _beside(pair: Pair, text_of: Callable[[str], str | None]) -> Difference | None:
    """Both texts of a pair; None where one is not at hand."""
    copy, origin = text_of(pair.copy.key), text_of(pair.origin.key)
    if not isinstance(copy, str) or not isinstance(origin, str):
        return None
    return difference(pair.copy.shared, copy, origin)


def _says(article: StoryArticle) -> str:
    """Whether what an article declares agrees with what is found."""
    if not article.declared:
        return ""
    return {True: "agrees", False: "contradicts what is found", None: "cannot be checked"}[
        article.agrees
    ]
