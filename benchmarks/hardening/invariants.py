"""What must hold for any article whatever: the promises that fuzzing tries to break."""

from __future__ import annotations

import json
import math
from typing import Any

from scorer import Article, Scorer
from scorer.io.report_json import report_json
from scorer.schema import ScoreReport

EXACT = 1e-9


class BrokenPromiseError(AssertionError):
    """A promise of the output does not hold; the message names it."""


def promise(holds: bool, what: str) -> None:
    """Raise where a promise does not hold."""
    if not holds:
        raise BrokenPromiseError(what)


def check_scoring(scorer: Scorer, article: Article) -> ScoreReport:
    """Score an article twice and check every promise about the row."""
    report = scorer.score(article)
    line = report_json(report)
    promise(line == report_json(scorer.score(article)), "the same bytes twice")
    check_row(json.loads(line), article.text)
    return report


def check_row(row: dict[str, Any], text: str) -> None:
    """Check spans, ranges, additivity and finite numbers of one row.

    Raises
    ------
    BrokenPromiseError
    """
    promise(_is_finite(row), "finite values only")
    notice = row["notice"]
    promise(notice is None or notice["code"] != "internal_error", "no internal error")
    for name, item in row["measurements"].items():
        promise((item["value"] is None) == ("reason" in item), f"{name}: undefined has a reason")
        _check_spans(item["evidence"], text, name)
    for reason in row["reasons"]:
        _check_spans(reason["evidence"], text, reason["code"])
    if row["status"] != "scored":
        promise(row["score"] is None, "a score only where the article was scored")
        return
    promise(0.0 <= row["score"] <= 100.0, "a score from 0 to 100")
    total = row["base_points"] + sum(item["points"] for item in row["contributions"])
    promise(abs(total - row["margin"]) <= EXACT, "contributions add up to the margin")
    score = 100.0 / (1.0 + 2.0 ** (-row["margin"] / 10.0))
    promise(abs(score - row["score"]) <= EXACT * 100, "the score is the margin's calibration")


def _check_spans(spans: list[dict[str, Any]], text: str, where: str) -> None:
    for span in spans:
        inside = 0 <= span["start"] < span["end"] <= len(text)
        promise(inside, f"{where}: spans inside the text")


def _is_finite(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return all(map(_is_finite, value.values()))
    if isinstance(value, list):
        return all(map(_is_finite, value))
    return True
