"""Made-up articles and reports for the tests of the store."""

from __future__ import annotations

from typing import Any

from scorer.schema import (
    Article,
    Contribution,
    Measurement,
    Notice,
    Reason,
    ScoreReport,
    Span,
    band_of,
)
from scorer.store import Scored, scored_of


def article(number: int, **changes: Any) -> Article:
    fields: dict[str, Any] = {
        "id": f"a{number}",
        "text": f"The harbour of town {number} was closed for the day.",
        "title": f"Harbour {number} closed",
        "source": f"outlet{number % 3}.example",
        "url": f"https://outlet{number % 3}.example/{number}",
        "published": "2026-05-04",
    }
    return Article(**{**fields, **changes})


def report(item: Article, score: float | None = 55.0, model_id: str = "m1") -> ScoreReport:
    return ScoreReport(
        id=item.id,
        model_id=model_id,
        status="scored" if score is not None else "abstained",
        score=score,
        band=None if score is None else band_of(score),
        interval=None if score is None else (max(score - 5, 0), min(score + 5, 100)),
        margin=None if score is None else 1.5,
        notice=None if score is not None else Notice("too_short", "Too short."),
        contributions=(Contribution("promotion.fraction", 0.1, 0.0, -3.0, "R-PROMO-LINES"),),
        measurements={
            "promotion.fraction": Measurement(0.1, "share", (Span(0, 4, "other"),)),
            "headline.clickbait": Measurement(None, "probability", (), "no_title"),
        },
        reasons=(
            Reason("R-PROMO-LINES", "A tenth of it is promotion.", -3.0, ("promotion.fraction",)),
        ),
        title=item.title,
        source=item.source,
        url=item.url,
        published=item.published,
    )


def scored(number: int, score: float | None = 55.0, model_id: str = "m1", **changes: Any) -> Scored:
    item = article(number, **changes)
    return scored_of(item, report(item, score, model_id))
