"""The whole of ``score`` on hostile documents at n and 2n, up to four megabytes."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import NamedTuple

from benchmarks.hardening.invariants import promise
from scorer import Article, Scorer

LARGEST = 4_000_000
MOST = 2.3
SENTENCE = "The harbour board met on Tuesday, its clerk said. "

DOCUMENTS: dict[str, Callable[[int], str]] = {
    "one word": lambda size: "a" * size,
    "quotation marks": lambda size: '"' * size,
    "open quotations": lambda size: ('"so he said ' * (size // 12 + 1))[:size],
    "nested brackets": lambda size: "([" * (size // 4) + ")]" * (size // 4),
    "line breaks": lambda size: "\n" * (size // 4),
    "identical sentences": lambda size: SENTENCE * (size // 40),
    "short lines": lambda size: "a b\n" * (size // 4),
    "digits": lambda size: "1" * size,
    "zero width": lambda size: "a\u200b" * (size // 2),
    "look-alikes": lambda size: "wаtсh " * (size // 6),
    "entities": lambda size: "&#65;" * (size // 5),
    "struck letters": lambda size: "a\u0336" * (size // 2),
}
"""``identical sentences`` and ``line breaks`` have the issue's counts: 100,000 and a million."""


class Growth(NamedTuple):
    """CPU seconds of one document at n and 2n."""

    document: str
    small: float
    large: float

    @property
    def ratio(self) -> float:
        """Time at 2n over time at n."""
        return self.large / self.small


def growths(scorer: Scorer, largest: int = LARGEST, looks: int = 3) -> list[Growth]:
    """Score every document at half the size and at the whole, the least of a few looks each."""
    out = []
    for name, make in DOCUMENTS.items():
        texts = make(largest // 2), make(largest)
        best = [float("inf"), float("inf")]
        for _ in range(looks):
            for index, text in enumerate(texts):
                best[index] = min(best[index], _seconds(scorer, text))
            if best[1] <= MOST * best[0]:
                break
        out.append(Growth(name, *best))
    return out


def _seconds(scorer: Scorer, text: str) -> float:
    gc.disable()
    try:
        begin = time.process_time()
        report = scorer.score(Article(id="hostile", text=text, title="A title"))
        spent = time.process_time() - begin
    finally:
        gc.enable()
    code = report.notice.code if report.notice else None
    promise(code != "internal_error", "no internal error on a hostile document")
    return spent
