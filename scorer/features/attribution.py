"""Attribution: which statements are given a source, and what sources they are.

Relations of source, cue and content as annotated in PARC 3.0 and PolNeAR (Newell et al., 2018):
not counts of "said". A source that a reader can check (a named person, organisation or document)
is worth something once: repeating it, or naming it without a statement, is not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import ClassVar, Literal

import numpy as np

from scorer.features._attribution.judge import Judged, judge
from scorer.features._attribution.relations import Relation, find_relations
from scorer.features._attribution.source_class import NAMED
from scorer.features.registry import register, undefined
from scorer.schema import Direction, FeatureSpec, Measurement, Span
from scorer.text.document import Document, Flags

MOSTLY = 0.7
"""A sentence is part of a quotation from this share of its tokens on."""
MAX_STATEMENTS = 3
"""Statements of one source that earn credit: pasting the same source on buys nothing."""

_POLNEAR = "PolNeAR (Newell, Margolin & Ruths, 2018); PARC 3.0 (Pareti, 2016)"
_SPJ = "SPJ Code of Ethics (2014): identify sources clearly"
_PER_100 = "per 100 sentences"
_WHY = (
    "A claim can be checked only where the text says whose it is; attribution is what PolNeAR was "
    "made to find in political news, and a credibility indicator of Zhang et al. (2018)."
)
_WHY_NAMED = (
    "A reader can judge a source that is named: the SPJ code asks to identify sources clearly, "
    "and Zhang et al. (2018) count cited sources among the indicators of credibility."
)
_WHY_VAGUE = (
    "Nobody can check what 'analysts' or 'many' are said to believe; Wikipedia's manual of style "
    "calls it weasel wording, the SPJ code asks for names."
)
_GAMING = (
    "Pasting attributions: repeated sources count once, a source needs a name and a "
    "statement of its own to earn credit, and vague ones cost."
)
_NO_CREDIT = "Pasting or dropping attributions moves it, so no direction is agreed for it."
_VAGUE_GAMING = (
    "Leaving the vague source out lowers it and earns nothing: named sources and coverage do not "
    "rise. An invented name is not found out."
)


def _spec(
    name: str,
    unit: str,
    high: float,
    higher_is: Direction,
    summary: str,
    reference: str = _POLNEAR,
    *,
    why: str = _WHY,
    gaming: str = _GAMING,
) -> FeatureSpec:
    return FeatureSpec(
        name=f"attribution.{name}",
        unit=unit,
        low=0.0,
        high=high,
        higher_is=higher_is,
        summary=summary,
        reference=reference,
        gaming=gaming,
        why=why,
    )


_RELATIONS = "share of relations"
_INF = math.inf
_SPECS = (
    _spec(
        "density", f"relations {_PER_100}", _INF, "none", "Attribution relations.",
        gaming=_NO_CREDIT,
    ),
    _spec(
        "coverage", "share of sentences", 1.0, "none", "Sentences that are part of a relation.",
        gaming=_NO_CREDIT,
    ),
    _spec(
        "named_fraction", _RELATIONS, 1.0, "better",
        "Relations whose source is a named person, organisation or document, or a pronoun for one.",
        _SPJ, why=_WHY_NAMED,
    ),
    _spec(
        "distinct_sources", "sources", _INF, "better",
        "Different named sources that are given a statement.", _SPJ, why=_WHY_NAMED,
    ),
    _spec(
        "distinct_sources_per_100_sentences", f"sources {_PER_100}", _INF, "better",
        "Different named sources that are given a statement, by length.", _SPJ, why=_WHY_NAMED,
    ),
    _spec(
        "named_per_100_sentences", f"relations {_PER_100}", _INF, "better",
        "Statements of named sources, at most three of each source.", _SPJ, why=_WHY_NAMED,
    ),
    _spec(
        "vague_fraction", _RELATIONS, 1.0, "worse",
        "Relations whose source tells nothing to check: analysts, observers, 'it is believed'.",
        "Wikipedia Manual of Style: weasel words; " + _SPJ, why=_WHY_VAGUE, gaming=_VAGUE_GAMING,
    ),
    _spec(
        "vague_per_100_sentences", f"relations {_PER_100}", _INF, "worse",
        "Relations with a vague source.", "Wikipedia Manual of Style: weasel words; " + _SPJ,
        why=_WHY_VAGUE, gaming=_VAGUE_GAMING,
    ),
    _spec(
        "anonymous_fraction", _RELATIONS, 1.0, "none",
        "Relations whose source is kept anonymous.", _SPJ,
        why="Anonymity can protect a source or hide that there is none; the SPJ code asks to grant "
        "it seldom and to say why.",
        gaming="An invented name hides it; so no direction is agreed, and only a reader can check.",
    ),
    _spec(
        "direct_fraction", _RELATIONS, 1.0, "none", "Relations with quoted content.",
        gaming="Quotes can be invented; so no direction is agreed for it.",
    ),
    _spec(
        "unattributed_run", "sentences", _INF, "none",
        "Longest run of sentences that are part of no relation.",
        gaming="One attribution in the middle halves it; so no direction is agreed for it.",
    ),
)  # fmt: skip
_UNITS = {spec.name: spec.unit for spec in _SPECS}


@register
class Attribution:
    """Who says what: attribution relations and the quality of their sources."""

    name: ClassVar[str] = "attribution"
    version: ClassVar[int] = 1
    reads: ClassVar[Literal["page", "body"]] = "body"
    specs: ClassVar[tuple[FeatureSpec, ...]] = _SPECS

    def measure(self, doc: Document) -> Mapping[str, Measurement]:
        """Measure the relations of one document.

        Examples
        --------
        >>> doc = Document.from_text("The dam is safe, according to Ana Lind. It is of 1931.")
        >>> found = Attribution().measure(doc)
        >>> found["attribution.coverage"].value
        0.5
        """
        if not doc.sentence_count:
            return undefined(self.specs, "no_sentences")
        judged = judge(doc, find_relations(doc))
        spans = _evidence(doc, [item.relation for item in judged])
        everything = tuple(chain.from_iterable(spans))
        out: dict[str, Measurement] = {}
        for name, (value, chosen, reason) in _values(doc, judged).items():
            evidence = (
                everything
                if len(spans) == len(chosen)
                else tuple(chain.from_iterable([spans[at] for at in chosen]))
            )
            full = f"attribution.{name}"
            out[full] = Measurement(value, _UNITS[full], evidence, reason)
        return out


_Value = tuple[float | None, Sequence[int], str | None]


def _values(doc: Document, judged: Sequence[Judged]) -> dict[str, _Value]:
    """Value, the relations that show it, and the reason where undefined, by short name."""
    everything = range(len(judged))
    covered = _covered(doc, judged)
    sentences, total = doc.sentence_count, len(judged)
    named = [at for at, item in enumerate(judged) if item.kind in NAMED and item.key]
    vague = [at for at, item in enumerate(judged) if item.kind == "vague"]
    statements: dict[str, list[int]] = {}
    for at in named:
        if judged[at].stated:
            statements.setdefault(judged[at].key, []).append(at)
    distinct = [found[0] for found in statements.values()]
    credited = sorted(at for found in statements.values() for at in found[:MAX_STATEMENTS])

    def share(chosen: list[int]) -> _Value:
        return (len(chosen) / total, chosen, None) if total else (None, (), "no_relations")

    def rate(number: int) -> float:
        return 100.0 * number / sentences

    return {
        "density": (rate(total), everything, None),
        "coverage": (float(covered.mean()), everything, None),
        "named_fraction": share(named),
        "distinct_sources": (float(len(distinct)), distinct, None),
        "distinct_sources_per_100_sentences": (rate(len(distinct)), distinct, None),
        "named_per_100_sentences": (rate(len(credited)), credited, None),
        "vague_fraction": share(vague),
        "vague_per_100_sentences": (rate(len(vague)), vague, None),
        "anonymous_fraction": share(
            [at for at, item in enumerate(judged) if item.kind == "anonymous"]
        ),
        "direct_fraction": share([at for at, item in enumerate(judged) if item.direct]),
        "unattributed_run": (float(_longest_run(~covered)), (), None),
    }


def _covered(doc: Document, judged: Sequence[Judged]) -> Flags:
    """Whether each sentence is part of a relation; shape (s,).

    A sentence that stands in quotation marks continues an attribution made before or after it,
    where the article attributes at all.
    """
    covered = np.zeros(doc.sentence_count, dtype=np.bool_)
    if not judged:
        return covered
    if doc.quotations:
        bounds = doc.sentence_tokens
        counts = np.concatenate(([0], np.cumsum(doc.in_quotation)))[bounds]
        covered = np.diff(counts) >= MOSTLY * np.diff(bounds)
    sentence_of = doc.sentence_of_token
    for item in judged:
        covered[item.relation.sentence] = True
        for first, end in item.relation.content:
            covered[sentence_of.item(first) : sentence_of.item(end - 1) + 1] = True
    return covered


def _longest_run(flags: Flags) -> int:
    """Length of the longest run of True."""
    longest = run = 0
    for flag in flags.tolist():
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return longest


def _evidence(doc: Document, relations: Iterable[Relation]) -> list[tuple[Span, ...]]:
    """Spans of each relation, in the order source, cue, content."""
    parts: list[tuple[int, int]] = []
    labels: list[tuple[str, int]] = []
    for group, relation in enumerate(relations):
        if relation.source is not None:
            parts.append(relation.source)
            labels.append(("source", group))
        parts.append(relation.cue)
        labels.append(("cue", group))
        for part in relation.content:
            parts.append(part)
            labels.append(("content", group))
    if not parts:
        return []
    ranges = np.array(parts, dtype=np.int64)
    starts = doc.token_starts[ranges[:, 0]].tolist()
    ends = doc.token_ends[ranges[:, 1] - 1].tolist()
    spans: list[list[Span]] = [[] for _ in range(labels[-1][1] + 1)]
    for start, end, (label, group) in zip(starts, ends, labels, strict=True):
        spans[group].append(doc.span(start, end, label, group))
    return [tuple(found) for found in spans]
