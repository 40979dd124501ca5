"""Whom an article says its story is from, and whether an article is by them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from scorer.features.provenance import declarations
from scorer.schema import Article
from scorer.sources.identity import source_of
from scorer.text.document import Document

MOST = 5
"""Declarations that are kept of one article."""
_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+", re.IGNORECASE)
_LABEL = re.compile(r"^[^:]{2,40}:\s*(.+)$", re.DOTALL)
_AFTER = re.compile(
    r"\b(?:on|in|at|by|from|of|via|to)\s+((?:the\s+)?[^\W\d_a-z@][^\n]*|@\S+|\S+\.\S{2,})"
)
_WIRE = re.compile(r"\(\s*([^()]{2,40}?)\s*\)")
_TAIL = re.compile(
    r"(?<!\s)\s*(?:[.;!?)\]|]\s|[.;!?)\]]*$|\s(?:on|and is|and has|under|with|in|at)\s|,\s"
    r"|\s[–—-]\s).*",
    re.DOTALL,
)
_CUE = re.compile(
    r"original(?:ly)?\b|sources?\s*:|source\s+(?:article|url|link)|primary\s+source"
    r"|appeared\s+first\b|first\s+(?:appeared|published|posted|aired|ran)|appeared\s+(?:on|in|at)\b"
    r"|(?:re)?published\s+(?:in|on|at|by|with|from|under|here)\b|\b(?:is|was|been)\s+republished"
    r"|reprinted|reposted|syndicated|reproduced|excerpted|cross\s?-?\s?posted|permission"
    r"|\bvia\b|hat\s+tip|\bh\s?/\s?t\b|\bwire\b|news\s+services|our\s+partner"
    r"|(?:reporting|files|material|information)\s+from",
    re.IGNORECASE,
)
_IN_A_LINE = re.compile(r"(?<=[.!?”\"])[ \t]+(?=original\s+(?:source|article|story)s?\s*:)", re.I)
_TURNED = re.compile(r"\bappeared\s+first\s+(?=on\b|in\b|at\b)", re.I)
_HEAD, _LINE, _AROUND, _END_LINES, _MOST_LINES = 300, 600, 200, 5, 12
_PLAIN = re.compile(r"[\W_]+")
METADATA = ("canonical", "canonical_url", "original_url", "original_source", "syndication_source")
"""Fields beside an article in which its canonical or original address may stand."""
_LONGEST = 120
_SUFFIX = ("news", "online", "com", "net", "org")


class Declared(NamedTuple):
    """One declaration: a name or domain, and the address where one is given."""

    name: str
    url: str | None = None


def declared(article: Article) -> tuple[Declared, ...]:
    r"""Read what an article declares: in its text, and in its canonical address.

    Parameters
    ----------
    article : Article
        Its ``metadata`` may hold ``canonical``, ``canonical_url``, ``original_url``,
        ``original_source`` or ``syndication_source``.

    Examples
    --------
    >>> declared(Article("a", "The ferry is late.\nOriginal Source: The Harbour Post"))
    (Declared(name='The Harbour Post', url=None),)
    """
    own = source_of(article.source, article.url)
    found: list[Declared] = []
    for name in METADATA:
        value = article.metadata.get(name)
        if isinstance(value, str) and value.strip():
            item = _read(value.strip())
            if item is not None and item.url != article.url and source_of(item.name) != own:
                found.append(item)
    text = _excerpt(article.text)
    for span in declarations(Document.from_text(text)) if text else ():
        item = _of_phrase(text[span.start : span.end], span.label)
        if item is not None and not is_by(item, own, None):
            found.append(item)
    return tuple(dict.fromkeys(found))[:MOST]


def _excerpt(text: str) -> str:
    """Cut out what may declare something: most articles hold nothing of it.

    Looking every word of an article up would take longer than all else that is done with it.
    """
    lines = text.splitlines()
    full = [at for at, line in enumerate(lines) if line and not line.isspace()]
    if not full:
        return ""
    out = []
    head = lines[full[0]][:_HEAD]
    if _WIRE.search(head):
        out.append(head)
    ends = set(full[-_END_LINES:])
    for at in full:
        line = lines[at]
        for match in _CUE.finditer(line):
            if at not in ends and match.group().lower().startswith("source"):
                continue
            if len(line) <= _LINE:
                out.append(_told_plainly(line))
                break
            around = line[max(match.start() - _AROUND, 0) : match.end() + _AROUND]
            out.append(_told_plainly(around))
            if len(out) > _MOST_LINES:
                return "\n".join(out)
        if len(out) > _MOST_LINES:
            break
    return "\n".join(out)


def _told_plainly(line: str) -> str:
    """Give a label a line of its own where a page lost its lines; feeds say "appeared first on"."""
    return _TURNED.sub("first appeared ", _IN_A_LINE.sub("\n", line))


def _of_phrase(text: str, kind: str) -> Declared | None:
    """Whom a line of provenance names."""
    text = " ".join(text.split())
    address = _ADDRESS.search(text)
    if address is not None:
        return _read(address.group())
    if kind == "wire_credit" and (wire := _WIRE.search(text)) is not None:
        return _read(wire.group(1))
    match = _LABEL.match(text) or _last(_AFTER.finditer(text))
    return None if match is None else _read(_TAIL.sub("", match.group(1)))


def _last(matches: Iterable[re.Match[str]]) -> re.Match[str] | None:
    """The last match: "republished with permission from X" names X after its last preposition."""
    found = None
    for match in matches:
        found = match
    return found


def _read(text: str) -> Declared | None:
    """A name or an address; None for what is neither."""
    text = text.strip().rstrip(".,;:")[:_LONGEST]
    if _ADDRESS.match(text):
        name = source_of(None, text)
        return None if name is None else Declared(name, text)
    return Declared(text) if len(_PLAIN.sub("", text)) >= 2 else None


def is_by(item: Declared, source: str | None, url: str | None) -> bool:
    """Tell whether a declaration means an article of a source, or at an address.

    Names are compared without spaces, case and "the": "The Harbour Post" is ``harbourpost.com``;
    initials count ("HP"), and a domain that adds "news" or "online".

    Examples
    --------
    >>> is_by(Declared("The Harbour Post"), "harbourpost.example", None)
    True
    >>> is_by(Declared("Harbour"), "harbourpost.example", None)
    False
    """
    if item.url is not None and url is not None and _same_address(item.url, url):
        return True
    if source is None:
        return False
    named = source_of(item.name)
    if named is not None and named == source:
        return True
    mine, theirs = _forms(item.name), _forms(source)
    return bool(mine & theirs)


def _forms(name: str) -> set[str]:
    """Forms a name may take."""
    words = name.casefold().split()
    if words[:1] == ["the"]:
        words = words[1:]
    if len(words) == 1 and "." in words[0].strip("."):
        words = [words[0].split("/")[0].strip(".").split(".")[0]]
    plain = _PLAIN.sub("", "".join(words))
    out = {plain}
    if len(words) > 1:
        out.add("".join(word[0] for word in words if word[:1].isalnum()))
    for ending in _SUFFIX:
        if len(plain) > len(ending) + 1 and plain.endswith(ending):
            out.add(plain.removesuffix(ending))
    return {item.removeprefix("the") if len(item) > 6 else item for item in out if len(item) > 1}


def _same_address(one: str, other: str) -> bool:
    """Tell whether two addresses are one, whatever their scheme, "www." and ending."""
    return bare_address(one) == bare_address(other)


def bare_address(url: str) -> str:
    """Return an address without scheme, ``www.``, fragment and closing slash."""
    bare = re.sub(r"^https?://(?:www\.)?", "", url.strip(), flags=re.IGNORECASE)
    return bare.split("#")[0].rstrip("/").casefold()
