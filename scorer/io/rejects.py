"""The rejects file: every record without a score for being bad, whole, one JSON object a line."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from scorer.io.encode import json_line
from scorer.io.records import Record, Stage
from scorer.schema import Notice


def reject_row(record: Record, notice: Notice, stage: Stage) -> dict[str, Any]:
    """Describe a rejected record.

    Parameters
    ----------
    record : Record
    notice : Notice
        Stable code and message.
    stage : {"read", "extract", "score"}
        Where it failed.

    Returns
    -------
    dict
        ``input, position, id, stage, code, message, sha256, raw``; instead of ``raw``
        ``raw_base64`` where the record is not UTF-8, and ``raw_truncated`` where it was too large
        to be kept whole.

    Examples
    --------
    >>> record = Record("a.jsonl", 3, "x1", None, Notice("bad_json", "not JSON"), raw=b"{oops")
    >>> reject_row(record, record.error, "read")["raw"]
    '{oops'
    """
    row: dict[str, Any] = {
        "input": record.origin,
        "position": record.position,
        "id": record.id,
        "stage": stage,
        "code": notice.code,
        "message": notice.message,
        "sha256": record.sha256 or hashlib.sha256(record.raw).hexdigest(),
    }
    try:
        row["raw"] = record.raw.decode("utf-8")
    except UnicodeDecodeError:
        row["raw_base64"] = base64.b64encode(record.raw).decode("ascii")
    if record.sha256 is not None and hashlib.sha256(record.raw).hexdigest() != record.sha256:
        row["raw_truncated"] = True
    return row


def reject_line(record: Record, notice: Notice, stage: Stage) -> bytes:
    """Encode a rejected record as one line of the rejects file."""
    return json_line(reject_row(record, notice, stage))
