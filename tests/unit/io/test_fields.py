from __future__ import annotations

import datetime
from typing import Any

import pytest

from scorer.io.fields import FieldMap, Place, record_from
from scorer.io.records import ReadLimits, Record, derived_id


def read(
    row: dict[Any, Any], fields: FieldMap | None = None, limits: ReadLimits | None = None
) -> Record:
    return record_from(
        row,
        place=Place("a.jsonl", 4),
        raw=b"raw",
        fields=fields or FieldMap(),
        limits=limits or ReadLimits(),
    )


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({}, "no_text"),
        ({"body": "words"}, "no_text"),
        ({"text": None}, "no_text"),
        ({"text": float("nan")}, "no_text"),
        ({"text": ""}, "empty_text"),
        ({"text": " \n\t\u2003"}, "empty_text"),
        ({"text": 5}, "text_not_a_string"),
        ({"text": ["a"]}, "text_not_a_string"),
        ({"text": True}, "text_not_a_string"),
        ({"text": b"caf\xe9"}, "bad_encoding"),
        ({"text": "x" * 11}, "too_large"),
    ],
)
def test_what_is_no_article_has_a_stable_code(row: dict[str, Any], code: str) -> None:
    found = read({"id": "r1", **row}, limits=ReadLimits(text_chars=10))
    assert found.article is None
    assert found.error is not None
    assert (found.error.code, found.id, found.position) == (code, "r1", 4)
    assert "4" not in found.error.message  # a row must not depend on where its record stands


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x" * 10, b"caf\xc3\xa9"])
def test_odd_text_is_passed_on(text: Any) -> None:
    found = read({"text": text}, limits=ReadLimits(text_chars=10))
    assert found.article is not None
    assert found.article.text == (text.decode() if isinstance(text, bytes) else text)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("x", "x"),
        (" x ", " x "),
        (7, "7"),
        (7.0, "7"),
        (7.5, "7.5"),
        (True, "true"),
        (2**70, str(2**70)),
    ],
)
def test_ids_become_strings(given: Any, expected: str) -> None:
    assert read({"id": given, "text": "words"}).id == expected


@pytest.mark.parametrize("given", [None, "", "  ", float("nan"), [1], {"a": 1}])
def test_without_an_id_the_content_gives_one(given: Any) -> None:
    found = read({"id": given, "text": "words"})
    assert found.id == derived_id("words")
    assert len(found.id) == 16
    assert found.article is not None
    assert found.article.id == found.id


def test_carried_fields() -> None:
    day = datetime.date(2020, 1, 2)
    found = read(
        {"text": "words", "title": "T", "url": None, "source": 3, "published": day, "x": 1}
    )
    article = found.article
    assert article is not None
    assert (article.title, article.url, article.source) == ("T", None, "3")
    assert article.published == "2020-01-02"
    assert found.notices == ()


def test_a_title_that_cannot_be_one_is_noted_and_left_out() -> None:
    found = read({"text": "words", "title": ["T"]})
    assert found.article is not None
    assert found.article.title is None
    assert [notice.code for notice in found.notices] == ["field_ignored"]


def test_other_names() -> None:
    fields = FieldMap(text="body", title="headline", id="key")
    found = read({"body": "words", "headline": "H", "key": 1, "text": 5}, fields)
    assert found.article is not None
    assert (found.article.text, found.article.title, found.id) == ("words", "H", "1")


def test_the_message_names_what_is_there() -> None:
    error = read({"body": "words", "headline": "H"}).error
    assert error is not None
    assert "'body', 'headline'" in error.message
    assert "--text-field" in error.message
