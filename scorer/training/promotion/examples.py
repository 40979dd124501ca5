"""Labelled units for the line model: real lines, invented ones, and ordinary article text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pandas as pd

from scorer.features._promotion.features import SYMBOL_NUMBERS, of_text
from scorer.text.document import Document
from scorer.training.promotion import templates


@dataclass(frozen=True, slots=True)
class Example:
    """One unit of text with its label.

    Parameters
    ----------
    found : frozenset of str
        Its features.
    symbols : tuple of int
        Number of the symbol of each token, 0 for shapes.
    kind : str or None
        Kind of promotion; None: not promotional.
    group : str
        Owner of the outlet, for splitting; "" for invented lines.
    weight : float
        How much it counts.
    hard : bool
        An ordinary line that was chosen because it looks like promotion.
    """

    found: frozenset[str]
    symbols: tuple[int, ...]
    kind: str | None
    group: str
    weight: float
    hard: bool = False


def _whole(text: str) -> tuple[frozenset[str], tuple[int, ...]]:
    """Features and symbols of a text as one unit."""
    doc = Document.from_text(text)
    if not doc.tokens:
        return frozenset(), ()
    symbols = doc.values(SYMBOL_NUMBERS).tolist()
    return frozenset(of_text(doc, (0, len(doc.tokens)))), tuple(symbols)


def labelled(data: Path) -> list[Example]:
    """Real lines of ``promo_lines.parquet`` that are surely one or the other."""
    table = pd.read_parquet(data / "promo_lines.parquet")
    table = table[table["label"] != "unsure"]
    return [
        Example(
            *_whole(text),
            kind if label == "promo" else None,
            group,
            1.0,
            bool(hard),
        )
        for text, kind, label, group, hard in zip(
            table["text"],
            table["kind"],
            table["label"],
            table["owner_group"],
            table["hard_negative"],
            strict=True,
        )
    ]


def invented(weight: float) -> list[Example]:
    """The invented lines of :mod:`scorer.training.promotion.templates`."""
    return [Example(*_whole(text), kind, "", weight) for text, kind in templates.lines()]


def ordinary(data: Path, weight: float, per_family: int = 12, count: int = 1000) -> list[Example]:
    """Lines and sentences of training articles, the same number of articles per outlet."""
    table = pd.read_parquet(data / "articles.parquet", columns=["family", "text", "split"])
    table = table[table["split"] == "train"]
    table = table.sample(frac=1.0, random_state=0).groupby("family").head(per_family)
    table = table.sample(min(len(table), count), random_state=1)
    units: list[Example] = []
    for text in table["text"]:
        doc = Document.from_text(text[:12_000])
        symbols = doc.values(SYMBOL_NUMBERS).tolist()
        bounds: set[tuple[int, int]] = set()
        for edges in (doc.line_tokens.tolist(), doc.sentence_tokens.tolist()):
            bounds.update(pairwise(edges))
        units += [
            Example(
                frozenset(of_text(doc, (first, end))), tuple(symbols[first:end]), None, "", weight
            )
            for first, end in sorted(bounds)
            if 0 < end - first <= 140
        ]
    return units
