from __future__ import annotations

import io
import json
import sys
import tomllib
import types
from typing import Any

import pytest

from scorer.io.read_html import read_html
from scorer.io.records import ReadLimits, Record
from tests.shared import ROOT

PAGE = (
    "<html><head><title>Harbour opens</title>"
    "<meta property='og:site_name' content='Daily Gull'>"
    "<meta property='article:published_time' content='2024-05-02'>"
    "<link rel='canonical' href='https://gull.example/harbour'></head>"
    "<body><nav><a href='/'>Home</a></nav><article><h1>Harbour opens</h1>"
    + "".join(
        f"<p>The café at berth {n} opened again, the port authority said.</p>" for n in range(9)
    )
    + "</article><footer>All rights</footer></body></html>"
)


def read(data: bytes, **limits: int) -> list[Record]:
    return list(read_html(io.BytesIO(data), "in.html", "sub/in.html", ReadLimits(**limits)))


WORDS = "words " * 12 + "end"


def fake(monkeypatch: pytest.MonkeyPatch, extraction: Any) -> None:
    module = types.ModuleType("trafilatura")
    module.bare_extraction = extraction  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "trafilatura", module)


def page(**changes: Any) -> types.SimpleNamespace:
    fields = {"title": "T", "text": "T\n" + WORDS, "sitename": None, "hostname": "gull.example"}
    return types.SimpleNamespace(**{**fields, "url": None, "date": "2024-05-02", **changes})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"T\n{WORDS}", WORDS),
        (f"T {WORDS}\nmore", f"T {WORDS}\nmore"),
        (WORDS, WORDS),
        (f"{WORDS}\n ", f"{WORDS}\n "),
    ],
)
def test_the_headline_in_the_body_is_no_repetition(
    monkeypatch: pytest.MonkeyPatch, text: str, expected: str
) -> None:
    fake(monkeypatch, lambda raw, **options: page(text=text))
    (found,) = read(b"<p>")
    assert found.article is not None
    assert (found.article.text, found.article.title) == (expected, "T")
    assert (found.id, found.article.source) == ("sub/in.html", "gull.example")


@pytest.mark.parametrize(
    "extraction",
    [lambda *_, **__: None, lambda *_, **__: page(text=None), lambda *_, **__: page(text="Home")],
)
def test_a_page_without_an_article(monkeypatch: pytest.MonkeyPatch, extraction: Any) -> None:
    fake(monkeypatch, extraction)
    (found,) = read(b"<p>")
    assert found.error is not None
    assert (found.error.code, found.stage, found.raw) == ("no_main_text", "extract", b"<p>")


def test_a_page_that_breaks_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(raw: bytes, **options: Any) -> None:
        raise RecursionError

    fake(monkeypatch, broken)
    (found,) = read(b"<p>")
    assert found.error is not None
    assert (found.error.code, found.stage) == ("extraction_failed", "extract")


def test_sizes() -> None:
    assert [r.error and r.error.code for r in read(b"")] == ["empty_text"]
    (found,) = read(b"x" * 11, record_bytes=10)
    assert found.error is not None
    assert found.error.code == "too_large"
    (found,) = read(b"<p>" * 11, page_tags=10)
    assert found.error is not None
    assert (found.error.code, found.stage) == ("too_large", "extract")


@pytest.mark.filterwarnings("ignore")
def test_a_real_page() -> None:
    pytest.importorskip("trafilatura", reason="needs the extra scorer[html]")
    (found,) = read(PAGE.encode())
    article = found.article
    assert article is not None
    assert (article.title, article.source, article.published) == (
        "Harbour opens",
        "Daily Gull",
        "2024-05-02",
    )
    assert article.url == "https://gull.example/harbour"
    assert article.text.startswith("The café at berth 0 opened again")
    assert "Home" not in article.text


@pytest.mark.parametrize("extra", ["html", "test"])
def test_the_extra_names_what_old_pips_leave_out(extra: str) -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = config["project"]["optional-dependencies"][extra]
    assert {"trafilatura", "lxml_html_clean"} <= {item.split(">")[0] for item in wanted}


def test_little_text_in_a_page_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, lambda raw, **options: page())
    (found,) = read(b"<p>")
    assert [notice.code for notice in found.notices] == ["short_extraction"]
    fake(monkeypatch, lambda raw, **options: page(text="words " * 90))
    (found,) = read(b"<p>")
    assert found.notices == ()
    assert found.kept is not None
    assert json.loads(found.kept) == {"extracted_text": "words " * 90}
