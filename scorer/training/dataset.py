"""The labelled articles as plain columns, and who labels them.

A row's label is its outlet's: ``pc1``, the 0-1 quality of the domain (Lin et al. 2023), applied to
every article of it. That is distant supervision; the model card says so.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from scorer.errors import ConfigError
from scorer.schema import MIN_WORDS
from scorer.training.groups import near_duplicates, owner_groups

LOW, HIGH = 0.4, 0.7
"""An outlet below LOW is of low quality, from HIGH on of high quality; between lies a dead zone."""

SOURCE_LABELLED = (
    "allsides",
    "recovery",
    "polnear",
    "hyperpartisan",
    "fakehealth_story",
    "basil",
    "aeb",
    "traf_eval",
    "fnc_sample",
)
"""Corpora whose label is the outlet's; the others judged the article itself, or are satire."""

COLUMNS = ("id", "corpus", "source", "family", "title", "text", "label", "pc1", "lean", "split")
MORE_COLUMNS = ("domain", "url", "published", "extra")
"""Read where the data have them; figures by date, country and kind of article need them."""
_WORD = re.compile(r"\w+")
_OPINION_URL = re.compile(
    r"(?i)/(?:opinions?|op-?eds?|editorials?|commentisfree|commentary|columns?|columnists?|blogs?|"
    r"viewpoints?|perspectives?|letters|ideas)(?:/|-|$)"
)
_OPINION_TITLE = re.compile(
    r"(?i)^\s*(?:opinion|op-?ed|editorial|commentary|column|perspective|analysis)\s*[:|–—-]"
)

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Articles:
    """Labelled articles, one array per column, all of one length.

    Attributes
    ----------
    id, text, title : list
        As in the data; a title may be None.
    url : list of str
    corpus, family, lean, label, split : array of str
        ``""`` where unknown; ``family`` is the outlet family, the group that splits go by.
    pc1 : array of float
        Quality of the outlet, NaN where unknown.
    words : array of int
        Words of the text.
    domain : array of str
        ``""`` where unknown.
    day : array of float
        Day of publication as a proleptic Gregorian ordinal, NaN where unknown or impossible.
    extra : list of mapping
        What the corpus says of the article besides.
    guard : mapping of str to int
        What was done so that nothing crosses a split, as :func:`guarded` counts it.
    """

    id: list[str]
    text: list[str]
    title: list[str | None]
    corpus: npt.NDArray[np.str_]
    family: npt.NDArray[np.str_]
    lean: npt.NDArray[np.str_]
    label: npt.NDArray[np.str_]
    split: npt.NDArray[np.str_]
    pc1: Floats
    words: npt.NDArray[np.int64]
    domain: npt.NDArray[np.str_]
    url: list[str]
    day: Floats
    extra: list[Mapping[str, Any]]
    guard: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.id)

    def where(self, mask: Mask) -> Articles:
        """Rows of a mask, in order."""
        at = np.flatnonzero(mask)
        arrays: dict[str, Any] = {
            name: getattr(self, name)[at]
            for name in "corpus family lean label split pc1 words domain day".split()
        }
        lists: dict[str, Any] = {
            name: [getattr(self, name)[i] for i in at] for name in "id text title url extra".split()
        }
        return replace(self, **arrays, **lists)

    @property
    def low(self) -> Mask:
        """Whether each row's outlet is of low quality."""
        return self.pc1 < LOW

    @property
    def high(self) -> Mask:
        """Whether each row's outlet is of high quality."""
        return self.pc1 >= HIGH

    @property
    def source_labelled(self) -> Mask:
        """Whether each row's corpus is labelled by outlet."""
        return np.isin(self.corpus, SOURCE_LABELLED) & ~np.isnan(self.pc1)

    @property
    def judged(self) -> Mask:
        """Whether each row is long enough to get a score."""
        return self.words >= MIN_WORDS


