"""The protocol: every figure the model card shows, from one function.

Outlets kept aside (split == dev), training outlets by cross-fitting, corpora that judged articles,
degraded copies, automatic blogs, probes that must stay weak, and the exactness of the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from scorer.model._parse import parse_reference
from scorer.model.abstention import AbstentionRule
from scorer.model.calibration import POINTS_PER_LOGIT
from scorer.model.reference import Reference
from scorer.model.scorecard import Scorecard
from scorer.training.dataset import Articles, Floats, Mask
from scorer.training.fit import class_weights
from scorer.training.material import Material
from scorer.training.metrics import (
    auroc,
    bootstrap,
    calibration_error,
    outlet_means,
    pairs_right,
    rounded,
    spearman,
)
from scorer.training.reference import reference_of

ROUNDS = 200
Rows = npt.NDArray[np.int64]


def margins(card: Scorecard, values: Floats, names: list[str]) -> Floats:
    """Margins in points of measured rows, by the tables that are served."""
    column = {name: index for index, name in enumerate(names)}
    out = np.full(len(values), card.base_points)
    for shape in card.shapes:
        x = values[:, column[shape.feature]]
        points = np.interp(x, shape.knots, shape.points)
        out += np.where(np.isnan(x), shape.missing, points)
    return out


def evaluate_card(
    card: Scorecard,
    material: Material,
    *,
    rule: AbstentionRule,
    held_out: Floats | None = None,
    seed: int = 0,
) -> dict[str, Any]:
    """All figures of a scorecard.

    Parameters
    ----------
    card : Scorecard
    material : Material
    rule : AbstentionRule
        The model's limits.
    held_out : array of float, optional
        Cross-fitted log-odds of the training articles.
    seed : int
        Of the bootstrap.
    """
    articles = material.articles
    margin = margins(card, material.values, material.names)
    dev = articles.source_labelled & (articles.split == "dev")
    out: dict[str, Any] = {
        "unseen_outlets": outlet_figures(articles, margin, dev, seed),
    }
    if held_out is not None:
        train = articles.source_labelled & (articles.split == "train") & ~np.isnan(held_out)
        cross = np.nan_to_num(held_out) * POINTS_PER_LOGIT
        out["cross_fitted"] = outlet_figures(articles, cross, train, seed)
    out["probes"] = probes(articles, dev)
    out["article_corpora"] = corpora_figures(articles, margin)
    out["blogs"] = blog_figures(material, card)
    out["degraded"] = pair_figures(card, material)
    out["abstention"] = abstention_figures(rule, material)
    return out


def outlet_figures(articles: Articles, margin: Floats, rows: Mask, seed: int) -> dict[str, Any]:
    """Figures on articles labelled by outlet."""
    weight = class_weights(articles, rows)
    at = np.flatnonzero(weight > 0.0)
    if not len(at):
        return {}
    family = articles.family
    better, w = articles.high, weight
    right = at[articles.lean[at] == "right"]
    probability = 1.0 / (1.0 + np.exp2(-margin / 10.0))
    error, bins = calibration_error(better[at], probability[at], w[at])

    def interval(pool: Rows, figure: Callable[[Rows], float | None]) -> list[float] | None:
        return bootstrap(family[pool], lambda i: figure(pool[i]), seed=seed, rounds=ROUNDS)

    def pooled(i: Rows) -> float | None:
        return auroc(better[i], margin[i])

    def alike(i: Rows) -> float | None:
        return auroc(better[i], margin[i], w[i])

    labelled = np.flatnonzero(rows)
    first, (mean, quality) = outlet_means(
        family[labelled], margin[labelled], articles.pc1[labelled]
    )
    lean = articles.lean[labelled[first]]
    share, count = pairs_right(mean, quality, lean)
    right_share, right_count = pairs_right(
        mean[lean == "right"], quality[lean == "right"], lean[lean == "right"]
    )
    return {
        "articles": len(at),
        "low_outlets": len(set(family[at[~better[at]]].tolist())),
        "high_outlets": len(set(family[at[better[at]]].tolist())),
        "auroc_pooled": pooled(at),
        "auroc_pooled_interval": interval(at, pooled),
        "auroc_outlets_alike": alike(at),
        "auroc_outlets_alike_interval": interval(at, alike),
        "auroc_within_right": alike(right) if len(right) else None,
        "source_spearman": spearman(mean, quality),
        "outlets": len(mean),
        "lean_pairs_right": share,
        "lean_pairs": count,
        "right_pairs_right": right_share,
        "right_pairs": right_count,
        "calibration_error": error,
        "reliability": bins,
        "brier": float(w[at] @ (probability[at] - better[at]) ** 2 / w[at].sum()),
        "high_scored_under_30": float((probability[at][better[at]] < 0.3).mean()),
    }


def corpora_figures(articles: Articles, margin: Floats) -> dict[str, Any]:
    """AUROC on corpora that judged the article: reliable against unreliable, nobody trained on."""
    out: dict[str, Any] = {}
    for corpus in sorted(set(articles.corpus[articles.label != ""].tolist())):
        rows = (articles.corpus == corpus) & (articles.split == "dev")
        good = articles.label == ("satire" if corpus == "golbeck" else "reliable")
        bad = articles.label == "unreliable"
        if corpus == "rubin":
            bad = articles.label == "satire"
        at = rows & (good | bad)
        value = auroc(good[at], margin[at])
        if value is not None:
            out[corpus] = {"articles": int(at.sum()), "auroc": value}
    return out


def blog_figures(material: Material, card: Scorecard) -> dict[str, Any]:
    """Automatic against edited blogs, repositories kept aside."""
    farm = material.farm
    out: dict[str, Any] = {}
    for split in ("train", "dev"):
        rows = farm.split == split
        if not rows.any():
            continue
        margin = margins(card, material.farm_values[rows], material.names)
        edited = farm.high[rows]
        score = 100.0 / (1.0 + np.exp2(-margin / 10.0))
        out[split] = {
            "posts": int(rows.sum()),
            "auroc": auroc(edited, margin),
            "edited_under_30": float((score[edited] < 30).mean()) if edited.any() else None,
        }
    return out


def pair_figures(card: Scorecard, material: Material) -> dict[str, Any]:
    """Per kind of degradation and split: share of copies that score lower, and by how much."""
    out: dict[str, Any] = {}
    for kind, own in sorted(material.pairs.items()):
        drop = margins(card, own.better, material.names) - margins(card, own.worse, material.names)
        out[kind] = {}
        for split in ("train", "dev"):
            at = own.split == split
            if at.any():
                low, mid, high = np.quantile(drop[at], (0.1, 0.5, 0.9))
                out[kind][split] = {
                    "pairs": int(at.sum()),
                    "lower": float((drop[at] > 0).mean()),
                    "drop_points": [low, mid, high],
                }
    return out


def abstention_figures(rule: AbstentionRule, material: Material) -> dict[str, Any]:
    """Share refused of articles in other languages, and of good English ones."""
    known = parse_reference(reference_of(material.articles, material.values, material.names))
    good = material.values[material.articles.high & (material.articles.split == "dev")]
    out: dict[str, Any] = {"good_english": _refused(rule, known, good, material.names)}
    if material.foreign_values is not None:
        foreign = material.foreign_values
        out["other_languages"] = _refused(rule, known, foreign, material.names)
    return out


def _refused(
    rule: AbstentionRule, reference: Reference, values: Floats, names: list[str]
) -> float | None:
    """Share that a rule refuses, length apart."""
    words = max(rule.min_words, rule.teaser_words)
    refused = 0
    for row in values:
        found = {
            name: None if np.isnan(value) else float(value)
            for name, value in zip(names, row, strict=True)
        }
        notice = rule.notice(found, words=words, distance=reference.distance(found))
        refused += notice is not None
    return refused / len(values) if len(values) else None


def probes(articles: Articles, dev: Mask) -> dict[str, Any]:
    """What length and format alone would reach: a small model trained on nothing else."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    columns = {
        "length": np.log(articles.words.astype(np.float64))[:, None],
        "format": np.array([_format(text) for text in articles.text]),
    }
    train = articles.source_labelled & (articles.split == "train")
    fit_weight, test_weight = class_weights(articles, train), class_weights(articles, dev)
    fit_at, test_at = fit_weight > 0.0, test_weight > 0.0
    out: dict[str, Any] = {}
    for name, x in columns.items():
        if not fit_at.any() or not test_at.any():
            continue
        scaler = StandardScaler().fit(x[fit_at])
        model = LogisticRegression(C=1.0, max_iter=500)
        model.fit(
            scaler.transform(x[fit_at]), articles.high[fit_at], fit_weight[fit_at] * fit_at.sum()
        )
        score = model.decision_function(scaler.transform(x[test_at]))
        out[name] = {
            "auroc_pooled": auroc(articles.high[test_at], score),
            "auroc_outlets_alike": auroc(articles.high[test_at], score, test_weight[test_at]),
        }
    return out


