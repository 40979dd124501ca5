"""What a run says at its end: lines on stderr, a JSON file, metrics, and its exit code."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scorer._version import __version__
from scorer.cli.errors import DONE, GATE, INTERNAL, REJECTS
from scorer.io.durable import write_whole
from scorer.pipeline.ledger import Ledger
from scorer.pipeline.metrics import metrics_text
from scorer.pipeline.tally import Tally
from scorer.schema import BANDS, SCHEMA_VERSION, band_of

_BANDS = (*(name for _, name in BANDS), band_of(100.0))


def lines(tally: Tally, seconds: float) -> Iterator[str]:
    """Tell the first rejects, the run in one line, and the gate where it tripped."""
    yield from tally.first_rejects
    more = tally.rejected - len(tally.first_rejects)
    if more:
        yield f"... and {more} more rejected (--rejects FILE keeps them all)"
    count = tally.records
    parts = [f"{tally.by_status['scored']} scored{_list(tally.by_band, _BANDS)}"]
    for status, codes in tally.by_code.items():
        if tally.by_status[status]:
            parts.append(f"{tally.by_status[status]} {status}{_list(codes, sorted(codes))}")
    noun = "article" if count == 1 else "articles"
    yield f"{count} {noun} in {seconds:.1f} s: {', '.join(parts)}"
    if tally.below:
        yield f"gate: {tally.below} below {tally.fail_under:g} (--fail-under)"


def exit_code(tally: Tally) -> int:
    """The first that holds of 4, 3, 1, 0."""
    if tally.defects:
        return INTERNAL
    if tally.rejected:
        return REJECTS
    return GATE if tally.below else DONE


class Reporter:
    """Writes the summary and the metrics of a run, each a file replaced as a whole.

    Parameters
    ----------
    ledger : Ledger
    model_id : str
    summary, metrics : Path, optional
    """

    def __init__(
        self, ledger: Ledger, model_id: str, summary: Path | None, metrics: Path | None
    ) -> None:
        self._ledger = ledger
        self._model_id = model_id
        self._summary = summary
        self._metrics = metrics

    def write_metrics(self, *, is_complete: bool = False) -> None:
        """Write the metrics, where they are asked for."""
        if self._metrics is not None:
            data = metrics_text(
                self._ledger.tally,
                model_id=self._model_id,
                version=__version__,
                seconds=self._ledger.seconds,
                is_complete=is_complete,
            )
            write_whole(self._metrics, data)

    def write(self, outcome: str, code: int) -> None:
        """Write both; ``outcome`` is ``complete``, ``stopped``, ``interrupted`` or ``failed``."""
        self.write_metrics(is_complete=outcome == "complete")
        if self._summary is None:
            return
        row = self._row(outcome, code)
        write_whole(self._summary, json.dumps(row, indent=1, allow_nan=False).encode() + b"\n")

    def _row(self, outcome: str, code: int) -> dict[str, Any]:
        """Make the summary."""
        tally, ledger = self._ledger.tally, self._ledger
        return {
            "outcome": outcome,
            "exit_code": code,
            "records": tally.records,
            "scored": tally.by_status["scored"],
            "abstained": tally.by_status["abstained"],
            "rejected": tally.rejected,
            "bands": {name: tally.by_band[name] for name in _BANDS},
            "abstained_codes": dict(sorted(tally.by_code["abstained"].items())),
            "rejected_codes": dict(sorted(tally.by_code["rejected"].items())),
            "fail_under": tally.fail_under,
            "below_fail_under": tally.below,
            "mean_score": tally.score_sum / tally.histogram.total() if tally.histogram else None,
            "input_bytes": tally.bytes,
            "seconds": round(ledger.seconds, 3),
            "resumed_at_record": ledger.resumed_at,
            "can_resume": outcome != "complete" and ledger.can_resume,
            "model_id": self._model_id,
            "schema_version": SCHEMA_VERSION,
            "scorer_version": __version__,
        }


def _list(counts: Counter[str], order: tuple[str, ...] | list[str]) -> str:
    """List counts in brackets; nothing where there are none."""
    told = [f"{counts[name]} {name}" for name in order if counts[name]]
    return f" ({', '.join(told)})" if told else ""
