"""What the commands ``scorer train`` and ``scorer evaluate`` do."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scorer.errors import ModelVersionError
from scorer.model.abstention import AbstentionRule
from scorer.model.artefact import MANIFEST, load_model, verify
from scorer.model.calibration import POINTS_PER_LOGIT
from scorer.model.interval import IntervalRule
from scorer.model.scorecard import Scorecard
from scorer.model.seal import DIGITS, unsealed_id
from scorer.training.card import model_card
from scorer.training.config import FitOptions
from scorer.training.dataset import fingerprint
from scorer.training.evaluate import evaluate_card, exactness, margins, tidy
from scorer.training.fit import Fitted, fit
from scorer.training.groups import read_owners
from scorer.training.interval import interval_figures, interval_rule
from scorer.training.material import Material, gather
from scorer.training.reference import reference_of
from scorer.training.table import render
from scorer.training.tracks import leave_one_corpus_out, time_forward
from scorer.training.write import (
    dump,
    frozen,
    load_estimator,
    model_name,
    scorecard_of,
    write_model,
    write_sealed,
)

__all__ = ["evaluate", "read_list", "render", "rewrite_card", "train"]

ABSTENTION = AbstentionRule(
    min_words=80,
    min_english=0.06,
    min_prose=0.3,
    min_running=0.2,
    max_barrier=0.2,
    max_garbled=5.0,
    teaser_words=150,
    max_live_blog=2.0,
    max_distance=3.0,
)
"""Measured (``python -m benchmarks.abstention``): no article of nine other languages has an English
share over .04, and one English article in two thousand lies under .1; of 3,000 articles of good
outlets none has more than .05 of its words about walls, .8 garbled places in 1,000 characters, or a
distance over 1; edited blogs with many lists reach running text of .2 and distances of 3."""
_log = logging.getLogger("scorer")


def train(
    data: Path,
    out: Path,
    *,
    seed: int = 0,
    per_family: int = 6,
    options: FitOptions | None = None,
    material: Material | None = None,
    quick: bool = False,
    owners: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Train a model and write its folder: tables, estimator, manifest, metrics, card.

    Parameters
    ----------
    data : Path
        Folder with ``articles.parquet`` (see the training data's README).
    out : Path
        Folder to write; its name becomes the model's name.
    seed : int
        Of the sample of originals and of their degradations. Same data and seed, same tables.
    per_family : int
        Originals degraded at most per outlet family.
    options : FitOptions, optional
    material : Material, optional
        Already gathered; measured from ``data`` by default.
    quick : bool
        Leave out the tracks that refit; the card says so.
    owners : mapping of str to str, optional
        Domain to owner; outlets of one owner never cross a split.

    Returns
    -------
    dict
        The figures, as in ``metrics.json``.
    """
    name = model_name(out)
    found = _material(data, seed, per_family, material, owners)
    fitted = frozen(fit(found, options))
    card = scorecard_of(fitted)
    train_rows = (found.articles.split == "train") & found.articles.source_labelled
    rule = interval_rule(
        fitted.held_out[train_rows] * POINTS_PER_LOGIT, found.articles.family[train_rows]
    )
    figures = {
        "model_id": unsealed_id(name),
        **_all_figures(found, fitted, card, rule, options, seed=seed, quick=quick),
    }
    figures["model_id"] = write_model(
        out,
        fitted,
        found.values[train_rows][:, fitted.columns],
        data_sha256=fingerprint(found.articles.where(train_rows)),
        abstention=ABSTENTION.to_dict(),
        seed=seed,
        texts=told(figures, card, fitted.directions, found),
        reference=reference_of(found.articles, found.values, found.names),
        interval=rule,
    )
    _log.info("wrote %s to %s", figures["model_id"], out)
    return figures


def told(
    figures: dict[str, Any], card: Scorecard, directions: list[str], material: Material
) -> dict[str, str]:
    """Write the files for people: the same figures, the same bytes."""
    return {
        "metrics.json": dump(figures),
        "MODEL_CARD.md": model_card(figures, card, directions, material),
    }


