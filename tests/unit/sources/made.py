"""Rows of scores that nobody wrote."""

from __future__ import annotations

import random
from typing import Any

from scorer.sources.prior import Prior


def row(number: int, source: str | None = "example.com", **more: Any) -> dict[str, Any]:
    """One scored row; its numbers follow from ``number`` alone."""
    chance = random.Random(number)
    margin = chance.gauss(3.0, 10.0)
    return {
        "id": f"a{number}",
        "model_id": Prior.shipped().model_id,
        "status": "scored",
        "score": 100.0 / (1.0 + 2.0 ** (-margin / 10.0)),
        "margin": margin,
        "title": f"Story {number}",
        "source": source,
        "url": None,
        "published": f"2021-{1 + number % 12:02}-{1 + number % 28:02}",
        "reasons": [
            {"code": "R-NAMED", "points": 4.0 + chance.random()},
            {"code": "R-PROMO", "points": -2.0 * chance.random()},
        ][: 1 + number % 2],
        "measurements": {
            name: {"value": chance.gauss(spread.mean, spread.within + 1e-3)}
            for name, spread in Prior.shipped().signals.items()
        },
        **more,
    }
