from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scorer.model.artefact import FORMAT
from scorer.model.seal import sealed_id, unsealed_id

SCORECARD: dict[str, Any] = {
    "base_points": 5.0,
    "shapes": [
        {
            "feature": "promotion.line_count",
            "direction": "down",
            "baseline": 0.0,
            "missing": 0.0,
            "knots": [0.0, 1.0, 4.0],
            "points": [0.0, -3.0, -9.0],
        },
        {
            "feature": "attribution.named_fraction",
            "direction": "up",
            "baseline": 0.5,
            "missing": -2.5,
            "knots": [0.0, 0.5, 1.0],
            "points": [-4.0, 0.0, 2.0],
        },
    ],
}


def manifest_for(files: dict[str, bytes], name: str = "tiny") -> dict[str, Any]:
    hashes = {key: hashlib.sha256(raw).hexdigest() for key, raw in files.items()}
    return {
        "format": FORMAT,
        "model_id": unsealed_id(name),
        "files": hashes,
        "features": ["promotion.line_count", "attribution.named_fraction"],
        "extractors": {},
        "abstention": {"min_words": 80, "min_english": 0.15, "min_prose": 0.3},
        "ranges": {"promotion.line_count": [0.0, 9.0], "attribution.named_fraction": [0.0, 1.0]},
    }


def write_model(folder: Path, **changes: Any) -> Path:
    """Write a small model; ``changes`` replace keys of the manifest, or a whole file's bytes.

    The id is made anew for the manifest as changed, unless it is among the changes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    scorecard = changes.pop("scorecard", SCORECARD)
    raw = scorecard if isinstance(scorecard, bytes) else json.dumps(scorecard).encode()
    files = {"scorecard.json": raw}
    manifest = {**manifest_for(files, folder.name), **changes}
    if "model_id" not in changes:
        manifest["model_id"] = sealed_id(manifest, files)
    (folder / "scorecard.json").write_bytes(raw)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture
def make_model(tmp_path: Path) -> Callable[..., Path]:
    def make(name: str = "tiny", **changes: Any) -> Path:
        return write_model(tmp_path / name, **changes)

    return make
