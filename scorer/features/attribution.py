"""Attribution: which statements are given a source, and what sources they are.

Relations of source, cue and content as annotated in PARC 3.0 and PolNeAR (Newell et al., 2018):
not counts of "said". A source that a reader can check (a named person, organisation or document)
is worth something once: repeating it, or naming it without a statement, is not.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, pairwise
from typing import ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from scorer.features._attribution.judge import Judged, judge
from scorer.features._attribution.relations import find_relations
from scorer.features._attribution.source_class import NAMED
from scorer.features.registry import Reads, register, undefined
from scorer.schema import Direction, FeatureSpec, Measurement, Span
from scorer.text.document import Document, Flags
from scorer.text.joined import Batch

MOSTLY = 0.7
"""A sentence is part of a quotation from this share of its tokens on."""
LIKELY = -0.7
"""Log-odds from which a relation covers sentences: where the coverage of articles of outlets left
out ranks as in the gold (Spearman .844, .830 with all relations)."""
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
CLASSES = {
    "person": "a named person",
    "organisation": "a named organisation",
    "document": "a named document or study",
    "role": "a role or a group, not named (the minister, residents)",
}
"""Classes of source that have a share of their own beside the vague and the anonymous ones."""
_OF_CLASSES = tuple(
    _spec(
        f"{kind}_fraction", _RELATIONS, 1.0, "none",
        f"Relations whose source is {what}, or a pronoun for one.", _SPJ,
        why="A reader can check a person, an organisation and a document in different ways, and a "
        "role hardly: each relation belongs to one class at most (a report without a name to "
        "none), and the evidence says to which.",
        gaming="An invented name moves it; no direction is agreed for it.",
    )
    for kind, what in CLASSES.items()
)  # fmt: skip
_SPECS = (
    _spec(
        "density", f"relations {_PER_100}", _INF, "none", "Attribution relations.",
        gaming=_NO_CREDIT,
    ),
    _spec(
        "coverage", "share of sentences", 1.0, "none",
        "Sentences that are part of a likely relation.", gaming=_NO_CREDIT,
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
    *_OF_CLASSES,
    _spec(
        "direct_fraction", _RELATIONS, 1.0, "none", "Relations with quoted content.",
        gaming="Quotes can be invented; so no direction is agreed for it.",
    ),
    _spec(
        "unattributed_run", "sentences", _INF, "none",
        "Longest run of sentences that are part of no likely relation.",
        gaming="One attribution in the middle halves it; so no direction is agreed for it.",
    ),
)  # fmt: skip
_UNITS = {spec.name: spec.unit for spec in _SPECS}


@register
class Attribution:
    """Who says what: attribution relations and the quality of their sources."""

    name: ClassVar[str] = "attribution"
    version: ClassVar[int] = 4
    reads: ClassVar[Reads] = "once"
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
        return next(_measurements(doc, [doc], [0, len(doc.tokens)], [0]))

    def measure_many(self, batch: Batch) -> list[Mapping[str, Measurement]]:
        """Measure several documents at once, each as :meth:`measure` does, at less cost."""
        return batch.each(
            lambda doc: _measurements(doc, doc.docs, doc.first_tokens, doc.first_sentences),
            lambda: undefined(self.specs, "no_sentences"),
        )


def _measurements(
    doc: Document, docs: Sequence[Document], firsts: Sequence[int], sentences: Sequence[int]
) -> Iterator[Mapping[str, Measurement]]:
    """Measurements of each of some documents, which are one or joined to one."""
    judged = judge(doc, find_relations(doc))
    cues = [item.relation.cue[0] for item in judged]
    bounds = [bisect_left(cues, at) for at in firsts]
    likely = [item.relation.odds > LIKELY for item in judged]
    parts = _parts(judged, bounds)
    covered = _covered(doc, parts, likely)
    spans = _evidence(doc, parts)
    for own, sentence, low, high in zip(docs, sentences, bounds, bounds[1:], strict=False):
        # an article without relations attributes nothing, whatever it quotes
        flags = covered[sentence : sentence + own.sentence_count] if low < high else _none(own)
        shown = _Evidence(spans, parts.bounds[low : high + 1])
        values = _values(judged[low:high], flags, likely[low:high], shown)
        yield {
            name: Measurement(value, _UNITS[name], evidence, reason)
            for name, value, evidence, reason in values
        }


def _none(doc: Document) -> Flags:
    """No sentence of a document."""
    return np.zeros(doc.sentence_count, dtype=np.bool_)


_Value = tuple[str, float | None, tuple[Span, ...], str | None]


class _Parts(NamedTuple):
    """Sources, cues and contents of all relations, in order.

    ``groups`` are the relations' numbers in their documents.
    """

    firsts: npt.NDArray[np.int64]
    lasts: npt.NDArray[np.int64]
    labels: list[str]
    groups: list[int]
    bounds: list[int]
    """Number of the first part of each relation, and of all parts at the end."""


def _parts(judged: Sequence[Judged], documents: Sequence[int]) -> _Parts:
    """List the parts of the relations, and where those of each relation begin.

    ``documents`` is the number of the first relation of each document, in which groups are counted.
    """
    ranges: list[int] = []
    labels: list[str] = []
    groups: list[int] = []
    bounds = [0]
    numbers = chain.from_iterable(range(high - low) for low, high in pairwise(documents))
    for group, item in zip(numbers, judged, strict=True):
        source, cue, content, _, _ = item.relation
        if source is not None:
            ranges += source
            labels.append("source")
        ranges += cue
        labels.append("cue")
        for part in content:
            ranges += part
            labels.append("content")
        groups += [group] * (len(labels) - len(groups))
        bounds.append(len(labels))
    tokens = np.array(ranges, dtype=np.int64)
    return _Parts(tokens[::2], tokens[1::2] - 1, labels, groups, bounds)


class _Evidence(NamedTuple):
    """Spans of all parts of all relations, and the number of each own relation's first."""

    spans: Sequence[Span]
    bounds: list[int]

    def everything(self) -> tuple[Span, ...]:
        """All spans of all own relations."""
        return tuple(self.spans[self.bounds[0] : self.bounds[-1]])

    def whole(self, chosen: Sequence[int]) -> tuple[Span, ...]:
        """All spans of some relations: source, cue, content."""
        spans, bounds = self
        return tuple([span for at in chosen for span in spans[bounds[at] : bounds[at + 1]]])

    def sources(self, chosen: Sequence[int]) -> tuple[Span, ...]:
        """Sources of some relations that have one: what is counted are sources, not texts."""
        spans, bounds = self
        return tuple([spans[bounds[at]] for at in chosen])


