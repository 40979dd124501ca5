"""What would change the score: edits, each applied to the text and scored again.

Nothing here is estimated from the points: the stated score is the score of the edited article.
Sets of edits are built greedily, the edit that gains most first, and thinned out afterwards; they
are the smallest this search finds, which is not proven to be the smallest there is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from scorer.explain.edits import Edit, apply, find_edits
from scorer.schema import BANDS, Article, ScoreReport, band_of

Scoring = Callable[[Article], ScoreReport]

LEAST_GAIN = 0.5
"""Of the score; edits that gain less are not worth a line."""

MOST_CHARS = 200_000
"""Longer texts get no counterfactuals: every one costs a whole score."""


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """An edited article's score.

    Parameters
    ----------
    edits : tuple of Edit
        Applied together.
    before, score : float
        Score of the article as it is, and with the edits.
    band : str
        Band of ``score``.
    reaches : str, optional
        The band this set was searched for; None for a single edit told by itself.
    """

    edits: tuple[Edit, ...]
    before: float
    score: float
    band: str
    reaches: str | None = None

    @property
    def gain(self) -> float:
        """How much the score rises."""
        return self.score - self.before

    @property
    def sentence(self) -> str:
        """All edits in one clause."""
        first, *more = [edit.sentence for edit in self.edits]
        return "; ".join([first, *(part[0].lower() + part[1:] for part in more)])

    def apply(self, article: Article) -> Article:
        """Make the edited article, whose score is :attr:`score`."""
        return apply(article, self.edits)

    def to_dict(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return {
            "sentence": self.sentence,
            "before": self.before,
            "score": self.score,
            "band": self.band,
            "reaches": self.reaches,
            "edits": [edit.to_dict() for edit in self.edits],
        }


def counterfactuals(
    score: Scoring, article: Article, report: ScoreReport
) -> tuple[Counterfactual, ...]:
    """Find what would raise an article's score, by editing it and scoring it again.

    Parameters
    ----------
    score : callable
        Scores an article, e.g. ``Scorer.load().score``.
    article : Article
    report : ScoreReport
        The article's report.

    Returns
    -------
    tuple of Counterfactual
        First single edits, the one that gains most first; then, for each better band that was
        reached, the smallest set found that reaches it. Empty where the article has no score, or
        is longer than ``MOST_CHARS``.
    """
    if report.status != "scored" or report.score is None or len(article.text) > MOST_CHARS:
        return ()
    tried: dict[frozenset[str], Counterfactual | None] = {}
    before = report.score

    def attempt(edits: Sequence[Edit]) -> Counterfactual | None:
        key = frozenset(edit.code for edit in edits)
        if key not in tried:
            after = score(apply(article, edits))
            is_scored = after.score is not None and after.band is not None
            tried[key] = (
                Counterfactual(tuple(edits), before, after.score or 0.0, after.band or "")
                if is_scored and _is_sound(edits, report, after)
                else None
            )
        return tried[key]

    single = [
        found
        for edit in find_edits(article, report)
        if (found := attempt((edit,))) is not None and found.gain >= LEAST_GAIN
    ]
    single.sort(key=lambda item: (-item.gain, item.edits[0].code))
    return (*single, *_sets(single, attempt, before))


def _sets(
    single: list[Counterfactual],
    attempt: Callable[[Sequence[Edit]], Counterfactual | None],
    before: float,
) -> list[Counterfactual]:
    """For each band above the article's, the smallest set found that reaches it."""
    targets = [(edge, band_of(edge)) for edge, _ in BANDS if edge > before]
    left = [item.edits[0] for item in single]
    chosen: tuple[Edit, ...] = ()
    reached = before
    found: list[Counterfactual] = []
    while left and targets:
        options = [(item, edit) for edit in left if (item := attempt((*chosen, edit))) is not None]
        if not options:
            break
        best, edit = max(options, key=lambda option: option[0].score)
        if best.score < reached + LEAST_GAIN:
            break
        chosen, reached = best.edits, best.score
        left.remove(edit)
        while targets and reached >= targets[0][0]:
            edge, name = targets.pop(0)
            small = _thinned(best, edge, attempt)
            if found and found[-1].edits == small.edits:
                found.pop()  # one set reached two bands; the better one is told
            found.append(Counterfactual(small.edits, before, small.score, small.band, name))
    return found


def _thinned(
    item: Counterfactual,
    edge: float,
    attempt: Callable[[Sequence[Edit]], Counterfactual | None],
) -> Counterfactual:
    """Leave out every edit that the band does not need, the first chosen tried last."""
    for edit in reversed(item.edits):
        fewer = tuple(other for other in item.edits if other is not edit)
        smaller = attempt(fewer) if fewer else None
        if smaller is not None and smaller.score >= edge:
            item = smaller
    return item


def _is_sound(edits: Sequence[Edit], before: ScoreReport, after: ScoreReport) -> bool:
    """Whether an edit did what it says: attributed statements must count as attributed."""
    for edit in edits:
        if edit.code == "name-sources" and len(edits) == 1:
            name = "attribution.distinct_sources"
            old, new = (
                (item.measurements[name].value or 0.0) if name in item.measurements else 0.0
                for item in (before, after)
            )
            return new >= old + len(edit.replacements)
    return True
