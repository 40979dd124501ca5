"""A report as one line of JSON, written without the dictionaries in between.

Three quarters of a row are evidence spans: two hundred to a thousand small objects of four fixed
keys. Writing them as strings costs a quarter of ``json.dumps(report.to_dict())`` (``python -m
benchmarks.speed``: 10 floors before, see docs/performance.md), and several measurements share one
tuple of spans, which is written once. A test holds both to the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring

from scorer.schema import Contribution, Measurement, Reason, ScoreReport, Span

_MOST_KEPT = 4_096
_dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_joined = ", ".join


class _Quoted(dict[str, str]):
    """Names, units and labels as JSON strings; a closed set, so each is written once."""

    def __missing__(self, text: str) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        quoted: str = encode_basestring(text)
        self[text] = quoted
        return quoted


class _Lone(dict[str, str]):
    """How a span of each label ends that belongs to no group: most of them."""

    def __missing__(self, label: str) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        end = self[label] = f', "label": {encode_basestring(label)}, "group": null}}'
        return end


class _Baselines(dict[float, str]):
    """Values of the reference article, the same in each report; never 0, which has a sign."""

    def __missing__(self, value: float) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        text = self[value] = _number(value)
        return text


_QUOTED = _Quoted()
_LONE = _Lone()
_BASELINES = _Baselines()


def report_json(report: ScoreReport) -> str:
    r"""Write a report as JSON on one line.

    Parameters
    ----------
    report : ScoreReport
        Any report.

    Returns
    -------
    str
        What ``json.dumps(report.to_dict(), ensure_ascii=False, allow_nan=False)`` returns.

    Raises
    ------
    ValueError
        Where a number is not finite, which JSON cannot hold.

    Examples
    --------
    >>> report = ScoreReport(id="a1", model_id="m1", status="abstained")
    >>> report_json(report)[:54]
    '{"id": "a1", "schema_version": "1.2", "model_id": "m1"'
    """
    head = {
        "id": report.id,
        "schema_version": report.schema_version,
        "model_id": report.model_id,
        "status": report.status,
        "score": report.score,
        "band": report.band,
        "interval": report.interval,
        "margin": report.margin,
        "base_points": report.base_points,
        "notice": None if report.notice is None else report.notice.to_dict(),
        "title": report.title,
        "source": report.source,
        "url": report.url,
        "published": report.published,
    }
    warnings = [item.to_dict() for item in report.warnings]
    spans, numbers = _Spans(), _Numbers()
    measurements = _joined(_measurements(report.measurements, spans, numbers))
    contributions = _joined(_contributions(report.contributions, numbers))
    reasons = _joined([_reason(item, spans) for item in report.reasons])
    last = "" if report.baseline is None else f', "baseline": {_dumps(report.baseline.to_dict())}'
    return (
        f'{_dumps(head)[:-1]}, "contributions": [{contributions}], "reasons": [{reasons}]'
        f', "warnings": {_dumps(warnings)}, "measurements": {{{measurements}}}{last}}}'
    )


def _number(value: float | None) -> str:
    """A number or null."""
    if value is None:
        return "null"
    # value - value is 0 for finite numbers only; a bool or a subclass is for json to write
    if (type(value) is float and value - value == 0.0) or type(value) is int:
        return repr(value)
    return _dumps(value)


class _Numbers(dict[int, str]):
    """Values already written, by identity: a contribution has the object of its measurement."""

    def write(self, value: float | None) -> str:
        """Write a number or null that the report keeps alive."""
        key = id(value)
        text = self.get(key)
        if text is None:
            text = self[key] = _number(value)
        return text


class _Spans(dict[int, str]):
    """Evidence already written, by identity of its tuple, which the report keeps alive."""

    def write(self, evidence: tuple[Span, ...]) -> str:
        """Write spans as a JSON array."""
        if not evidence:
            return "[]"
        key = id(evidence)
        text = self.get(key)
        if text is None:
            quoted, lone = _QUOTED, _LONE
            parts = [
                f'{{"start": {start}, "end": {end}{lone[label]}'
                if group is None
                else f'{{"start": {start}, "end": {end}, "label": {quoted[label]}, '
                f'"group": {group}}}'
                for start, end, label, group in evidence
            ]
            text = self[key] = f"[{_joined(parts)}]"
        return text


def _measurements(
    measurements: Mapping[str, Measurement], spans: _Spans, numbers: _Numbers
) -> list[str]:
    """Each measurement under its name; one loop, since there are a hundred of them."""
    quoted, written = _QUOTED, []
    for name, (value, unit, evidence, reason) in measurements.items():
        if type(value) is float and value - value == 0.0:  # as in _number, without the call
            number = numbers[id(value)] = repr(value)
        else:
            number = numbers[id(value)] = _number(value)
        marks = spans.write(evidence) if evidence else "[]"
        end = "" if reason is None else f', "reason": {quoted[reason]}'
        written.append(
            f'{quoted[name]}: {{"value": {number}, "unit": {quoted[unit]}, '
            f'"evidence": {marks}{end}}}'
        )
    return written


def _contributions(items: Iterable[Contribution], numbers: _Numbers) -> list[str]:
    """Each contribution; one loop as for measurements."""
    quoted, usual, written = _QUOTED, _BASELINES, []
    for feature, value, baseline, points, code, percentile in items:
        # equal numbers of other types are written otherwise: 1, 1.0, True
        known = type(baseline) is float and baseline
        number = numbers.get(id(value)) or numbers.write(value)
        reference = usual[baseline] if known else _number(baseline)  # type: ignore[index]
        share = (
            repr(points) if type(points) is float and points - points == 0.0 else _number(points)
        )
        place = "null" if percentile is None else _number(percentile)
        written.append(
            f'{{"feature": {quoted[feature]}, "value": {number}, "baseline": {reference}, '
            f'"points": {share}, "code": {quoted[code]}, "percentile": {place}}}'
        )
    return written


def _reason(item: Reason, spans: _Spans) -> str:
    """One reason."""
    code, sentence, points, features, evidence, percentile = item
    names = _joined([_QUOTED[feature] for feature in features])
    return (
        f'{{"code": {_QUOTED[code]}, "sentence": {encode_basestring(sentence)}, "points": '
        f'{_number(points)}, "features": [{names}], "evidence": {spans.write(evidence)}, '
        f'"percentile": {_number(percentile)}}}'
    )
