"""The data schema: what goes in, what comes out. Immutable, slotted, JSON-able.

What an article has hundreds of (spans, measurements, contributions, reasons) are named tuples,
which are made several times faster; all else are frozen dataclasses.

Offsets are half-open ``[start, end)`` and index the article's text **as given**, whatever
normalisation happens inside. Undefined values are ``None`` with a ``reason``, never 0.0 or NaN.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from scorer.comparison import SourceComparison as SourceComparison
from scorer.comparison import SourceOutlier as SourceOutlier

SCHEMA_VERSION = "1.2"
MIN_WORDS = 80
"""Below this many words an article cannot be judged (abstention reason ``too_short``)."""

Status = Literal["scored", "abstained", "rejected"]
Direction = Literal["better", "worse", "none"]

BANDS: tuple[tuple[float, str], ...] = (
    (20.0, "very_low"),
    (40.0, "low"),
    (60.0, "mixed"),
    (80.0, "high"),
)
"""Upper bounds (exclusive) of the bands; from 80 on it is ``very_high``."""


def band_of(score: float) -> str:
    """Name the band a score falls in.

    Parameters
    ----------
    score : float
        Reliability score, 0 to 100.

    Returns
    -------
    str
        ``very_low`` < 20 <= ``low`` < 40 <= ``mixed`` < 60 <= ``high`` < 80 <= ``very_high``.

    Examples
    --------
    >>> band_of(19.99), band_of(20), band_of(80)
    ('very_low', 'low', 'very_high')
    """
    for upper, name in BANDS:
        if score < upper:
            return name
    return "very_high"


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it came in.

    Parameters
    ----------
    id : str
        Name of the record; carried into the report.
    text : str
        The article's body as given; all evidence offsets index it.
    title : str, optional
        The headline.
    source, url, published, lang : str, optional
        Carried, never scored: the model judges the article, not the outlet.
    metadata : mapping, optional
        Anything else the caller wants to keep beside it.

    Examples
    --------
    >>> Article(id="a1", text="Rain fell.", title="Weather").title
    'Weather'
    """

    id: str
    text: str
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: str | None = None
    lang: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


class Span(NamedTuple):
    """A range of characters that justifies a measurement.

    Parameters
    ----------
    start, end : int
        Half-open offsets into the text as given, ``0 <= start < end <= len(text)``.
    label : str
        What the range is (a kind of promo line, ``source``, ``cue``, ...).
    group : int, optional
        Spans of one relation, or of one repeated passage, share a number.
    """

    start: int
    end: int
    label: str
    group: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the span as a JSON object."""
        return {"start": self.start, "end": self.end, "label": self.label, "group": self.group}


@dataclass(frozen=True, slots=True)
class FeatureSpec:
    """What a signal is, before any article is seen.

    Parameters
    ----------
    name : str
        ``family.measure``, e.g. ``attribution.density``.
    unit : str
        Unit of the value, in words (``"share of sentences"``, ``"relations / 100 sentences"``).
    low, high : float
        Range every defined value lies in (``math.inf`` where there is no bound).
    higher_is : {"better", "worse", "none"}
        Direction everyone agrees on, or ``none``.
    summary : str
        One plain sentence: what it measures.
    reference : str
        Paper, rule or definition it comes from.
    min_words : int
        Below this many words the value is ``None`` with reason ``too_short``.
    gaming : str
        How it can be gamed and what is done about it.
    why : str
        Why it matters, with the study or rule behind it.
    """

    name: str
    unit: str
    low: float
    high: float
    higher_is: Direction
    summary: str
    reference: str
    min_words: int = 0
    gaming: str = ""
    why: str = ""


class Measurement(NamedTuple):
    """Value, unit and evidence of one signal on one article.

    Parameters
    ----------
    value : float or None
        ``None`` where undefined; then ``reason`` says why.
    unit : str
        As in the signal's :class:`FeatureSpec`.
    evidence : tuple of Span
        Where in the text it shows; may be empty.
    reason : str, optional
        Stable code for an undefined value (``too_short``, ``no_title``, ``no_sentences``, ...).

    Examples
    --------
    >>> Measurement(0.25, "share of sentences", (Span(0, 4, "cue"),)).to_dict()["value"]
    0.25
    """

    value: float | None
    unit: str
    evidence: tuple[Span, ...] = ()
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the measurement as a JSON object."""
        row: dict[str, Any] = {
            "value": self.value,
            "unit": self.unit,
            "evidence": [span.to_dict() for span in self.evidence],
        }
        if self.reason is not None:
            row["reason"] = self.reason
        return row


