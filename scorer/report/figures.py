"""Numbers of the drawings: where bars, ticks and dots stand. The templates only write them down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scorer.schema import BANDS, Reason, ScoreReport, band_of

WIDTH = 720
"""Of every wide drawing, in its own units."""
NAMES, POINTS = 210, 60
"""Space left and right of a waterfall's bars."""
ROW = 24

STRIP = 160
"""Width of a signal's strip."""


@dataclass(frozen=True, slots=True)
class Step:
    """A bar of the waterfall.

    Parameters
    ----------
    name : str
    rank : int
        Number of the reason it leads to; 0 for the base and the margin.
    points : float
    x, y, width : float
    kind : {"bar", "good", "bad"}
    """

    name: str
    rank: int
    points: float
    x: float
    y: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The margin as a sum of reasons."""

    steps: tuple[Step, ...]
    zero: float
    height: float


def waterfall(report: ScoreReport, reasons: Sequence[Reason]) -> Waterfall | None:
    """Lay out the base, every reason in order, and the margin they add up to.

    Parameters
    ----------
    report : ScoreReport
    reasons : sequence of Reason
        In the order they are numbered.
    """
    if report.margin is None or report.base_points is None:
        return None
    rows = [("reference article", 0, report.base_points, 0.0)]
    reached = report.base_points
    for rank, reason in enumerate(reasons, 1):
        rows.append((short(reason.code), rank, reason.points, reached))
        reached += reason.points
    rows.append(("margin", 0, report.margin, 0.0))
    edges = [0.0, *(start for _, _, _, start in rows), *(start + p for _, _, p, start in rows)]
    low, high = min(edges), max(edges)
    scale = (WIDTH - NAMES - POINTS) / ((high - low) or 1.0)

    def place(value: float) -> float:
        return round(NAMES + (value - low) * scale, 1)

    steps = tuple(
        Step(
            name,
            rank,
            points,
            place(min(start, start + points)),
            index * ROW,
            max(round(abs(points) * scale, 1), 1.0),
            "bar" if not rank else "bad" if points < 0 else "good",
        )
        for index, (name, rank, points, start) in enumerate(rows)
    )
    return Waterfall(steps, place(0.0), len(rows) * ROW)


def short(code: str) -> str:
    """Words of a reason code.

    Examples
    --------
    >>> short("R-PROMO-LINES")
    'promo lines'
    """
    return code.removeprefix("R-").replace("-", " ").lower()


def band_zones() -> list[tuple[float, float, str]]:
    """Start, width and name of every band on the score bar, in units of the score."""
    edges = [0.0, *(edge for edge, _ in BANDS), 100.0]
    return [
        (start, end - start, band_of(start).replace("_", " ")) for start, end in pairwise(edges)
    ]


@dataclass(frozen=True, slots=True)
class Strip:
    """Where a signal's value stands.

    Parameters
    ----------
    value, reference : float or None
        Places of the dot and of the tick, 0 to ``STRIP``.
    start, width : float
        Range in which nearly all reference articles lie; width 0 where it is not known.
    """

    value: float | None
    reference: float | None
    start: float
    width: float


def strip(
    value: float | None, reference: float | None, known: tuple[float, float] | None
) -> Strip | None:
    """Lay out one strip; None where there is nothing to show.

    Parameters
    ----------
    value, reference : float or None
        The article's, and the reference article's.
    known : (low, high), optional
        Range of the reference articles.

    Examples
    --------
    >>> strip(1.0, 0.0, (0.0, 2.0))
    Strip(value=84.0, reference=8.0, start=8.0, width=152.0)
    """
    if value is None:
        return None
    numbers: list[float] = [value, *(known or ())]
    if reference is not None:
        numbers.append(reference)
    low, high = min(numbers), max(numbers)
    room = STRIP - 8

    def place(number: float) -> float:
        return round(8 + room * (number - low) / ((high - low) or 1.0), 1)

    start, end = (place(known[0]), place(known[1])) if known else (0.0, 0.0)
    return Strip(
        place(value),
        None if reference is None else place(reference),
        start,
        round(end - start, 1),
    )


def ranges_of(manifest: Mapping[str, object] | None) -> dict[str, tuple[float, float]]:
    """Ranges of the reference articles' values from a model's manifest; empty where it has none.

    Parameters
    ----------
    manifest : mapping, optional
    """
    found = (manifest or {}).get("ranges")
    if not isinstance(found, Mapping):
        return {}
    return {str(name): (float(pair[0]), float(pair[1])) for name, pair in found.items()}
