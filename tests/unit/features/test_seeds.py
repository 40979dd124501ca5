"""The user's two example documents: every cause must be marked where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

import pytest

from scorer.features._measure import measure
from scorer.schema import Measurement, Span
from tests.shared import SEEDS, needs_seeds

pytestmark = [pytest.mark.slow, needs_seeds]

Line = tuple[int, int, str]


def _read(number: str) -> tuple[str, Mapping[str, Measurement]]:
    """The body of a seed (its first line is the title), and what is measured of it."""
    (path,) = SEEDS.glob(f"{number}_*.txt")
    title, _, body = path.read_text(encoding="utf-8").partition("\n")
    return body, measure(body, title).measurements


def _lines(body: str, pattern: str) -> list[Line]:
    """Lines that hold a pattern, with their places."""
    return [
        (found.start(), found.end(), found.group())
        for found in re.finditer(r"[^\n]+", body)
        if re.search(pattern, found.group())
    ]


def _holds(spans: Iterable[Span], line: Line) -> bool:
    """Whether one span holds a line whole."""
    return any(span.start <= line[0] and line[1] <= span.end for span in spans)


def _marked(body: str, found: Measurement) -> Counter[str]:
    """How often each text is marked."""
    return Counter(body[span.start : span.end] for span in found.evidence)


def test_the_farm_page_has_one_promo_line_marked_whole() -> None:
    body, found = _read("004")
    (line,) = _lines(body, "YOUTUBE")
    (span,) = found["promotion.line_count"].evidence
    assert (span.start, span.end, span.label) == (line[0], line[1], "video_promo")
    assert found["promotion.mid_body_count"].value == 1.0


def test_the_farm_page_tells_its_story_three_times() -> None:
    body, found = _read("004")
    assert (found["repetition.versions"].value or 0.0) >= 3.0
    assert (found["repetition.redundant_fraction"].value or 0.0) > 0.4
    starts = [span.start for span in found["repetition.versions"].evidence]
    assert starts == sorted(set(starts))
    assert all(start == 0 or body[start - 1] == "\n" for start in starts)


@pytest.mark.parametrize(("pattern", "times"), [("Surprises", 2), ("^BREAKING:", 5)])
def test_headlines_that_stand_again_are_redundant(pattern: str, times: int) -> None:
    body, found = _read("004")
    lines = _lines(body, pattern)
    assert len(lines) == times
    redundant = found["repetition.redundant_fraction"].evidence
    assert all(_holds(redundant, line) for line in lines[1:])
    # the last of them repeats an earlier one word for word
    assert _holds(found["repetition.duplicate_sentence_fraction"].evidence, lines[-1])


def test_embeds_and_markup_of_the_farm_page_are_marked() -> None:
    body, found = _read("004")
    social = _marked(body, found["embeds.social"])
    pictures = re.findall(r"pic\.twitter\.com/\w+", body)
    cards = [text for _, _, text in _lines(body, r"^— .*\(@\w+\)")]
    assert len(pictures) == len(cards) == 2
    assert social == Counter([*pictures, *cards])
    assert found["embeds.social"].value == 2.0  # a card and its picture are one tweet

    headings = Counter(text for _, _, text in _lines(body, "^### "))
    assert _marked(body, found["embeds.markup"]) == headings
    assert found["embeds.markup"].value == float(headings.total()) == 5.0

    # the line of search phrases under the second headline, and again under its copy
    keywords = Counter(
        text for _, _, text in _lines(body, r"^[^.!?]*,[^.!?]*,[^.!?]*$") if " the " not in text
    )
    assert keywords.total() == 2
    assert _marked(body, found["embeds.keyword_lines"]) == keywords


def test_the_farm_page_is_built_on_formula() -> None:
    body, found = _read("004")
    headings = _marked(body, found["formula.headings"])
    assert sum(text.endswith("Conclusion") for text in headings) >= 1
    assert (found["formula.headings"].value or 0.0) >= 5.0


def test_the_rewrite_declares_its_source_and_promotes_nothing() -> None:
    body, found = _read("000")
    (line,) = _lines(body, "^Original Source")
    assert found["provenance.declared"].value == 1.0
    (span,) = found["provenance.declared"].evidence
    assert (span.start, span.label) == (line[0], "original_source")
    assert found["promotion.line_count"].value == 0.0
    assert found["promotion.line_count"].evidence == ()
    assert found["embeds.count"].value == 0.0
    assert found["repetition.versions"].value == 1.0
