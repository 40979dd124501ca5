"""The protocol: every figure the model card shows, from one function.

Outlets kept aside (split == dev), training outlets by cross-fitting, both by topic; corpora that
judged articles, degraded copies, automatic blogs, probes that must stay weak, false alarms by
group, and the exactness of the tables. Tracks that need refits are in
:mod:`scorer.training.tracks`; what each figure means is in ``docs/protocol.md``.
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
from scorer.training.audit import audit
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
from scorer.training.probes import probe_figures
from scorer.training.reference import reference_of
from scorer.training.topics import topics

ROUNDS = 200
BINS = 10
"""Bins of the reliability diagram."""
LEAST_OUTLETS = 3
"""Outlets of each class under which a topic has no figure."""
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
    topic = topics(articles.text, articles.title)
    out: dict[str, Any] = {
        "guard": dict(articles.guard),
        "unseen_outlets": outlet_figures(articles, margin, dev, seed),
        "unseen_topics": topic_figures(articles, margin, dev, topic, seed),
    }
    seen_by_nobody, honest = dev, margin
    if held_out is not None:
        train = articles.source_labelled & (articles.split == "train") & ~np.isnan(held_out)
        cross = np.nan_to_num(held_out) * POINTS_PER_LOGIT
        out["cross_fitted"] = outlet_figures(articles, cross, train, seed)
        out["cross_fitted_topics"] = topic_figures(articles, cross, train, topic, seed)
        out["diagram"] = diagram(articles, cross, train)
        seen_by_nobody, honest = dev | train, np.where(train, cross, margin)
    out["probes"] = probe_figures(articles, margin, dev, seed=seed, rounds=ROUNDS)
    out["audit"] = audit(articles, honest, seen_by_nobody, seed=seed, rounds=ROUNDS)
    out["article_corpora"] = corpora_figures(articles, margin, seed)
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

    def within(i: Rows) -> float | None:
        return alike(i[articles.lean[i] == "right"])

    def error_of(i: Rows) -> float | None:
        return calibration_error(better[i], probability[i], w[i])[0]

    labelled = np.flatnonzero(rows)
    first, (mean, quality) = outlet_means(
        family[labelled], margin[labelled], articles.pc1[labelled]
    )
    lean = articles.lean[labelled[first]]
    one_lean = np.where(lean == "right", lean, "")
    share, count = pairs_right(mean, quality, lean)
    right_share, right_count = pairs_right(mean, quality, one_lean)

    def by_outlet(figure: Callable[[Rows], float | None]) -> list[float] | None:
        names = np.array([str(i) for i in range(len(mean))])
        return bootstrap(names, figure, seed=seed, rounds=ROUNDS) if len(mean) > 2 else None

    return {
        "articles": len(at),
        "low_outlets": len(set(family[at[~better[at]]].tolist())),
        "high_outlets": len(set(family[at[better[at]]].tolist())),
        "auroc_pooled": pooled(at),
        "auroc_pooled_interval": interval(at, pooled),
        "auroc_outlets_alike": alike(at),
        "auroc_outlets_alike_interval": interval(at, alike),
        "auroc_within_right": alike(right) if len(right) else None,
        "auroc_within_right_interval": interval(right, within) if len(right) else None,
        "source_spearman": spearman(mean, quality),
        "source_spearman_interval": by_outlet(lambda i: spearman(mean[i], quality[i])),
        "outlets": len(mean),
        "lean_pairs_right": share,
        "lean_pairs_right_interval": by_outlet(
            lambda i: pairs_right(mean[i], quality[i], lean[i])[0]
        ),
        "lean_pairs": count,
        "right_pairs_right": right_share,
        "right_pairs_right_interval": by_outlet(
            lambda i: pairs_right(mean[i], quality[i], one_lean[i])[0]
        ),
        "right_pairs": right_count,
        "calibration_error": error,
        "calibration_error_interval": interval(at, error_of),
        "reliability": bins,
        "brier": float(w[at] @ (probability[at] - better[at]) ** 2 / w[at].sum()),
        "high_scored_under_30": float((probability[at][better[at]] < 0.3).mean()),
    }


def topic_figures(
    articles: Articles, margin: Floats, rows: Mask, topic: npt.NDArray[np.str_], seed: int
) -> dict[str, Any]:
    """AUROC with outlets weighing the same, by topic, where both classes have some outlets."""
    out: dict[str, Any] = {}
    for name in sorted(set(topic[rows].tolist())):
        weight = class_weights(articles, rows & (topic == name))
        at = np.flatnonzero(weight > 0.0)
        low, high = (
            len(set(articles.family[at[own[at]]].tolist())) for own in (articles.low, articles.high)
        )
        own: dict[str, Any] = {"articles": len(at), "low_outlets": low, "high_outlets": high}
        if min(low, high) >= LEAST_OUTLETS:

            def alike(i: Rows, at: Rows = at, weight: Floats = weight) -> float | None:
                return auroc(articles.high[at[i]], margin[at[i]], weight[at[i]])

            own["auroc_outlets_alike"] = alike(np.arange(len(at)))
            own["auroc_outlets_alike_interval"] = bootstrap(
                articles.family[at], alike, seed=seed, rounds=ROUNDS
            )
        out[name] = own
    return out


def diagram(articles: Articles, margin: Floats, rows: Mask) -> list[dict[str, float]]:
    """Bins of a reliability diagram, equal mass, both classes and all outlets weighing the same."""
    weight = class_weights(articles, rows)
    at = weight > 0.0
    if not at.any():
        return []
    probability = 1.0 / (1.0 + np.exp2(-margin[at] / 10.0))
    return calibration_error(articles.high[at], probability, weight[at], BINS)[1]


def corpora_figures(articles: Articles, margin: Floats, seed: int) -> dict[str, Any]:
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
            out[corpus] = {
                "articles": int(at.sum()),
                "auroc": value,
                "auroc_interval": _article_interval(good[at], margin[at], articles, at, seed),
            }
    return out


def _article_interval(
    good: Mask, margin: Floats, articles: Articles, at: Mask, seed: int
) -> list[float] | None:
    """Interval over outlets where a corpus names at least five, else over articles."""
    family = articles.family[at]
    unit = family if len(np.unique(family)) >= 5 else np.array(articles.where(at).id)
    return bootstrap(unit, lambda i: auroc(good[i], margin[i]), seed=seed, rounds=ROUNDS)


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
