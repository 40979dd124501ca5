"""Rows of stories: their JSON Schema, and what they hold."""

from __future__ import annotations

import jsonschema
import pytest

from scorer.schema import Notice
from scorer.stories import SharedPassage, StoryArticle, StoryCluster
from scorer.stories.rows import cluster_schema

FIRST = StoryArticle("a1", "a1", "one.example", None, "2024-05-01", "Ferry stops")
COPY = StoryArticle(
    key="a2",
    id="a2",
    role="wholesale_duplicate",
    copied_fraction=0.9,
    copied_from="a1",
    relation="copy",
    declared_source="one.example",
    declared_agrees=True,
    shared=(SharedPassage(0, 40, 10, 50),),
)
STORY = StoryCluster(
    "s1", (FIRST, COPY), 1, True, "a1", "2024-05-01", None, (Notice("clock_skew", "A note."),)
)


def test_a_row_is_what_its_schema_says() -> None:
    jsonschema.Draft202012Validator(cluster_schema()).validate(STORY.to_dict())


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", "source"), ("articles", []), ("independent_accounts", 0), ("size", 0), ("more", 1)],
)
def test_schema_refuses_what_is_no_row(name: str, value: object) -> None:
    row = STORY.to_dict() | {name: value}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(cluster_schema()).validate(row)


def test_every_key_of_the_schema_is_written() -> None:
    schema = cluster_schema()
    row = STORY.to_dict()
    assert set(schema["required"]) == set(schema["properties"]) == set(row)
    article = schema["properties"]["articles"]["items"]
    assert set(article["required"]) == set(article["properties"]) == set(row["articles"][1])
    assert row["size"] == 2
