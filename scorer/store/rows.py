"""What the store keeps of a report: all but the evidence and the sentences, a twentieth of it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from scorer.schema import ScoreReport

LEVEL = 6
"""Of zlib."""

_dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class KeptRow:
    """Encodes reports for the store; picklable, so that workers do it.

    Examples
    --------
    >>> report = ScoreReport(id="a1", model_id="m1", status="abstained", source="example.com")
    >>> row_of(KeptRow().row(report))["source"]
    'example.com'
    """

    def row(self, report: ScoreReport) -> bytes:
        """Encode a report.

        Parameters
        ----------
        report : ScoreReport

        Returns
        -------
        bytes
            To be read by :func:`row_of`.

        Raises
        ------
        ValueError
            A number is not finite, which JSON cannot hold.
        """
        return packed(
            {
                "id": report.id,
                "schema_version": report.schema_version,
                "model_id": report.model_id,
                "status": report.status,
                "score": report.score,
                "band": report.band,
                "interval": report.interval,
                "margin": report.margin,
                "notice": None if report.notice is None else report.notice.to_dict(),
                "title": report.title,
                "source": report.source,
                "url": report.url,
                "published": report.published,
                "reasons": [_reason(*item[:4]) for item in report.reasons],
                "warnings": [item.to_dict() for item in report.warnings],
                "measurements": {
                    name: {"value": item.value} for name, item in report.measurements.items()
                },
            }
        )


def kept_row(row: Mapping[str, Any]) -> bytes:
    """Encode a row of the JSONL output for the store.

    Parameters
    ----------
    row : mapping
        As :meth:`scorer.ScoreReport.to_dict` makes it, or what is left of one.

    Returns
    -------
    bytes
        The same as :meth:`KeptRow.row` of its report.

    Examples
    --------
    >>> report = ScoreReport(id="a1", model_id="m1", status="abstained", source="example.com")
    >>> kept_row(report.to_dict()) == KeptRow().row(report)
    True
    """
    kept = {key: value for key, value in row.items() if key not in _LEFT_OUT}
    kept["reasons"] = [{key: item.get(key) for key in _REASON} for item in row.get("reasons") or ()]
    kept["warnings"] = kept.pop("warnings", None) or []
    kept["measurements"] = {
        name: {"value": item.get("value")} for name, item in (row.get("measurements") or {}).items()
    }
    return packed(kept)


_LEFT_OUT = frozenset({"contributions", "reasons", "measurements", "fields", "base_points"})
_REASON = ("code", "points", "features")


def _reason(code: str, _: str, points: float, features: tuple[str, ...]) -> dict[str, Any]:
    """A reason without its sentence and evidence."""
    return {"code": code, "points": points, "features": features}


def packed(row: Mapping[str, Any]) -> bytes:
    """Encode an object; lone surrogates, which UTF-8 cannot hold, as JSON's escapes."""
    return zlib.compress(_dumps(row).encode("utf-8", "backslashreplace"), LEVEL)


def row_of(data: bytes) -> dict[str, Any]:
    """Decode what the store keeps of a report.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    dict
        Keys as in the JSONL output; reasons without sentence and evidence, measurements with
        their value only, no contributions.
    """
    row: dict[str, Any] = json.loads(zlib.decompress(data))
    return row
