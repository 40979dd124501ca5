"""A scorer that needs no model: the command line is tested by itself.

``python -m tests.cli.stub ARGUMENTS`` runs the command line with it, in a process of its own.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import types
from pathlib import Path

from scorer.errors import ModelNotFoundError
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

MODEL_ID = "stub-v1"


class StubScorer:
    """Scores by the number of words; some words make it misbehave."""

    model_id = MODEL_ID

    @classmethod
    def load(cls, path: str | Path | None = None, *, limits: object = None) -> StubScorer:
        if path is not None and not Path(path).exists():
            raise ModelNotFoundError(f"no model at {path}; name a folder that holds one")
        return cls()

    def score(self, article: Article) -> ScoreReport:
        words = article.text.split()
        if "CRASH" in words:
            raise RuntimeError("the stub was told\nto crash")
        if "KILL" in words:
            os.kill(os.getpid(), signal.SIGKILL)
        if "SLEEPY" in words:
            time.sleep(0.01)
        if len(words) < 3:
            notice = Notice("too_short", "Fewer than 3 words.")
            return ScoreReport(
                article.id,
                self.model_id,
                "abstained",
                measurements=_measured(article),
                notice=notice,
                title=article.title,
            )
        score = float(min(len(words), 100))
        points = (score - 50) / 2
        return ScoreReport(
            id=article.id,
            model_id=self.model_id,
            status="scored",
            score=score,
            band=band_of(score),
            margin=1.0 + points,
            base_points=1.0,
            contributions=(
                Contribution("promotion.line_count", 1.0, 0.0, points + 0.01, "R-PROMO-LINES"),
                Contribution("repetition.redundant_fraction", None, None, -0.01, "R-OTHER"),
            ),
            measurements=_measured(article),
            reasons=(
                Reason("R-OTHER", "The rest is close to the reference.", -0.01, ("repetition",)),
                Reason(
                    "R-PROMO-LINES",
                    "Promo lines stand in the body: 1.",
                    points + 0.01,
                    ("promotion.line_count",),
                    (Span(0, len(words[0]), "video_promo"),),
                ),
            ),
            title=article.title,
            source=article.source,
        )


def _measured(article: Article) -> dict[str, Measurement]:
    return {
        "promotion.line_count": Measurement(1.0, "lines"),
        "headline.clickbait": Measurement(None, "probability", (), "no_title"),
    }


def install() -> None:
    """Put the stub where commands look for the real one."""
    module = types.ModuleType("scorer.api")
    module.Scorer = StubScorer  # type: ignore[attr-defined]
    sys.modules["scorer.api"] = module


if __name__ == "__main__":
    # Workers unpickle the class by its module's name, which must not be __main__.
    from tests.cli import stub

    stub.install()
    from scorer.cli.main import main

    main()
