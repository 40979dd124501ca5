"""From the mean of a source's articles to its reliability: the hierarchical model.

Three levels, all normal, on scales where sums make sense:

1. An article's evidence (its margin, and a signal that is steadier over a source than in an
   article) scatters around its source's level: ``x = level + e``, covariance ``within`` (pooled).
2. Levels scatter around the population's: ``level = mean + d``, covariance ``between``.
3. Reliability, as the logit of the experts' rating of outlets (0 to 1), is linear in the level and
   scatters around that by ``residual``: an error of the model that no number of articles removes.

Levels are estimated by their posterior mean given ``n`` articles (empirical Bayes; Efron and Morris
1975), so few articles are drawn towards the population. ``python -m scorer.training.sources`` fits
the numbers on training outlets by moments, and calibrates the interval on corpora left out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from scorer.errors import ConfigError

PRIOR_VERSION = 1
FARTHEST = 4.0
"""Standard deviations of the second evidence that are believed; more is a mistake in the rows."""


class Spread(NamedTuple):
    """Mean of a quantity, and its standard deviations between and within sources."""

    mean: float
    between: float
    within: float


class Posterior(NamedTuple):
    """Reliability of a source, 0 to 100: posterior mean and 90 % interval; and on its logit."""

    mean: float
    low: float
    high: float
    logit: float
    sd: float


@dataclass(frozen=True, slots=True)
class Prior:
    """The population that sources come from.

    Parameters
    ----------
    name : str
        ``shipped``, ``batch`` or a file's name.
    model_id : str
        Model whose scores it was fitted on.
    margin : Spread
        Article margins, in points.
    second : str
        Signal that is the second evidence.
    evidence : Spread
        Its values.
    between, within : float
        Correlation of margin and evidence between sources, and within them.
    intercept : float
        Logit of the reliability at the population's mean.
    slope : float
        Change of the logit with a point of margin.
    excess : float
        Change with the evidence that goes beyond what the margin lets expect.
    limit : float
        Largest excess that counts; beyond what training outlets show, the margin alone speaks.
    residual, residual_alone : float
        Standard deviation of the logit around that, with and without the evidence.
    low, high : float
        Standard deviations from the estimate to the ends of the 90 % interval.
    signals : mapping of str to Spread
        Every signal that a roll-up compares.
    """

    name: str
    model_id: str
    margin: Spread
    second: str
    evidence: Spread
    between: float
    within: float
    intercept: float
    slope: float
    excess: float
    limit: float
    residual: float
    residual_alone: float
    low: float
    high: float
    signals: Mapping[str, Spread]
    center: tuple[float, float]
    """Means that ``intercept`` belongs to; a batch's own means differ from them."""

    def posterior(self, margin: float, evidence: float, n: float) -> Posterior:
        """Estimate the reliability of a source.

        Parameters
        ----------
        margin : float
            Mean margin of its articles, in points.
        evidence : float
            Mean of the second evidence; NaN where the rows do not hold it.
        n : float
            Articles, above 0.

        Returns
        -------
        Posterior

        Examples
        --------
        >>> prior = Prior.shipped()
        >>> few, many = (prior.posterior(20.0, math.nan, n) for n in (1, 100))
        >>> prior.posterior(0.0, math.nan, 100).mean < few.mean < many.mean
        True
        >>> few.high - few.low > many.high - many.low
        True
        """
        one, two = self.margin, self.evidence
        alone = math.isnan(evidence)
        between = _covariance(one.between, two.between, self.between)
        within = _covariance(one.within, two.within, self.within)
        far = FARTHEST * math.hypot(two.between, two.within / math.sqrt(n))
        beyond = 0.0 if alone else min(max(evidence - two.mean, -far), far)
        seen = np.array([margin - one.mean, beyond])
        if alone:
            between, within, seen = between[:1, :1], within[:1, :1], seen[:1]
        gain = between @ np.linalg.inv(between + within / n)
        level = gain @ seen
        unsure = between - gain @ between
        first = float(level[0]) + one.mean - self.center[0]
        logit = self.intercept + self.slope * first
        slopes, residual = np.array([self.slope, 0.0])[: len(seen)], self.residual_alone
        if not alone:
            expected = self.between * _ratio(two.between, one.between)
            over = float(level[1]) + two.mean - self.center[1] - expected * first
            logit += self.excess * min(max(over, -self.limit), self.limit)
            if abs(over) < self.limit:
                residual = self.residual
                slopes = np.array([self.slope - self.excess * expected, self.excess])
        variance = residual**2 + float(slopes @ unsure @ slopes)
        sd = math.sqrt(variance)
        return Posterior(
            mean=100.0 * _mean_of_logistic(logit, variance),
            low=100.0 * _logistic(logit + self.low * sd),
            high=100.0 * _logistic(logit + self.high * sd),
            logit=logit,
            sd=sd,
        )

    def of_batch(self, margin: Spread, evidence: Spread, signals: Mapping[str, Spread]) -> Prior:
        """Return the same model with the population of a batch: few articles are drawn to it."""
        return replace(self, name="batch", margin=margin, evidence=evidence, signals=signals)

    @classmethod
    def shipped(cls) -> Prior:
        """Return the population that comes with the package: the outlets of the training data."""
        return _shipped()

    @classmethod
    def load(cls, path: str | Path) -> Prior:
        """Read a file that ``python -m scorer.training.sources`` wrote.

        Raises
        ------
        ConfigError
            It cannot be read, or is none.
        """
        try:
            text = Path(path).read_text(encoding="utf-8")
        except OSError as error:
            raise ConfigError(f"cannot read the prior {path}: {error.strerror}") from error
        except ValueError as error:
            raise ConfigError(f"prior {path}: {error}") from error
        return _read(text, Path(path).name)


