from __future__ import annotations

import pytest

from scorer.report.table import TableFormat, strongest
from scorer.schema import Notice, Reason, ScoreReport

REASONS = (
    Reason("R-PROMO-LINES", "Promo lines stand in the body: 3.", -14.2, ()),
    Reason("R-REWRITE", "The page tells its story twice.", -20.0, ()),
    Reason("R-NAMED-SOURCES", "Named sources stand behind the claims.", 3.0, ()),
    Reason("R-OTHER", "12 other signals.", -30.0, ()),
)


def line(report: ScoreReport, width: int = 80, is_coloured: bool = False) -> str:
    return TableFormat(width, is_coloured).row(report).decode("utf-8")


def scored(**changes: object) -> ScoreReport:
    fields: dict[str, object] = {
        "id": "a1",
        "model_id": "m",
        "status": "scored",
        "score": 12.34,
        "band": "very_low",
        "reasons": REASONS,
    }
    return ScoreReport(**{**fields, **changes})  # type: ignore[arg-type]


def test_score_band_and_the_two_strongest_reasons() -> None:
    words = "12.3 very low a1 -20.0 rewrite -14.2 promo lines"
    assert line(scored()).split() == words.split()


def test_a_wide_terminal_gets_sentences() -> None:
    assert "The page tells its story twice." in line(scored(), 160)


@pytest.mark.parametrize("width", [60, 80, 100, 130, 200])
@pytest.mark.parametrize(
    "report",
    [
        scored(id="x" * 300),
        scored(
            id="你好" * 90,
            reasons=tuple(Reason("R-" + "LONG-" * 40, "字" * 300, -1.0, ()) for _ in "ab"),
        ),
        scored(status="rejected", score=None, notice=Notice("bad_json", "Not JSON. " * 40)),
        scored(reasons=()),
    ],
)
def test_one_line_an_article_that_fits(report: ScoreReport, width: int) -> None:
    from rich.cells import cell_len

    told = line(report, width)
    assert told.count("\n") == 1
    assert cell_len(told.rstrip("\n")) <= width


def test_what_has_no_score_tells_why() -> None:
    report = scored(status="abstained", score=None, notice=Notice("too_short", "Only 30 words."))
    assert "too_short: Only 30 words." in line(report)
    assert "abstained" in line(report)


def test_nothing_in_a_record_reaches_the_terminal_as_a_command() -> None:
    report = scored(
        id="a\x1b[2J\n\u202eb\ud800", reasons=(Reason("R-\x1b[31m", "\x1b]0;x\x07", 1.0, ()),)
    )
    told = line(report, 160)
    assert not set(told) & set("\x1b\x07\u202e\ud800")
    assert told.count("\n") == 1


def test_colour_is_added_only_where_asked() -> None:
    assert "\x1b[" not in line(scored())
    assert "\x1b[" in line(scored(), is_coloured=True)


def test_the_rest_is_no_reason() -> None:
    assert [reason.code for reason in strongest(REASONS, 3)] == [
        "R-REWRITE",
        "R-PROMO-LINES",
        "R-NAMED-SOURCES",
    ]
