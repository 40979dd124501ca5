"""Made rows of one outlet: what its articles usually measure, by a seed."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

FIRST_DAY = dt.date(2024, 1, 1)


def row(number: int, *, seed: int = 0, source: str | None = "example.com", **over: Any) -> Any:
    """Row ``number`` of an outlet; ``over`` gives other values by name, dots as ``__``."""
    rng = random.Random(f"{seed}|{number}")
    values: dict[str, float | None] = {
        "promotion.line_count": float(rng.random() < 0.2),
        "promotion.fraction": 0.01 * rng.random() if rng.random() < 0.2 else 0.0,
        "repetition.redundant_fraction": max(0.0, rng.gauss(0.0, 0.02)),
        "attribution.coverage": min(1.0, max(0.0, rng.gauss(0.5, 0.1))),
        "attribution.vague_per_100_sentences": max(0.0, rng.gauss(1.0, 2.0)),
        "style.words_per_sentence": rng.gauss(20.0, 4.0),
        "readability.lix": None if number % 10 == 3 else rng.gauss(45.0, 5.0),
    }
    score = over.pop("score", max(0.0, min(100.0, rng.gauss(65.0, 12.0))))
    published = over.pop("published", (FIRST_DAY + dt.timedelta(days=number)).isoformat())
    model_id = over.pop("model_id", "m1")
    status = over.pop("status", "scored")
    url = over.pop("url", None)
    values.update({name.replace("__", "."): value for name, value in over.items()})
    return {
        "id": f"a{number}",
        "status": status,
        "score": score,
        "source": source,
        "url": url,
        "published": published,
        "model_id": model_id,
        "measurements": {
            name: {"value": value, "unit": "", "evidence": []} for name, value in values.items()
        },
    }


def rows(count: int, *, start: int = 0, **given: Any) -> list[Any]:
    return [row(number, **given) for number in range(start, start + count)]
