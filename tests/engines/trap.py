"""A scorer that breaks on some articles; a module of its own, so that workers can import it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from scorer import Article, Scorer, ScoreReport

TRAPPED = "trap-"


@dataclass(frozen=True)
class Trap:
    """Raises on articles whose id begins with ``trap-``, as a defect of scorer would."""

    scorer: Scorer

    @property
    def model_id(self) -> str:
        return self.scorer.model_id

    def score(self, article: Article) -> ScoreReport:
        if article.id.startswith(TRAPPED):
            raise ZeroDivisionError("a defect")
        return self.scorer.score(article)


@dataclass(frozen=True)
class Counting:
    """Leaves a file with the process's number whenever a copy of it is made there."""

    scorer: Scorer
    folder: str

    @classmethod
    def made(cls, folder: object) -> Counting:
        return cls(Scorer.load(), str(folder))

    @property
    def model_id(self) -> str:
        return self.scorer.model_id

    def score(self, article: Article) -> ScoreReport:
        model = id(self.scorer.model)
        Path(self.folder, f"{os.getpid()}-{model}").write_text(str(os.getpid()))
        return self.scorer.score(article)
