"""PolNeAR's relations as token ranges, and the word that heads each cue."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scorer.text.document import Document

Range = tuple[int, int]

# words that stand in cues of all kinds and head none of them
_LIGHT = frozenset(
    (
        "to the a an of in that as has have had is was are were be been being on for by with it not"
        " about also at from out up his her their he she they who and but into over against no i we"
        " will would could can may might did do does more than just still when if so all new never"
        " once"
    ).split()
)
_LIGHT_WEIGHT = 0.2


@dataclass(slots=True)
class Relation:
    """One gold relation as token ranges; ``head`` is a token of the cue, -1 without cue."""

    source: list[Range]
    cue: list[Range]
    content: list[Range]
    head: int = -1


@dataclass(slots=True)
class GoldArticle:
    """An article with its gold relations."""

    doc: Document
    outlet: str
    relations: list[Relation] = field(default_factory=list)


def read(data: Path, split: str, leave_out: Sequence[str] = ()) -> list[GoldArticle]:
    """Read the articles of a split, without those of some outlets."""
    import pandas as pd

    table = pd.read_parquet(data / "attribution.parquet")
    table = table[(table["split"] == split) & ~table["outlet"].isin(leave_out)]
    out = []
    for text, outlet, raw in zip(
        table["text"], table["outlet"], table["attributions"], strict=True
    ):
        doc = Document.from_text(text)
        starts, ends = _given(doc)
        relations = [
            Relation(
                source=_tokens(starts, ends, item["source"]),
                cue=_tokens(starts, ends, item["cue"]),
                content=_tokens(starts, ends, item["content"]),
            )
            for item in json.loads(raw)
        ]
        out.append(GoldArticle(doc, outlet, relations))
    return out


def _given(doc: Document) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Character ranges of the tokens in the text as given."""
    spans = [
        doc.span(start, end, "token")
        for start, end in zip(doc.token_starts.tolist(), doc.token_ends.tolist(), strict=True)
    ]
    return np.array([s.start for s in spans]), np.array([s.end for s in spans])


def _tokens(
    starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64], ranges: Sequence[Sequence[int]]
) -> list[Range]:
    """Token ranges of character ranges."""
    out = []
    for first, last in ranges:
        begin = int(np.searchsorted(ends, first, side="right"))
        end = int(np.searchsorted(starts, last, side="left"))
        if end > begin:
            out.append((begin, end))
    return out


def find_heads(articles: Sequence[GoldArticle]) -> Mapping[str, tuple[int, int]]:
    """Set the head of each cue: the word that most often stands in cues.

    Returns
    -------
    mapping of str to (int, int)
        Of each word that heads a cue: how often it does, and how often it occurs.
    """
    total: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for article in articles:
        total.update(article.doc.tokens)
        for relation in article.relations:
            for first, end in relation.cue:
                inside.update(article.doc.tokens[first:end])
    heads: Counter[str] = Counter()
    for article in articles:
        tokens, is_word = article.doc.tokens, article.doc.is_word
        for relation in article.relations:
            best = -1.0
            for first, end in relation.cue:
                for at in range(first, end):
                    if end - first > 1 and not is_word[at]:
                        continue
                    word = tokens[at]
                    share = (inside[word] + 0.1) / (total[word] + 2)
                    share *= _LIGHT_WEIGHT if word in _LIGHT else 1.0
                    if share > best:
                        best, relation.head = share, at
            if relation.head >= 0:
                heads[tokens[relation.head]] += 1
    return {word: (number, total[word]) for word, number in heads.items()}
