"""What may not stand on both sides of a split: copies of one text, and outlets of one owner.

Near-duplicates are found exactly, not by sketches: word 5-grams ("shingles", Broder 1997) of every
text, and a sparse product for the number that two texts share. For ten thousand articles that
costs ten seconds; MinHash would save memory from about a million on.
"""

from __future__ import annotations

import csv
import re
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scorer.errors import ConfigError

SHINGLE = 5
"""Words of a shingle."""
JACCARD = 0.5
"""Two texts that share this part of the shingles of both are copies."""
CONTAINED = 0.7
"""So are two where this part of the shorter one's shingles stands in the longer one."""
COMMON = 200
"""A shingle in more texts than this is a footer, and says nothing about copying."""

Strings = npt.NDArray[np.str_]
Ints = npt.NDArray[np.int64]
_WORD = re.compile(r"\w+")

_HOSTS = frozenset(
    "blogspot.com wordpress.com medium.com substack.com tumblr.com typepad.com weebly.com "
    "wixsite.com github.io squarespace.com livejournal.com".split()
)
"""Whoever has a site below one of these does not share an owner with the next one."""
_SECOND = frozenset("co com net org ac gov edu".split())
_COMMERCIAL = frozenset("com co".split())


def near_duplicates(texts: Sequence[str]) -> Ints:
    """Clusters of texts that are copies of each other, whole or in large part.

    Parameters
    ----------
    texts : sequence of str, length n

    Returns
    -------
    array of int, shape (n,)
        The same number for texts of one cluster (single linkage): the row of its first text.

    Examples
    --------
    >>> story = "the harbour office said that the night ferry would stop for repairs in may"
    >>> near_duplicates([story, "something else was said here by nobody", story.upper()]).tolist()
    [0, 1, 0]
    """
    from scipy import sparse
    from scipy.sparse.csgraph import connected_components

    sets = [_shingles(text) for text in texts]
    size = np.array([len(own) for own in sets], dtype=np.int64)
    count = len(sets)
    if not size.sum():
        return np.arange(count, dtype=np.int64)
    row = np.repeat(np.arange(count), size)
    _, column, uses = np.unique(np.concatenate(sets), return_inverse=True, return_counts=True)
    kept = (uses[column] >= 2) & (uses[column] <= COMMON)
    ones = np.ones(int(kept.sum()), dtype=np.int64)
    matrix = sparse.csr_matrix((ones, (row[kept], column[kept])), shape=(count, len(uses)))
    shared = sparse.triu(matrix @ matrix.T, k=1).tocoo()
    a, b, both = shared.row, shared.col, shared.data.astype(np.float64)
    alike = both >= JACCARD * (size[a] + size[b] - both)
    alike |= both >= CONTAINED * np.minimum(size[a], size[b])
    edges = sparse.coo_matrix((ones[: int(alike.sum())], (a[alike], b[alike])), (count, count))
    _, label = connected_components(edges, directed=False)
    _, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    return np.asarray(first[inverse], dtype=np.int64)


def _shingles(text: str) -> npt.NDArray[np.uint64]:
    """Hashes of a text's shingles, sorted, each once; of the whole text where it is shorter."""
    words = _WORD.findall(text.lower())
    if not words:
        return np.zeros(0, dtype=np.uint64)
    codes = np.array([zlib.crc32(word.encode("utf-8", "replace")) for word in words], np.uint64)
    width = min(SHINGLE, len(codes))
    out = np.zeros(len(codes) - width + 1, dtype=np.uint64)
    for at in range(width):  # a polynomial, modulo 2 ** 64
        out = out * np.uint64(0x9E3779B97F4A7C15) + codes[at : at + len(out)]
    return np.unique(out)


def owner_groups(
    family: Sequence[str], domain: Sequence[str], owners: Mapping[str, str] | None = None
) -> Strings:
    """Merge outlet families that share a known or visible owner.

    Families are merged where their domains share a registrable domain (``news.example.com`` and
    ``example.com``), or a brand under commercial endings (``example.com`` and ``example.co.uk``),
    or an owner of the list. Who owns what beyond that is not in the data and is not guessed.

    Parameters
    ----------
    family, domain : sequence of str, length n
        ``""`` where unknown.
    owners : mapping of str to str, optional
        Domain or family to owner, as :func:`read_owners` gives it.

    Returns
    -------
    array of str, shape (n,)
        The first family, by name, of each group.

    Examples
    --------
    >>> names = ["example.com", "news.example.com", "example.co.uk", "example.org"]
    >>> owner_groups(names, names).tolist()
    ['example.co.uk', 'example.co.uk', 'example.co.uk', 'example.org']
    """
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    known = {key.lower(): value for key, value in (owners or {}).items()}
    holder: dict[tuple[str, str], str] = {}
    for own, place in sorted(set(zip(map(str, family), map(str, domain), strict=True))):
        if not own:
            continue
        keys = [("site", registrable(place)), ("brand", brand(place))]
        keys += [("owner", known.get(name.lower(), "")) for name in (place, own)]
        for key in keys:
            if key[1]:
                first, second = sorted((root(holder.setdefault(key, own)), root(own)))
                parent[second] = first
    return np.array([root(str(own)) if own else "" for own in family], dtype=np.str_)


def registrable(domain: str) -> str:
    """Part of a domain that somebody registered, by a rule of thumb; ``""`` for none.

    Examples
    --------
    >>> [registrable(d) for d in ("www.news.example.com", "a.example.co.uk", "me.blogspot.com")]
    ['example.com', 'example.co.uk', 'me.blogspot.com']
    """
    parts = domain.lower().strip(".").split(".")
    if len(parts) < 2:
        return ""
    keep = 3 if len(parts[-1]) == 2 and parts[-2] in _SECOND and len(parts) > 2 else 2
    found = ".".join(parts[-keep:])
    return ".".join(parts[-keep - 1 :]) if found in _HOSTS and len(parts) > keep else found


def brand(domain: str) -> str:
    """Name of a site under commercial and country endings; ``""`` under others.

    Examples
    --------
    >>> [brand(d) for d in ("example.com", "example.co.uk", "example.eu", "example.org")]
    ['example', 'example', 'example', '']
    """
    found = registrable(domain)
    name, _, ending = found.partition(".")
    if not found or (found.count(".") > 1 and ".".join(found.split(".")[-2:]) in _HOSTS):
        return ""
    last = ending.split(".")
    commercial = last[0] in _COMMERCIAL or (len(last) == 1 and len(last[0]) == 2)
    return name if commercial and len(name) > 2 else ""


def read_owners(path: Path) -> dict[str, str]:
    """Read a list of owners: a CSV file with the columns ``domain`` and ``owner``.

    Raises
    ------
    ConfigError
        Where it cannot be read or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(f"{path} cannot be read as a list of owners: {error}") from error
    found = {
        (row.get("domain") or "").strip().lower(): (row.get("owner") or "").strip() for row in rows
    }
    found.pop("", None)
    if not any(found.values()):
        raise ConfigError(f"{path} names no owner; it needs the columns domain and owner")
    return {domain: owner for domain, owner in found.items() if owner}
