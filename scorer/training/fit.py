"""From measured material to a calibrated additive model: one function, one set of options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from scorer.training.config import Direction, FitOptions, chosen
from scorer.training.dataset import HIGH, LOW, Articles, Floats, Mask
from scorer.training.estimator import AdditiveClassifier, Pairing
from scorer.training.material import Material, Pairs
from scorer.training.split import family_folds
from scorer.training.weights import balanced, outlet_weights, training_weights

WORDING = {"wording.register": "wording.json", "wording.grammar": "grammar.json"}
"""Data file of the scale behind each signal that is itself learned from the outlets' labels."""
LEAST_FAMILIES = 50
"""With fewer outlet families no wording scale can be fitted on a part of them."""
SIGN: dict[str, int] = {"up": 1, "down": -1, "free": 0}


@dataclass(frozen=True)
class Fitted:
    """A calibrated model and how it came about.

    Attributes
    ----------
    model : AdditiveClassifier
        Its margin is calibrated log-odds.
    columns : list of int
        Columns of the material it reads.
    features : list of str
    directions : list of str
    slope, shift : float
        The calibration that was folded in.
    held_out : array of float
        Calibrated log-odds of each training article from a model that never saw its family; NaN
        for other rows.
    """

    model: AdditiveClassifier
    columns: list[int]
    features: list[str]
    directions: list[str]
    slope: float
    shift: float
    held_out: Floats


def fit(material: Material, options: FitOptions | None = None) -> Fitted:
    """Fit on the training split and calibrate on held-out families.

    Parameters
    ----------
    material : Material
    options : FitOptions, optional
    """
    opts = options or FitOptions()
    picked = chosen(material.names, opts.signals)
    columns = [column for column, _, _ in picked]
    ways = [way for _, _, way in picked]
    articles = material.articles
    train = (articles.split == "train") & articles.source_labelled
    stratum = np.where(articles.low, 0, np.where(articles.high, 2, 1))
    fold = np.full(len(articles), -1)
    fold[train] = family_folds(articles.family[train], stratum[train], opts.folds)

    material = with_held_out_wording(material, train, fold)
    held_out = np.full(len(articles), np.nan)
    for number in range(opts.folds):
        rows = train & (fold != number)
        model = fit_rows(material, rows, columns, ways, opts)
        at = train & (fold == number)
        held_out[at] = model.decision_function(material.values[at][:, columns])
    slope, shift = platt(held_out, articles, train)
    model = fit_rows(material, train, columns, ways, opts).rescaled(slope, shift)
    return Fitted(
        model=model,
        columns=columns,
        features=[name for _, name, _ in picked],
        directions=list(ways),
        slope=slope,
        shift=shift,
        held_out=held_out * slope + shift,
    )


def with_held_out_wording(material: Material, train: Mask, fold: npt.NDArray[np.int64]) -> Material:
    """Replace the wording of the training articles by scales that never saw their family.

    The scales that are served were fitted on all of these articles: their values on them look
    better than they are anywhere else, and a model trained on them would trust them too much. Blog
    posts get the usual value: what tells automatic ones by their words is the vocabulary of
    language models, which good newsrooms use too.
    """
    families = len(np.unique(material.articles.family[train]))
    if families < LEAST_FAMILIES:
        return material
    from scorer.features.wording import LIMIT
    from scorer.training.wording.scale import (
        ALWAYS,
        MIN_FAMILIES,
        edited_posts,
        labels_of,
        out_of_fold,
    )

    own, posts = material.articles.where(train), edited_posts(material.farm)
    labels = labels_of(own, posts)
    everyone = np.ones(len(own) + len(posts), dtype=np.bool_)
    folds = np.append(fold[train], np.full(len(posts), ALWAYS))
    values, farm_values = material.values.copy(), material.farm_values.copy()
    for signal, scale in WORDING.items():
        if signal not in material.names or scale not in material.words:
            continue
        column = material.names.index(signal)
        least = MIN_FAMILIES[scale]
        honest = out_of_fold(material.words[scale], labels, everyone, folds, least)[: len(own)]
        undefined = np.isnan(values[train, column])
        values[train, column] = np.where(undefined, np.nan, np.clip(honest, -LIMIT, LIMIT))
        farm_values[:, column] = float(np.median(honest)) if len(honest) else 0.0
    return replace(material, values=values, farm_values=farm_values)