class Contribution(NamedTuple):
    """One signal's share of the margin.

    Parameters
    ----------
    feature : str
        Name of the measurement it comes from.
    value : float or None
        The article's value.
    baseline : float or None
        Value of the reference article, where the contribution is 0 points.
    points : float
        Signed points on the margin scale; 10 points double the odds.
    code : str
        Stable reason code, e.g. ``R-PROMO-LINES``.
    percentile : float, optional
        Where the value stands among the model's reference articles, 0 to 100: the mid-rank, so a
        value that half of them share stands in the middle of that half. None where the value is
        undefined or the model holds no reference.
    """

    feature: str
    value: float | None
    baseline: float | None
    points: float
    code: str
    percentile: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the contribution as a JSON object."""
        return {
            "feature": self.feature,
            "value": self.value,
            "baseline": self.baseline,
            "points": self.points,
            "code": self.code,
            "percentile": self.percentile,
        }


class Reason(NamedTuple):
    """A contribution told as a sentence, with this article's numbers.

    Parameters
    ----------
    code : str
        Stable reason code.
    sentence : str
        One plain sentence.
    points : float
        Signed points of what the sentence speaks of.
    features : tuple of str
        The measurements behind it; their evidence is the reason's evidence.
    evidence : tuple of Span
        The marked text.
    percentile : float, optional
        Percentile of the weightiest of its signals, ``features[0]``; see :class:`Contribution`.
    """

    code: str
    sentence: str
    points: float
    features: tuple[str, ...]
    evidence: tuple[Span, ...] = ()
    percentile: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the reason as a JSON object."""
        return {
            "code": self.code,
            "sentence": self.sentence,
            "points": self.points,
            "features": list(self.features),
            "evidence": [span.to_dict() for span in self.evidence],
            "percentile": self.percentile,
        }


@dataclass(frozen=True, slots=True)
class Notice:
    """A stable code with a message: a warning, an abstention or a rejection.

    Parameters
    ----------
    code : str
        Stable code, e.g. ``too_short``.
    message : str
        One plain sentence for people.
    """

    code: str
    message: str

    def to_dict(self) -> dict[str, Any]:
        """Return the notice as a JSON object."""
        return {"code": self.code, "message": self.message}


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """Everything scorer says of one article.

    ``base_points + sum(c.points for c in contributions) == margin`` and
    ``score == 100 * calibration(margin)``, both to 1e-9, where ``status == "scored"``. An abstained
    report keeps its measurements; a rejected one has none. ``notice`` says why there is no score.
    ``interval`` is the 90 % interval of the score (low, high), 0 to 100; None without a score, or
    where the model holds no rule for it. ``baseline`` is the comparison with the article's source,
    where one was asked for.
    """

    id: str
    model_id: str
    status: Status
    score: float | None = None
    band: str | None = None
    interval: tuple[float, float] | None = None
    margin: float | None = None
    base_points: float | None = None
    contributions: tuple[Contribution, ...] = ()
    measurements: Mapping[str, Measurement] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Notice, ...] = ()
    notice: Notice | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: str | None = None
    baseline: SourceComparison | None = None
    schema_version: str = SCHEMA_VERSION

    def to_dict(self) -> dict[str, Any]:
        """Return the report as a JSON object: one row of the CLI's JSONL output.

        Returns
        -------
        dict
            Keys in a fixed order; values are ``None``, ``bool``, numbers, ``str``, lists and dicts.
            ``baseline`` comes last, and only where there is one.
        """
        row: dict[str, Any] = {
            "id": self.id,
            "schema_version": self.schema_version,
            "model_id": self.model_id,
            "status": self.status,
            "score": self.score,
            "band": self.band,
            "interval": None if self.interval is None else list(self.interval),
            "margin": self.margin,
            "base_points": self.base_points,
            "notice": None if self.notice is None else self.notice.to_dict(),
            "title": self.title,
            "source": self.source,
            "url": self.url,
            "published": self.published,
            "contributions": [item.to_dict() for item in self.contributions],
            "reasons": [item.to_dict() for item in self.reasons],
            "warnings": [item.to_dict() for item in self.warnings],
            "measurements": {name: item.to_dict() for name, item in self.measurements.items()},
        }
        if self.baseline is not None:
            row["baseline"] = self.baseline.to_dict()
        return row
