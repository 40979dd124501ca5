"""``--baseline``: compare each article with the last ones of its source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scorer.pipeline.local import Scoring
    from scorer.sources.baseline import Baseline


def with_baseline(scorer: Scoring, where: str | None) -> tuple[Scoring, str | None]:
    """Give a scorer the baseline that an option names.

    Returns
    -------
    scorer : Scoring
        The same one without the option.
    digest : str or None
        Names what is compared with: a run that is gone on with must have the same.

    Raises
    ------
    BaselineError
        It cannot be used, or is made from scores of another model.
    """
    if where is None:
        return scorer, None
    from scorer.pipeline.baselined import Baselined

    baseline = find(where)
    return Baselined(scorer, baseline), baseline.digest()


def find(where: str) -> Baseline:
    """Open a baseline."""
    from scorer.sources.baseline import Baseline

    return Baseline.load(Path(where))