def fit_rows(
    material: Material,
    rows: Mask,
    columns: Sequence[int],
    ways: Sequence[Direction],
    opts: FitOptions,
) -> AdditiveClassifier:
    """Fit on some rows of the articles, the pairs made from their families, and the blogs."""
    articles = material.articles.where(rows)
    values = material.values[rows][:, list(columns)]
    target = np.clip((articles.pc1 - LOW) / (HIGH - LOW), 0.0, 1.0)
    weight = training_weights(articles, power=opts.power, right_share=opts.right_share)
    middle = ~articles.low & ~articles.high
    weight = weight + opts.mid_weight * balanced(
        outlet_weights(articles.family, opts.power), [middle]
    )
    contrasts = lean_contrasts(articles)
    farm = material.farm.where(material.farm.split == "train")
    if len(farm) and opts.farm_weight > 0.0:
        posts = material.farm_values[material.farm.split == "train"][:, list(columns)]
        share = balanced(outlet_weights(farm.family, opts.power), [farm.low, farm.high])
        values = np.concatenate([values, posts])
        target = np.concatenate([target, farm.pc1])
        weight = np.concatenate([weight, opts.farm_weight * share])
        contrasts = [np.append(line, np.zeros(len(farm))) for line in contrasts]
    pairs = join_pairs(material.pairs, set(articles.family.tolist()), columns, opts)
    names = [material.names[column] for column in columns]
    model = AdditiveClassifier(
        [SIGN[way] for way in ways],
        ridge=opts.ridge,
        missing_ridge=opts.missing_ridge,
        pair_weight=opts.pair_weight,
        pair_softness=opts.pair_softness,
        stiffness=[
            opts.stiffness.get(name, opts.stiffness.get(name.split(".")[0], 1.0)) for name in names
        ],
        span=[opts.spans.get(name) for name in names],
        least=[opts.least.get(name, 0.0) for name in names],
        balance=opts.balance,
    ).fit(values, target, weight, pairs=pairs, contrasts=contrasts)
    learned = [j for j, name in enumerate(names) if name in WORDING]
    return model.stretched(learned, opts.wording_lead)


def lean_contrasts(articles: Articles) -> list[Floats]:
    """Signed weights of right against left outlets of like quality; their margins should agree."""
    base = outlet_weights(articles.family, 0.5)
    out = []
    bands = (articles.high, ~articles.high & ~articles.low)
    for band in bands:
        right, left = band & (articles.lean == "right"), band & (articles.lean == "left")
        if right.any() and left.any():
            out.append(balanced(base, [right]) - balanced(base, [left]))
    return out


def join_pairs(
    pairs: dict[str, Pairs],
    families: set[str],
    columns: Sequence[int],
    opts: FitOptions,
) -> Pairing | None:
    """All training pairs of the given families; kinds weigh the same unless said otherwise.

    Pairs of stories that belong to no outlet (reading levels) always count.
    """
    better, worse, weight, gap = [], [], [], []
    for kind in sorted(pairs):
        own = pairs[kind]
        free = kind == "stacked_levels"
        at = (own.split == "train") & np.array([free or f in families for f in own.family])
        if not at.any():
            continue
        own = own.where(at)
        better.append(own.better[:, list(columns)])
        worse.append(own.worse[:, list(columns)])
        share = outlet_weights(own.family, 0.5)
        weight.append(opts.kind_weight.get(kind, 1.0) * share / share.sum())
        gap.append(np.full(len(share), opts.kind_gap.get(kind, opts.gap)))
    if not better:
        return None
    return tuple(map(np.concatenate, (better, worse, weight, gap)))  # type: ignore[return-value]


def class_weights(articles: Articles, rows: Mask) -> Floats:
    """Equal priors, outlets weighing the same within each class; 0 outside the two classes."""
    base = np.zeros(len(articles))
    for group in (articles.low & rows, articles.high & rows):
        base[group] = outlet_weights(articles.family[group])
    return balanced(base, [articles.low & rows, articles.high & rows])


def platt(margin: Floats, articles: Articles, rows: Mask) -> tuple[float, float]:
    """Slope and shift that calibrate margins as a probability: equal priors, outlets alike.

    The targets are Platt's (1999): not 0 and 1, but what so many independent cases bear out. The
    cases are outlets: that 45 poor ones lie low does not make a chance of one in a thousand.
    """
    weight = class_weights(articles, rows & ~np.isnan(margin))
    at = weight > 0.0
    high, family = articles.high[at], articles.family[at]
    good, poor = len(np.unique(family[high])), len(np.unique(family[~high]))
    target = np.where(high, (good + 1.0) / (good + 2.0), 1.0 / (poor + 2.0))
    return logistic_line(margin[at], target, weight[at])


def logistic_line(x: Floats, y: Floats, weight: Floats) -> tuple[float, float]:
    """Weighted logistic regression on one column, by Newton's method."""
    design: npt.NDArray[np.float64] = np.stack([x, np.ones_like(x)], axis=1)
    theta = np.array([1.0, 0.0])
    for _ in range(50):
        p = 0.5 * (1.0 + np.tanh(0.5 * (design @ theta)))
        gradient = design.T @ (weight * (p - y)) + 1e-9 * theta
        hessian = (design * (weight * p * (1.0 - p))[:, None]).T @ design + 1e-9 * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        size = float(np.abs(step).max())
        theta = theta - step * min(1.0, 2.0 / max(size, 1e-12))
        if size < 1e-10:
            break
    return float(max(theta[0], 1e-6)), float(theta[1])