def _format(text: str) -> list[float]:
    """Traits of the file, not of the writing."""
    size = max(len(text), 1)
    lines = text.split("\n")
    return [
        1000.0 * sum(map(text.count, "“”‘’")) / size,
        1000.0 * text.count('"') / size,
        len(lines) / size * 1000.0,
        sum(not line.strip() for line in lines) / len(lines),
        1000.0 * sum(ord(c) > 0x2100 for c in text) / size,
        float(text.count("\t") + text.count("  ") > 3),
    ]


def exactness(
    card: Scorecard, estimator: Any, values: Floats, names: list[str]
) -> dict[str, float]:
    """Largest differences: parts against margin, tables against the estimator."""
    columns = [names.index(feature) for feature in card.features]
    expected = estimator.decision_function(values[:, columns]) * POINTS_PER_LOGIT
    parts_off, table_off = 0.0, 0.0
    for row, wanted in zip(values[:, columns], expected, strict=True):
        measured = {
            name: None if np.isnan(x) else float(x)
            for name, x in zip(card.features, row, strict=True)
        }
        base, parts = card.contributions(measured)
        margin = card.margin(measured)
        parts_off = max(parts_off, abs(base + sum(part[3] for part in parts) - margin))
        table_off = max(table_off, abs(margin - float(wanted)))
    return {"parts_minus_margin": parts_off, "tables_minus_estimator": table_off}


def tidy(figures: dict[str, Any]) -> dict[str, Any]:
    """Figures rounded for a file: the same on every run."""
    return dict(rounded(figures))
