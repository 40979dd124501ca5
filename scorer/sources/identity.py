"""Who published an article: one name for a source, however it is written."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qs, unquote

from scorer.sources.hosts import clean_host, registered
from scorer.sources.unwrap import has_scheme, shared_hosts, split_address, unwrapped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from scorer.sources.aliases import Aliases

MOST_NAME = 200
"""Characters of a name; of a longer one the rest becomes a digest, so that two stay two."""

_SPACE = re.compile(r"\s+")
_BLOGSPOT = re.compile(r"(?:.+\.)?([^.]+)\.blogspot\.(?:com?\.)?[a-z]{2,3}\Z")


def source_of(
    source: str | None, url: str | None = None, aliases: Aliases | None = None
) -> str | None:
    """Name the source of an article.

    Parameters
    ----------
    source : str or None
        The record's own word: a domain, an address, or the name of an outlet. It is preferred to
        the address, which may be an aggregator's; but where it names only a shared host, the
        address tells whose page there it is.
    url : str or None
        The article's address.
    aliases : Aliases, optional
        Other names that mean one source.

    Returns
    -------
    str or None
        The registered domain (public-suffix list, offline), in lower case and ASCII; on a host
        that many share, with the owner: ``name.substack.com``, ``medium.com/@name``. What is no
        domain stays a name: case folded, spaces collapsed, no invisible characters. None where
        neither tells, or an address hides it (a link shortener).

    Examples
    --------
    >>> source_of(None, "https://user:pw@WWW.News.Example.co.uk:8080/a?b#c")
    'example.co.uk'
    >>> source_of("The  Harbour Gazette"), source_of("Example.com"), source_of(" ", None)
    ('the harbour gazette', 'example.com', None)
    >>> source_of("medium.com", "https://medium.com/@ann/a-story-1f2e")
    'medium.com/@ann'
    >>> source_of(None, "https://www-example-com.cdn.ampproject.org/c/s/www.example.com/a")
    'example.com'
    """
    name = None if source is None else _of_word(source)
    if url is not None and (name is None or is_shared(name)):
        place = _of_address(url)
        if name is None or (place is not None and _host(place) == name):
            name = place
    if name is None or aliases is None:
        return name
    return aliases.of(name)


def is_shared(name: str) -> bool:
    """Tell whether a source is a bare host that many publishers share.

    Examples
    --------
    >>> is_shared("medium.com"), is_shared("medium.com/@ann")
    (True, False)
    """
    known = shared_hosts()
    return name in known["by_path"] or name in known["by_subdomain"]


def _host(place: str) -> str:
    """The shared host of a place on it, or the place."""
    host = place.split("/", 1)[0]
    for base in shared_hosts()["by_subdomain"]:
        if host.endswith("." + base):
            return str(base)
    return host


@lru_cache(maxsize=16_384)
def _short_word(word: str) -> str | None:
    """The source that a word of usual length names."""
    visible = _visible(word)
    folded = _folded(word)
    # a name must not turn into an address by being cleaned, else one source has two names
    for text in dict.fromkeys((visible, folded)):
        if not text:
            continue
        is_address = has_scheme(text)
        if is_address or "." in text or text.startswith("["):
            found = split_address(text)
            if found is not None and (is_address or " " not in text):
                place = _place(found, must_be_known=not is_address)
                if place is not None or is_address:
                    return place
    return folded


def _of_word(word: str) -> str | None:
    """The source that a record's own word names."""
    word = word[: 4 * MOST_NAME].strip() + (_digest(word) if len(word) > 4 * MOST_NAME else "")
    return _short_word(word) if word else None


def _of_address(address: str) -> str | None:
    """The source that an address names."""
    found = split_address(address)
    return None if found is None else _place(found)


def _place(found: SplitResult, *, must_be_known: bool = False) -> str | None:
    """The registered domain of an address, or the owner's place on a shared host."""
    inner = unwrapped(found)
    if inner is None:
        return None
    host = clean_host(inner.hostname or "")
    if host is None:
        return None
    known = shared_hosts()
    domain, is_known = registered(host)
    if must_be_known and not is_known:
        return None
    domain = known["same_platform"].get(domain, domain)
    rule = known["by_path"].get(host.removeprefix("www.")) or known["by_path"].get(domain)
    base = host.removeprefix("www.") if host.removeprefix("www.") in known["by_path"] else domain
    whole = _of_subdomain(host, known)
    if whole is not None:
        return whole
    if rule is None:
        blog = _BLOGSPOT.match(host)  # one blog answers under the ending of each country
        is_blog = blog is not None and blog.group(1) not in known["labels_of_no_owner"]
        return f"{blog.group(1)}.blogspot.com" if blog and is_blog else domain
    owner = _owner(rule, _segments(inner.path), inner.query)
    if base == "substack.com" and owner is not None and owner.startswith("pub/"):
        return f"{owner[4:]}.substack.com"
    return base if owner is None else f"{base}/{owner}"


def _of_subdomain(host: str, known: dict[str, Any]) -> str | None:
    """``owner.platform`` where the host's platform gives each owner a label; None elsewhere."""
    labels = host.split(".")
    for cut in range(1, min(len(labels), 6)):
        base = ".".join(labels[cut:])
        if base in known["by_subdomain"]:
            owner = labels[cut - 1]
            if owner in known["labels_of_no_owner"]:
                return None
            return f"{base}/@{owner}" if base == "medium.com" else f"{owner}.{base}"
    return None


def _segments(path: str) -> list[str]:
    """The first parts of a path, readable."""
    parts = [unquote(part).strip().lower() for part in path.split("/", 6)[:6]]
    return [_folded(part)[:100] for part in parts if part and _folded(part)]  # type: ignore[index]


def _owner(rule: dict[str, Any], segments: Sequence[str], query: str) -> str | None:
    """Whose page it is on a host where the path tells."""
    if segments and segments[0] in rule.get("after", ()) and len(segments) > 1:
        segments = segments[1:]
    if not segments:
        return None
    first = segments[0]
    if rule.get("any_at"):
        return next((item for item in segments if item.startswith("@")), None)
    if first in rule.get("query", {}):
        field = rule["query"][first]
        try:
            return next(iter(parse_qs(query, max_num_fields=50).get(field, ())), None)
        except ValueError:
            return None
    if first in rule.get("under", ()):
        return f"{first}/{segments[1]}" if len(segments) > 1 else None
    if first.startswith("@") and len(first) > 1 and (rule.get("at") or rule.get("first")):
        return first if first not in rule.get("not", ()) else None
    return first if rule.get("first") and first not in rule["not"] else None


def _folded(name: str) -> str | None:
    """A name in one form; None where nothing visible is left."""
    folded = _visible(_visible(name[: 5 * MOST_NAME]).casefold())
    if len(folded) > MOST_NAME:
        digest = _digest(folded)
        folded = folded[: MOST_NAME - len(digest)].rstrip(" .") + digest
    return folded or None


def _visible(name: str) -> str:
    """A text without invisible characters, wide letters as plain ones, spaces collapsed."""
    text = unicodedata.normalize("NFKC", name)
    kept = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", kept)).strip(" .")


def _digest(name: str) -> str:
    """Eight digits that tell long names apart."""
    data = name.encode("utf-8", "surrogatepass")
    return f"~{hashlib.sha256(data).hexdigest()[:8]}"
