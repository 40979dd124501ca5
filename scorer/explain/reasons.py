"""From contributions to reasons: stable codes, plain sentences, evidence.

Several signals may tell one story (promo lines are counted and weighed); their points are added
under one code. What is too small to be worth a sentence is grouped as ``R-OTHER``, never dropped,
so the reasons' points add up to ``margin - base_points`` too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from operator import lt

from scorer.explain.sentences import CODE_OF, sentence_for
from scorer.explain.shown import shown
from scorer.features.registry import specs
from scorer.schema import Contribution, Measurement, Reason, Span
from scorer.text.document import Document

SMALL = 0.5
"""Points; reasons below this weight are grouped as "other" (a twentieth of doubling the odds)."""

OTHER = "R-OTHER"


def _unknown(feature: str, value: float | None) -> None:
    """Stand for the percentile where there is no reference."""


@cache  # the names of the signals are a closed set
def code_for(feature: str) -> str:
    """Stable reason code of a signal.

    Parameters
    ----------
    feature : str
        Name of a measurement.

    Returns
    -------
    str
        Its own code, or one made from its name for signals that have no sentence of their own.

    Examples
    --------
    >>> code_for("promotion.line_count")
    'R-PROMO-LINES'
    """
    return CODE_OF.get(feature) or "R-" + feature.upper().replace(".", "-").replace("_", "-")


def as_contributions(
    parts: Iterable[tuple[str, float | None, float | None, float]],
    percentile: Callable[[str, float | None], float | None] = _unknown,
) -> tuple[Contribution, ...]:
    """Attach reason codes and percentiles to the model's parts, in the model's order.

    Parameters
    ----------
    parts : iterable of (feature, value, baseline, points)
        As :meth:`scorer.model.artefact.Model.contributions` returns them.
    percentile : callable, optional
        Where a value of a signal stands, as :meth:`scorer.model.reference.Reference.percentile`.
    """
    new = tuple.__new__  # half the time of the named tuple's own, which is written in Python
    return tuple(
        [
            new(
                Contribution,
                (name, value, baseline, points, code_for(name), percentile(name, value)),
            )
            for name, value, baseline, points in parts
        ]
    )


def reasons_for(
    contributions: Sequence[Contribution],
    measurements: Mapping[str, Measurement],
    body: Document | None = None,
) -> tuple[Reason, ...]:
    """Tell contributions as reasons, the weightiest first.

    Parameters
    ----------
    contributions : sequence of Contribution
        All of one article.
    measurements : mapping of str to Measurement
        The article's measurements, for values and evidence.
    body : Document, optional
        What was measured: shows reasons that lower the score where their signals mark no place
        (:mod:`scorer.explain.shown`).

    Returns
    -------
    tuple of Reason
        Their points add up to the sum of the contributions' points. ``R-OTHER``, where there is
        any, comes last.
    """
    by_code: dict[str, list[Contribution]] = {}
    totals: dict[str, float] = {}
    for item in contributions:
        code = item.code
        if code in totals:
            totals[code] += item.points
            by_code[code].append(item)
        else:
            totals[code] = item.points
            by_code[code] = [item]
    told: list[Reason] = []
    small: list[Contribution] = []
    known = specs()
    for code, items in by_code.items():
        points = totals[code]
        if abs(points) < SMALL:
            small.extend(items)
            continue
        if len(items) > 1:
            items.sort(key=lambda item: (-abs(item.points), item.feature))
        features = tuple(item.feature for item in items)
        evidence = _evidence(features, measurements)
        if not evidence and points < 0.0 and body is not None:
            evidence = shown(items, body)
        told.append(
            Reason(
                code=code,
                sentence=sentence_for(code, items[0], points, measurements, known),
                points=points,
                features=features,
                evidence=evidence,
                percentile=items[0].percentile,
            )
        )
    told.sort(key=lambda reason: (-abs(reason.points), reason.code))
    if small:
        points = sum(item.points for item in small)
        sentence = f"{len(small)} other signals are close to the reference article."
        told.append(Reason(OTHER, sentence, points, tuple(item.feature for item in small)))
    return tuple(told)


def _evidence(features: Iterable[str], measurements: Mapping[str, Measurement]) -> tuple[Span, ...]:
    """Evidence of several measurements, each span once, in text order."""
    parts: list[tuple[Span, ...]] = []
    for feature in features:
        measurement = measurements.get(feature)
        # signals of a family often share one tuple of spans
        if measurement is not None and measurement.evidence not in parts:
            parts.append(measurement.evidence)
    if len(parts) == 1 and _is_ascending(parts[0]):
        return parts[0]
    spans = dict.fromkeys(chain.from_iterable(parts))
    try:
        return tuple(sorted(spans))  # a key function would triple the time
    except TypeError:  # of two equal ranges one has a group and one has none
        return tuple(
            sorted(spans, key=lambda span: (span.start, span.end, span.label, span.group or 0))
        )


def _is_ascending(spans: tuple[Span, ...]) -> bool:
    """Whether spans are in text order already, each once."""
    try:
        return all(map(lt, spans, spans[1:]))
    except TypeError:
        return False
