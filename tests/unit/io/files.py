"""Made files and ways to read them, for the tests of the readers."""

from __future__ import annotations

import bz2
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

from scorer.io import readers
from scorer.io.records import Record
from scorer.io.sources import resolve


def zstd(data: bytes) -> bytes:
    """Pack."""
    return bytes(pa.Codec("zstd").compress(data, asbytes=True))


PACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".zst": zstd,
}


def lines(count: int, words: int = 20) -> bytes:
    """JSON Lines of so many articles."""
    rows = [
        {"id": f"a{n}", "text": " ".join(f"word{n * 7919 + k * 104729}" for k in range(words))}
        for n in range(count)
    ]
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def read(*paths: Path | str, input_format: str | None = None, **options: Any) -> list[Record]:
    """Read files to their end."""
    sources = resolve([str(path) for path in paths], input_format).sources
    return list(readers.read(sources, **options))


def codes(records: list[Record]) -> list[str]:
    """The error of each record, or its id."""
    return [record.error.code if record.error else record.id for record in records]