@lru_cache(maxsize=1)
def _shipped() -> Prior:
    """Read the package's own file once."""
    path = files("scorer.data").joinpath("source_population.json")
    return _read(path.read_text(encoding="utf-8"), "shipped")


def _read(text: str, name: str) -> Prior:
    """Check every number of a file."""
    try:
        found: Any = json.loads(text)
        if found["version"] != PRIOR_VERSION:
            raise ConfigError(
                f"prior {name}: version {found['version']!r:.20}, this scorer reads {PRIOR_VERSION}"
            )
        numbers = {key: _finite(found[key]) for key in _NUMBERS}
        margin, evidence = _spread(found["margin"]), _spread(found["evidence"])
        prior = Prior(
            name=name,
            model_id=str(found["model_id"]),
            margin=margin,
            second=str(found["second"]),
            evidence=evidence,
            signals={str(key): _spread(item) for key, item in found["signals"].items()},
            center=(margin.mean, evidence.mean),
            **numbers,
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise ConfigError(f"prior {name} is no population of sources: {error!r:.120}") from error
    if min(prior.residual, prior.residual_alone, margin.within, evidence.within) <= 0:
        raise ConfigError(f"prior {name}: a standard deviation is not above 0")
    if max(abs(prior.between), abs(prior.within)) >= 1 or not prior.low < 0 < prior.high:
        raise ConfigError(f"prior {name}: a correlation or an interval makes no sense")
    return prior


_NUMBERS = (
    "between", "within", "intercept", "slope", "excess", "limit", "residual", "residual_alone",
    "low", "high",
)  # fmt: skip


def _spread(value: Any) -> Spread:
    mean, between, within = (_finite(item) for item in value)
    if between < 0 or within < 0:
        raise ValueError("a standard deviation below 0")
    return Spread(mean, between, within)


def _finite(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is no finite number")
    return number


def _covariance(one: float, two: float, correlation: float) -> Any:
    """Covariance of two quantities."""
    both = correlation * one * two
    return np.array([[one * one, both], [both, two * two]])


def _ratio(above: float, below: float) -> float:
    return above / below if below > 0 else 0.0


def _logistic(x: float) -> float:
    return 0.5 * (1.0 + math.tanh(0.5 * x))


def _mean_of_logistic(x: float, variance: float) -> float:
    """Mean of the logistic of a normal (MacKay 1992)."""
    return _logistic(x / math.sqrt(1.0 + math.pi * variance / 8.0))