def _all_figures(
    found: Material,
    fitted: Fitted,
    card: Scorecard,
    rule: IntervalRule | None,
    options: FitOptions | None = None,
    *,
    abstention: AbstentionRule = ABSTENTION,
    seed: int,
    quick: bool,
) -> dict[str, Any]:
    """Everything that metrics.json holds, but the id."""
    figures = evaluate_card(card, found, rule=abstention, held_out=fitted.held_out, seed=seed)
    if not quick:
        figures["corpus_left_out"] = leave_one_corpus_out(
            found, options, slope=fitted.slope, shift=fitted.shift, seed=seed
        )
        figures["time_forward"] = time_forward(found, options, seed=seed)
    if rule is not None:
        figures["interval"] = interval_on(found, card, rule)
    figures = tidy(figures)
    exact = exactness(card, fitted.model, found.values[:500], found.names)
    figures["exactness"] = {name: float(f"{value:.0e}") for name, value in exact.items()}
    return figures


def _material(
    data: Path,
    seed: int,
    per_family: int,
    material: Material | None,
    owners: Mapping[str, str] | None,
) -> Material:
    if material is not None:
        return material
    return gather(data, seed=seed, per_family=per_family, owners=owners)


def read_list(owners: Path | None) -> dict[str, str] | None:
    """Read a list of owners, where one is named."""
    return None if owners is None else read_owners(owners)


def evaluate(
    data: Path,
    model: Path | None = None,
    *,
    seed: int = 0,
    per_family: int = 6,
    material: Material | None = None,
    owners: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Evaluate a model on a data folder.

    Parameters
    ----------
    data : Path
    model : Path, optional
        A model's folder; the default model without it.
    seed, per_family : int
        As in :func:`train`; the degraded copies are the same ones.
    material : Material, optional
    owners : mapping of str to str, optional
        As in :func:`train`.

    Returns
    -------
    dict
        The figures; :func:`render` lays them out.
    """
    loaded = load_model(model)
    found = _material(data, seed, per_family, material, owners)
    figures = evaluate_card(loaded.scorecard, found, rule=loaded.abstention, seed=seed)
    if loaded.interval is not None:
        figures["interval"] = interval_on(found, loaded.scorecard, loaded.interval)
    assert loaded.path is not None
    estimator, _ = load_estimator(loaded.path)
    sample = found.values[: min(len(found.values), 500)]
    exact = exactness(loaded.scorecard, estimator, sample, found.names)
    return {"model_id": loaded.id, **tidy(figures), "exactness": exact}


def interval_on(material: Material, card: Scorecard, rule: IntervalRule) -> dict[str, Any]:
    """Check the intervals on outlets kept aside."""
    articles = material.articles
    dev = articles.source_labelled & (articles.split == "dev")
    margin = margins(card, material.values[dev], material.names)
    return interval_figures(rule, margin, articles.family[dev])


def rewrite_card(
    data: Path,
    model: Path | None = None,
    *,
    seed: int = 0,
    per_family: int = 6,
    material: Material | None = None,
    quick: bool = False,
    owners: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Write ``metrics.json`` and ``MODEL_CARD.md`` of a model anew; its tables stay as they are.

    The fit is made again (the cross-fitted figures need it) and must give the model's tables.
    Where nothing changed, the files come out the same, and so does the model's id; where a figure
    changed, the model is sealed again under another id, with the same scores.

    Parameters
    ----------
    data, model, seed, per_family, material, quick, owners
        As in :func:`train` and :func:`evaluate`.

    Returns
    -------
    dict
        The figures.

    Raises
    ------
    ModelVersionError
        Where the fit does not give the model's tables.
    """
    loaded = load_model(model)
    assert loaded.path is not None
    folder = loaded.path
    found = _material(data, seed, per_family, material, owners)
    fitted = frozen(fit(found))
    if scorecard_of(fitted) != loaded.scorecard:
        raise ModelVersionError(
            f"{folder} was not fitted on this data with the options of this package; train again"
        )
    manifest, contents = verify(folder)
    before = unsealed_id(loaded.id[: -DIGITS - 1])
    figures = {
        "model_id": before,
        **_all_figures(
            found,
            fitted,
            loaded.scorecard,
            loaded.interval,
            abstention=loaded.abstention,
            seed=seed,
            quick=quick,
        ),
    }
    texts = told(figures, loaded.scorecard, fitted.directions, found)
    contents.update({name: text.encode() for name, text in texts.items()})
    order = json.loads((folder / MANIFEST).read_bytes())  # as written, so that it stays so
    manifest = {**{key: manifest[key] for key in order}, "model_id": before}
    model_id = write_sealed(folder, manifest, contents)
    return {**figures, "model_id": model_id}
