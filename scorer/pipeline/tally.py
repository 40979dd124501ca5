"""What a run counts while its rows pass; part of each checkpoint, so that resumed runs go on."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from scorer.pipeline.local import INTERNAL, Row

SHOWN_REJECTS = 5
"""Rejected records told one by one on stderr; the rejects file holds them all."""

BUCKETS = tuple(range(10, 101, 10))
"""Upper bounds of the histogram of scores."""


class Tally:
    """Counts of a run.

    Parameters
    ----------
    fail_under : float, optional
        Scores below are counted apart.

    Examples
    --------
    >>> tally = Tally()
    >>> tally.records, tally.rejected
    (0, 0)
    """

    def __init__(self, fail_under: float | None = None) -> None:
        self.fail_under = fail_under
        self.by_status: Counter[str] = Counter()
        self.by_band: Counter[str] = Counter()
        self.by_code: dict[str, Counter[str]] = {"abstained": Counter(), "rejected": Counter()}
        self.histogram: Counter[int] = Counter()
        self.score_sum = 0.0
        self.below = 0
        self.bytes = 0
        self.first_rejects: list[str] = []

    @property
    def records(self) -> int:
        """Records whose rows are written."""
        return self.by_status.total()

    @property
    def rejected(self) -> int:
        """Records that were rejected."""
        return self.by_status["rejected"]

    @property
    def defects(self) -> int:
        """Records that a defect of scorer cost."""
        return self.by_code["rejected"][INTERNAL]

    def add(self, row: Row) -> None:
        """Count one row."""
        self.by_status[row.status] += 1
        self.bytes += row.record.size
        if row.status == "scored":
            self._score(row)
            return
        code = "" if row.notice is None else row.notice.code
        self.by_code[row.status][code] += 1
        if row.status == "rejected" and len(self.first_rejects) < SHOWN_REJECTS:
            message = "" if row.notice is None else row.notice.message
            place = f"{row.record.origin}, record {row.record.position}"
            self.first_rejects.append(f"{place}: {code}: {message}")

    def _score(self, row: Row) -> None:
        """Count a score."""
        self.by_band[row.band or ""] += 1
        if row.score is None:
            return
        self.histogram[min(max(10 * math.ceil(row.score / 10), 10), 100)] += 1
        self.score_sum += row.score
        if self.fail_under is not None:
            self.below += row.score < self.fail_under

    def state(self) -> dict[str, Any]:
        """Return the counts as JSON."""
        return {
            "by_status": dict(self.by_status),
            "by_band": dict(self.by_band),
            "by_code": {status: dict(codes) for status, codes in self.by_code.items()},
            "histogram": {str(bound): count for bound, count in self.histogram.items()},
            "score_sum": self.score_sum,
            "below": self.below,
            "bytes": self.bytes,
            "first_rejects": self.first_rejects,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Take the counts of an earlier run."""
        self.by_status = Counter(state["by_status"])
        self.by_band = Counter(state["by_band"])
        self.by_code = {status: Counter(codes) for status, codes in state["by_code"].items()}
        self.histogram = Counter({int(key): count for key, count in state["histogram"].items()})
        self.score_sum = state["score_sum"]
        self.below = state["below"]
        self.bytes = state["bytes"]
        self.first_rejects = list(state["first_rejects"])
