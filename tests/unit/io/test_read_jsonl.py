from __future__ import annotations

import hashlib
import io
import json

import pytest

from scorer.io.fields import FieldMap
from scorer.io.read_jsonl import read_jsonl
from scorer.io.records import ReadLimits, Record


def read(data: bytes, **limits: int) -> list[Record]:
    return list(read_jsonl(io.BytesIO(data), "in", FieldMap(), ReadLimits(**limits)))


def outcome(record: Record) -> str:
    return record.error.code if record.error is not None else record.id


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{oops", "bad_json"),
        (b"nul", "bad_json"),
        (b'{"text": "a"} {"text": "b"}', "bad_json"),
        (b"[" * 100_000, "bad_json"),
        (b'{"id": ' + b"9" * 5000 + b', "text": "a"}', "bad_json"),
        (b"[]", "not_an_object"),
        (b'"text"', "not_an_object"),
        (b"3", "not_an_object"),
        (b"null", "not_an_object"),
        (b"{}", "no_text"),
        (b'{"text": "caf\xe9"}', "bad_encoding"),
        (b'{"text": "cut \xf0\x9f"}', "bad_encoding"),
    ],
)
def test_a_bad_line_is_told_and_the_next_one_read(line: bytes, code: str) -> None:
    found = read(line + b'\n{"id": "next", "text": "words"}\n')
    assert [outcome(record) for record in found] == [code, "next"]
    assert found[0].raw == line
    assert [record.position for record in found] == [1, 2]


def test_line_ends_blank_lines_and_byte_order_mark() -> None:
    found = read(b'\xef\xbb\xbf{"id": 1, "text": "a"}\r\n\r\n   \n{"id": 2, "text": "b"}')
    assert [(record.id, record.position) for record in found] == [("1", 1), ("2", 4)]
    assert sum(record.size for record in found) == (3 + 22 + 2) + 22


def test_text_is_as_given() -> None:
    text = "one\u2028two\r\nthree\x00 \ud800 \u00e9 e\u0301 \ufeff"
    found = read(json.dumps({"text": text}).encode() + b"\n")
    assert found[0].article is not None
    assert found[0].article.text == text


@pytest.mark.parametrize("size", [200, 3_000_000])
def test_a_line_over_the_limit_is_skipped_not_loaded(size: int) -> None:
    line = b'{"id": "big", "text": "' + b"x" * size + b'"}\n'
    found = read(
        b'{"id": "a", "text": "a"}\n' + line + b'{"id": "b", "text": "b"}\n', record_bytes=99
    )
    assert [outcome(record) for record in found] == ["a", "too_large", "b"]
    big = found[1]
    assert len(big.raw) <= 100
    assert big.size == len(line)
    assert big.sha256 == hashlib.sha256(line).hexdigest()
    assert [record.position for record in found] == [1, 2, 3]


def test_a_line_of_just_the_limit_is_read() -> None:
    line = b'{"id": "a", "text": "words"}\n'
    assert outcome(read(line, record_bytes=len(line))[0]) == "a"
    assert outcome(read(line, record_bytes=len(line) - 1)[0]) == "too_large"


def test_the_same_bad_line_has_the_same_id_anywhere() -> None:
    first, second = read(b'{oops\n{"text": "a"}\n{oops\n')[0::2]
    assert first.id == second.id


def test_nothing_in_nothing_out() -> None:
    assert read(b"") == []
    assert read(b"\n\n") == []


@pytest.mark.parametrize(
    ("data", "is_told"),
    [
        (b'[{"text": "a"}]\n', True),
        (b'[\n  {"text": "a"}\n]\n', True),
        (b'\n{\n  "text": "a"\n}\n{\n}\n', True),
        (b'{"text": "a",\n "id": 1}\n', True),
        (b'{"text": "a"}\n{\n', False),
        (b"{oops\n", False),
        (b"3\n", False),
    ],
)
def test_json_of_another_kind_is_hinted_at_once(data: bytes, is_told: bool) -> None:
    told: list[str] = []
    list(read_jsonl(io.BytesIO(data), "in", FieldMap(), ReadLimits(), told.append))
    assert len(told) == is_told
    assert all("in looks like JSON, not JSON Lines" in line for line in told)


def test_a_number_of_too_many_digits_is_told_plainly() -> None:
    (found,) = read(b'{"id": ' + b"9" * 5001 + b', "text": "a"}')
    assert found.error is not None
    assert found.error.message == "Not JSON that can be read: a number has too many digits."


def test_a_control_character_is_told_plainly() -> None:
    (found,) = read(b'{"text": "a\0b"}')
    assert found.error is not None
    assert found.error.message == "Not JSON: Invalid control character at character 12."
