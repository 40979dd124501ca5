"""Turn the bytes of a model's files into checked values; anything wrong is ModelIntegrityError."""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

from scorer.errors import ModelIntegrityError, ModelVersionError
from scorer.model.abstention import AbstentionRule
from scorer.model.interval import IntervalRule
from scorer.model.reference import QUANTILES, Reference
from scorer.model.scorecard import Scorecard, Shape
from scorer.schema import MIN_WORDS

MAX_SHAPES = 1_000
MAX_KNOTS = 10_000
MAX_POINTS = 1e6
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,99}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def read_verified(file: Path, digest: str | None, max_bytes: int) -> bytes:
    """Read a file of bounded size and check its SHA-256."""
    try:
        with file.open("rb") as handle:
            raw = handle.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        raise ModelIntegrityError(f"{file} cannot be read; install the model again") from error
    if len(raw) > max_bytes:
        raise ModelIntegrityError(f"{file} has more than {max_bytes} bytes; it is no model file")
    if digest is not None and hashlib.sha256(raw).hexdigest() != digest:
        raise ModelIntegrityError(
            f"{file} differs from its SHA-256 in the manifest; install the model again"
        )
    return raw


def parse_json(raw: bytes, name: str) -> Any:
    """Parse UTF-8 JSON without NaN or infinities."""
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ModelIntegrityError(f"{name} is not valid JSON") from error


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a JSON number")


def parse_manifest(value: Any, formats: tuple[str, ...]) -> dict[str, Any]:
    """Check the parts of a manifest that loading depends on."""
    manifest = _mapping(value, "manifest")
    if manifest.get("format") not in formats:
        raise ModelVersionError(
            f"the model's format is {manifest.get('format')!r}, this package reads "
            f"{formats[0]!r}; use a model made for this version"
        )
    _text(manifest.get("model_id"), "manifest.model_id")
    for name, digest in _mapping(manifest.get("files"), "manifest.files").items():
        if not _NAME.fullmatch(name):
            raise ModelIntegrityError(f"manifest.files: {name!r} is not a plain file name")
        if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
            raise ModelIntegrityError(f"manifest.files: {name!r} has no SHA-256")
    for index, name in enumerate(_list(manifest.get("features"), "manifest.features")):
        _text(name, f"manifest.features[{index}]")
    for name, version in _mapping(manifest.get("extractors"), "manifest.extractors").items():
        if not isinstance(version, int) or isinstance(version, bool):
            raise ModelIntegrityError(f"manifest.extractors: {name!r} has no version number")
    rule = _mapping(manifest.get("abstention"), "manifest.abstention")
    if not set(rule) <= {field.name for field in fields(AbstentionRule)}:
        raise ModelVersionError("manifest.abstention holds a rule this package does not know")
    for name, limit in rule.items():
        _number(limit, f"manifest.abstention.{name}")
    if rule.get("min_words", MIN_WORDS) < MIN_WORDS:
        raise ModelIntegrityError(
            f"manifest.abstention.min_words: under {MIN_WORDS} words nothing is scored; "
            "install the model again"
        )
    for name, bounds in _mapping(manifest.get("ranges", {}), "manifest.ranges").items():
        pair = _list(bounds, f"manifest.ranges.{name}")
        if len(pair) != 2:
            raise ModelIntegrityError(f"manifest.ranges.{name}: two numbers are wanted")
        for limit in pair:
            _number(limit, f"manifest.ranges.{name}")
    return {"ranges": {}, **manifest}


