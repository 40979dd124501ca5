"""What a run says at its end: one line on stderr, and its exit code."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scorer.cli.errors import DONE, GATE, INTERNAL, REJECTS
from scorer.schema import BANDS, band_of

if TYPE_CHECKING:
    from scorer.pipeline.local import Row

_BANDS = (*(name for _, name in BANDS), band_of(100.0))


SHOWN_REJECTS = 5
"""Rejected records told one by one on stderr; the rejects file holds them all."""


class Summary:
    """Counts rows as they pass.

    Parameters
    ----------
    fail_under : float, optional
        Score below which the gate trips.
    """

    def __init__(self, fail_under: float | None = None) -> None:
        self.fail_under = fail_under
        self.by_status: Counter[str] = Counter()
        self.by_band: Counter[str] = Counter()
        self.by_code: dict[str, Counter[str]] = {"abstained": Counter(), "rejected": Counter()}
        self.below = 0
        self.rejects: list[str] = []
        self._started = time.monotonic()

    def add(self, row: Row) -> None:
        """Count one row."""
        self.by_status[row.status] += 1
        if row.status == "scored":
            self.by_band[row.band or ""] += 1
            if self.fail_under is not None and row.score is not None:
                self.below += row.score < self.fail_under
        else:
            code = "" if row.notice is None else row.notice.code
            self.by_code[row.status][code] += 1
            if row.status == "rejected" and len(self.rejects) < SHOWN_REJECTS:
                message = "" if row.notice is None else row.notice.message
                place = f"{row.record.origin}, record {row.record.position}"
                self.rejects.append(f"{place}: {code}: {message}")

    def lines(self) -> Iterator[str]:
        """Tell the first rejects, the run in one line, and the gate where it tripped."""
        yield from self.rejects
        more = self.by_status["rejected"] - len(self.rejects)
        if more:
            yield f"... and {more} more rejected (--rejects FILE keeps them all)"
        count = self.by_status.total()
        took = time.monotonic() - self._started
        parts = [f"{self.by_status['scored']} scored{_list(self.by_band, _BANDS)}"]
        for status, codes in self.by_code.items():
            if self.by_status[status]:
                parts.append(f"{self.by_status[status]} {status}{_list(codes, sorted(codes))}")
        noun = "article" if count == 1 else "articles"
        yield f"{count} {noun} in {took:.1f} s: {', '.join(parts)}"
        if self.below:
            yield f"gate: {self.below} below {self.fail_under:g} (--fail-under)"

    def exit_code(self) -> int:
        """The first that holds of 4, 3, 1, 0."""
        from scorer.pipeline.local import INTERNAL as INTERNAL_CODE

        if self.by_code["rejected"][INTERNAL_CODE]:
            return INTERNAL
        if self.by_status["rejected"]:
            return REJECTS
        return GATE if self.below else DONE


def _list(counts: Counter[str], order: tuple[str, ...] | list[str]) -> str:
    """List counts in brackets; nothing where there are none."""
    told = [f"{counts[name]} {name}" for name in order if counts[name]]
    return f" ({', '.join(told)})" if told else ""
