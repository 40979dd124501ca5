from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from scorer.report.marks import bracketed, joined, paragraphs, segments
from scorer.report.terminal import WHOLE_TEXT_CHARS, explain
from scorer.schema import (
    Article,
    Contribution,
    Measurement,
    Notice,
    Reason,
    ScoreReport,
    Span,
    band_of,
)

TEXT = (
    "The harbour opened again on Friday, the port authority said.\n"
    "\n"
    "Watch the full story on our channel!\n"
    "\r\n"
    "Boats left at noon. Boats left at noon. The mayor thanked the crews for their long work."
)


def span(words: str, nth: int = 0) -> Span:
    start = [found.start() for found in re.finditer(re.escape(words), TEXT)][nth]
    return Span(start, start + len(words), "x")


def report(**changes: object) -> ScoreReport:
    contributions = (
        Contribution("attribution.coverage", 0.2, 0.3, 4.25, "R-SOURCES"),
        Contribution("promotion.line_count", 1.0, 0.0, -9.5, "R-PROMO-LINES"),
        Contribution("repetition.redundant_fraction", 0.12, 0.0, -5.0, "R-REWRITE"),
        Contribution("headline.clickbait", None, 0.1, 0.0, "R-HEADLINE"),
        Contribution("dates.count", 0.0, 1.0, 0.01, "R-DATES"),
    )
    fields: dict[str, object] = {
        "id": "h1",
        "model_id": "m",
        "status": "scored",
        "score": 28.0,
        "band": band_of(28.0),
        "margin": 2.0 + sum(item.points for item in contributions),
        "base_points": 2.0,
        "contributions": contributions,
        "measurements": {"promotion.line_count": Measurement(1.0, "lines")},
        "reasons": (
            Reason(
                "R-PROMO-LINES",
                "Promo lines stand in the body: 1.",
                -9.5,
                ("promotion.line_count",),
                (span("Watch the full story on our channel!"),),
            ),
            Reason(
                "R-REWRITE",
                "The page says 12 % of its words again, in the same words or in others, beyond "
                "what the genre does by right.",
                -5.0,
                ("repetition.redundant_fraction",),
                (span("Boats left at noon.", 0), span("Boats left at noon.", 1)),
            ),
            Reason(
                "R-SOURCES",
                "One claim in five has a source.",
                4.25,
                ("attribution.coverage",),
                (span("the port authority said"), span("noon. The mayor")),
            ),
        ),
        "title": "Harbour opens",
    }
    return ScoreReport(**{**fields, **changes})  # type: ignore[arg-type]


def told(found: ScoreReport | None = None, text: str = TEXT, **options: object) -> str:
    return explain(found or report(), Article("h1", text), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    found = report(title="你好" * 100, id="x" * 500)
    text = TEXT + "\n" + "word" * 300
    assert max(cell_len(line) for line in told(found, text, width=width).split("\n")) <= width


def test_the_sum_adds_up_as_told() -> None:
    lines = told().splitlines()
    begin = lines.index("The score as a sum (points; 10 points double the odds)") + 1
    end = next(index for index, line in enumerate(lines) if "= margin" in line)
    shown = [float(re.findall(r"[+-]\d+\.\d", line)[-1]) for line in lines[begin : end + 1]]
    assert sum(shown[:-1]) == pytest.approx(shown[-1], abs=0.3)
    assert lines[begin].split() == ["base", "+2.0"]
    assert lines[begin + 1].split()[0] == "promotion.line_count"
    assert "2 others, under 0.05 each" in " ".join(lines)
    assert "28.0 of 100" in " ".join(lines)


def test_every_reason_is_told_with_its_evidence_numbered_in_the_text() -> None:
    out = told()
    for words in ("Promo lines stand in the body: 1.", "R-REWRITE", "One claim in five"):
        assert words in out
    assert '"Boats left at noon." and 1 more' in out
    flat = " ".join(out.split())
    assert "[1: Watch the full story on our channel!]" in flat
    assert "[3: the port authority said]." in flat
    assert "[2: Boats left at noon. Boats left at [3: noon.]] [3: The mayor] thanked" in flat


def test_colour_says_nothing_that_words_do_not() -> None:
    coloured = told(is_coloured=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured).split() == told().split()


def test_what_has_no_score() -> None:
    short = report(
        status="abstained",
        score=None,
        band=None,
        margin=None,
        reasons=(),
        contributions=(),
        notice=Notice("too_short", "It has 30 words."),
    )
    assert "No score: abstained. It has 30 words. (too_short)" in told(short)
    assert "promotion.line_count" in told(short)
    bad = ScoreReport("r", "m", "rejected", notice=Notice("no_text", "No text."))
    assert "No score: rejected. No text. (no_text)" in told(bad, "")


def test_warnings_are_told() -> None:
    assert "Unlike. (unlike_training)" in told(
        report(warnings=(Notice("unlike_training", "Unlike."),))
    )


def test_a_long_text_is_shown_where_there_is_evidence() -> None:
    text = TEXT + "\nplain words of no evidence" * (WHOLE_TEXT_CHARS // 20)
    out = told(text=text)
    assert "plain words" not in out
    assert "[1: Watch" in out
    assert "paragraphs without evidence" in out


def test_nothing_in_the_text_reaches_the_terminal_as_a_command() -> None:
    text = "\x1b[2J\u202e[bold]markup[/bold] :smile: \x00" + TEXT[20:]
    out = told(report(title="\x1b]0;x\x07"), text)
    assert not set(out) & set("\x1b\x07\x00\u202e")
    assert "[bold]markup[/bold] :smile:" in out


def test_marks_cut_the_text_and_lose_nothing() -> None:
    spans = [(0, 3, 1), (2, 9, 2), (2, 9, 2), (5, 5, 3), (8, 400, 4)]
    found = segments(TEXT, spans)
    assert "".join(segment.text for segment in found) == TEXT
    assert [segment.ranks for segment in found] == [(1,), (1, 2), (2,), (2, 4), (4,)]
    assert segments("", [(0, 1, 1)]) == []


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], "one two three four"),
        ([(0, 18, 1)], "[1: one two three four]"),
        ([(4, 7, 1), (4, 7, 2)], "one [1: [2: two]] three four"),
        ([(0, 13, 3), (4, 7, 1)], "[3: one [1: two] three] four"),
        ([(0, 7, 1), (4, 13, 2)], "[1: one [2: two]] [2: three] four"),
        ([(0, 3, 1), (4, 7, 1)], "[1: one two] three four"),
        ([(0, 3, 1), (8, 13, 1)], "[1: one] two [1: three] four"),
    ],
)
def test_marks_nest(spans: list[tuple[int, int, int]], expected: str) -> None:
    text = "one two three four"
    pieces = bracketed(segments(text, joined(text, spans)))
    assert "".join(piece.text for piece in pieces) == expected


def test_paragraphs_are_the_lines_that_are_not_blank() -> None:
    lines = ["".join(part.text for part in line) for line in paragraphs(TEXT, [(0, 200, 1)])]
    assert lines == [line for line in TEXT.splitlines() if line]


def test_the_interval_is_told_without_colour() -> None:
    out = told(report(interval=(12.0, 59.4)))
    assert "[..===#======........]" in out
    assert "90 % interval 12 to 59 (= in the bar)" in out
    assert "interval" not in told(report(interval=None))


def test_a_reason_says_where_its_value_stands() -> None:
    placed = report(reasons=(report().reasons[0]._replace(percentile=96.0),))
    flat = " ".join(told(placed).split())
    assert "(promotion.line_count: higher than in 96 % of reference articles)" in flat
