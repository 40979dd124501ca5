"""Addresses that stand for another: archives, caches, redirects."""

from __future__ import annotations

import base64
import json
import re
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

MOST_LAYERS = 4
"""An archived redirect of a cached page is three."""
MOST_ADDRESS = 8_192
"""Characters of an address that are looked at."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,30})://", re.IGNORECASE)
_INSIDE = re.compile(
    r"/(https?:/{1,2}[^/].*)\Z|/(?:\d{4,14}[a-z_]{0,4}|newest|oldest|o/\w+)/(.+)\Z", re.IGNORECASE
)
_ONE_SLASH = re.compile(r"^(https?):/+", re.IGNORECASE)
_AMP_PATH = re.compile(r"/(?:[a-z]{1,3}\d?/)?(?:s/)?([^/]+\.[^/]+)(/.*)?\Z")
_GOOGLE = re.compile(r"(?:www\.)?google\.(?:[a-z]{2,3}|com?\.[a-z]{2})\Z")
_HIDDEN = re.compile(rb"https?://[!-~]+")


@lru_cache(maxsize=1)
def shared_hosts() -> dict[str, Any]:
    """Read the package's list of shared hosts."""
    text = files("scorer.data").joinpath("shared_hosts.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def has_scheme(text: str) -> bool:
    """Tell whether a text begins as an address does: ``https://``."""
    return _SCHEME.match(text) is not None


def split_address(address: str) -> SplitResult | None:
    """Split an address, with or without a scheme; None where it is none of the web.

    Examples
    --------
    >>> split_address("Example.com:8080/a").hostname
    'example.com'
    >>> split_address("file:///etc/passwd") is None
    True
    """
    address = address.strip()[:MOST_ADDRESS].replace("\\", "/")
    scheme = _SCHEME.match(address)
    if scheme is None:
        if address.startswith(("mailto:", "data:", "urn:", "javascript:", "about:")):
            return None
        address = "http://" + address.lstrip("/")
    elif scheme.group(1).lower() not in {"http", "https", "feed", "ftp"}:
        return None
    try:
        found = urlsplit(address)
        return found if found.hostname else None
    except ValueError:
        return None


def unwrapped(found: SplitResult) -> SplitResult | None:
    """Return the address that an address stands for; None where it hides it.

    Parameters
    ----------
    found : SplitResult
        Any address.

    Examples
    --------
    >>> unwrapped(split_address("https://web.archive.org/web/2020/http://example.com/a")).hostname
    'example.com'
    >>> unwrapped(split_address("https://t.co/x1")) is None
    True
    """
    for _ in range(MOST_LAYERS):
        inner = _inner(found)
        if inner is found:
            return found
        if not isinstance(inner, str):
            return None
        again = split_address(inner)
        if again is None:
            return None
        found = again
    return found


def _inner(found: SplitResult) -> str | SplitResult | None:
    """The address inside; the same object where there is none, None where it is hidden."""
    host = (found.hostname or "").rstrip(".").removeprefix("www.")
    known = shared_hosts()
    names = known["wrapped_in_query"].get(host)
    if names is not None and found.path.startswith(known["only_at_path"].get(host, "")):
        told = _in_query(found, names)
        if told is not None:
            return told
    if host in known["archives"]:
        inside = _INSIDE.search(found.path + (f"?{found.query}" if found.query else ""))
        if inside is not None:
            return _ONE_SLASH.sub(r"\1://", unquote(inside.group(1) or inside.group(2)))
        return None if found.path.strip("/") else found
    if host.endswith(".cdn.ampproject.org"):
        inside = _AMP_PATH.match(found.path)
        return inside.group(1) if inside else _undashed(host.removesuffix(".cdn.ampproject.org"))
    if host.endswith(".translate.goog"):
        return _undashed(host.removesuffix(".translate.goog"))
    if _GOOGLE.match(host):
        if found.path.startswith("/amp/"):
            inside = _AMP_PATH.match(found.path[4:])
            return inside.group(1) if inside else None
        if found.path == "/url":
            return _in_query(found, ["url", "q"])
    if host == "news.google.com":
        return _in_news_id(found.path)
    return None if host in known["hide_the_source"] else found


def _in_query(found: SplitResult, names: list[str]) -> str | None:
    """An address among the query's fields."""
    try:
        query = parse_qs(found.query, max_num_fields=50)
    except ValueError:
        return None
    for name in names:
        for value in query.get(name, ()):
            start = value.find("http") if value.startswith("cache:") else 0
            if start >= 0 and "." in value:
                return value[start:]
    return None


def _undashed(label: str) -> str:
    """``news-example-co--op-org`` as these hosts write ``news.example.co-op.org``."""
    return label.replace("--", "\0").replace("-", ".").replace("\0", "-")


def _in_news_id(path: str) -> str | None:
    """The address that older ids of a news aggregator hold in base64; newer ones hide it."""
    label = path.rstrip("/").rsplit("/", 1)[-1]
    try:
        data = base64.urlsafe_b64decode(label + "=" * (-len(label) % 4))
    except ValueError:
        return None
    inside = _HIDDEN.search(data)
    return None if inside is None else inside.group().decode("ascii")
