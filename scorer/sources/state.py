"""What is kept of one source: sums, so that two parts of it can be put together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scorer.errors import InputError

STATE_VERSION = 1
MOST_NAMES = 50
"""Other names of one source that are kept."""

Moments = tuple[float, float, float]
"""Count, sum, sum of squares."""
NOTHING: Moments = (0.0, 0.0, 0.0)


@dataclass(slots=True)
class SourceState:
    """Everything that a roll-up knows of one source.

    Merging is associative and commutative (sums to rounding), so parts may be counted anywhere and
    joined in any order. An article must be in one part only: what came twice within one part is
    known, across parts it is not.

    Parameters
    ----------
    source : str
    articles : dict of str to int
        ``scored``, ``abstained``, ``rejected``, and besides ``duplicate`` (sent again, left out),
        ``same_id`` (an id that came with another content), ``undated`` and ``future``.
    margin, score : tuple of float
        Count, sum and sum of squares over the scored articles.
    bands : dict of str to int
    signals : dict of str to tuple of float
        Count, sum and sum of squares of each signal's values over the scored articles.
    reasons : dict of str to tuple of float
        The same of each reason's points, over the articles that have it.
    months : dict of str to tuple of float
        The same of the score, by month (``2021-03``).
    first, last : str or None
        Days of the oldest and newest dated article.
    names : dict of str to int
        Names under which it came besides its own.
    models : dict of str to int
        Scored articles by model id.

    Examples
    --------
    >>> one, two = SourceState("example.com"), SourceState("example.com")
    >>> one.articles["scored"], two.articles["scored"] = 2, 3
    >>> one.merge(two).articles["scored"]
    5
    >>> SourceState.from_json(one.to_json()) == one
    True
    """

    source: str
    articles: dict[str, int] = field(default_factory=dict)
    margin: Moments = NOTHING
    score: Moments = NOTHING
    bands: dict[str, int] = field(default_factory=dict)
    signals: dict[str, Moments] = field(default_factory=dict)
    reasons: dict[str, Moments] = field(default_factory=dict)
    months: dict[str, Moments] = field(default_factory=dict)
    first: str | None = None
    last: str | None = None
    names: dict[str, int] = field(default_factory=dict)
    models: dict[str, int] = field(default_factory=dict)

    @property
    def scored(self) -> int:
        """Articles that count."""
        return self.articles.get("scored", 0)

    @property
    def received(self) -> int:
        """Different articles that came."""
        return sum(self.articles.get(name, 0) for name in ("scored", "abstained", "rejected"))

    def merge(self, other: SourceState) -> SourceState:
        """Return both parts as one.

        Parameters
        ----------
        other : SourceState
            Of the same source, or of an alias; the result has this one's name.
        """
        days = [day for day in (self.first, other.first) if day is not None]
        ends = [day for day in (self.last, other.last) if day is not None]
        return SourceState(
            source=self.source,
            articles=_counts(self.articles, other.articles),
            margin=_both(self.margin, other.margin),
            score=_both(self.score, other.score),
            bands=_counts(self.bands, other.bands),
            signals=_moments(self.signals, other.signals),
            reasons=_moments(self.reasons, other.reasons),
            months=_moments(self.months, other.months),
            first=min(days, default=None),
            last=max(ends, default=None),
            names=_counts(self.names, other.names),
            models=_counts(self.models, other.models),
        )

    def to_json(self) -> str:
        """Write the state as JSON on one line; keys in order: the same state is the same text."""
        return json.dumps(
            {"version": STATE_VERSION, **{name: getattr(self, name) for name in _FIELDS}},
            ensure_ascii=False,
            allow_nan=False,
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str | bytes) -> SourceState:
        """Read what :meth:`to_json` wrote.

        Raises
        ------
        InputError
            It is none, or of a version that this package does not know.
        """
        try:
            found = json.loads(text)
            version = found["version"]
            if version != STATE_VERSION:
                raise InputError(
                    f"state of a source: version {version!r:.40}, this scorer reads {STATE_VERSION}"
                )
            return cls(**{name: _READ[name](found[name]) for name in _FIELDS})
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"this is no state of a source: {error!r:.120}") from error


def _both(one: Moments, other: Moments) -> Moments:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _moments(one: Mapping[str, Moments], other: Mapping[str, Moments]) -> dict[str, Moments]:
    return {
        name: _both(one.get(name, NOTHING), other.get(name, NOTHING))
        for name in sorted({*one, *other})
    }


def _counts(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in sorted({*one, *other})}


def _read_moments(value: Any) -> Moments:
    count, total, squares = (float(item) for item in value)
    return count, total, squares


def _read_many(value: Any) -> dict[str, Moments]:
    return {str(name): _read_moments(item) for name, item in value.items()}


def _read_counts(value: Any) -> dict[str, int]:
    return {str(name): int(item) for name, item in value.items()}


def _read_text(value: Any) -> str | None:
    return None if value is None else str(value)


_READ: dict[str, Any] = {
    "source": str,
    "articles": _read_counts,
    "margin": _read_moments,
    "score": _read_moments,
    "bands": _read_counts,
    "signals": _read_many,
    "reasons": _read_many,
    "months": _read_many,
    "first": _read_text,
    "last": _read_text,
    "names": _read_counts,
    "models": _read_counts,
}
_FIELDS = tuple(_READ)
