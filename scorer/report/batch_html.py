"""The report of a batch as one HTML file; all of it can be read without its script."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scorer.explain.reasons import OTHER
from scorer.features.registry import specs
from scorer.model.reference import Reference
from scorer.report import page
from scorer.report.batch import BINS, Batch
from scorer.report.known_sources import KnownSources
from scorer.report.plain import number, points, standing
from scorer.report.rows import ReasonRow
from scorer.schema import BANDS, band_of

MOST_SHOWN_SOURCES = 1_000
"""Rows of the table of sources, those with most articles."""
TOLD_REASONS = 6
CHART_BINS = 24
CHART = (240, 70)
"""Width and height of a signal's distribution."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Distribution of one signal: bars, and where the reference lies.

    Parameters
    ----------
    name, summary : str
    low, high, median : float
        Of the values shown: the outermost half per cent on either side is left out.
    bars : sequence of (x, y, width, height)
    zone : (x, width), optional
        Range of the articles used in training.
    tick : float, optional
        The reference article.
    outline : str
        Path of the reference articles' distribution on the same bins; empty where it is not known.
    percentile : float, optional
        Where the batch's median stands among the reference articles.
    undefined : int
    """

    name: str
    summary: str
    low: float
    high: float
    median: float
    bars: Sequence[tuple[float, float, float, float]]
    zone: tuple[float, float] | None
    tick: float | None
    outline: str
    percentile: float | None
    undefined: int


def batch_page(
    batch: Batch,
    *,
    name: str,
    ranges: Mapping[str, tuple[float, float]] | None = None,
    reference: Reference | None = None,
    model_id: str | None = None,
    known: KnownSources | None = None,
) -> Iterator[bytes]:
    """Write the report of a batch, in pieces.

    Parameters
    ----------
    batch : Batch
    name : str
        What was read.
    ranges : mapping of str to (low, high), optional
        Where the values of the articles used in training lie, by signal.
    reference : Reference, optional
        How the signals are distributed over these articles.
    model_id : str, optional
        The model ``ranges`` and ``reference`` belong to; they are shown only where it made all
        the rows.
    known : KnownSources, optional
        Sources judged already; the batch must name its sources as they do.

    Yields
    ------
    bytes
        UTF-8.
    """
    is_same = list(batch.models) == [model_id]
    registered = specs()
    wanted = [item for item in batch.samples if item in batch.baselines] or list(batch.samples)
    charts = [
        chart
        for item in wanted
        if (
            chart := _chart(
                item,
                batch,
                (ranges or {}).get(item) if is_same else None,
                reference if is_same and reference is not None else Reference(),
            )
        )
        is not None
    ]
    sources = sorted(
        batch.sources.items(),
        key=lambda item: (-item[1].scores.n - item[1].unscored, item[0] or ""),
    )
    top = max(batch.bins) or 1
    yield from page.written(
        "batch.html",
        name=name,
        batch=batch,
        bands=[*(band for _, band in BANDS), band_of(100.0)],
        bars=[
            (index * 100 // BINS, count, round(120 * count / top, 1))
            for index, count in enumerate(batch.bins)
        ],
        reasons=sorted(batch.reasons.items(), key=lambda item: (-item[1].lowers, item[0])),
        sources=sources[:MOST_SHOWN_SOURCES],
        known=known,
        left_out=max(len(sources) - MOST_SHOWN_SOURCES, 0),
        worst=batch.worst(),
        best=batch.best(),
        told=_told,
        charts=charts,
        chart=CHART,
        has_ranges=any(item.zone for item in charts),
        has_outlines=any(item.outline for item in charts),
        rest_of=_rest,
        standing=standing,
        summaries={item: registered[item].summary for item in registered},
        points=points,
        number=number,
        address=page.web_address,
    )


def _told(reasons: Sequence[ReasonRow]) -> list[ReasonRow]:
    """The strongest reasons of an article, what is grouped as "other" left out."""
    told = [reason for reason in reasons if reason.code != OTHER]
    return sorted(told, key=lambda reason: -abs(reason.points))[:TOLD_REASONS]


def _rest(reasons: Sequence[ReasonRow]) -> tuple[int, float]:
    """How many reasons are not told one by one, and their points together."""
    told = {id(reason) for reason in _told(reasons)}
    rest = [reason for reason in reasons if id(reason) not in told]
    return len(rest), sum(reason.points for reason in rest)


def _chart(
    name: str, batch: Batch, known: tuple[float, float] | None, reference: Reference
) -> Chart | None:
    """Lay out the distribution of one signal; None where no value is defined."""
    sample = batch.samples[name]
    values = sorted(sample.values)
    if not values:
        return None
    edge = len(values) // 200
    shown = values[edge : len(values) - edge]
    baseline = batch.baselines.get(name)
    numbers: list[float] = [shown[0], shown[-1], *(known or ())]
    if baseline is not None:
        numbers.append(baseline)
    low, high = min(numbers), max(numbers)
    width, height = CHART
    size = (high - low) or 1.0
    counts = [0] * CHART_BINS
    for value in shown:
        counts[min(int((value - low) / size * CHART_BINS), CHART_BINS - 1)] += 1
    step = width / CHART_BINS
    usual = _usual(reference.quantiles.get(name), low, size)
    shares = [count / len(shown) for count in counts]
    top = max(*shares, *usual)
    median = statistics.median(values)

    def place(value: float) -> float:
        return round((value - low) / size * width, 1)

    bars = [
        (
            round(index * step, 1),
            round(height - height * share / top, 1),
            round(step - 1, 1),
            round(height * share / top, 1),
        )
        for index, share in enumerate(shares)
        if share
    ]
    spec = specs().get(name)
    return Chart(
        name,
        name if spec is None else spec.summary,
        low,
        high,
        median,
        bars,
        None if known is None else (place(known[0]), round(place(known[1]) - place(known[0]), 1)),
        None if baseline is None else place(baseline),
        _path([height - height * share / top for share in usual], step),
        reference.percentile(name, median),
        sample.undefined,
    )


def _usual(quantiles: Sequence[float] | None, low: float, size: float) -> list[float]:
    """Share of the reference articles in each bin; what lies outside the chart is left out."""
    counts = [0.0] * CHART_BINS
    if not quantiles:
        return counts
    for value in quantiles:
        at = int((value - low) / size * CHART_BINS)
        if low <= value <= low + size:
            counts[min(at, CHART_BINS - 1)] += 1.0 / len(quantiles)
    return counts


def _path(tops: Sequence[float], step: float) -> str:
    """Outline of a histogram from the height of each bin."""
    if not any(round(top, 1) < CHART[1] for top in tops):
        return ""
    return (
        "M0 "
        + "H".join(
            f"{tops[index]:.1f}V{tops[index]:.1f}" if not index else f"{index * step:.1f}V{top:.1f}"
            for index, top in enumerate(tops)
        )
        + f"H{len(tops) * step:.1f}"
    )
