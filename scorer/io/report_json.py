"""A report as one line of JSON, written without the dictionaries in between.

Three quarters of a row are evidence spans: two hundred to a thousand small objects of four fixed
keys. Writing them as strings costs a quarter of ``json.dumps(report.to_dict())`` (``python -m
benchmarks.speed``: 10 floors before, see docs/performance.md), and several measurements share one
tuple of spans, which is written once. A test holds both to the same bytes.
"""

from __future__ import annotations

import json
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


_QUOTED = _Quoted()


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
    '{"id": "a1", "schema_version": "1.0", "model_id": "m1"'
    """
    head = {
        "id": report.id,
        "schema_version": report.schema_version,
        "model_id": report.model_id,
        "status": report.status,
        "score": report.score,
        "band": report.band,
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
    measurements = _joined(
        [_measurement(*item, spans, numbers) for item in report.measurements.items()]
    )
    contributions = _joined([_contribution(item, numbers) for item in report.contributions])
    reasons = _joined([_reason(item, spans) for item in report.reasons])
    return (
        f'{_dumps(head)[:-1]}, "contributions": [{contributions}], "reasons": [{reasons}]'
        f', "warnings": {_dumps(warnings)}, "measurements": {{{measurements}}}}}'
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
            quoted = _QUOTED
            parts = [
                f'{{"start": {start}, "end": {end}, "label": {quoted[label]}, "group": '
                f"{'null' if group is None else group}}}"
                for start, end, label, group in evidence
            ]
            text = self[key] = f"[{_joined(parts)}]"
        return text


def _measurement(name: str, item: Measurement, spans: _Spans, numbers: _Numbers) -> str:
    """One measurement under its name."""
    value, unit, evidence, reason = item
    end = "" if reason is None else f', "reason": {_QUOTED[reason]}'
    return (
        f'{_QUOTED[name]}: {{"value": {numbers.write(value)}, "unit": {_QUOTED[unit]}, '
        f'"evidence": {spans.write(evidence)}{end}}}'
    )


def _contribution(item: Contribution, numbers: _Numbers) -> str:
    """One contribution."""
    feature, value, baseline, points, code = item
    return (
        f'{{"feature": {_QUOTED[feature]}, "value": {numbers.write(value)}, "baseline": '
        f'{_number(baseline)}, "points": {_number(points)}, "code": {_QUOTED[code]}}}'
    )


def _reason(item: Reason, spans: _Spans) -> str:
    """One reason."""
    code, sentence, points, features, evidence = item
    names = _joined([_QUOTED[feature] for feature in features])
    return (
        f'{{"code": {_QUOTED[code]}, "sentence": {encode_basestring(sentence)}, "points": '
        f'{_number(points)}, "features": [{names}], "evidence": {spans.write(evidence)}}}'
    )
