"""The explanation of one score for a terminal, a pipe or a file: 80 columns, colour optional."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scorer.report.marks import Segment, bracketed, joined, paragraphs
from scorer.report.plain import INTERVAL_SAYS, number, one_line, points, printable, standing
from scorer.report.table import BAND_STYLES
from scorer.schema import Article, Contribution, Measurement, Reason, ScoreReport

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from scorer.explain.counterfactual import Counterfactual

BAR_CELLS = 20
"""Width of the bars."""
MOST_COLUMNS = 100
"""Longer lines are hard to read."""
WHOLE_TEXT_CHARS = 20_000
"""Of a longer text only the paragraphs with evidence are shown."""

QUOTED_CHARS = 90
"""Characters of a reason's first evidence that are quoted beside it."""

_MARK_STYLES = ("black on yellow", "black on cyan", "black on magenta", "black on green")


def explain(
    report: ScoreReport,
    article: Article,
    *,
    width: int = 80,
    is_coloured: bool = False,
    what_ifs: Sequence[Counterfactual] = (),
    grades: str = "",
) -> str:
    """Tell one report: the score as a sum, every reason, the marked text.

    Parameters
    ----------
    report : ScoreReport
    article : Article
        The article it is about; its text is shown with the evidence marked.
    width : int
        Columns.
    is_coloured : bool
        Use colour; without it everything is still told by words and marks.
    what_ifs : sequence of Counterfactual
        Edits that were applied and scored; told after the reasons.
    grades : str
        What is told of the source beside the article's own score.

    Returns
    -------
    str
        Lines of at most ``width`` columns.
    """
    from rich.console import Console

    console = Console(
        file=io.StringIO(),
        width=min(width, MOST_COLUMNS),
        force_terminal=is_coloured,
        color_system="standard" if is_coloured else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as captured:
        for line in _lines(report, article, console, what_ifs, grades):
            console.print(line)
    lines = [line.rstrip() for line in captured.get().splitlines()]
    return "\n".join(lines) + "\n"


def _lines(
    report: ScoreReport,
    article: Article,
    console: Console,
    what_ifs: Sequence[Counterfactual],
    grades: str,
) -> Iterator[Text]:
    """All parts, each line a Text."""
    reasons = [reason for reason in report.reasons if reason.sentence]
    yield from _head(report, article)
    if grades:
        yield _styled(one_line(grades), "dim")
    yield from _sum(report, console.width)
    yield from _reasons(reasons, article.text, console)
    yield from _what_ifs(what_ifs, console)
    yield from _warnings(report, console)
    if report.status == "abstained":
        yield from _measurements(report)
    if report.status != "rejected":
        yield from _text(reasons, report, article.text)


def _head(report: ScoreReport, article: Article) -> Iterator[Text]:
    """Tell what it is about, and the score."""
    title = one_line(report.title or article.title or "")
    if title:
        yield _styled(title, "bold")
    about = [f"id {one_line(report.id)}", one_line(report.source or ""), f"model {report.model_id}"]
    yield _styled(" · ".join(part for part in about if part), "dim")
    yield _styled("")
    if report.status == "scored" and report.score is not None:
        band = report.band or ""
        line = _styled("Score ", "bold")
        line.append(f"{report.score:.1f} of 100", BAND_STYLES.get(band, ""))
        line.append(f"   {band.replace('_', ' ')}   {score_bar(report.score, report.interval)}")
        yield line
        if report.interval is not None:
            low, high = report.interval
            yield _styled(f"90 % interval {low:.0f} to {high:.0f} (= in the bar): {INTERVAL_SAYS}.")
        yield _styled("About practice and presentation; no verdict on truth.", "dim")
    else:
        line = _styled(f"No score: {report.status}. ", "bold")
        if report.notice is not None:
            line.append(f"{one_line(report.notice.message)} ({report.notice.code})")
        yield line


def score_bar(score: float, interval: tuple[float, float] | None) -> str:
    """Draw a score among 0 to 100, with its interval: readable without colour.

    Parameters
    ----------
    score : float
    interval : (low, high), optional
        Without it the bar is filled up to the score.

    Examples
    --------
    >>> score_bar(12.0, (5.0, 40.0)), score_bar(50.0, None)
    ('[.=#=====............]', '[##########..........]')
    """
    if interval is None:
        filled = round(score / 100 * BAR_CELLS)
        return f"[{'#' * filled}{'.' * (BAR_CELLS - filled)}]"
    at, low, high = (
        min(int(value / 100 * BAR_CELLS), BAR_CELLS - 1) for value in (score, *interval)
    )
    cells = ["=" if low <= cell <= high else "." for cell in range(BAR_CELLS)]
    cells[at] = "#"
    return f"[{''.join(cells)}]"


def _sum(report: ScoreReport, width: int) -> Iterator[Text]:
    """Tell the margin as base plus contributions, the weightiest first."""
    if report.status != "scored" or report.margin is None or report.base_points is None:
        return
    yield from _title("The score as a sum (points; 10 points double the odds)")
    yield _sum_line("base", "", report.base_points, 0.0, width)
    order = sorted(report.contributions, key=lambda item: (-abs(item.points), item.feature))
    most = max((abs(item.points) for item in order), default=0.0)
    told = [item for item in order if abs(item.points) >= 0.05]
    for item in told:
        unit = report.measurements.get(item.feature)
        yield _sum_line(item.feature, _value(item, unit), item.points, most, width)
    rest = order[len(told) :]
    if rest:
        name = f"{len(rest)} others, under 0.05 each"
        yield _sum_line(name, "", sum(item.points for item in rest), most, width)
    yield _sum_line("= margin", "", report.margin, 0.0, width)
    yield _styled(f"  score = 100 * calibration(margin) = {report.score:.1f}")


def _value(item: Contribution, found: Measurement | None) -> str:
    """Write an article's value beside the reference article's."""
    if item.value is None:
        return "undefined" if found is None or found.reason is None else found.reason
    if item.baseline is None:
        return number(item.value)
    return f"{number(item.value)} (ref. {number(item.baseline)})"


def _sum_line(name: str, value: str, signed: float, most: float, width: int) -> Text:
    """One line of the sum: name, value, points, bar."""
    names, values = min(46, width - 40), 22
    line = _styled(f"  {name[:names]:<{names}} {value[:values]:>{values}} ")
    style = "red" if signed < 0 else "green"
    line.append(f"{points(signed):>7}", style)
    cells = round(abs(signed) / most * 6) if most else 0
    if cells:
        line.append(" " + ("-" if signed < 0 else "+") * cells, style)
    return line


def _reasons(reasons: Sequence[Reason], text: str, console: Console) -> Iterator[Text]:
    """Every reason: number, points, sentence, and where it shows."""
    if not reasons:
        return
    yield from _title("Reasons")
    for rank, reason in enumerate(reasons, 1):
        front = _styled(f"{rank:>3}  ", "bold")
        front.append(f"{points(reason.points):>6}  ", "red" if reason.points < 0 else "green")
        body = _styled(f"{one_line(reason.sentence)}  ")
        body.append(reason.code, "dim")
        where = standing(reason.percentile)
        if where:
            body.append(f"  ({reason.features[0]}: {where})", "dim")
        yield from _hanging(front, body, console)
        if reason.evidence:
            first = reason.evidence[0]
            end = min(first.end, first.start + QUOTED_CHARS)
            told = f'"{one_line(text[first.start : end])}{"..." if end < first.end else ""}"'
            more = len(reason.evidence) - 1
            told += f" and {more} more" if more else ""
            yield from _hanging(_styled(" " * front.cell_len), _styled(told, "dim"), console)


def _what_ifs(what_ifs: Sequence[Counterfactual], console: Console) -> Iterator[Text]:
    """Edits with the score of the edited text; sets that reach a band after the single ones."""
    if not what_ifs:
        return
    yield from _title("What would change the score (each edit applied and scored again)")
    for item in what_ifs:
        front = _styled(f"  {item.before:>5.1f} -> ")
        front.append(f"{item.score:>5.1f}  ", BAND_STYLES.get(item.band, ""))
        told = item.sentence + "."
        if item.reaches is not None:
            told = f"To reach {item.reaches.replace('_', ' ')}: {told[0].lower()}{told[1:]}"
        yield from _hanging(front, _styled(told), console)


def _warnings(report: ScoreReport, console: Console) -> Iterator[Text]:
    """Tell what to keep in mind."""
    if not report.warnings:
        return
    yield from _title("Warnings")
    for warning in report.warnings:
        body = _styled(f"{one_line(warning.message)} ({warning.code})")
        yield from _hanging(_styled("  "), body, console)


def _measurements(report: ScoreReport) -> Iterator[Text]:
    """Tell what was measured where there is no score to explain."""
    yield from _title("Measurements")
    for name, found in report.measurements.items():
        value = number(found.value) if found.value is not None else found.reason or "undefined"
        yield _styled(f"  {name:<44} {value:>12}  {found.unit}")


def _text(reasons: Sequence[Reason], report: ScoreReport, text: str) -> Iterator[Text]:
    """Show the text with the evidence of each reason marked and numbered."""
    spans = [
        (span.start, span.end, rank)
        for rank, reason in enumerate(reasons, 1)
        for span in reason.evidence
    ]
    if report.status != "scored":
        return
    yield from _title(
        "The text; [n: ...] marks the evidence of reason n" if spans else "The text, nothing marked"
    )
    is_long = len(text) > WHOLE_TEXT_CHARS
    left_out = 0
    for paragraph in paragraphs(text, joined(text, spans)):
        has_mark = any(segment.ranks for segment in paragraph)
        if is_long and not has_mark:
            left_out += 1
            continue
        if left_out:
            yield _styled(f"(... {left_out} paragraphs without evidence)", "dim")
            left_out = 0
        yield _marked(paragraph)
        yield _styled("")
    if left_out:
        yield _styled(f"(... {left_out} paragraphs without evidence)", "dim")


def _marked(paragraph: Sequence[Segment]) -> Text:
    """Write one paragraph: marks are brackets with numbers, and colour where there is any."""
    line = _styled("")
    for piece in bracketed(paragraph):
        style = _MARK_STYLES[(piece.rank - 1) % len(_MARK_STYLES)] if piece.rank else ""
        line.append(printable(piece.text), style)
    return line


def _title(words: str) -> Iterator[Text]:
    """Begin a part."""
    yield _styled("")
    yield _styled(words, "bold")


def _styled(words: str, style: str = "") -> Text:
    """Make a Text."""
    from rich.text import Text

    return Text().append(words, style)


def _hanging(front: Text, body: Text, console: Console) -> Iterator[Text]:
    """Write a body beside its front; further lines are indented as far."""
    lines = body.wrap(console, max(console.width - front.cell_len, 20))
    for index, line in enumerate(lines):
        yield (front.copy() if index == 0 else _styled(" " * front.cell_len)).append_text(line)
