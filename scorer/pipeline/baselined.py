"""A scorer that compares each article with its source's own baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scorer.pipeline.local import Scoring
from scorer.schema import Article, ScoreReport
from scorer.sources.baseline import Baseline


@dataclass(frozen=True, slots=True)
class Baselined:
    """Scores as another scorer does, and says where the article stands among its source's own.

    Picklable where both are; the comparison never changes a score.

    Parameters
    ----------
    scorer : Scoring
    baseline : Baseline
        Made from scores of the same model.

    Raises
    ------
    BaselineVersionError
        It is made from scores of another model.

    Examples
    --------
    >>> from scorer import Scorer
    >>> scorer = Baselined(Scorer.load(), Baseline())
    >>> scorer.score(Article(id="a", text="Too short.", source="example.com")).baseline.reason
    'not_scored'
    """

    scorer: Scoring
    baseline: Baseline

    def __post_init__(self) -> None:
        self.baseline.check_model(self.scorer.model_id)

    @property
    def model_id(self) -> str:
        """Name of the model."""
        return self.scorer.model_id

    def score(self, article: Article) -> ScoreReport:
        """Score one article and compare it."""
        return self.baseline.annotate(self.scorer.score(article))

    def score_batch(self, articles: Sequence[Article]) -> list[ScoreReport]:
        """Score some articles together, where the scorer can, and compare each."""
        together = getattr(self.scorer, "score_batch", None)
        reports = map(self.scorer.score, articles) if together is None else together(articles)
        return [self.baseline.annotate(report) for report in reports]
