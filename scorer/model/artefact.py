"""Find, verify and load a model: JSON tables only, nothing in them is ever executed.

A model is a folder::

    manifest.json     what it is, what it needs, SHA-256 of every other file; the id covers it all
    scorecard.json    the tables the score is read from
    reference.json    how each signal is distributed over the training articles
    estimator.joblib  the fitted estimator for research; loaded only by scorer.training, after
                      its SHA-256 was checked
    metrics.json, MODEL_CARD.md

Files are hostile until proven sound: sizes are bounded before reading, hashes are checked before
parsing, numbers must be finite, knots must increase. Whatever is wrong ends in one of three typed
errors, never in a crash.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scorer.errors import ModelIntegrityError, ModelNotFoundError, ModelVersionError
from scorer.model._parse import (
    parse_interval,
    parse_json,
    parse_manifest,
    parse_reference,
    parse_scorecard,
    read_verified,
)
from scorer.model.abstention import AbstentionRule, genre_warnings, reading_warnings
from scorer.model.calibration import calibration
from scorer.model.interval import IntervalRule
from scorer.model.reference import Reference
from scorer.model.scorecard import Part, Scorecard
from scorer.model.seal import sealed_id
from scorer.schema import Notice

ENV = "SCORER_MODEL_DIR"
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
SCORECARD = "scorecard.json"
REFERENCE = "reference.json"
ESTIMATOR = "estimator.joblib"
FORMAT = "scorer-model/2"

MAX_BYTES = 64 * 1024 * 1024
"""No file of a model is larger; a larger one is not read."""

UNUSUAL_SHARE = 0.2
"""Share of signals outside what training saw above which a score carries a warning."""


@dataclass(frozen=True, slots=True)
class Model:
    """A verified model, ready to score.

    Attributes
    ----------
    id : str
        Name plus the first digits of a SHA-256 over all of the model (:mod:`scorer.model.seal`):
        another table or limit, another id.
    scorecard : Scorecard
    required : mapping of str to int
        Version of each extractor family the tables were trained on.
    abstention : AbstentionRule
    ranges : mapping of str to (float, float)
        Where nearly all of the training articles' values lay, by signal.
    reference : Reference
        Distribution of each signal over the training articles; empty where the model has none.
    interval : IntervalRule or None
        Rule for the interval of a score, where the model holds one.
    manifest : mapping
        The manifest as read.
    path : Path or None
        Folder it came from.
    """

    id: str
    scorecard: Scorecard
    required: Mapping[str, int]
    abstention: AbstentionRule = field(default_factory=AbstentionRule)
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    reference: Reference = field(default_factory=Reference)
    interval: IntervalRule | None = None
    manifest: Mapping[str, Any] = field(default_factory=dict)
    path: Path | None = None

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the signals the score rests on, in order."""
        return self.scorecard.features

    def contributions(self, values: Mapping[str, float | None]) -> tuple[float, list[Part]]:
        """Return base points and ``(feature, value, baseline, points)`` of each signal."""
        return self.scorecard.contributions(values)

    def score(self, margin: float) -> float:
        """Score from 0 to 100 of a margin."""
        return 100.0 * calibration(margin)

    def abstain(self, values: Mapping[str, float | None], *, words: int) -> Notice | None:
        """Say why an article of so many words cannot be judged; None where it can."""
        return self.abstention.notice(values, words=words, distance=self.reference.distance(values))

    def warnings(self, values: Mapping[str, float | None], *, words: int = 0) -> tuple[Notice, ...]:
        """Say what should be known beside the score: genre, what was not read, what is unusual."""
        told = genre_warnings(values) + reading_warnings(values, self.abstention.min_prose)
        outside = [
            name
            for name, (low, high) in self.ranges.items()
            if (value := values.get(name)) is not None and not low <= value <= high
        ]
        if len(outside) <= UNUSUAL_SHARE * max(len(self.ranges), 1):
            return told
        return (
            *told,
            Notice(
                "unlike_training",
                f"{len(outside)} of {len(self.ranges)} signals lie outside what the model was "
                "trained on; trust the score less.",
            ),
        )


