"""Everything training and evaluation measure on: articles, degraded copies, blogs."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scorer.training.dataset import Articles, Floats, digest, load_articles, load_farm, read_parquet
from scorer.training.degradation import KINDS, degraded_copies
from scorer.training.matrix import feature_matrix, term_lists
from scorer.training.wording.scale import Counts, count, edited_posts

MAX_WORDS = 1500
"""Longer originals are not degraded: they would take most of the time and teach the same."""


@dataclass(frozen=True)
class Pairs:
    """Degraded copies of one kind and the rows of their originals.

    Attributes
    ----------
    origin : array of int
        Row of :attr:`Material.values` of each copy's original.
    better : array of float, shape (m, f)
    worse : array of float, shape (m, f)
    family : array of str
    split : array of str
    """

    better: Floats
    worse: Floats
    family: npt.NDArray[np.str_]
    split: npt.NDArray[np.str_]

    def where(self, mask: npt.NDArray[np.bool_]) -> Pairs:
        """Pairs of a mask."""
        return Pairs(self.better[mask], self.worse[mask], self.family[mask], self.split[mask])


@dataclass(frozen=True)
class Material:
    """Measured articles, pairs and blog posts.

    Attributes
    ----------
    names : list of str
        Signals, the columns of all value arrays.
    articles, values
        Rows long enough to be scored.
    pairs : dict of str to Pairs
        By kind.
    farm, farm_values
        Posts of automatic and edited blogs.
    words : dict of str to Counts
        Terms of the training articles labelled by outlet, by scale, in order of their rows, and
        after them those of the edited posts: what the wording scales are fitted on again for each
        fold.
    foreign_values : array of float, optional
        Articles in other languages, which must not be scored.
    """

    names: list[str]
    articles: Articles
    values: Floats
    pairs: dict[str, Pairs]
    farm: Articles
    farm_values: Floats
    words: dict[str, Counts]
    foreign_values: Floats | None = None


def gather(
    data: Path,
    *,
    seed: int = 0,
    per_family: int = 6,
    pairs: bool = True,
    owners: Mapping[str, str] | None = None,
) -> Material:
    """Load the data folder, degrade a sample of good articles and measure all of it.

    Parameters
    ----------
    data : Path
        Folder with ``articles.parquet`` and, where there are any, ``farm.parquet``,
        ``promo_lines.parquet`` and ``readability.parquet``.
    seed : int
        Of the sample and of the degradations.
    per_family : int
        Originals at most per outlet family.
    pairs : bool
        Without them nothing is degraded.
    owners : mapping of str to str, optional
        Domain to owner; outlets of one owner never cross a split.
    """
    articles = load_articles(data, owners)
    articles = articles.where(articles.judged)
    values, names = feature_matrix(articles.text, articles.title)
    farm = load_farm(data)
    farm = farm.where(farm.judged)
    farm_values, _ = feature_matrix(farm.text, farm.title)
    made: dict[str, Pairs] = {}
    if pairs:
        rows = _originals(articles, seed, per_family)
        drawn = promo_texts(data)
        for kind in KINDS:
            made[kind] = _pairs(kind, articles, values, rows, seed, drawn)
        stacked = _stacked_levels(data)
        if stacked is not None:
            made["stacked_levels"] = stacked
    fitted_on = articles.where((articles.split == "train") & articles.source_labelled)
    known = [*fitted_on.text, *edited_posts(farm).text]
    words = {name: count(texts) for name, texts in term_lists(known).items()}
    foreign = _foreign(data)
    return Material(names, articles, values, made, farm, farm_values, words, foreign)


def _originals(articles: Articles, seed: int, per_family: int) -> npt.NDArray[np.int64]:
    """Good articles to degrade, a few of each outlet family, chosen by hash."""
    fit = articles.high & articles.source_labelled & (articles.words <= MAX_WORDS)
    fit &= articles.words >= 150
    order = sorted(np.flatnonzero(fit), key=lambda i: digest(str(seed), articles.id[i]))
    count: dict[str, int] = {}
    out = []
    for i in order:
        family = str(articles.family[i])
        count[family] = count.get(family, 0) + 1
        if count[family] <= per_family:
            out.append(int(i))
    return np.array(sorted(out), dtype=np.int64)


def _pairs(
    kind: str,
    articles: Articles,
    values: Floats,
    rows: npt.NDArray[np.int64],
    seed: int,
    drawn: tuple[str, ...],
) -> Pairs:
    at = [int(i) for i in rows]
    made = degraded_copies(
        kind,
        [articles.id[i] for i in at],
        [articles.text[i] for i in at],
        [articles.title[i] for i in at],
        seed=seed,
        drawn=drawn,
    )
    origin = rows[np.array(made.origin, dtype=np.int64)]
    worse, _ = feature_matrix(made.text, made.title)
    return Pairs(values[origin], worse, articles.family[origin], articles.split[origin])


def promo_texts(data: Path) -> tuple[str, ...]:
    """Real promo lines to insert; empty where the data folder has none."""
    if not (data / "promo_lines.parquet").is_file():
        return ()
    raw = read_parquet(data / "promo_lines.parquet", ("text", "label"))
    lines = {
        " ".join(text.split())
        for text, label in zip(raw["text"], raw["label"], strict=True)
        if label == "promo" and 15 <= len(text) <= 200
    }
    return tuple(sorted(lines))


def _foreign(data: Path) -> Floats | None:
    if not (data / "nonenglish.parquet").is_file():
        return None
    raw = read_parquet(data / "nonenglish.parquet", ("text", "title"))
    values, _ = feature_matrix(raw["text"], raw["title"])
    return values


def _stacked_levels(data: Path) -> Pairs | None:
    """One story at two reading levels: one version is better than both in one page."""
    if not (data / "readability.parquet").is_file():
        return None
    raw = read_parquet(data / "readability.parquet", ("article", "level", "text"))
    levels: dict[str, dict[int, str]] = {}
    for name, level, text in zip(raw["article"], raw["level"], raw["text"], strict=True):
        levels.setdefault(name, {})[int(level)] = text
    alone, both, names = [], [], []
    for name in sorted(levels):
        told = [levels[name][level] for level in sorted(levels[name], reverse=True)]
        if len(told) < 2:
            continue
        other = random.Random(name).choice(told[1:])
        alone.append(told[0])
        both.append(f"{told[0]}\n\n{other}")
        names.append(name)
    better, _ = feature_matrix(alone, [None] * len(alone))
    worse, _ = feature_matrix(both, [None] * len(both))
    held = [int(digest(name)[:8], 16) % 4 == 0 for name in names]
    split = np.array(["dev" if own else "train" for own in held], dtype=np.str_)
    return Pairs(better, worse, np.array(names, dtype=np.str_), split)
