"""From the state of a source to what is said of it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

from scorer.schema import BANDS, Notice
from scorer.sources.admiralty import source_grade
from scorer.sources.prior import Prior, Spread
from scorer.sources.report import Period, SourceReason, SourceReport, SourceSignal, Trend
from scorer.sources.state import NOTHING, Moments, SourceState

MIN_ARTICLES = 5
"""Scored articles under which a source cannot be judged."""
MOST_REASONS = 12
BAND_NAMES = (*(name for _, name in BANDS), "very_high")
LEAST_MONTHS, LEAST_DAYS = 3, 90
LEAST_SOURCES = 20
"""Sources with :data:`LEAST_EACH` articles that a batch needs to be a population of its own."""
LEAST_EACH = 3
_YEAR = 365.25


def judge(
    state: SourceState,
    prior: Prior,
    *,
    min_articles: int = MIN_ARTICLES,
    aliases: Iterable[str] = (),
) -> SourceReport:
    """Say what the state of a source tells.

    Parameters
    ----------
    state : SourceState
    prior : Prior
        The population it comes from.
    min_articles : int
        Scored articles under which it cannot be judged.
    aliases : iterable of str
        Other names that are known for it, besides those that its articles came with.

    Returns
    -------
    SourceReport

    Examples
    --------
    >>> report = judge(SourceState("example.com", {"abstained": 2}), Prior.shipped())
    >>> report.status, report.notice.code, report.admiralty
    ('cannot_be_judged', 'no_scored_articles', 'F')
    """
    scored = state.scored
    reliability, interval, notice = None, None, None
    if not scored:
        notice = Notice("no_scored_articles", "None of its articles has a score.")
    elif scored < min_articles:
        told = "article has" if scored == 1 else "articles have"
        notice = Notice(
            "too_few_articles", f"{scored} {told} a score; {min_articles} are needed to judge."
        )
    else:
        found = prior.posterior(_mean(state.margin), _mean(state.signals.get(prior.second)), scored)
        reliability, interval = found.mean, (found.low, found.high)
    return SourceReport(
        source=state.source,
        status="cannot_be_judged" if notice else "judged",
        reliability=reliability,
        interval=interval,
        admiralty=source_grade(reliability, interval),
        notice=notice,
        n=state.received,
        judged=scored,
        abstained=state.articles.get("abstained", 0),
        rejected=state.articles.get("rejected", 0),
        duplicates=state.articles.get("duplicate", 0),
        undated=state.articles.get("undated", 0),
        mean_score=_mean(state.score) if scored else None,
        bands={name: state.bands.get(name, 0) / scored for name in BAND_NAMES} if scored else {},
        reasons=_reasons(state, scored),
        signals=_signals(state, prior),
        trend=_trend(state),
        first=state.first,
        last=state.last,
        aliases=tuple(sorted({*state.names, *aliases} - {state.source})),
        notes=tuple(_notes(state, prior)),
        prior=prior.name,
    )


def batch_prior(states: Iterable[SourceState], prior: Prior) -> Prior | None:
    """Estimate the population from a batch by moments; None where it has too few sources.

    Only the population changes (where sources lie and how far apart); what a level says of
    reliability stays as fitted on rated outlets, since a batch has no ratings.

    Parameters
    ----------
    states : iterable of SourceState
    prior : Prior
    """
    known = [state for state in states if state.scored >= LEAST_EACH]
    if len(known) < LEAST_SOURCES:
        return None
    margin = _spread([state.margin for state in known], prior.margin)
    second = _spread([state.signals.get(prior.second, NOTHING) for state in known], prior.evidence)
    signals = {
        name: _spread([state.signals.get(name, NOTHING) for state in known], old)
        for name, old in prior.signals.items()
    }
    return prior.of_batch(margin, second, signals)


def _spread(found: list[Moments], old: Spread) -> Spread:
    """Mean, and spread between and within sources (DerSimonian and Laird's moments)."""
    parts = [(n, total / n, squares) for n, total, squares in found if n > 0]
    freedom = sum(n - 1 for n, _, _ in parts)
    if len(parts) < LEAST_SOURCES or freedom <= 0:
        return old
    left = sum(max(squares - n * mean * mean, 0.0) for n, mean, squares in parts)
    within = left / freedom
    weights = [n / (n + LEAST_EACH) for n, _, _ in parts]
    total = sum(weights)
    middle = sum(w * mean for w, (_, mean, _) in zip(weights, parts, strict=True)) / total
    pairs = list(zip(weights, parts, strict=True))
    scatter = sum(w * (mean - middle) ** 2 for w, (_, mean, _) in pairs) / total
    noise = sum(w * within / n for w, (n, _, _) in pairs) / total
    floor = 0.02 * within
    return Spread(middle, math.sqrt(max(scatter - noise, floor)), math.sqrt(max(within, 1e-12)))


def _mean(moments: Moments | None) -> float:
    return math.nan if not moments or moments[0] <= 0 else moments[1] / moments[0]


def _reasons(state: SourceState, scored: int) -> tuple[SourceReason, ...]:
    """Strongest by what they bring to the mean article."""
    order = sorted(state.reasons.items(), key=lambda item: (-abs(item[1][1]), item[0]))
    return tuple(
        SourceReason(code, count / scored, total / count)
        for code, (count, total, _) in order[:MOST_REASONS]
        if count > 0
    )


def _signals(state: SourceState, prior: Prior) -> tuple[SourceSignal, ...]:
    """Each signal against the population."""
    out = []
    for name, spread in prior.signals.items():
        count, total, _ = state.signals.get(name, NOTHING)
        if count <= 0:
            continue
        scatter = math.sqrt(spread.between**2 + spread.within**2 / count)
        off = total / count - spread.mean
        out.append(
            SourceSignal(name, total / count, spread.mean, off / scatter if scatter > 0 else 0.0)
        )
    return tuple(out)


def _trend(state: SourceState) -> Trend | None:
    """Mean score by month; a slope where there is enough to lay a line through."""
    if not state.months:
        return None
    months = sorted(state.months.items())
    periods = tuple(
        Period(f"{month}-01", int(count), total / count) for month, (count, total, _) in months
    )
    slope, interval = _slope(months)
    return Trend(periods, slope, interval)


def _slope(
    months: list[tuple[str, Moments]],
) -> tuple[float | None, tuple[float, float] | None]:
    """Least squares over all articles, each in the middle of its month."""
    days = [date(int(month[:4]), int(month[5:]), 15).toordinal() for month, _ in months]
    if len(months) < LEAST_MONTHS or days[-1] - days[0] < LEAST_DAYS:
        return None, None
    years = [(day - days[0]) / _YEAR for day in days]
    total = sum(count for _, (count, _, _) in months)
    middle = sum(t * m[0] for t, (_, m) in zip(years, months, strict=True)) / total
    mean = sum(m[1] for _, m in months) / total
    spread = sum(m[0] * (t - middle) ** 2 for t, (_, m) in zip(years, months, strict=True))
    shared = sum((t - middle) * m[1] for t, (_, m) in zip(years, months, strict=True))
    slope = shared / spread
    left = sum(m[2] for _, m in months) - total * mean * mean - slope * shared
    if total <= 2:
        return slope, None
    error = _student(total - 2) * math.sqrt(max(left, 0.0) / (total - 2) / spread)
    return slope, (slope - error, slope + error)


def _student(freedom: float) -> float:
    """95th percentile of Student's t (Abramowitz and Stegun 1964, 26.7.5), right to 1.2 %."""
    if freedom <= 1:
        return 6.313752
    z = 1.644854
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, 1))


def _notes(state: SourceState, prior: Prior) -> Iterable[Notice]:
    """What was odd about the rows."""
    again = state.articles.get("same_id", 0)
    if again:
        yield Notice(
            "same_id_other_content",
            f"{again} rows have an id that came before with another content; each is counted.",
        )
    future = state.articles.get("future", 0)
    if future:
        yield Notice(
            "future_dates",
            f"{future} articles are dated in the future; trend and alarms leave them out.",
        )
    if len(state.models) > 1:
        yield Notice(
            "several_models",
            f"Its scores are of {len(state.models)} models: {', '.join(sorted(state.models)[:5])}.",
        )
    if state.models and prior.model_id not in state.models:
        yield Notice(
            "other_model",
            f"No score is of {prior.model_id}, on whose scores the population was fitted.",
        )
