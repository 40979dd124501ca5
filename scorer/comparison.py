"""An article against the last articles of its source: a part of the schema of its own."""

from __future__ import annotations

from typing import Any, NamedTuple


class SourceOutlier(NamedTuple):
    """A value that is far from what is usual for the article's source.

    Parameters
    ----------
    name : str
        Of the measurement, or ``score``.
    value : float
        The article's value, in the measurement's unit.
    percentile : float
        Share of the source's last articles below it, ties counted half; 0 to 100.
    typical : (float, float)
        10th and 90th percentile of the source's last articles.
    """

    name: str
    value: float
    percentile: float
    typical: tuple[float, float]

    def to_dict(self) -> dict[str, Any]:
        """Return the outlier as a JSON object."""
        return {
            "name": self.name,
            "value": self.value,
            "percentile": self.percentile,
            "typical": list(self.typical),
        }


class SourceComparison(NamedTuple):
    """An article against the last articles of its source; stands beside the score.

    Parameters
    ----------
    source : str or None
        As :func:`scorer.sources.identity.source_of` names it; None where nothing tells.
    n : int
        Articles compared with.
    percentile : float or None
        Of the article's score among theirs, ties counted half; 0 to 100.
    reason : str or None
        Why there is no percentile: ``not_scored``, ``no_source``, ``unknown_source``, ``too_few``.
    outliers : tuple of SourceOutlier
        Most surprising first.

    Examples
    --------
    >>> SourceComparison("example.com", 12, None, "too_few").to_dict()["reason"]
    'too_few'
    """

    source: str | None
    n: int
    percentile: float | None
    reason: str | None = None
    outliers: tuple[SourceOutlier, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as a JSON object."""
        row: dict[str, Any] = {
            "source": self.source,
            "n": self.n,
            "percentile": self.percentile,
            "outliers": [item.to_dict() for item in self.outliers],
        }
        if self.reason is not None:
            row["reason"] = self.reason
        return row