def parse_interval(value: Any) -> IntervalRule | None:
    """Check and build the rule for intervals; a manifest without one has no intervals."""
    if value is None:
        return None
    where = "manifest.interval"
    rule = _mapping(value, where)
    coverage = _number(rule.get("coverage"), f"{where}.coverage")
    margin, low, high = (
        tuple(_points(x, f"{where}.{name}") for x in _list(rule.get(name), f"{where}.{name}"))
        for name in ("margin", "low", "high")
    )
    if not 0.0 < coverage < 1.0:
        raise ModelIntegrityError(f"{where}.coverage: a share between 0 and 1 is wanted")
    if not 2 <= len(margin) <= MAX_KNOTS or not len(margin) == len(low) == len(high):
        raise ModelIntegrityError(f"{where}: knots and ends do not match")
    if any(one >= other for one, other in pairwise(margin)):
        raise ModelIntegrityError(f"{where}.margin: knots must increase")
    if any(one > other for ends in (low, high) for one, other in pairwise(ends)):
        raise ModelIntegrityError(f"{where}: an end falls as the margin rises")
    if any(bottom > top for bottom, top in zip(low, high, strict=True)):
        raise ModelIntegrityError(f"{where}: the low end lies over the high one")
    return IntervalRule(coverage, margin, low, high)


def parse_scorecard(value: Any) -> Scorecard:
    """Check and build a scorecard."""
    card = _mapping(value, "scorecard")
    shapes = _list(card.get("shapes"), "scorecard.shapes")
    if len(shapes) > MAX_SHAPES:
        raise ModelIntegrityError(f"scorecard.shapes: more than {MAX_SHAPES}")
    built = tuple(_shape(item, f"scorecard.shapes[{i}]") for i, item in enumerate(shapes))
    if len({shape.feature for shape in built}) != len(built):
        raise ModelIntegrityError("scorecard.shapes: a signal stands there twice")
    return Scorecard(_points(card.get("base_points"), "scorecard.base_points"), built)


def parse_reference(value: Any) -> Reference:
    """Check and build the reference distribution of the signals."""
    quantiles: dict[str, tuple[float, ...]] = {}
    undefined: dict[str, float] = {}
    for name, item in _mapping(value, "reference").items():
        where = f"reference.{name}"
        entry = _mapping(item, where)
        found = tuple(_number(x, where) for x in _list(entry.get("quantiles"), where))
        if len(found) not in (0, QUANTILES) or any(low > high for low, high in pairwise(found)):
            raise ModelIntegrityError(f"{where}: {QUANTILES} ascending quantiles are wanted")
        share = _number(entry.get("undefined"), f"{where}.undefined")
        if not 0.0 <= share <= 1.0:
            raise ModelIntegrityError(f"{where}.undefined: a share from 0 to 1 is wanted")
        undefined[name] = share
        if found:
            quantiles[name] = found
    if len(undefined) > MAX_SHAPES:
        raise ModelIntegrityError(f"reference: more than {MAX_SHAPES} signals")
    return Reference(quantiles, undefined)


def _shape(value: Any, where: str) -> Shape:
    shape = _mapping(value, where)
    knots = tuple(_number(x, f"{where}.knots") for x in _list(shape.get("knots"), where))
    points = tuple(_points(x, f"{where}.points") for x in _list(shape.get("points"), where))
    if len(knots) != len(points) or not 2 <= len(knots) <= MAX_KNOTS:
        raise ModelIntegrityError(f"{where}: knots and points do not match")
    if any(low >= high for low, high in pairwise(knots)):
        raise ModelIntegrityError(f"{where}: knots do not increase")
    return Shape(
        feature=_text(shape.get("feature"), f"{where}.feature"),
        knots=knots,
        points=points,
        missing=_points(shape.get("missing"), f"{where}.missing"),
        baseline=_number(shape.get("baseline"), f"{where}.baseline"),
    )


def _mapping(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ModelIntegrityError(f"{where}: an object is wanted")
    return value


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise ModelIntegrityError(f"{where}: a list is wanted")
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value or len(value) > 200:
        raise ModelIntegrityError(f"{where}: a short text is wanted")
    return value


def _number(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ModelIntegrityError(f"{where}: a number is wanted")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ModelIntegrityError(f"{where}: a finite number is wanted")
    return number


def _points(value: Any, where: str) -> float:
    number = _number(value, where)
    if abs(number) > MAX_POINTS:
        raise ModelIntegrityError(f"{where}: {number} points are beyond any scorecard")
    return number
