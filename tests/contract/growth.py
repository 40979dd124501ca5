"""Texts of any size, and the CPU time an extractor takes on them."""

from __future__ import annotations

import copy
import gc
import math
import time
from functools import lru_cache

from scorer.features.registry import Extractor
from scorer.text.document import Document
from tests.strategies import SENTENCES

GROWING = {
    "prose": lambda size: (" ".join(SENTENCES) + "\n") * (size // 400),
    "one_word": lambda size: "a" * size,
    "quotes": lambda size: '"' * size,
    "short_lines": lambda size: "a b\n" * (size // 4),
}


@lru_cache(maxsize=16)
def _warm(shape: str, size: int) -> Document:
    """A document whose shared parts are computed: only the extractor's own time is compared."""
    doc = Document.from_text(GROWING[shape](size), "A title")
    doc.sentence_of_token, doc.in_quotation, doc.rows  # noqa: B018
    return doc


def seconds(extractor: Extractor, shape: str, size: int, times: int) -> float:
    """Least CPU time over a few runs, each without what another run has cached."""
    best = math.inf
    for _ in range(times):
        doc = copy.copy(_warm(shape, size))
        gc.disable()  # a full collection falls into whichever run it likes
        begin = time.process_time()
        try:
            extractor.measure(doc)
            best = min(best, time.process_time() - begin)
        finally:
            gc.enable()
    return best
