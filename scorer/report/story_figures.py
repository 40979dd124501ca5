"""Numbers of the drawings on the page of stories; the template only writes them down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from scorer.report.story_rows import StoryArticle

WIDTH, NAMES, END = 720, 180, 20
"""Of a timeline: the whole, the space for names, and what is left free at the end."""
ROW = 24
MOST_LINES = 30
"""Articles in a timeline and in a graph."""
INDENT, DEEPEST = 26, 9
SHAPES = {
    "original": "M0 -7A7 7 0 1 1 -.01 -7z",
    "extensive_quoting": "M0 -7.5L7.5 0L0 7.5L-7.5 0z",
    "remixed_copy": "M0 -7L7.5 6H-7.5z",
    "wholesale_duplicate": "M-6 -6H6V6H-6z",
}
"""Path of each role's sign, about the origin: told apart by shape, not by colour."""


@dataclass(frozen=True, slots=True)
class Dot:
    """An article in a timeline."""

    article: StoryArticle
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Articles with a date, in the order of time; and what is not drawn.

    Parameters
    ----------
    ticks : sequence of (x, label, anchor)
    undated : sequence of StoryArticle
    left_out : int
    says : str
    """

    dots: Sequence[Dot]
    ticks: Sequence[tuple[float, str, str]]
    height: int
    undated: Sequence[StoryArticle]
    left_out: int
    says: str


def timeline(articles: Sequence[StoryArticle]) -> Timeline:
    """Lay out a story's articles in time.

    Parameters
    ----------
    articles : sequence of StoryArticle
    """
    dated = sorted(
        ((item.when, index) for index, item in enumerate(articles) if item.when is not None)
    )
    undated = [item for item in articles if item.when is None]
    shown = dated[:MOST_LINES]
    if not shown:
        return Timeline((), (), 0, undated, 0, "")
    first, last = shown[0][0], shown[-1][0]
    size = (last - first).total_seconds()
    room = WIDTH - NAMES - END - 16
    # Hours are told where a short story has any.
    has_hours = 0 < size < timedelta(days=3).total_seconds() and any(
        moment.hour or moment.minute for moment, _ in shown
    )
    form = "%Y-%m-%d %H:%M" if has_hours else "%Y-%m-%d"
    dots = [
        Dot(
            articles[index],
            round(NAMES + 8 + room * ((moment - first).total_seconds() / (size or 1.0)), 1),
            index_shown * ROW + ROW // 2,
        )
        for index_shown, (moment, index) in enumerate(shown)
    ]
    ticks = [(NAMES + 8.0, first.strftime(form), "start")]
    if size:
        ticks.append((NAMES + 8.0 + room, last.strftime(form), "end"))
    says = f"{len(dots)} articles from {first.strftime(form)} to {last.strftime(form)}"
    return Timeline(dots, ticks, len(dots) * ROW, undated, len(dated) - len(shown), says)


@dataclass(frozen=True, slots=True)
class Node:
    """An article in a copy graph.

    Parameters
    ----------
    x, y : float
    stem : str
        Path from the article it is from; empty for one that is from none.
    width : float
        Of the path: how much is copied.
    """

    article: StoryArticle
    x: float
    y: float
    stem: str
    width: float


@dataclass(frozen=True, slots=True)
class Graph:
    """Who copies whom, as a tree on its side: copies stand under the article they are from."""

    nodes: Sequence[Node]
    height: int
    left_out: int


def graph(articles: Sequence[StoryArticle]) -> Graph:
    """Lay out who copies whom; an article that is not at hand, or a circle, ends a chain.

    Parameters
    ----------
    articles : sequence of StoryArticle
    """
    by_key = {item.key: item for item in articles}
    children: dict[str | None, list[StoryArticle]] = {}
    for item in by_key.values():
        origin = item.copied_from if item.copied_from in by_key else None
        children.setdefault(None if origin == item.key else origin, []).append(item)
    order: list[tuple[StoryArticle, int]] = []
    seen: set[str] = set()

    def walk(start: StoryArticle) -> None:
        stack = [(start, 0)]
        while stack:
            item, depth = stack.pop()
            if item.key in seen:
                continue
            seen.add(item.key)
            order.append((item, depth))
            stack += [(child, depth + 1) for child in reversed(children.get(item.key, ()))]

    for item in (*children.get(None, ()), *by_key.values()):
        walk(item)
    nodes: list[Node] = []
    places: dict[str, tuple[float, float]] = {}
    for row, (item, depth) in enumerate(order[:MOST_LINES]):
        x, y = 12 + INDENT * min(depth, DEEPEST), row * ROW + ROW // 2
        places[item.key] = (x, y)
        stem = ""
        if depth and item.copied_from in places:
            from_x, from_y = places[item.copied_from]
            # A chain deeper than the drawing goes down beside its own sign.
            turn = from_x if from_x < x else x - INDENT / 2
            stem = f"M{turn} {from_y + (8 if from_x < x else 0)}V{y}H{x - 9}"
        nodes.append(Node(item, x, y, stem, round(1 + 4 * min(item.copied, 1.0), 1)))
    return Graph(nodes, len(nodes) * ROW, len(order) - len(nodes))
