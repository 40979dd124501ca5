"""Fit the population of sources that :mod:`scorer.sources.prior` holds.

``python -m scorer.training.sources --data DIR [--out FILE]`` after every new model: article margins
and signals come from models that never saw the outlet (cross-fitted by family), outlets weigh by
how much their articles tell, moments are estimated as in DerSimonian and Laird (1986), and the
interval's ends are the 5 % and 95 % quantiles of the standardised errors on corpora left out.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from scorer.errors import ConfigError
from scorer.model.artefact import load_model
from scorer.model.calibration import POINTS_PER_LOGIT
from scorer.sources.prior import PRIOR_VERSION, Prior, Spread
from scorer.training.dataset import Articles, Floats
from scorer.training.metrics import spearman

SECOND = "wording.register"
"""Chosen by cross-fitting on training outlets (docs/sources.md)."""
CLIP = 0.03
"""Ratings at the ends have no logit."""
LIMIT = 1.5
"""Standard deviations of the excess between outlets that count at most."""
HALF = 3.0
"""Articles with which an outlet weighs half of what it would with any number."""
MOST_WITHIN = 30.0
"""Articles of one outlet that count for the scatter within outlets."""
LEAST = 3
"""Outlets with fewer articles do not calibrate the interval."""
FOLDS = 5
ENOUGH = 5
"""Articles of outlets that the figures are over."""
LEAST_RESIDUAL = 0.3
"""No data folder is so small and clean that its outlets promise more than this on the logit."""
DIGITS = 6


class Outlets:
    """Means by outlet family.

    Parameters
    ----------
    family : array of str, shape (n,)
    x : array of float, shape (n, k)
        Evidence and signals; NaN is left out, column by column.
    rating : array of float, shape (n,)
        0 to 1.
    """

    def __init__(self, family: npt.NDArray[np.str_], x: Floats, rating: Floats) -> None:
        self.names, first, index = np.unique(family, return_index=True, return_inverse=True)
        known = ~np.isnan(x)
        zero = np.where(known, x, 0.0)
        size, columns = len(self.names), range(x.shape[1])
        self.n = np.stack([np.bincount(index, known[:, j], size) for j in columns], axis=1)
        total = np.stack([np.bincount(index, zero[:, j], size) for j in columns], axis=1)
        with np.errstate(invalid="ignore"):
            self.mean = total / self.n
        self.rating = rating[first]
        self.left = np.where(known, x - self.mean[index], 0.0)
        self.row_weight = np.minimum(1.0, MOST_WITHIN / self.n[:, 0])[index]
        self.index = index

    def within(self, i: int, j: int) -> float:
        """Pooled covariance of two columns within outlets."""
        freedom = float((self.row_weight * (1.0 - 1.0 / self.n[self.index, 0])).sum())
        return float((self.row_weight * self.left[:, i] * self.left[:, j]).sum() / freedom)


def population(outlets: Outlets, at: npt.NDArray[np.bool_], names: list[str]) -> Prior:
    """Fit on some outlets.

    Parameters
    ----------
    outlets : Outlets
        Columns: margin, evidence, then the signals.
    at : array of bool
        Outlets to fit on.
    names : list of str
        Of the signals.
    """
    spreads, weights = [], []
    for j in range(outlets.mean.shape[1]):
        spread, weight = _spread(outlets, at, j)
        spreads.append(spread)
        weights.append(weight)
    weight = weights[0]
    apart = np.nan_to_num(outlets.mean[at] - [item.mean for item in spreads])
    logit = np.log(_clipped(outlets.rating[at]) / (1.0 - _clipped(outlets.rating[at])))
    middle = float(weight @ logit)
    one, two = spreads[0], spreads[1]
    noise = float(weight @ (1.0 / outlets.n[at, 0]))
    within = outlets.within(0, 1)
    shared = float(weight @ (apart[:, 0] * apart[:, 1])) - within * noise
    correlation = float(np.clip(shared / (one.between * two.between), -0.95, 0.95))
    slopes = [float(weight @ (apart[:, j] * (logit - middle))) for j in (0, 1)]
    between = np.array(
        [
            [one.between**2, correlation * one.between * two.between],
            [correlation * one.between * two.between, two.between**2],
        ]
    )
    joint = np.linalg.solve(between, slopes)
    spread_of_logit = float(weight @ (logit - middle) ** 2)
    slope = slopes[0] / one.between**2
    floor = max(0.1 * spread_of_logit, LEAST_RESIDUAL**2)
    return Prior(
        name="fitted",
        model_id="",
        margin=one,
        second=SECOND,
        evidence=two,
        between=correlation,
        within=float(np.clip(within / (one.within * two.within), -0.95, 0.95)),
        intercept=middle,
        slope=slope,
        excess=max(float(joint[1]), 0.0),
        limit=LIMIT * two.between * math.sqrt(1.0 - correlation**2),
        residual=math.sqrt(max(spread_of_logit - float(joint @ slopes), floor)),
        residual_alone=math.sqrt(max(spread_of_logit - slope * slopes[0], floor)),
        low=-1.645,
        high=1.645,
        signals=dict(zip(names, spreads[2:], strict=True)),
        center=(one.mean, two.mean),
    )


def calibrated(prior: Prior, z: Floats) -> Prior:
    """Set the ends of the interval by standardised errors on outlets left out."""
    low, high = np.quantile(z, (0.05, 0.95))
    return replace(prior, low=float(low), high=float(high))


def left_out(
    outlets: Outlets, fold: npt.NDArray[np.int64], names: list[str]
) -> tuple[Floats, Floats]:
    """Estimates of each outlet by a fit without its fold: reliability and standardised error."""
    mean, z = np.full(len(fold), np.nan), np.full(len(fold), np.nan)
    for number in np.unique(fold):
        prior = population(outlets, fold != number, names)
        for i in np.flatnonzero(fold == number):
            found = prior.posterior(outlets.mean[i, 0], outlets.mean[i, 1], outlets.n[i, 0])
            rating = float(_clipped(outlets.rating[i : i + 1])[0])
            mean[i] = found.mean
            z[i] = (math.log(rating / (1.0 - rating)) - found.logit) / found.sd
    return mean, z


def as_file(prior: Prior, about: dict[str, Any]) -> str:
    """Write a population as the JSON that :meth:`Prior.load` reads."""
    keys = (
        "second between within intercept slope excess limit residual residual_alone low high"
    ).split()
    return (
        json.dumps(
            {
                "version": PRIOR_VERSION,
                **about,
                "margin": _short(prior.margin),
                "evidence": _short(prior.evidence),
                **{key: _short(getattr(prior, key)) for key in keys},
                "signals": {name: _short(item) for name, item in prior.signals.items()},
            },
            indent=1,
        )
        + "\n"
    )


def _spread(outlets: Outlets, at: npt.NDArray[np.bool_], j: int) -> tuple[Spread, Floats]:
    """Mean and spreads of one column; weights of the outlets."""
    n = outlets.n[at, j]
    known = n > 0
    weight = np.where(known, 1.0 / (1.0 + HALF / np.maximum(n, 1.0)), 0.0)
    weight /= weight.sum()
    mean = np.where(known, outlets.mean[at, j], 0.0)
    middle = float(weight @ mean)
    within = outlets.within(j, j)
    spread = float(weight @ (mean - middle) ** 2) - within * float(
        weight @ (1.0 / np.maximum(n, 1))
    )
    between = math.sqrt(max(spread, 0.02 * within, 1e-12))
    return Spread(middle, between, math.sqrt(max(within, 1e-12))), weight


def _clipped(rating: Floats) -> Floats:
    return np.clip(rating, CLIP, 1.0 - CLIP)


def _short(value: Any) -> Any:
    """Six significant digits."""
    if isinstance(value, Spread):
        return [_short(item) for item in value]
    return value if isinstance(value, str) else float(f"{value:.{DIGITS}g}")


def main_corpus(articles: Articles, names: npt.NDArray[np.str_]) -> npt.NDArray[np.int64]:
    """Number of the corpus that most articles of each outlet are of; folds where there is one."""
    of: dict[str, Counter[str]] = {}
    for family, corpus in zip(articles.family.tolist(), articles.corpus.tolist(), strict=True):
        of.setdefault(family, Counter())[corpus] += 1
    main = [of[str(name)].most_common(1)[0][0] for name in names]
    if len(set(main)) < 2:
        return np.arange(len(main), dtype=np.int64) % FOLDS
    return np.unique(np.array(main), return_inverse=True)[1].astype(np.int64)


def fit_population(data: Path, *, seed: int = 0) -> tuple[Prior, dict[str, Any]]:
    """Fit, cross-fit and calibrate on the training outlets of a data folder."""
    from scorer.training.fit import fit, with_held_out_wording
    from scorer.training.material import gather
    from scorer.training.split import family_folds
    from scorer.training.write import frozen

    model = load_model()
    material = gather(data, seed=seed)
    articles = material.articles
    train = (articles.split == "train") & articles.source_labelled
    stratum = np.where(articles.low, 0, np.where(articles.high, 2, 1))
    fold = np.full(len(articles), -1)
    fold[train] = family_folds(articles.family[train], stratum[train], 5)
    honest = with_held_out_wording(material, train, fold)
    margin = frozen(fit(material)).held_out * POINTS_PER_LOGIT
    names = [shape.feature for shape in model.scorecard.shapes]
    at = train & articles.judged
    own = articles.where(at)
    columns = [honest.names.index(name) for name in (SECOND, *names)]
    x = np.concatenate([margin[at, None], honest.values[at][:, columns]], axis=1)
    outlets = Outlets(own.family, x, own.pc1)
    return _checked(outlets, main_corpus(own, outlets.names), names, model.id, len(own))


def _checked(
    outlets: Outlets, corpus: npt.NDArray[np.int64], names: list[str], model_id: str, articles: int
) -> tuple[Prior, dict[str, Any]]:
    """Fit on all outlets, with the interval from corpora left out; and what to say of it."""
    everyone = np.ones(len(outlets.names), dtype=np.bool_)
    enough = outlets.n[:, 0] >= LEAST
    if not enough.any():
        raise ConfigError(f"no outlet of the training data has {LEAST} articles")
    _, z = left_out(outlets, corpus, names)
    prior = replace(calibrated(population(outlets, everyone, names), z[enough]), model_id=model_id)
    return prior, {
        "model_id": model_id,
        "outlets": len(outlets.names),
        "articles": articles,
        "cross_fitted": figures(outlets, prior, names),
    }


def figures(outlets: Outlets, prior: Prior, names: list[str]) -> dict[str, float | int | None]:
    """Order and coverage on training outlets, each judged by a fit on four fifths of the others."""
    fold = np.arange(len(outlets.names), dtype=np.int64) % FOLDS
    mean, z = left_out(outlets, fold, names)
    at = outlets.n[:, 0] >= ENOUGH
    if at.sum() < ENOUGH:
        return {}
    inside = (z[at] > prior.low) & (z[at] < prior.high)
    told = {
        "outlets_from_5": int(at.sum()),
        "spearman": spearman(mean[at], outlets.rating[at]),
        "spearman_mean_margin": spearman(outlets.mean[at, 0], outlets.rating[at]),
        "coverage": float(inside.mean()),
    }
    return {name: None if x is None else round(x, 3) for name, x in told.items()}


def main(argv: list[str] | None = None) -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    packaged = Path(__file__).resolve().parent.parent / "data" / "source_population.json"
    parser.add_argument("--out", type=Path, default=packaged)
    asked = parser.parse_args(argv)
    prior, about = fit_population(asked.data)
    asked.out.write_text(as_file(prior, about), encoding="utf-8")
    sys.stderr.write(f"{asked.out.name}: {json.dumps(about)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
