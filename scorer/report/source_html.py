"""The page of sources as one HTML file; all of it can be read without its script."""

from __future__ import annotations

from collections.abc import Iterator

from scorer.explain.reasons import OTHER
from scorer.report import page, source_figures
from scorer.report.figures import short
from scorer.report.plain import number, points
from scorer.report.source_list import MOST_TOLD, Sources
from scorer.report.source_rows import BAND_NAMES, GRADES, SourceRow

MOST_STRIPS = 12
"""Signals told of one source, the most unusual."""
MOST_CHARTS = 40
STRONGEST = 3
"""Reasons named in the ranking."""
MOST_ALIASES = 10


def source_page(sources: Sources, *, name: str) -> Iterator[bytes]:
    """Write the page of sources, in pieces.

    Parameters
    ----------
    sources : Sources
        What was gathered; see there for how many are shown.
    name : str
        What was read.

    Yields
    ------
    bytes
        UTF-8.

    Examples
    --------
    >>> html = b"".join(source_page(Sources(), name="scores.jsonl"))
    >>> b"No source can be judged" in html
    True
    """
    told = sources.told()
    ranked = sources.ranked()
    numbers = {row.source: index for index, row in enumerate(told, 1)}
    # By name: so a family stands together.
    shown = sorted(sources.signals.items())[:MOST_CHARTS]
    charts = [source_figures.chart(item, sample) for item, sample in shown]
    yield from page.written(
        "sources.html",
        name=name,
        sources=sources,
        ranked=ranked,
        told=told,
        most_told=MOST_TOLD,
        numbers=numbers,
        unjudged=sources.unjudged(),
        alarms=sources.alarms(),
        grades=GRADES,
        bands=[name.replace("_", " ") for name in BAND_NAMES],
        charts=charts,
        left_out_charts=max(len(sources.signals) - MOST_CHARTS, 0),
        figures=source_figures,
        most_strips=MOST_STRIPS,
        most_aliases=MOST_ALIASES,
        strongest=_strongest,
        short=short,
        points=points,
        number=number,
    )


def _strongest(row: SourceRow) -> list[tuple[str, float]]:
    """Codes that move a source's articles most: share times points; not what is grouped."""
    weighed = [
        (reason.code, reason.share * reason.points)
        for reason in row.reasons
        if reason.code != OTHER
    ]
    return sorted(weighed, key=lambda item: -abs(item[1]))[:STRONGEST]
