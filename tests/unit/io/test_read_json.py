from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorer.io import read_json as module
from scorer.io.fields import FieldMap
from scorer.io.read_json import read_json
from scorer.io.records import ReadLimits, Record
from tests.unit.io.test_any_bytes import LIMITS, check, data

ONE, TWO = {"id": "a", "text": "one ] , [ words"}, {"id": "b", "text": 'two " words'}


def read(raw: bytes, **limits: int) -> list[Record]:
    return list(read_json(io.BytesIO(raw), "in", FieldMap(), ReadLimits(**limits)))


def outcomes(raw: bytes) -> list[str]:
    return [record.error.code if record.error else record.id for record in read(raw)]


@pytest.mark.parametrize("indent", [None, 0, 2])
def test_an_array_of_records(indent: int | None) -> None:
    raw = json.dumps([ONE, TWO], indent=indent).encode()
    found = read(b"\xef\xbb\xbf \n" + raw + b"\n")
    assert [record.id for record in found] == ["a", "b"]
    assert [record.position for record in found] == [1, 2]
    assert json.loads(found[1].raw) == TWO


def test_records_one_after_the_other() -> None:
    pretty = [json.dumps(item, indent=2) for item in (ONE, TWO)]
    assert outcomes("\n".join(pretty).encode()) == ["a", "b"]
    lines = json.dumps(ONE) + "\n{oops\n" + json.dumps(TWO)  # JSON Lines by another name
    assert outcomes(lines.encode()) == ["a", "bad_json", "b"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", []),
        (b"[]", []),
        (b" [ ] ", []),
        (b"[1, {}]", ["not_an_object", "no_text"]),
        (b'[{"id": "a", "text": "x"}', ["a", "bad_json"]),
        (b'[{"id": "a", "text": "x"},', ["a", "bad_json"]),
        (b'[{"id": "a", "text": "x"},]', ["a", "bad_json"]),
        (b'[{"id": "a", "text": "x"} {"id": "b"}]', ["a", "bad_json"]),
        (b'[{"id": "a", "text": "x"}] rest', ["a", "bad_json"]),
        (b"[" * 100_000, ["bad_json"]),
        (b'["caf\xe9"]', ["bad_encoding"]),
    ],
)
def test_what_is_broken_costs_what_comes_after(raw: bytes, expected: list[str]) -> None:
    assert outcomes(raw) == expected


def test_a_file_that_does_not_fit_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WHOLE_BYTES", 20)
    assert outcomes(json.dumps([ONE]).encode()) == ["too_large"]
    assert outcomes(json.dumps(ONE).encode()) == ["a"]  # lines are not held whole


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([b"", b"[", b"[{}, "]), data)
def test_any_bytes(start: bytes, given_: bytes) -> None:
    check(list(read_json(io.BytesIO(start + given_), "in", FieldMap(), LIMITS)))
