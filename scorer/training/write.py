"""Write a model's folder: tables, estimator, manifest; nothing in it is edited by hand."""

from __future__ import annotations

import hashlib
import io
import json
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from scorer.errors import ConfigError, ModelIntegrityError
from scorer.features.registry import extractors
from scorer.model.artefact import ESTIMATOR, FORMAT, MANIFEST, REFERENCE, SCORECARD
from scorer.model.calibration import POINTS_PER_LOGIT
from scorer.model.interval import IntervalRule
from scorer.model.scorecard import Scorecard, Shape
from scorer.model.seal import sealed_id, unsealed_id, with_id
from scorer.schema import BANDS
from scorer.training.dataset import Floats
from scorer.training.fit import Fitted
from scorer.training.split import RULE

TELLING = ("metrics.json", ".md")
"""Endings of the files that tell the model's id."""
DIGITS = 9
"""Decimals of points in the tables; both the tables and the estimator carry the rounded ones."""


def frozen(fitted: Fitted) -> Fitted:
    """Round the fitted tables as they will be written, so that both files hold one model."""
    model = fitted.model.rescaled(1.0, 0.0)
    model.heights_ = [_round(h * POINTS_PER_LOGIT) / POINTS_PER_LOGIT for h in model.heights_]
    model.missing_ = _round(model.missing_ * POINTS_PER_LOGIT) / POINTS_PER_LOGIT
    model.intercept_ = round(model.intercept_ * POINTS_PER_LOGIT, DIGITS) / POINTS_PER_LOGIT
    return Fitted(**{**fitted.__dict__, "model": model})


def scorecard_of(fitted: Fitted) -> Scorecard:
    """Tables of a fitted model, in points."""
    model = fitted.model
    shapes = tuple(
        Shape(
            feature=name,
            knots=tuple(model.knots_[j].tolist()),
            points=tuple(_round(model.heights_[j] * POINTS_PER_LOGIT).tolist()),
            missing=round(float(model.missing_[j]) * POINTS_PER_LOGIT, DIGITS),
            baseline=float(model.baseline_[j]),
        )
        for j, name in enumerate(fitted.features)
    )
    return Scorecard(round(model.intercept_ * POINTS_PER_LOGIT, DIGITS), shapes)


def write_model(
    out: Path,
    fitted: Fitted,
    values: Floats,
    *,
    data_sha256: str,
    abstention: dict[str, float],
    seed: int,
    texts: dict[str, str],
    reference: dict[str, Any],
    interval: IntervalRule | None = None,
) -> str:
    """Write all files of a model and return its id.

    Parameters
    ----------
    out : Path
        Folder; its name is the model's name.
    fitted : Fitted
        As :func:`frozen` returns it.
    values : array of float, shape (n, f)
        Training rows of the model's features; the range of each goes into the manifest.
    data_sha256 : str
        Fingerprint of the training data.
    abstention : dict
        Limits of :class:`scorer.model.abstention.AbstentionRule`.
    seed : int
    texts : dict of str to str
        Further files (metrics, card), name to content; they tell the model's id as
        :func:`scorer.model.seal.unsealed_id`, and are written with the id that comes out here.
    reference : dict
        As :func:`scorer.training.reference.reference_of` returns it.
    interval : IntervalRule, optional
    """
    import joblib

    out.mkdir(parents=True, exist_ok=True)
    card = scorecard_of(fitted)
    buffer = io.BytesIO()
    joblib.dump({"model": fitted.model, "features": fitted.features}, buffer, compress=3)
    contents: dict[str, bytes] = {
        SCORECARD: dump(scorecard_json(card, fitted.directions)).encode(),
        ESTIMATOR: buffer.getvalue(),
        REFERENCE: reference_json(reference).encode(),
        **{name: text.encode() for name, text in texts.items()},
    }
    families = {name.split(".")[0] for name in fitted.features}
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "model_id": unsealed_id(model_name(out)),
        "files": {},
        "features": fitted.features,
        "extractors": {item.name: item.version for item in extractors() if item.name in families},
        "abstention": abstention,
        "interval": None if interval is None else interval.to_dict(),
        "ranges": _ranges(values, fitted.features),
        "score": "probability that the article comes from an outlet with pc1 >= 0.7 and not from "
        "one with pc1 < 0.4, both equally likely beforehand, outlets weighing the same",
        "calibration": {
            "formula": "1 / (1 + 2 ** (-margin / 10))",
            "fitted": "Platt scaling on margins of held-out outlet families, folded into points",
            "slope": fitted.slope,
            "shift": fitted.shift,
        },
        "bands": [*([limit, name] for limit, name in BANDS), [100.0, "very_high"]],
        "syllables": syllable_source(),
        "training_data_sha256": data_sha256,
        "split": RULE,
        "seed": seed,
        "versions": versions(),
    }
    return write_sealed(out, manifest, contents)


