"""Readers are total: any bytes give records or rejects, never an exception."""

from __future__ import annotations

import io
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from scorer.io.encode import json_line
from scorer.io.fields import FieldMap
from scorer.io.read_csv import read_csv
from scorer.io.read_jsonl import read_jsonl
from scorer.io.read_text import read_text
from scorer.io.records import ReadLimits, Record
from scorer.io.rejects import reject_line

LIMITS = ReadLimits(text_chars=40, record_bytes=120)

pieces = st.one_of(
    st.binary(max_size=30),
    st.sampled_from(
        [b"\n", b"\r", b"\r\n", b'"', b",", b"\x00", b"\xff", b"\xef\xbb\xbf", b"id,text\n"]
    ),
    st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.fixed_dictionaries(
        {}, optional={"id": st.none() | st.integers() | st.text(), "text": st.text()}
    ).map(lambda row: json.dumps(row).encode() + b"\n"),
)
data = st.lists(pieces, max_size=20).map(b"".join)


def check(records: list[Record]) -> None:
    positions = [record.position for record in records]
    assert positions == sorted(set(positions))
    for record in records:
        assert (record.article is None) != (record.error is None)
        assert isinstance(record.id, str)
        assert record.id.strip()
        if record.article is not None:
            assert record.article.id == record.id
            assert 0 < len(record.article.text) <= LIMITS.text_chars
        if record.error is not None:
            json.loads(reject_line(record, record.error, "read"))
        json.loads(json_line({"id": record.id}))


@settings(max_examples=150, deadline=None)
@given(data)
def test_json_lines(given_: bytes) -> None:
    records = list(read_jsonl(io.BytesIO(given_), "in", FieldMap(), LIMITS))
    check(records)
    body = given_.removeprefix(b"\xef\xbb\xbf")
    assert len(records) == sum(bool(line.strip()) for line in body.split(b"\n"))


@settings(max_examples=150, deadline=None)
@given(st.booleans(), data)
def test_csv(has_header: bool, given_: bytes) -> None:
    given_ = b"id,text\n" * has_header + given_
    check(list(read_csv(io.BytesIO(given_), "in", FieldMap(), LIMITS)))


@settings(max_examples=100, deadline=None)
@given(data)
def test_text(given_: bytes) -> None:
    records = list(read_text(io.BytesIO(given_), "in", "in.txt", LIMITS))
    check(records)
    assert len(records) == 1