def load_model(path: str | Path | None = None, *, check_versions: bool = True) -> Model:
    """Find a model, verify every file of it and load its tables.

    Parameters
    ----------
    path : str or Path, optional
        A model's folder, or a folder of models with a ``CURRENT`` file; without it see
        :func:`locate`.
    check_versions : bool
        Check that this package measures what the model needs.

    Returns
    -------
    Model

    Raises
    ------
    ModelNotFoundError
        No model there.
    ModelIntegrityError
        A file is missing, damaged or differs from its SHA-256.
    ModelVersionError
        The model needs a signal, or a version of one, that this package does not measure.
    """
    folder = locate(path)
    manifest, contents = verify(folder)
    scorecard = parse_scorecard(parse_json(contents[SCORECARD], SCORECARD))
    listed = tuple(manifest["features"])
    if scorecard.features != listed:
        raise ModelIntegrityError(
            f"{folder}: the scorecard's signals are not those of the manifest; "
            "install the model again"
        )
    model = Model(
        id=manifest["model_id"],
        scorecard=scorecard,
        required=manifest["extractors"],
        abstention=AbstentionRule(**manifest["abstention"]),
        ranges={name: (low, high) for name, (low, high) in manifest["ranges"].items()},
        reference=(
            parse_reference(parse_json(contents[REFERENCE], REFERENCE))
            if REFERENCE in contents
            else Reference()
        ),
        interval=parse_interval(manifest.get("interval")),
        manifest=manifest,
        path=folder,
    )
    if check_versions:
        check_extractors(model)
    return model


def verify(path: str | Path | None = None) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Check every file of a model against its manifest, and the manifest against the model's id.

    Returns
    -------
    manifest : dict
    contents : dict of str to bytes
        The verified bytes of every other file: what was checked is what gets parsed.

    Raises
    ------
    ModelNotFoundError, ModelIntegrityError
    """
    folder = locate(path)
    raw = read_verified(folder / MANIFEST, None, MAX_BYTES)
    parsed = parse_json(raw, MANIFEST)
    manifest = parse_manifest(parsed, (FORMAT,))
    hashes: dict[str, str] = manifest["files"]
    if SCORECARD not in hashes:
        raise ModelIntegrityError(f"{folder / MANIFEST} lists no {SCORECARD}")
    contents = {
        name: read_verified(folder / name, digest, MAX_BYTES) for name, digest in hashes.items()
    }
    if not _is_sealed(parsed, contents):
        raise ModelIntegrityError(
            f"{folder / MANIFEST} was altered: the model id {manifest['model_id']!r} does not "
            "belong to it; install the model again"
        )
    return manifest, contents


def _is_sealed(manifest: dict[str, Any], contents: dict[str, bytes]) -> bool:
    """Tell whether a manifest and its files are those that the model's id was made from."""
    model_id: str = manifest["model_id"]
    try:
        return model_id == sealed_id(manifest, contents)
    except (ValueError, RecursionError):  # an infinity, or lists too deep to be written again
        return False


def check_extractors(model: Model) -> None:
    """Check that this package measures what a model needs, in the version it needs.

    Raises
    ------
    ModelVersionError
    """
    from scorer.features.registry import extractors

    have = {item.name: item.version for item in extractors()}
    for family, version in model.required.items():
        if have.get(family) != version:
            found = f"has version {have[family]}" if family in have else "does not measure it"
            raise ModelVersionError(
                f"model {model.id} needs extractor {family!r} version {version}; this package "
                f"{found}. Use the model that came with the package, or train again."
            )
    names = {item.name for extractor in extractors() for item in extractor.specs}
    unknown = [name for name in model.features if name not in names]
    if unknown:
        raise ModelVersionError(
            f"model {model.id} needs signals that this package does not measure: {unknown}"
        )


def locate(path: str | Path | None = None) -> Path:
    """Find a model's folder.

    Searched in this order: the argument; the environment variable ``SCORER_MODEL_DIR``; the models
    packaged with scorer; ``models/`` of a source checkout (only beside its pyproject.toml). A
    folder without a manifest may hold a file ``CURRENT`` that names one of its sub-folders.

    Raises
    ------
    ModelNotFoundError
        The message names every place searched.
    """
    searched: list[str] = []
    for place in _places(path):
        searched.append(str(place))
        found = _in_folder(place)
        if found is not None:
            return found
    raise ModelNotFoundError(
        f"no model found; searched {', '.join(searched) or 'no folder'}. Name a model's folder, "
        f"or set {ENV} to one; it holds {MANIFEST} and {SCORECARD}."
    )


def _places(path: str | Path | None) -> Iterator[Path]:
    """Folders to search; a place that was asked for is the only one."""
    asked = path if path is not None else os.environ.get(ENV) or None
    if asked is not None:
        yield Path(asked)
        return
    package = Path(__file__).resolve().parent.parent
    yield package / "_models"
    if (package.parent / "pyproject.toml").is_file():
        yield package.parent / "models"


def _in_folder(place: Path) -> Path | None:
    """Return the folder itself, or the one its CURRENT file names, where that is a model."""
    try:
        if (place / MANIFEST).is_file():
            return place
        current = place / CURRENT
        if current.is_file():
            with current.open("rb") as file:
                name = file.read(256).decode("utf-8").strip()
            if name and Path(name).name == name and (place / name / MANIFEST).is_file():
                return place / name
    except (OSError, ValueError):  # unreadable, or a path no file system takes
        return None
    return None
