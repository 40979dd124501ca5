"""The quality gate: figures of the shipped model on the development data; floors only rise.

    python benchmarks/quality_gate.py [--data DIR] [--raise-floors]

Floors stand in ``quality_baseline.json`` beside this file, with the fingerprint of the data they
were measured on. Figures that need refits (held-out families, corpora left out, later articles) are
read from the model's own ``metrics.json``, which is sealed with it; all others are measured again.
Exit code 1 where a figure falls under its floor by more than ``EPSILON``; ``--raise-floors`` writes
the figures that are better than their floors, and never lowers one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
BASELINE = HERE / "quality_baseline.json"
EPSILON = 0.005
"""One article of a small outlet that changes sides moves an AUROC by about this much."""


def watched(figures: dict[str, Any]) -> dict[str, float]:
    """Pick the figures that have a floor; for errors the floor is on one minus the error."""
    unseen = figures["unseen_outlets"]
    corpora = [own["auroc"] for name, own in figures["article_corpora"].items() if name != "fakes"]
    out = {
        "unseen_outlets.auroc_pooled": unseen["auroc_pooled"],
        "unseen_outlets.auroc_outlets_alike": unseen["auroc_outlets_alike"],
        "unseen_outlets.source_spearman": unseen["source_spearman"],
        "unseen_outlets.lean_pairs_right": unseen["lean_pairs_right"],
        "unseen_outlets.one_minus_calibration_error": 1.0 - unseen["calibration_error"],
        "article_corpora.mean": sum(corpora) / len(corpora),
    }
    if unseen.get("right_pairs_right") is not None:
        out["unseen_outlets.right_pairs_right"] = unseen["right_pairs_right"]
    blogs = figures["blogs"].get("dev", {})
    if blogs.get("auroc") is not None:
        out["blogs.auroc"] = blogs["auroc"]
        out["blogs.one_minus_edited_under_30"] = 1.0 - blogs["edited_under_30"]
    refused = figures["abstention"]
    out["abstention.other_languages"] = refused["other_languages"]
    out["abstention.one_minus_good_english"] = 1.0 - refused["good_english"]
    for kind, splits in figures["degraded"].items():
        if "dev" in splits:
            out[f"degraded.{kind}.lower"] = splits["dev"]["lower"]
    return {name: round(value, 4) for name, value in out.items()}


def stored(figures: dict[str, Any]) -> dict[str, float]:
    """Pick from ``metrics.json`` what takes refits; nothing from one written without them."""
    out: dict[str, float | None] = {}
    cross = figures.get("cross_fitted") or {}
    for name in ("auroc_pooled", "auroc_outlets_alike", "source_spearman", "lean_pairs_right"):
        out[f"cross_fitted.{name}"] = cross.get(name)
    if cross.get("calibration_error") is not None:
        out["cross_fitted.one_minus_calibration_error"] = 1.0 - cross["calibration_error"]
    for corpus, own in (figures.get("corpus_left_out") or {}).items():
        out[f"corpus_left_out.{corpus}"] = own["auroc_outlets_alike"]
    out["time_forward"] = (figures.get("time_forward") or {}).get("auroc_outlets_alike")
    audit = figures.get("audit") or {}
    for name in ("opinion", "public_broadcasters"):
        share = (audit.get(name) or {}).get("under_30")
        out[f"audit.one_minus_{name}_under_30"] = None if share is None else 1.0 - share
    return {name: round(value, 4) for name, value in out.items() if value is not None}


def main() -> int:
    """Measure, compare with the floors, print."""
    from scorer.model.artefact import verify
    from scorer.training.run import evaluate

    root = HERE.parent
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path(os.environ.get("SCORER_DATA", root.parent / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=default)
    parser.add_argument("--model", type=Path, default=None)
    parser.add_argument("--raise-floors", action="store_true")
    options = parser.parse_args()
    if not (options.data / "articles.parquet").is_file():
        print(f"{options.data} holds no articles.parquet; set SCORER_DATA", file=sys.stderr)
        return 2
    data_sha256 = hashlib.sha256((options.data / "articles.parquet").read_bytes()).hexdigest()
    _, contents = verify(options.model)
    found = watched(evaluate(options.data, options.model))
    found.update(stored(json.loads(contents["metrics.json"])))
    baseline: dict[str, Any] = {"data_sha256": data_sha256, "floors": {}}
    if BASELINE.is_file():
        baseline = json.loads(BASELINE.read_text(encoding="utf-8"))
    if baseline["data_sha256"] != data_sha256:
        print("the data are not those the floors were measured on", file=sys.stderr)
        return 2
    floors: dict[str, float] = baseline["floors"]
    fallen = []
    for name, value in found.items():
        floor = floors.get(name)
        mark = ""
        if floor is not None and value < floor - EPSILON:
            fallen.append(name)
            mark = "  FALLEN"
        print(f"{name:<48} {value:.4f}  floor {'-' if floor is None else f'{floor:.4f}'}{mark}")
    gone = sorted(set(floors) - set(found))
    for name in gone:
        print(f"{name:<48} is no longer measured  FALLEN")
    if options.raise_floors:
        for name, value in found.items():
            floors[name] = max(value, floors.get(name, value))
        BASELINE.write_text(json.dumps(baseline, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 1 if fallen or gone else 0


if __name__ == "__main__":
    sys.exit(main())
