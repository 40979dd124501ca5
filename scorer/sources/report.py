"""What is said of one source: the row of ``scorer sources``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from scorer.schema import Notice
from scorer.sources.admiralty import SourceGrade

SOURCE_SCHEMA_VERSION = "1.0"


class SourceReason(NamedTuple):
    """A reason over the articles of a source.

    Parameters
    ----------
    code : str
        Stable reason code.
    share : float
        Share of the scored articles that have it, 0 to 1.
    mean_points : float
        Mean points in those articles.
    """

    code: str
    share: float
    mean_points: float


class SourceSignal(NamedTuple):
    """A signal over the articles of a source, against the population of sources.

    Parameters
    ----------
    name : str
    mean : float
    population_mean : float
    z : float
        How many standard deviations the source lies from the population, the scatter of so few
        articles included.
    """

    name: str
    mean: float
    population_mean: float
    z: float


class Period(NamedTuple):
    """A month of a source.

    Parameters
    ----------
    start : str
        Its first day.
    n : int
        Scored articles.
    mean : float
        Mean score.
    """

    start: str
    n: int
    mean: float


@dataclass(frozen=True, slots=True)
class Trend:
    """Mean score by month, and the slope.

    Parameters
    ----------
    periods : tuple of Period
    slope_per_year : float or None
        Points of the score a year, by least squares over the months weighed by their articles; None
        under three months with articles, or under 90 days.
    slope_interval : tuple of float, or None
        90 % interval of the slope.
    """

    periods: tuple[Period, ...]
    slope_per_year: float | None = None
    slope_interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class SourceReport:
    """Everything a roll-up says of one source.

    Parameters
    ----------
    source : str
        As :func:`scorer.sources.identity.source_of` names it.
    status : {"judged", "cannot_be_judged"}
    reliability : float or None
        Posterior mean, 0 to 100: what experts' rating of the outlet is expected to be.
    interval : tuple of float, or None
        90 % interval.
    admiralty : str
        A to F.
    notice : Notice or None
        Why it cannot be judged: ``no_scored_articles`` or ``too_few_articles``.
    n : int
        Different articles received.
    judged : int
        Those with a score; all else here is over them.
    abstained, rejected, duplicates, undated : int
        Articles without a score; rows left out because they came again; scored articles without
        a day.
    mean_score : float or None
        Plain mean of the articles' scores.
    bands : dict of str to float
        Share of the scored articles in each band.
    reasons : tuple of SourceReason
        Strongest first: by the points they bring to the mean article.
    signals : tuple of SourceSignal
        In the order of the population's file.
    trend : Trend or None
        None without dates.
    first, last : str or None
        Days of the oldest and the newest dated article.
    aliases : tuple of str
        Other names under which articles of it came.
    notes : tuple of Notice
        What was odd about its rows: ``same_id_other_content``, ``future_dates``,
        ``several_models``, ``other_model``.
    alarms : tuple of dict
        Changes over time, where they were looked for.
    prior : str
        Population that few articles were drawn to.
    """

    source: str
    status: Literal["judged", "cannot_be_judged"]
    reliability: float | None
    interval: tuple[float, float] | None
    admiralty: SourceGrade
    notice: Notice | None
    n: int
    judged: int
    abstained: int
    rejected: int
    duplicates: int
    undated: int
    mean_score: float | None
    bands: dict[str, float]
    reasons: tuple[SourceReason, ...]
    signals: tuple[SourceSignal, ...]
    trend: Trend | None
    first: str | None
    last: str | None
    aliases: tuple[str, ...] = ()
    notes: tuple[Notice, ...] = ()
    alarms: tuple[dict[str, Any], ...] = ()
    prior: str = "shipped"

    def to_row(self) -> dict[str, Any]:
        """Return the report as a JSON object: one row of ``scorer sources``.

        Returns
        -------
        dict
            Keys in a fixed order, numbers rounded to six digits behind the point; the schema is
            ``docs/schema/source.schema.json``.
        """
        row = {
            "schema_version": SOURCE_SCHEMA_VERSION,
            "kind": "source",
            "source": self.source,
            "status": self.status,
            "reliability": self.reliability,
            "interval": None if self.interval is None else list(self.interval),
            "admiralty": self.admiralty,
            "notice": None if self.notice is None else self.notice.to_dict(),
            "n": self.n,
            "judged": self.judged,
            "abstained": self.abstained,
            "rejected": self.rejected,
            "duplicates": self.duplicates,
            "undated": self.undated,
            "mean_score": self.mean_score,
            "bands": self.bands,
            "reasons": [item._asdict() for item in self.reasons],
            "signals": [item._asdict() for item in self.signals],
            "trend": None if self.trend is None else _trend_row(self.trend),
            "first": self.first,
            "last": self.last,
            "aliases": list(self.aliases),
            "notes": [item.to_dict() for item in self.notes],
            "alarms": list(self.alarms),
            "prior": self.prior,
        }
        rounded: dict[str, Any] = _rounded(row)
        return rounded


def _trend_row(trend: Trend) -> dict[str, Any]:
    interval = trend.slope_interval
    return {
        "periods": [item._asdict() for item in trend.periods],
        "slope_per_year": trend.slope_per_year,
        "slope_interval": None if interval is None else list(interval),
    }


def _rounded(value: Any) -> Any:
    """Round every number: sums of another order differ in the last digits."""
    if isinstance(value, float):
        return round(value, 6) + 0.0
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value