_new_span = partial(tuple.__new__, Span)
"""A span from a tuple, without a call of Python code: there are hundreds."""


def _evidence(doc: Document, parts: _Parts) -> list[Span]:
    """Make the span of each part, once for all measurements that show it."""
    if not parts.labels:
        return []
    starts, ends = doc.token_starts.take(parts.firsts), doc.token_ends.take(parts.lasts)
    given = zip(*doc.given_ranges(starts, ends), strict=True)
    return list(map(_new_span, zip(*given, parts.labels, parts.groups, strict=True)))


def _values(
    judged: Sequence[Judged], covered: Flags, likely: list[bool], shown: _Evidence
) -> Iterator[_Value]:
    """Name, value, the spans that show it, and the reason where undefined."""
    sentences, total = len(covered), len(judged)
    named: list[int] = []
    vague: list[int] = []
    anonymous: list[int] = []
    direct: list[int] = []
    statements: dict[str, list[int]] = {}
    classes: dict[str, list[int]] = {kind: [] for kind in CLASSES}
    for at, item in enumerate(judged):
        _, kind, key, stated, quoted = item
        if quoted:
            direct.append(at)
        if kind == "vague":
            vague.append(at)
        elif kind == "anonymous":
            anonymous.append(at)
        elif key and kind in NAMED:
            named.append(at)
            classes[kind].append(at)
            if stated:
                statements.setdefault(key, []).append(at)
        elif kind == "role":
            classes[kind].append(at)
    distinct = [found[0] for found in statements.values()]
    credited = sorted([at for found in statements.values() for at in found[:MAX_STATEMENTS]])
    evidence = shown.sources(distinct)

    def share(name: str, chosen: list[int], evidence: tuple[Span, ...]) -> _Value:
        if not total:
            return name, None, (), "no_relations"
        return name, len(chosen) / total, evidence, None

    def rate(name: str, number: int, evidence: tuple[Span, ...]) -> _Value:
        return name, 100.0 * number / sentences, evidence, None

    everything = shown.everything()
    yield rate("attribution.density", total, everything)
    part = int(np.count_nonzero(covered)) / sentences
    covering = everything
    if not all(likely):
        covering = shown.whole([at for at, is_likely in enumerate(likely) if is_likely])
    yield "attribution.coverage", part, covering, None
    yield share("attribution.named_fraction", named, shown.sources(named))
    yield "attribution.distinct_sources", float(len(distinct)), evidence, None
    yield rate("attribution.distinct_sources_per_100_sentences", len(distinct), evidence)
    yield rate("attribution.named_per_100_sentences", len(credited), shown.sources(credited))
    evidence = shown.whole(vague)
    yield share("attribution.vague_fraction", vague, evidence)
    yield rate("attribution.vague_per_100_sentences", len(vague), evidence)
    yield share("attribution.anonymous_fraction", anonymous, shown.whole(anonymous))
    for kind, chosen in classes.items():
        yield share(f"attribution.{kind}_fraction", chosen, shown.sources(chosen))
    yield share("attribution.direct_fraction", direct, shown.whole(direct))
    yield "attribution.unattributed_run", float(_longest_gap(covered)), (), None


def _covered(doc: Document, parts: _Parts, likely: list[bool]) -> Flags:
    """Whether each sentence is part of a likely relation; shape (s,).

    A sentence that stands in quotation marks continues an attribution made before or after it,
    where the article attributes at all.
    """
    count = doc.sentence_count
    if not parts.labels:
        return np.zeros(count, dtype=np.bool_)
    sentence = doc.sentence_of_token
    firsts, lasts = parts.firsts, parts.lasts
    if not all(likely):
        kept = np.array(likely).repeat(np.diff(parts.bounds))
        firsts, lasts = firsts[kept], lasts[kept]
    opened = np.bincount(sentence.take(firsts), minlength=count + 1)
    opened -= np.bincount(sentence.take(lasts) + 1, minlength=count + 1)
    covered: Flags = opened[:-1].cumsum() > 0
    if doc.quotations:
        bounds = doc.sentence_tokens
        quoted = np.add.reduceat(doc.in_quotation, bounds[:-1], dtype=np.int64)
        covered |= quoted >= MOSTLY * (bounds[1:] - bounds[:-1])
    return covered


def _longest_gap(flags: Flags) -> int:
    """Length of the longest run of False."""
    return max(map(len, flags.tobytes().split(b"\1")))