def read_parquet(
    path: Path, columns: Sequence[str], optional: Sequence[str] = ()
) -> dict[str, list[Any]]:
    """Read columns of a Parquet file as lists; optional ones where it has them.

    Raises
    ------
    ConfigError
        Where there is no such file or it lacks a column.
    """
    import pyarrow.parquet as pq

    try:
        has = pq.read_schema(path).names if optional else []
        table = pq.read_table(path, columns=[*columns, *(n for n in optional if n in has)])
    except (OSError, KeyError, ValueError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error
    missing = [name for name in columns if name not in table.column_names]
    if missing:
        raise ConfigError(f"{path} lacks the columns {missing}")
    return {name: table.column(name).to_pylist() for name in table.column_names}


def load_articles(data: Path, owners: Mapping[str, str] | None = None) -> Articles:
    """Read ``articles.parquet`` of a data folder.

    Parameters
    ----------
    data : Path
        Folder with ``articles.parquet``.
    owners : mapping of str to str, optional
        Domain to owner, as :func:`scorer.training.groups.read_owners` gives it.

    Returns
    -------
    Articles
        Rows whose text another row of the same split has already are left out, and so is what
        would cross a split (:func:`guarded`).

    Raises
    ------
    ConfigError
    """
    raw = read_parquet(data / "articles.parquet", COLUMNS, MORE_COLUMNS)
    seen: set[tuple[str, str]] = set()
    keep = []
    for index, (split, text) in enumerate(zip(raw["split"], raw["text"], strict=True)):
        key = (split, " ".join(_WORD.findall((text or "").lower())[:60]))
        if text and key not in seen:
            seen.add(key)
            keep.append(index)
    articles = from_columns({name: [column[i] for i in keep] for name, column in raw.items()})
    same = {"read": len(raw["id"]), "exact_copies_dropped": len(raw["id"]) - len(keep)}
    return guarded(replace(articles, guard=same), owners)


def guarded(articles: Articles, owners: Mapping[str, str] | None = None) -> Articles:
    """Drop training rows so that no owner and no copied text crosses a split or two folds.

    Families of one visible owner become one family. Where such a family has articles on both
    sides, those on the training side go. Of a cluster of copies that spans families, training
    keeps nothing if one of them is kept aside, else the first (by its id's hash).

    Parameters
    ----------
    articles : Articles
    owners : mapping of str to str, optional

    Returns
    -------
    Articles
        With ``guard`` telling what was done.
    """
    group = owner_groups(articles.family.tolist(), articles.domain.tolist(), owners)
    train = articles.split == "train"
    shared = train & np.isin(group, np.unique(group[~train])) & (group != "")
    cluster = near_duplicates(articles.text)
    members: dict[int, list[int]] = {}
    for row, name in enumerate(cluster.tolist()):
        members.setdefault(name, []).append(row)
    copied, crossing, spanning = np.zeros(len(articles), dtype=np.bool_), 0, 0
    for rows in members.values():
        inside = [row for row in rows if train[row] and not shared[row]]
        outside = [row for row in rows if not train[row]]
        if inside and outside:
            crossing += 1
            copied[inside] = True
        elif len({str(group[row]) for row in inside}) > 1:
            spanning += 1
            first = min(inside, key=lambda row: digest(articles.id[row]))
            copied[[row for row in inside if row != first]] = True
    counts = {
        **articles.guard,
        "families_merged_by_owner": len(np.unique(articles.family)) - len(np.unique(group)),
        "owner_rows_dropped": int(shared.sum()),
        "clusters_of_copies": sum(len(rows) > 1 for rows in members.values()),
        "clusters_across_splits": crossing,
        "clusters_across_families": spanning,
        "copied_rows_dropped": int(copied.sum()),
    }
    return replace(articles, family=group, guard=counts).where(~shared & ~copied)


def from_columns(raw: dict[str, list[Any]]) -> Articles:
    """Make articles from lists; unknown strings become ``""``, an unknown pc1 or day NaN."""
    nothing: list[Any] = [None] * len(raw["id"])

    def strings(name: str) -> npt.NDArray[np.str_]:
        return np.array([value or "" for value in raw.get(name, nothing)], dtype=np.str_)

    family = np.array(
        [
            family or source or corpus
            for family, source, corpus in zip(
                raw["family"], raw["source"], raw["corpus"], strict=True
            )
        ],
        dtype=np.str_,
    )
    return Articles(
        id=list(raw["id"]),
        text=list(raw["text"]),
        title=[title or None for title in raw["title"]],
        corpus=strings("corpus"),
        family=family,
        lean=strings("lean"),
        label=strings("label"),
        split=strings("split"),
        pc1=np.array([np.nan if x is None else x for x in raw["pc1"]], dtype=np.float64),
        words=np.array([len(_WORD.findall(text)) for text in raw["text"]], dtype=np.int64),
        domain=strings("domain"),
        url=[text or "" for text in raw.get("url", nothing)],
        day=np.array([day_of(text) for text in raw.get("published", nothing)], dtype=np.float64),
        extra=[json.loads(text) if text else {} for text in raw.get("extra", nothing)],
    )


_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})$")


