from __future__ import annotations

import base64
import hashlib
import json

from scorer.io.records import rejected
from scorer.io.rejects import reject_line


def test_the_raw_record_is_kept() -> None:
    raw = '{"text": "café'.encode()
    record = rejected("in", 3, "bad_json", "Not JSON.", raw)
    assert record.error is not None
    row = json.loads(reject_line(record, record.error, "read"))
    assert row == {
        "input": "in",
        "position": 3,
        "id": hashlib.sha256(raw).hexdigest()[:16],
        "stage": "read",
        "code": "bad_json",
        "message": "Not JSON.",
        "sha256": hashlib.sha256(raw).hexdigest(),
        "raw": '{"text": "café',
    }


def test_bytes_that_are_no_text_are_kept_too() -> None:
    record = rejected("in", 1, "bad_encoding", "No.", b"\xff\x00")
    assert record.error is not None
    row = json.loads(reject_line(record, record.error, "read"))
    assert "raw" not in row
    assert base64.b64decode(row["raw_base64"]) == b"\xff\x00"


def test_what_was_too_large_says_that_it_is_cut() -> None:
    whole = hashlib.sha256(b"abcdef").hexdigest()
    record = rejected("in", 1, "too_large", "No.", b"abc", sha256=whole)
    assert record.error is not None
    row = json.loads(reject_line(record, record.error, "read"))
    assert (row["raw"], row["raw_truncated"], row["sha256"]) == ("abc", True, whole)
    assert row["id"] == whole[:16]
