from __future__ import annotations

import json

import pytest

from scorer.io.report_json import report_json
from scorer.schema import (
    Contribution,
    Measurement,
    Notice,
    Reason,
    ScoreReport,
    SourceComparison,
    SourceOutlier,
    Span,
)

SPANS = (Span(0, 4, "cue"), Span(9, 12, 'odd "label"\n', 0), Span(2, 3, "source", 7))

OUTLIERS = (SourceOutlier("x", 1, 99.5, (0.0, 1.0)), SourceOutlier("y", 0.1, 0.5, (1e-9, 1)))


def full(**changes: object) -> ScoreReport:
    fields: dict[str, object] = {
        "id": 'a "quoted" \ud800 é',
        "model_id": "m",
        "status": "scored",
        "score": 12.5,
        "band": "very_low",
        "interval": (0.5, 40.25),
        "margin": -1e-17,
        "base_points": 3.0,
        "title": "A\ttitle\u2028",
        "contributions": (
            Contribution("x.a", 0.1, None, -2.5, "R-A"),
            Contribution("x.b", None, 1e300, 0.0, "R-B"),
            Contribution("x.c", 0.1, 0.0, 0.0, "R-B", 97.5),
            Contribution("x.d", 0.1, 0.0, 0.0, "R-B", 0.0),
        ),
        "reasons": (
            Reason("R-A", 'It "says" é.', -2.5, ("x.a", "x.b"), SPANS, 50.0),
            Reason("R-OTHER", "", 0.0, ()),
        ),
        "warnings": (Notice("w", "W."),),
        "measurements": {
            "x.a": Measurement(0.1, "share of words", SPANS),
            "x.b": Measurement(-0.0, "lines", SPANS),
            "x.c": Measurement(None, "lines", (), "too_short"),
            "x.d": Measurement(3, "lines"),
            "x.e": Measurement(True, "lines"),
        },
    }
    return ScoreReport(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "report",
    [
        full(),
        full(contributions=(), reasons=(), warnings=(), measurements={}),
        full(baseline=SourceComparison('a "b"', 3, None, "too_few")),
        full(
            baseline=SourceComparison("é", 200, 0.5, None, (SourceOutlier("x", 1, 99.5, (0, 1)),))
        ),
        full(status="abstained", score=None, notice=Notice("too_short", "Too short.")),
        ScoreReport(id="", model_id="", status="rejected"),
    ],
    ids=["full", "bare", "too few", "outliers", "abstained", "rejected"],
)
def test_it_is_the_same_text_as_the_dictionary(report: ScoreReport) -> None:
    expected = json.dumps(report.to_dict(), ensure_ascii=False, allow_nan=False)
    assert report_json(report) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize(
    "place", ["score", "interval", "value", "points", "baseline", "percentile"]
)
def test_what_is_not_finite_is_an_error(value: float, place: str) -> None:
    changes: dict[str, object] = {
        "score": {"score": value},
        "interval": {"interval": (0.0, value)},
        "percentile": {"contributions": (Contribution("x.a", 1.0, 1.0, 1.0, "R-A", value),)},
        "value": {"measurements": {"x.a": Measurement(value, "lines")}},
        "points": {"contributions": (Contribution("x.a", 1.0, 1.0, value, "R-A"),)},
        "baseline": {"contributions": (Contribution("x.a", 1.0, value, 1.0, "R-A"),)},
    }[place]
    with pytest.raises(ValueError, match="JSON"):
        report_json(full(**changes))
