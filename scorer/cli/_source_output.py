"""Sources as a table, as CSV and as JSON lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scorer.sources.report import SourceReport

REASONS = 3
_PLAIN = (
    "source", "status", "reliability", "interval_low", "interval_high", "admiralty", "notice", "n",
    "judged", "abstained", "rejected", "duplicates", "undated", "mean_score",
)  # fmt: skip
_BANDS = ("very_low", "low", "mixed", "high", "very_high")
_AFTER = ("slope_per_year", "first", "last", "aliases", "notes", "alarms", "prior")


def csv_columns() -> list[str]:
    """Names of the columns of the CSV form."""
    told = [f"reason_{rank}{part}" for rank in range(1, REASONS + 1) for part in _REASON]
    return [*_PLAIN, *(f"band_{name}" for name in _BANDS), *told, *_AFTER, "schema_version"]


_REASON = ("", "_share", "_mean_points")


def csv_cells(row: dict[str, Any]) -> list[Any]:
    """Cells of one row, as :func:`csv_columns` names them."""
    low, high = row["interval"] or (None, None)
    flat = {**row, "interval_low": low, "interval_high": high}
    flat["notice"] = row["notice"] and row["notice"]["code"]
    flat["slope_per_year"] = row["trend"] and row["trend"]["slope_per_year"]
    flat["aliases"] = "; ".join(row["aliases"]) or None
    flat["notes"] = ";".join(item["code"] for item in row["notes"]) or None
    flat["alarms"] = len(row["alarms"]) or None
    reasons: list[Any] = []
    for item in row["reasons"][:REASONS]:
        reasons += [item["code"], item["share"], item["mean_points"]]
    reasons += [None] * (3 * REASONS - len(reasons))
    return [
        *(flat[name] for name in _PLAIN),
        *(row["bands"].get(name) for name in _BANDS),
        *reasons,
        *(flat[name] for name in _AFTER),
        row["schema_version"],
    ]


def csv_rows(rows: Sequence[dict[str, Any]]) -> Iterator[bytes]:
    """Encode rows as CSV, header first."""
    from scorer.io.encode import csv_line

    yield csv_line(csv_columns())
    for row in rows:
        yield csv_line(csv_cells(row))


def json_rows(rows: Sequence[dict[str, Any]]) -> Iterator[bytes]:
    """Encode rows as JSON lines."""
    from scorer.io.encode import json_line

    for row in rows:
        yield json_line(row)


def print_table(reports: Sequence[SourceReport]) -> None:
    """Print sources as a table."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from scorer.cli._terminal import width

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("source", overflow="fold", min_width=16)
    table.add_column("", justify="right")
    for name in ("reliability", "90 %", "scored"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("strongest reasons, or why not judged", overflow="fold")
    for item in reports:
        table.add_row(
            Text(item.source),
            item.admiralty,
            "" if item.reliability is None else f"{item.reliability:.0f}",
            "" if item.interval is None else f"{item.interval[0]:.0f} to {item.interval[1]:.0f}",
            f"{item.judged:,}",
            Text(_why(item)),
        )
    Console(width=width()).print(table)


def _why(item: SourceReport) -> str:
    if item.notice is not None:
        return item.notice.message
    told = [
        f"{reason.code} {reason.mean_points:+.1f} ({reason.share:.0%})"
        for reason in item.reasons[:2]
    ]
    return ", ".join(told)


def page(rows: Sequence[dict[str, Any]], files: Sequence[str]) -> Iterator[bytes]:
    """Write rows as one self-contained page."""
    from pathlib import Path

    from scorer.report.source_html import source_page
    from scorer.report.source_list import Sources
    from scorer.report.source_rows import source_row

    listed = Sources()
    for row in rows:
        listed.add(source_row(row))
    names = ["standard input" if name == "-" else Path(name).name for name in files]
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return source_page(listed, name=names[0] + more)
