"""Numbers without bounds: in an article, in rows that are read back, in what a page writes."""

from __future__ import annotations

import io
import json
import math
import re
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer import Article, Scorer
from scorer.features._measure import check, measure
from scorer.features.registry import specs
from scorer.gate.facts import NotARowError, facts_of
from scorer.report.batch import Batch
from scorer.report.batch_html import batch_page
from scorer.report.plain import number, points, standing
from scorer.report.rows import MOST_NUMBER, read_rows

HUGE = (math.inf, -math.inf, math.nan, sys.float_info.max, -sys.float_info.max, 10**400, 1e-320)


@pytest.mark.parametrize("title", ["Fares up 1e999", "9e99999 ferries", "1e5 seats", "3.5.1 out"])
def test_a_number_of_a_headline_is_finite(scorer: Scorer, title: str) -> None:
    report = scorer.score(Article(id="a", text="The ferry left at noon. " * 40, title=title))
    assert report.notice is None or report.notice.code != "internal_error"
    assert len(report.measurements) == len(specs())


@pytest.mark.parametrize("words", [3, 77, 161, 235])
def test_no_rate_is_above_its_bound_by_rounding(words: int) -> None:
    for text in ("$5m " * words, "½ " * words, "…½ " * words, '"a" ' * words):
        found = measure(text, "A title").measurements
        for name, spec in specs().items():
            check(found[name], spec, len(text))


@given(st.one_of(st.floats(), st.integers(), st.sampled_from(HUGE)))
def test_a_page_can_write_any_number(value: float) -> None:
    for text in (number(value), points(value)):
        assert 0 < len(text) < 25
        assert "nan" not in text
        assert "inf" not in text
    assert len(standing(value)) < 60


@pytest.mark.parametrize("value", [*HUGE[:6], -(10**400), MOST_NUMBER * 1.01], ids=range(8))
def test_rows_with_such_a_number_are_no_rows(
    scorer: Scorer, example: dict[str, Article], value: float
) -> None:
    row = scorer.score(example["wire-report"]).to_dict()
    for change in _places(row, value):
        found = list(read_rows(io.BytesIO(_line(change))))
        assert found in (["not_a_row"], ["bad_json"])
        if not isinstance(value, float) or not math.isfinite(value):
            with pytest.raises(NotARowError):
                facts_of({**row, "score": value})


def test_a_page_is_made_of_the_largest_numbers(scorer: Scorer, example: dict[str, Article]) -> None:
    row = scorer.score(example["wire-report"]).to_dict()
    lines = b"".join(_line(item) for size in (MOST_NUMBER, -MOST_NUMBER, 1.0, MOST_NUMBER)
                     for item in _places(row, size))  # fmt: skip
    batch = Batch()
    for item in read_rows(io.BytesIO(lines)):
        assert not isinstance(item, str)
        batch.add(item)
    page = b"".join(batch_page(batch, name="scores.jsonl")).decode()
    assert "1e+100" in page
    shown = page[page.index("<body") : page.index("<script>")].lower()
    assert not re.search(r"\b(?:nan|inf|infinity)\b", shown)


def _line(row: dict[str, Any]) -> bytes:
    """JSON as any writer may put it: an infinite number is 1e999 there."""
    text = json.dumps(row).replace("-Infinity", "-1e999").replace("Infinity", "1e999")
    return text.encode() + b"\n"


def _places(row: dict[str, Any], value: float) -> list[dict[str, Any]]:
    """The row with a number in each place that a report reads, the score aside."""
    out = []
    for place in ("measurements", "reasons", "contributions"):
        copy = json.loads(json.dumps(row))
        if place == "measurements":
            copy[place]["style.body_grade"]["value"] = value
        else:
            copy[place][0]["points" if place == "reasons" else "baseline"] = value
        out.append(copy)
    return out