def write_sealed(out: Path, manifest: dict[str, Any], contents: dict[str, bytes]) -> str:
    """Write the files of a model and its manifest under the id that belongs to them.

    Parameters
    ----------
    out : Path
        Folder.
    manifest : dict
        Its ``model_id`` is the one that the files tell; it and ``files`` are filled in here.
    contents : dict of str to bytes
        Every other file. Those that people read are written telling the new id.
    """
    old = manifest["model_id"]
    model_id = sealed_id(manifest, contents)
    files = {}
    for name, raw in sorted(contents.items()):
        told = with_id(raw, old, model_id) if name.endswith(TELLING) else raw
        files[name] = hashlib.sha256(told).hexdigest()
        (out / name).write_bytes(told)
    made = {**manifest, "model_id": model_id, "files": files}
    (out / MANIFEST).write_text(dump(made), encoding="utf-8")
    return model_id


def reference_json(reference: dict[str, Any]) -> str:
    """Write a reference, one signal to a line."""
    lines = [f" {json.dumps(name)}: {json.dumps(item)}" for name, item in reference.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _ranges(values: Floats, features: list[str]) -> dict[str, list[float]]:
    """Where 99.8 % of the defined values of each feature lie."""
    out = {}
    for name, column in zip(features, values.T, strict=True):
        known = column[~np.isnan(column)]
        if len(known):
            low, high = np.quantile(known, (0.001, 0.999))
            out[name] = [_short(low), _short(high)]
    return out


def model_name(out: Path) -> str:
    """Name of the model in a folder: the folder's, which ids and files can hold as it is."""
    name = out.absolute().name
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,99}", name):
        raise ConfigError(f"{name!r} cannot name a model: letters, digits and . _ - only")
    return name


def scorecard_json(card: Scorecard, directions: list[str]) -> dict[str, Any]:
    """Scorecard as a JSON object."""
    return {
        "base_points": card.base_points,
        "shapes": [
            {
                "feature": shape.feature,
                "direction": way,
                "baseline": shape.baseline,
                "missing": shape.missing,
                "knots": list(shape.knots),
                "points": list(shape.points),
            }
            for shape, way in zip(card.shapes, directions, strict=True)
        ],
    }


def dump(value: Any) -> str:
    """JSON that is stable, strict and diffs well; short lists stand on one line."""
    text = json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False, sort_keys=False)
    return text + "\n"


def versions() -> dict[str, str]:
    """Versions of what the model was made with."""
    found = {}
    for name in ("scorer", "numpy", "scipy", "scikit-learn", "joblib", "pyphen"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def syllable_source() -> str:
    """Where syllable counts come from, with the hash of the table."""
    import scorer

    root = Path(scorer.__file__).resolve().parent / "data"
    tables = sorted(path for path in root.glob("*syllable*") if path.suffix != ".py")
    parts = [f"{p.name} sha256 {hashlib.sha256(p.read_bytes()).hexdigest()[:16]}" for p in tables]
    return "; ".join(["NLTK cmudict table, then pyphen en_US", *parts])


def load_estimator(folder: Path) -> tuple[Any, list[str]]:
    """Load the fitted estimator of a verified model folder; only after its SHA-256 was checked.

    Returns
    -------
    model : AdditiveClassifier
    features : list of str
        Its columns.

    Raises
    ------
    ModelIntegrityError
    """
    import joblib

    from scorer.model.artefact import verify

    _, contents = verify(folder)
    if ESTIMATOR not in contents:
        raise ModelIntegrityError(f"{folder} holds no {ESTIMATOR}")
    found = joblib.load(io.BytesIO(contents[ESTIMATOR]))
    return found["model"], list(found["features"])


def _round(values: Floats) -> Floats:
    return np.asarray(np.round(values, DIGITS) + 0.0, dtype=np.float64)


def _short(x: float) -> float:
    return float(f"{float(x):.6g}")
