"""One name for a source, however it is written."""

from __future__ import annotations

import socket
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scorer.sources.identity import is_shared, source_of

ADDRESSES = {
    "https://www.example.com/a": "example.com",
    "http://m.example.com": "example.com",
    "https://user:pw@Example.COM.:8443/x?y#z": "example.com",
    "//example.com/a": "example.com",
    "http:\\\\example.com\\a": "example.com",
    "https://news.example.co.uk/": "example.co.uk",
    "http://münchen.example/a": "xn--mnchen-3ya.example",
    "http://[0:0::1]:80/x": "::1",
    "http://192.0.2.1:8080/a": "192.0.2.1",
    "http://localhost:3000/a": "localhost",
    "https://ann.substack.com/p/x": "ann.substack.com",
    "https://open.substack.com/pub/ann/p/xx": "ann.substack.com",
    "https://medium.com/@Ann/story": "medium.com/@ann",
    "https://ann.medium.com/story": "medium.com/@ann",
    "https://medium.com/the-paper/story": "medium.com/the-paper",
    "https://medium.com/p/123": "medium.com",
    "https://bob.blogspot.com/2010/1": "bob.blogspot.com",
    "https://www.bob.blogspot.co.uk/2010/1": "bob.blogspot.com",
    "https://en.bob.wordpress.com/2010/1": "bob.wordpress.com",
    "https://x.github.io/y": "x.github.io",
    "https://www.youtube.com/@Name/videos": "youtube.com/@name",
    "https://www.youtube.com/watch?v=1": "youtube.com",
    "https://m.facebook.com/SomePage/posts/1": "facebook.com/somepage",
    "https://www.facebook.com/profile.php?id=123": "facebook.com/123",
    "https://twitter.com/Foo/status/1": "x.com/foo",
    "https://t.me/s/channel/1": "t.me/channel",
    "https://sites.google.com/view/abc/x": "sites.google.com/view/abc",
    "https://www.google.com/amp/s/amp.example.co.uk/a/b": "example.co.uk",
    "https://www.google.co.uk/url?q=https://example.com/a&sa=1": "example.com",
    "https://www-example-com.cdn.ampproject.org/c/s/www.example.com/a": "example.com",
    "https://www-ex--ample-com.translate.goog/a?_x_tr=1": "ex-ample.com",
    "https://news.google.com/articles/CBMiHGh0dHBzOi8vd3d3LmV4YW1wbGUuY29tL2EvYg": "example.com",
    "https://web.archive.org/web/20200101000000*/http://www.example.org/a?b=1": "example.org",
    "https://web.archive.org/web/20200101if_/http:/www.example.org/a": "example.org",
    "https://web.archive.org/web/2020/https://t.co/x": None,
    "https://archive.ph/AbCdE": None,
    "https://t.co/abc": None,
    "https://news.google.com/rss/articles/xyz": None,
    "file:///etc/passwd": None,
    "javascript:alert(1)": None,
    "mailto:ann@example.com": None,
    "http://[bad": None,
    "http://a..b.com/": None,
    "http://": None,
    "http://example.com%00.evil.test/": None,
}

WORDS = {
    "Example.com": "example.com",
    "WWW.EXAMPLE.COM:80": "example.com",
    "example.com/path": "example.com",
    "https://example.com/a": "example.com",
    "The  Harbour\tGazette ": "the harbour gazette",
    "St. Anne Dispatch": "st. anne dispatch",
    "Ａcme　News": "acme news",
    "a.b.c.notanending": "a.b.c.notanending",
    "news\u200b\u202e desk": "news desk",
    "\ud800paper": "paper",
    "  ": None,
    "\u200b": None,
}


@pytest.mark.parametrize(("address", "wanted"), ADDRESSES.items())
def test_address_names_its_source(address: str, wanted: str | None) -> None:
    assert source_of(None, address) == wanted


@pytest.mark.parametrize(("word", "wanted"), WORDS.items())
def test_the_records_own_word_names_its_source(word: str, wanted: str | None) -> None:
    assert source_of(word) == wanted


def test_the_word_goes_before_the_address_but_on_a_shared_host() -> None:
    assert source_of("Harbour Gazette", "https://aggregator.example/a") == "harbour gazette"
    assert source_of("medium.com", "https://medium.com/@ann/x") == "medium.com/@ann"
    assert source_of("substack.com", "https://ann.substack.com/p/x") == "ann.substack.com"
    assert source_of("medium.com", "https://aggregator.example/a") == "medium.com"
    assert source_of("", "https://example.com/a") == "example.com"
    assert source_of(None) is None
    assert is_shared("medium.com")
    assert not is_shared("example.com")


@pytest.mark.parametrize(
    "text", ["x" * 1_000_000, "a." * 500_000, "http://" + "a" * 1_000_000, "@" * 1_000_000,
             "https://web.archive.org/web/1/" * 40_000, "%" * 1_000_000, "/" * 1_000_000]
)  # fmt: skip
def test_a_megabyte_costs_nothing_and_names_little(text: str) -> None:
    began = time.process_time()
    for found in (source_of(text), source_of(None, text)):
        assert found is None or len(found) <= 400
    assert time.process_time() - began < 1


def test_long_names_that_differ_late_stay_two() -> None:
    assert source_of("x" * 5_000 + "a") != source_of("x" * 5_000 + "b")
    assert source_of("x " * 150 + "a") != source_of("x " * 150 + "b")


@given(st.text(max_size=60) | st.from_regex(r"(https?://)?[a-z.@:/%\[\]]{0,30}"))
@example("https://medium.com/ ")
def test_any_text_gives_a_stable_name_or_none(text: str) -> None:
    for found in (source_of(text), source_of(None, text)):
        if found is not None:
            assert found.strip()
            found.encode("utf-8")
            assert source_of(found) == found


def test_nothing_is_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    from scorer.sources import hosts

    def refuse(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    hosts._suffixes.cache_clear()
    hosts.registered.cache_clear()
    assert source_of("news.example.co.uk") == "example.co.uk"
