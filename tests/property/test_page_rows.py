"""A row with anything in any place is refused, or makes a page that holds together."""

from __future__ import annotations

import copy
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.made_rows import cluster, source, texts, unjudged
from scorer.report.source_html import source_page
from scorer.report.source_list import Sources
from scorer.report.source_rows import source_row
from scorer.report.story_html import story_page
from scorer.report.story_list import Stories
from scorer.report.story_rows import story_row
from tests.unit.report.pages import parsed

REFUSED = (KeyError, TypeError, ValueError, AttributeError)

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["a", "c", "original", "2026-03-01", "9999-12-31", "judged", 0, 1, -1, 0.5]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)


def places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a row."""
    found = [here] if here else []
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items if isinstance(value, dict | list) else ():
        found += places(item, (*here, key)) if isinstance(item, dict | list) else [(*here, key)]
    return found


def changed(row: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    """The row with something else in one to three of its places, or without them."""
    found = copy.deepcopy(row)
    for place in data.draw(st.lists(st.sampled_from(places(row)), min_size=1, max_size=3)):
        inner: Any = found
        try:
            for key in place[:-1]:
                inner = inner[key]
            if data.draw(st.booleans()) or isinstance(inner, list):
                inner[place[-1]] = data.draw(anything)
            else:
                del inner[place[-1]]
        except REFUSED + (IndexError,):
            continue
    return found


def holds_together(html: str) -> None:
    page = parsed(html)
    assert set(page.targets) <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)
    drawn = html.split("</style>")[1].split("<script>")[0]
    assert not re.search(r' (?:x|y|d|cx|cy|width|height)="[^"]*(?:nan|inf)', drawn)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_sources(data: st.DataObject) -> None:
    sources = Sources()
    sources.add(source_row(source(1)))
    for row in (source(7), unjudged(1)):
        try:
            kept = source_row(changed(row, data))
        except REFUSED:
            continue
        sources.add(kept)
    holds_together(b"".join(source_page(sources, name="scores.jsonl")).decode("utf-8"))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_stories(data: st.DataObject) -> None:
    try:
        kept = story_row(changed(cluster(), data))
    except REFUSED:
        return
    stories = Stories()
    stories.add(kept)
    holds_together(b"".join(story_page(stories, name="a.jsonl", texts=texts())).decode("utf-8"))
