from __future__ import annotations

import io

import pytest

from scorer.io.read_text import read_text, split_title
from scorer.io.records import ReadLimits, Record


def read(data: bytes, **limits: int) -> list[Record]:
    return list(read_text(io.BytesIO(data), "in.txt", "sub/in.txt", ReadLimits(**limits)))


@pytest.mark.parametrize(
    ("content", "title", "text"),
    [
        ("Title\nBody.", "Title", "Body."),
        ("Title\r\nBody.\r\n", "Title", "Body.\r\n"),
        ("Title\rBody.", "Title", "Body."),
        ("Title\n\n  Body.\n", "Title", "\n  Body.\n"),
        ("  Title \nBody.", "Title", "Body."),
        ("## Title\nBody.", "Title", "Body."),
        ("#hashtag\nBody.", "#hashtag", "Body."),
        ("\nBody.", None, "Body."),
        ("Only line", None, "Only line"),
        ("Only line\n \n", None, "Only line\n \n"),
        ("x" * 200 + "\nBody.", "x" * 200, "Body."),
        ("x" * 201 + "\nBody.", None, "x" * 201 + "\nBody."),
        ("Not\u2028a break", None, "Not\u2028a break"),
    ],
)
def test_the_first_line_is_the_title(content: str, title: str | None, text: str) -> None:
    assert split_title(content) == (title, text)
    assert content.endswith(text)  # so offsets into the text are offsets into the file, shifted


def test_a_file_is_one_article_named_by_its_path() -> None:
    found = read(b"\xef\xbb\xbfTitle\nBody \x00 text.")
    assert len(found) == 1
    article = found[0].article
    assert article is not None
    assert (article.id, article.title, article.text) == ("sub/in.txt", "Title", "Body \x00 text.")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"caf\xe9", "bad_encoding"),
        (b"\xff\xfeT\x00", "bad_encoding"),
        (b" \n ", "empty_text"),
        (b"", "empty_text"),
    ],
)
def test_what_is_no_text(data: bytes, code: str) -> None:
    (found,) = read(data)
    assert found.error is not None
    assert (found.error.code, found.id, found.raw) == (code, "sub/in.txt", data)


def test_sizes() -> None:
    (found,) = read(b"x" * 101, record_bytes=100)
    assert found.error is not None
    assert found.error.code == "too_large"
