"""A model's id: its name and a digest of all that the model is, so that no part changes silently.

The digest covers the whole manifest, the hashes of the other files among it. Two of those files
tell the id themselves (``metrics.json``, ``MODEL_CARD.md``), so files are digested as they were
before they were told: with zeros for the digits.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

DIGITS = 10
"""Hexadecimal digits of the digest that an id holds."""


def unsealed_id(name: str) -> str:
    """Return the id a model has before its digest is known.

    Examples
    --------
    >>> unsealed_id("tiny-v1")
    'tiny-v1-0000000000'
    """
    return f"{name}-{'0' * DIGITS}"


def sealed_id(manifest: Mapping[str, Any], contents: Mapping[str, bytes]) -> str:
    """Return the id that belongs to a manifest and its files.

    Parameters
    ----------
    manifest : mapping
        As parsed; the digits of its ``model_id`` do not matter, all else does.
    contents : mapping of str to bytes
        Every other file, the id told in it being the manifest's.

    Returns
    -------
    str
        Equal to ``manifest["model_id"]`` where nothing was altered.

    Examples
    --------
    >>> sealed_id({"model_id": "tiny-0000000000", "seed": 0}, {})
    'tiny-17e3d2938a'
    """
    given: str = manifest["model_id"]
    name = given[: -DIGITS - 1]
    blank = unsealed_id(name)
    files = {
        file: hashlib.sha256(with_id(raw, given, blank)).hexdigest()
        for file, raw in contents.items()
    }
    plain = {**manifest, "model_id": blank, "files": files}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return f"{name}-{hashlib.sha256(text.encode('ascii')).hexdigest()[:DIGITS]}"


def with_id(raw: bytes, old: str, new: str) -> bytes:
    """Tell another id in a file."""
    return raw.replace(old.encode("utf-8", "surrogatepass"), new.encode("utf-8", "surrogatepass"))
