"""The table of ``scorer score``: one line an article, written as it comes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scorer.explain.reasons import OTHER
from scorer.report.plain import one_line, points
from scorer.schema import Reason, ScoreReport

if TYPE_CHECKING:
    from rich.text import Text

BAND_STYLES = {
    "very_low": "bold red",
    "low": "red",
    "mixed": "yellow",
    "high": "green",
    "very_high": "bold green",
}
REASONS = 2
SENTENCES_FROM = 130
"""Columns from which reasons are told as sentences; narrower tables name them in a few words."""

_SCORE, _BAND = 5, 9
_LEAST_ID, _MOST_ID = 12, 28


@dataclass(frozen=True, slots=True)
class TableFormat:
    """Lines of a table that fit a terminal.

    Parameters
    ----------
    width : int
        Columns of the terminal.
    is_coloured : bool
        Colour bands and points.
    """

    width: int
    is_coloured: bool = False

    def header(self) -> bytes:
        """Name the columns."""
        from rich.text import Text

        line = Text(no_wrap=True)
        line.append(f"{'score':>{_SCORE}}  {'band':<{_BAND}}  ", "bold")
        line.append(_fit("article", self._id_width()), "bold")
        line.append("  strongest reasons (points)", "bold")
        return self._encode(line)

    def row(self, report: ScoreReport, kept: str | None = None) -> bytes:
        """Write one report; fields kept of its record have no room in a table."""
        from rich.text import Text

        line = Text(no_wrap=True)
        if report.status == "scored" and report.score is not None:
            band = report.band or ""
            style = BAND_STYLES.get(band, "")
            line.append(f"{report.score:>{_SCORE}.1f}  ", style)
            line.append(f"{band.replace('_', ' '):<{_BAND}}", style)
        else:
            line.append(f"{'-':>{_SCORE}}  {report.status:<{_BAND}}", "dim")
        line.append("  " + _fit(one_line(report.id), self._id_width()) + "  ")
        left = self.width - _SCORE - _BAND - self._id_width() - 6
        if report.status == "scored":
            self._reasons(line, report.reasons, left)
        elif report.notice is not None:
            told = f"{report.notice.code}: {report.notice.message}"
            line.append(_cut(one_line(told), left), "dim")
        return self._encode(line)

    def _reasons(self, line: Text, reasons: tuple[Reason, ...], left: int) -> None:
        """Append the strongest reasons; what one does not need of its share, the other gets."""
        chosen = strongest(reasons, REASONS)
        told = [f"{points(reason.points):>5} {self._told(reason)}" for reason in chosen]
        needed = [_cells(part) for part in told]
        left -= 2 * (len(told) - 1)
        share = left // max(len(told), 1)
        spare = sum(max(share - cells, 0) for cells in needed)
        for rank, (reason, part) in enumerate(zip(chosen, told, strict=True)):
            part = _cut(part, share + (spare if needed[rank] > share else 0))
            line.append("  " if rank else "")
            line.append(part[:5], "red" if reason.points < 0 else "green")
            line.append(part[5:])

    def _told(self, reason: Reason) -> str:
        """Tell a reason as its sentence where there is room, else by the words of its code."""
        if self.width >= SENTENCES_FROM:
            return one_line(reason.sentence)
        return reason.code.removeprefix("R-").replace("-", " ").lower()

    def _id_width(self) -> int:
        """A quarter of the terminal, within bounds."""
        return max(_LEAST_ID, min(_MOST_ID, self.width // 4))

    def _encode(self, line: Text) -> bytes:
        """Write one line with or without colour; longer than the terminal it never is."""
        line.truncate(self.width, overflow="ellipsis")
        line.rstrip()
        if not self.is_coloured:
            return (line.plain + "\n").encode("utf-8", "replace")
        from rich.console import Console

        console = Console(
            file=io.StringIO(),
            force_terminal=True,
            color_system="standard",
            width=self.width + 1,
            highlight=False,
            legacy_windows=False,
        )
        with console.capture() as captured:
            console.print(line, soft_wrap=True)
        return captured.get().encode("utf-8", "replace")


def strongest(reasons: Sequence[Reason], count: int) -> list[Reason]:
    """Return the reasons with the most points, without what is grouped as "other".

    Parameters
    ----------
    reasons : sequence of Reason
    count : int
        How many at most.
    """
    told = [reason for reason in reasons if reason.code != OTHER]
    return sorted(told, key=lambda reason: -abs(reason.points))[:count]


def _cells(text: str) -> int:
    """Columns a text takes: wide characters take two."""
    from rich.cells import cell_len

    return cell_len(text)


def _cut(text: str, width: int) -> str:
    """Cut a text to a width, with an ellipsis where something was cut."""
    from rich.cells import set_cell_size

    if _cells(text) <= width:
        return text
    return set_cell_size(text, max(width - 1, 0)).rstrip() + "…"


def _fit(text: str, width: int) -> str:
    """Cut or pad a text to exactly a width."""
    from rich.cells import set_cell_size

    return set_cell_size(_cut(text, width), width)
