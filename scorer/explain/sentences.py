"""Fill the sentence of a reason with the article's own numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from scorer.explain.wordings import WORDINGS
from scorer.schema import Contribution, FeatureSpec, Measurement

CODE_OF: dict[str, str] = {
    feature: code for code, wording in WORDINGS.items() for feature in wording.features
}
"""Reason code of each signal that has a sentence of its own."""

_FIELD = re.compile(r"\{(labels:)?([a-z0-9_.]{1,60})(?:\|([^|{}]{1,60})\|([^|{}]{1,60}))?\}")


def written(value: float | None, unit: str) -> str:
    """Write a value as people do.

    Parameters
    ----------
    value : float or None
    unit : str
        Shares are written as percentages.

    Examples
    --------
    >>> written(0.253, "share of sentences"), written(3.0, "lines"), written(None, "lines")
    ('25 %', '3', 'undefined')
    """
    if value is None:
        return "undefined"
    if unit.startswith("share") or unit == "probability":
        percent = 100 * value
        return f"{percent:.0f} %" if percent >= 10 or percent == 0 else f"{percent:.1f} %"
    if abs(value - round(value)) < 1e-9 and abs(value) < 1e6:
        return str(round(value))
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}"


def labels_of(measurement: Measurement) -> str:
    """Labels of the evidence with their counts, the most frequent first.

    Examples
    --------
    >>> from scorer.schema import Span
    >>> labels_of(Measurement(1.0, "lines", (Span(0, 5, "video_promo"),)))
    'video promo (1)'
    """
    counts = Counter([span.label for span in measurement.evidence])
    named = [(label.replace("_", " "), count) for label, count in counts.items()]
    ordered = sorted(named, key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{label} ({count})" for label, count in ordered) or "none"


def sentence_for(
    code: str,
    strongest: Contribution,
    points: float,
    measurements: Mapping[str, Measurement],
    specs: Mapping[str, FeatureSpec],
) -> str:
    """Write the sentence of a reason.

    Parameters
    ----------
    code : str
        Reason code.
    strongest : Contribution
        The weightiest contribution under the code.
    points : float
        Signed points of the whole reason; choose between the two sentences.
    measurements, specs : mapping
        Values and definitions of all signals.
    """
    wording = WORDINGS.get(code)
    if wording is None:
        spec = specs.get(strongest.feature)
        unit = spec.unit if spec is not None else ""
        summary = spec.summary.rstrip(".") if spec is not None else strongest.feature
        usual = written(strongest.baseline, unit)
        return f"{summary}: {written(strongest.value, unit)} (reference article: {usual})."

    if strongest.value is None:
        # what a signal says of other articles is no sentence about one where it has no value
        spec, measured = specs.get(strongest.feature), measurements.get(strongest.feature)
        what = spec.summary.rstrip(".") if spec is not None else strongest.feature
        why = (measured.reason if measured is not None else None) or "undefined"
        return f"{what}: there is no value here ({why.replace('_', ' ')})."

    parts = []
    for text, labels, name, forms in _parsed(wording.lowers if points < 0 else wording.raises):
        parts.append(text)
        if name:
            measurement = measurements.get(name)
            if measurement is None:
                parts.append("undefined")
            elif labels:
                parts.append(labels_of(measurement))
            else:
                parts.append(_counted(written(measurement.value, measurement.unit), forms))
    return "".join(parts)


def _counted(value: str, forms: tuple[str, str]) -> str:
    """Put the form that fits after a value; a form for one that starts with ``=`` replaces it."""
    one, many = forms
    if value == "1" and one.startswith("="):
        return one[1:]
    return f"{value} {one if value == '1' else many}" if many else value


@cache  # the wordings are a closed set
def _parsed(wording: str) -> tuple[tuple[str, bool, str, tuple[str, str]], ...]:
    """Each field of a wording with the text before it; the text after the last one, without."""
    parsed, at = [], 0
    for match in _FIELD.finditer(wording):
        forms = (match.group(3) or "", match.group(4) or "")
        parsed.append((wording[at : match.start()], bool(match.group(1)), match.group(2), forms))
        at = match.end()
    return (*parsed, (wording[at:], False, "", ("", "")))
