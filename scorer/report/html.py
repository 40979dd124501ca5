"""The explanation of one score as one HTML file: no script, nothing loaded, everything escaped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scorer.explain.sentences import written
from scorer.features.registry import specs
from scorer.report import figures, page
from scorer.report.places import Place, marked, places_of
from scorer.report.plain import INTERVAL_SAYS, number, points, standing
from scorer.schema import Article, Contribution, Measurement, ScoreReport

if TYPE_CHECKING:
    from scorer.explain.counterfactual import Counterfactual

QUOTED_PLACES = 2
"""Places of a reason that are quoted; the others are linked by number."""
QUOTED_CHARS = 80

MAIN_FAMILIES = ("repetition", "attribution", "promotion", "headline")
"""The four kinds of measurements; their panels stand open."""


@dataclass(frozen=True, slots=True)
class SignalRow:
    """One line of a signal panel."""

    name: str
    summary: str
    value: str
    reference: str
    points: float | None
    strip: figures.Strip | None
    percentile: float | None


def article_page(
    report: ScoreReport,
    article: Article,
    *,
    what_ifs: Sequence[Counterfactual] = (),
    ranges: Mapping[str, tuple[float, float]] | None = None,
    grades: str = "",
) -> Iterator[bytes]:
    """Write the page of one report, in pieces.

    Parameters
    ----------
    report : ScoreReport
    article : Article
        The article it is about.
    what_ifs : sequence of Counterfactual
        Edits that were applied and scored.
    ranges : mapping of str to (low, high), optional
        Where the reference articles' values lie, by signal.
    grades : str
        What is told of the source beside the article's own score.

    Yields
    ------
    bytes
        UTF-8.
    """
    text = article.text if isinstance(article.text, str) else ""
    reasons = [reason for reason in report.reasons if reason.sentence]
    places = places_of(reasons, len(text))
    every = [place for one in places for place in one]
    # In the order of the text, wide before narrow: so marks nest.
    every.sort(key=lambda place: (place.start, -place.end, place.rank))
    template = page.templates().get_template("article.html")
    stream = template.generate(
        style=page.style(),
        policy=page.policy(),
        report=report,
        grades=grades,
        title=report.title or article.title or "",
        address=page.web_address(report.url),
        zones=figures.band_zones(),
        waterfall=figures.waterfall(report, reasons),
        figures=figures,
        reasons=list(zip(reasons, places, strict=True)),
        quoted=lambda place: _quoted(text, place),
        most=QUOTED_PLACES,
        marks=page.MARKS,
        what_ifs=what_ifs,
        panels=_panels(report, ranges or {}),
        main_families=MAIN_FAMILIES,
        lines=marked(text, every) if report.status != "rejected" else (),
        has_marks=bool(every),
        points=points,
        standing=standing,
        interval_says=INTERVAL_SAYS,
        number=number,
    )
    for piece in stream:
        yield piece.encode("utf-8", "replace")


def _quoted(text: str, place: Place) -> str:
    """Begin of a place's text on one line."""
    words = " ".join(text[place.start : min(place.end, place.start + 4 * QUOTED_CHARS)].split())
    is_cut = len(words) > QUOTED_CHARS or place.end - place.start > 4 * QUOTED_CHARS
    return words[:QUOTED_CHARS].rstrip() + "…" if is_cut else words


def _panels(
    report: ScoreReport, ranges: Mapping[str, tuple[float, float]]
) -> list[tuple[str, float | None, list[SignalRow]]]:
    """Signals by family: name, points together (None where unscored), rows; main kinds first."""
    known = specs()
    scored = {item.feature: item for item in report.contributions}
    by_family: dict[str, list[SignalRow]] = {}
    total: dict[str, float] = {}
    for name, found in report.measurements.items():
        family = name.split(".")[0]
        item = scored.get(name)
        if item is not None:
            total[family] = total.get(family, 0.0) + item.points
        summary = known[name].summary if name in known else name
        by_family.setdefault(family, []).append(_row(name, summary, found, item, ranges.get(name)))
    order = sorted(by_family, key=lambda name: (name not in MAIN_FAMILIES, name not in total))
    return [(name, total.get(name), by_family[name]) for name in order]


def _row(
    name: str,
    summary: str,
    found: Measurement,
    item: Contribution | None,
    known: tuple[float, float] | None,
) -> SignalRow:
    """One signal's value beside the reference article's."""
    reference = None if item is None else item.baseline
    if found.value is None:
        value = f"undefined ({(found.reason or 'no reason').replace('_', ' ')})"
    else:
        value = written(found.value, found.unit)
        value += "" if found.unit.startswith("share") else f" {found.unit}"
    return SignalRow(
        name,
        summary,
        value,
        "" if reference is None else written(reference, found.unit),
        None if item is None else item.points,
        figures.strip(found.value, reference, known) if item is not None else None,
        None if item is None else item.percentile,
    )
