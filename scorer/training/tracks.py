"""Tracks that need models of their own: a corpus left out, and forward in time.

Each refit uses the signals as they were measured once. What is learned from the labels (the wording
scale, the shapes) is fitted again without the rows tried *and* without their outlets, so that a
corpus left out is also one of outlets never seen, and the future is told on outlets of no past.
Blogs and degraded copies of other outlets stay in. The corpora that judged articles themselves
were never trained on; they are in ``article_corpora``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from scorer.training.config import FitOptions, chosen
from scorer.training.dataset import Floats, Mask
from scorer.training.fit import LEAST_FAMILIES, WORDING, class_weights, fit_rows
from scorer.training.material import Material
from scorer.training.metrics import auroc, bootstrap, outlet_means, spearman
from scorer.training.split import family_folds

FOLDS = 3
"""Folds of outlets for the wording of the rows trained on, and for the test of the future."""
CUT = date(2018, 1, 1)
"""Articles before it are the past, those from it on the future."""
LEAST_ROWS = 10
"""Rows of one class under which no figure is given."""


def margins_without(
    material: Material, train: Mask, test: Mask, options: FitOptions | None = None
) -> Floats:
    """Log-odds, not calibrated, of the test rows by a model fitted on the training rows alone.

    Parameters
    ----------
    material : Material
    train, test : array of bool, shape (n,)
        Rows among the training split; no outlet may be in both.
    options : FitOptions, optional

    Returns
    -------
    array of float, shape (n,)
        NaN outside the test rows.
    """
    opts = options or FitOptions()
    picked = chosen(material.names, opts.signals)
    columns = [column for column, _, _ in picked]
    fresh = _with_wording(material, train, test)
    model = fit_rows(fresh, train, columns, [way for _, _, way in picked], opts)
    out = np.full(len(material.articles), np.nan)
    out[test] = model.decision_function(fresh.values[test][:, columns])
    return out


def _with_wording(material: Material, train: Mask, test: Mask) -> Material:
    """Wording of the rows trained on out of fold, of the rows tried by a scale of the former."""
    articles = material.articles
    labelled = (articles.split == "train") & articles.source_labelled
    if len(np.unique(articles.family[train])) < LEAST_FAMILIES:
        return material
    from scorer.features.wording import LIMIT
    from scorer.training.wording.scale import (
        ALWAYS,
        MIN_FAMILIES,
        edited_posts,
        labels_of,
        out_of_fold,
    )

    posts = edited_posts(material.farm)
    extra = np.ones(len(posts), dtype=np.bool_)
    used = np.append((train | test)[labelled], extra)
    own = articles.where(train | test)
    fitted_on = train[train | test]
    fold = np.full(len(own), -1)
    stratum = np.where(own.low, 0, np.where(own.high, 2, 1))
    fold[fitted_on] = family_folds(own.family[fitted_on], stratum[fitted_on], FOLDS)
    labels = labels_of(own, posts)
    seen, folds = np.append(fitted_on, extra), np.append(fold, np.full(len(posts), ALWAYS))
    values, farm_values = material.values.copy(), material.farm_values.copy()
    for signal, scale in WORDING.items():
        if signal not in material.names or scale not in material.words:
            continue
        counts = material.words[scale].where(np.flatnonzero(used))
        honest = out_of_fold(counts, labels, seen, folds, MIN_FAMILIES[scale])[: len(own)]
        honest = np.clip(honest, -LIMIT, LIMIT)
        column = material.names.index(signal)
        before = values[train | test, column]
        values[train | test, column] = np.where(np.isnan(before), np.nan, honest)
        farm_values[:, column] = float(np.median(honest[fitted_on]))
    return replace(material, values=values, farm_values=farm_values)


def leave_one_corpus_out(
    material: Material,
    options: FitOptions | None = None,
    *,
    slope: float = 1.0,
    shift: float = 0.0,
    seed: int = 0,
) -> dict[str, Any]:
    """Every corpus labelled by outlet, by a model that saw neither it nor its outlets.

    Parameters
    ----------
    material : Material
    options : FitOptions, optional
    slope, shift : float
        Calibration of the shipped fit, for the shares on the right side of 50.
    seed : int
        Of the bootstrap.

    Returns
    -------
    dict
        By corpus: articles, outlets, ``auroc`` where it has both classes, and the shares of good
        articles at 50 or over and of poor ones under 50.
    """
    articles = material.articles
    labelled = (articles.split == "train") & articles.source_labelled
    out: dict[str, Any] = {}
    for corpus in sorted(set(articles.corpus[labelled].tolist())):
        test = labelled & (articles.corpus == corpus)
        train = labelled & ~np.isin(articles.family, np.unique(articles.family[test]))
        if not _both_classes(material, train):
            continue
        margin = margins_without(material, train, test, options) * slope + shift
        out[corpus] = _figures(material, margin, test, seed)
        out[corpus]["trained_on"] = int(train.sum())
    return out


def time_forward(
    material: Material, options: FitOptions | None = None, *, cut: date = CUT, seed: int = 0
) -> dict[str, Any]:
    """Later articles by models of earlier ones, each of outlets the model never saw.

    Parameters
    ----------
    material : Material
    options : FitOptions, optional
    cut : date
    seed : int

    Returns
    -------
    dict
        Empty where too few articles have a date.
    """
    articles = material.articles
    labelled = (articles.split == "train") & articles.source_labelled
    day = articles.day.copy()
    scraped = [extra.get("published_is") == "scrape date" for extra in articles.extra]
    day[np.array(scraped, dtype=np.bool_)] = np.nan
    past, future = labelled & (day < cut.toordinal()), labelled & (day >= cut.toordinal())
    if not _both_classes(material, past) or not _both_classes(material, future):
        return {}
    stratum = np.where(articles.low, 0, np.where(articles.high, 2, 1))
    fold = np.full(len(articles), -1)
    dated = past | future
    fold[dated] = family_folds(articles.family[dated], stratum[dated], FOLDS)
    margin = np.full(len(articles), np.nan)
    for number in range(FOLDS):
        train, test = past & (fold != number), future & (fold == number)
        if test.any() and _both_classes(material, train):
            found = margins_without(material, train, test, options)
            margin[test] = found[test]
    tried = future & ~np.isnan(margin)
    return {
        "cut": cut.isoformat(),
        "trained_on": int(past.sum()),
        **_figures(material, margin, tried, seed),
    }


def _both_classes(material: Material, rows: Mask) -> bool:
    articles = material.articles
    return bool((articles.low & rows).sum() >= 1 and (articles.high & rows).sum() >= 1)


def _figures(material: Material, margin: Floats, rows: Mask, seed: int) -> dict[str, Any]:
    articles = material.articles
    weight = class_weights(articles, rows)
    low, high = articles.low & rows, articles.high & rows
    out: dict[str, Any] = {
        "articles": int(rows.sum()),
        "outlets": len(np.unique(articles.family[rows])),
        "low": int(low.sum()),
        "high": int(high.sum()),
        "high_over_50": float((margin[high] >= 0).mean()) if high.any() else None,
        "low_under_50": float((margin[low] < 0).mean()) if low.any() else None,
        "auroc_pooled": None,
        "auroc_outlets_alike": None,
        "auroc_outlets_alike_interval": None,
    }
    at = np.flatnonzero(low | high)
    if min(low.sum(), high.sum()) >= LEAST_ROWS:

        def alike(i: npt.NDArray[np.int64]) -> float | None:
            return auroc(articles.high[at[i]], margin[at[i]], weight[at[i]])

        out["auroc_pooled"] = auroc(articles.high[at], margin[at])
        out["auroc_outlets_alike"] = alike(np.arange(len(at)))
        out["auroc_outlets_alike_interval"] = bootstrap(articles.family[at], alike, seed=seed)
    every = np.flatnonzero(rows)
    _, (mean, quality) = outlet_means(articles.family[every], margin[every], articles.pc1[every])
    out["source_spearman"] = spearman(mean, quality)
    return out