def day_of(published: str | None) -> float:
    """Ordinal of a date, NaN where it is none, or before 1990 or after 2100.

    Examples
    --------
    >>> day_of("2018-08-11T10:00:00Z") == day_of("8/11/18"), day_of("0001-11-30")
    (True, nan)
    """
    text = (published or "").strip()
    if found := _ISO.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _AMERICAN.match(text):
        month, day, year = (int(part) for part in found.groups())
        year += 2000 if year < 100 else 0
    else:
        return float("nan")
    try:
        return float(date(year, month, day).toordinal()) if 1990 <= year <= 2100 else float("nan")
    except ValueError:
        return float("nan")


def load_farm(data: Path) -> Articles:
    """Read ``farm.parquet``: posts of automatic blogs (pc1 0) and edited ones (pc1 1).

    Returns
    -------
    Articles
        ``label`` is ``scaled`` or ``edited``; ``family`` is the repository; ``split`` is ``train``
        or ``dev`` by repository, alternating within each label. Empty where there is no such file.
    """
    columns = ("id", "corpus", "source", "title", "text", "label")
    if not (data / "farm.parquet").is_file():
        raw: dict[str, list[Any]] = {name: [] for name in columns}
    else:
        raw = read_parquet(data / "farm.parquet", columns)
    count = len(raw["id"])
    held: set[str] = set()
    for label in ("scaled", "edited"):
        pairs = zip(raw["source"], raw["label"], strict=True)
        sources = sorted({s for s, own in pairs if own == label}, key=digest)
        held.update(sources[::3])
    raw["family"] = raw["source"]
    raw["lean"] = [None] * count
    raw["pc1"] = [0.0 if label == "scaled" else 1.0 for label in raw["label"]]
    raw["split"] = ["dev" if source in held else "train" for source in raw["source"]]
    return guarded(from_columns(raw))


def is_opinion(articles: Articles) -> Mask:
    """Whether the address or the title says that an article is opinion; many do not say it."""
    found = [
        bool(_OPINION_URL.search(url) or _OPINION_TITLE.search(title or ""))
        for url, title in zip(articles.url, articles.title, strict=True)
    ]
    return np.array(found, dtype=np.bool_)


def digest(*texts: str) -> str:
    """SHA-256 of texts, as hexadecimal digits."""
    total = hashlib.sha256()
    for text in texts:
        total.update(text.encode("utf-8", "surrogatepass"))
        total.update(b"\0")
    return total.hexdigest()


def fingerprint(articles: Articles) -> str:
    """Hash of everything training reads of the articles."""
    rows: Iterable[str] = (
        json.dumps([i, t, x, f, None if np.isnan(p) else p])
        for i, t, x, f, p in zip(
            articles.id,
            articles.title,
            articles.text,
            articles.family.tolist(),
            articles.pc1.tolist(),
            strict=True,
        )
    )
    return digest(*rows)
