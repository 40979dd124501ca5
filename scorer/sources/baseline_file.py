"""Baseline files: one JSON object, each source's window packed and with a checksum.

::

    {"kind": "baseline", "format": 1, "model_id": "...", "window": 200,
     "signals": ["score", "attribution.density", ...], "aliases": {"example.com": ["..."]},
     "sources": {"example.com": {"seen": 4311, "n": 200, "first": "2025-11-02",
                                 "last": "2026-03-04", "crc": 2774034157, "data": "eNq..."}}}

``data`` is base64 of zlib of, for the n articles from the oldest to the newest: n times 8 bytes of
the moments (seconds since 1970, signed, little-endian; the least number where there is no date),
n times 8 bytes of the keys, and for each signal n times 2 bytes (IEEE 754 binary16, little-endian;
NaN where undefined). About 35 kB a source with 200 articles. ``crc`` is the CRC-32 of ``data``.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from scorer.errors import BaselineError, BaselineFormatError, BaselineVersionError, ConfigError
from scorer.sources.aliases import Aliases
from scorer.sources.baseline import Baseline
from scorer.sources.window import MOST_SIGNALS, Entry, Signals, Window

FORMAT = 1
KIND = "baseline"
_UNDATED = np.iinfo(np.int64).min
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def encode(baseline: Baseline) -> bytes:
    """Write a baseline as bytes."""
    # the order in which signals were first seen is of no meaning; score stays first
    names = [baseline.signals.names[0], *sorted(baseline.signals.names[1:])]
    places = [baseline.signals.names.index(name) for name in names]
    aliases = baseline.aliases
    told = {} if aliases is None else {name: aliases.names(name) for name in baseline.windows}
    head = {
        "kind": KIND,
        "format": FORMAT,
        "model_id": baseline.model_id,
        "window": baseline.window,
        "signals": names,
        "aliases": {name: list(others) for name, others in sorted(told.items()) if others},
        "sources": {
            source: _packed(baseline, baseline.windows[source], places)
            for source in sorted(baseline.windows)
        },
    }
    return json.dumps(head, ensure_ascii=True, indent=1).encode() + b"\n"


def _packed(baseline: Baseline, window: Window, places: list[int]) -> dict[str, Any]:
    """One source."""
    entries = window.in_order()
    whens = np.array([item.when if item.is_dated else _UNDATED for item in entries], "<i8")
    rows = np.array([baseline.signals.row(item.values) for item in entries])[:, places]
    raw = whens.tobytes() + b"".join(item.key for item in entries)
    data = base64.b64encode(zlib.compress(raw + rows.T.astype("<f2").tobytes(), 6))
    days = [
        (_EPOCH + dt.timedelta(seconds=item.when)).date().isoformat()
        for item in entries
        if item.is_dated
    ]
    return {
        "seen": window.seen,
        "n": len(entries),
        "first": days[0] if days else None,
        "last": days[-1] if days else None,
        "crc": zlib.crc32(data),
        "data": data.decode("ascii"),
    }


def read(path: Path) -> Baseline:
    """Read a file; see :meth:`scorer.sources.baseline.Baseline.load`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or error
        raise BaselineFormatError(f"cannot read the baseline {path}: {why}") from error
    try:
        return decode(data)
    except BaselineError as error:
        raise type(error)(f"baseline {path}: {error}") from error


def decode(data: bytes) -> Baseline:
    """Read a baseline from bytes.

    Raises
    ------
    BaselineFormatError
        They are damaged, or no baseline.
    BaselineVersionError
        Of a newer version.
    """
    try:
        head = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BaselineFormatError(
            f"no JSON, or cut ({error}); make it again with scorer sources SCORES --baseline-out"
        ) from error
    if not isinstance(head, dict) or head.get("kind") != KIND:
        raise BaselineFormatError(
            "no baseline; one is made by scorer sources SCORES --baseline-out FILE"
        )
    version = head.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise BaselineVersionError(
            f"format {version}, and this version of scorer reads up to {FORMAT}: update scorer"
        )
    try:
        return _decoded(head)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, zlib.error) as error:
        if isinstance(error, BaselineError):
            raise
        raise BaselineFormatError(
            f"damaged ({type(error).__name__}: {error}); make it again"
        ) from error
    except ConfigError as error:
        raise BaselineFormatError(f"damaged ({error}); make it again") from error


def _decoded(head: dict[str, Any]) -> Baseline:
    """Read the parts of the object."""
    if head["format"] != FORMAT:
        raise ValueError(f"format {head['format']!r}")
    names = head["signals"]
    if not names or names[0] != "score" or len(set(names)) != len(names):
        raise ValueError("signals")
    if len(names) > MOST_SIGNALS or not all(isinstance(name, str) for name in names):
        raise ValueError("signals")
    made = Baseline(window=head["window"], aliases=Aliases(head["aliases"]) or None)
    if not isinstance(head["model_id"], str | None):
        raise ValueError("model_id")
    made.model_id = head["model_id"]
    made.signals = Signals(names)
    number = 0
    for source, packed in head["sources"].items():
        window, number = _unpacked(packed, source, len(names), made.window, number)
        made.windows[source] = window
    made.after(number)
    return made


def _unpacked(
    packed: dict[str, Any], source: str, signals: int, most: int, number: int
) -> tuple[Window, int]:
    """One source; articles without a date are numbered on."""
    data, n = packed["data"].encode("ascii"), packed["n"]
    if zlib.crc32(data) != packed["crc"] or not 0 < n <= most:
        raise ValueError(f"the checksum of {source} is wrong")
    whole = n * (16 + 2 * signals)
    unpacker = zlib.decompressobj()
    raw = unpacker.decompress(base64.b64decode(data, validate=True), whole + 1)
    if len(raw) != whole or not unpacker.eof:
        raise ValueError(f"the articles of {source} are not {n}")
    whens = np.frombuffer(raw, "<i8", n).tolist()
    table = np.frombuffer(raw, "<f2", n * signals, 16 * n).reshape(signals, n).T
    rows = table.astype(np.float16)
    window = Window(seen=int(packed["seen"]))
    for at, when in enumerate(whens):
        is_dated = when != _UNDATED
        key = raw[8 * (n + at) : 8 * (n + at) + 8]
        window.add(Entry(is_dated, when if is_dated else number, key, rows[at].tobytes()), most)
        number += not is_dated
    if len(window.entries) != n:
        raise ValueError(f"articles of {source} stand there twice")
    return window, number
