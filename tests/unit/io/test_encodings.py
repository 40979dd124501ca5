"""Files in other encodings, and those that mix them."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from scorer.errors import ConfigError
from scorer.io import readers
from tests.unit.io.files import codes, lines, read

TEXT = "Café wörter — naïve 日本"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "a.tsv", "a.txt"])
def test_encodings_that_tell_themselves(tmp_path: Path, encoding: str, name: str) -> None:
    content = {
        "a.jsonl": f'{{"id": "1", "text": "{TEXT}"}}\n',
        "a.json": f'[{{"id": "1",\n "text": "{TEXT}"}}]',
        "a.csv": f'id,text\n1,"{TEXT}"\n',
        "a.tsv": f"id\ttext\n1\t{TEXT}\n",
        "a.txt": TEXT,
    }[name]
    mark = {"utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    path = tmp_path / name
    path.write_bytes(mark + content.encode(encoding))
    if encoding == "utf-16-le" and name == "a.txt":
        path.write_bytes(codecs.BOM_UTF16_LE + content.encode(encoding))
    (found,) = read(path)
    assert found.article is not None
    assert found.article.text == TEXT


def test_an_encoding_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id,text\n1,caf\u00e9\n".encode("cp1252"))
    assert codes(read(path)) == ["bad_encoding"]
    (found,) = read(path, encoding="cp1252")
    assert found.article is not None
    assert found.article.text == "caf\u00e9"
    with pytest.raises(ConfigError, match="--encoding klingon"):
        readers.check([], encoding="klingon")
    with pytest.raises(ConfigError, match="--encoding hex"):
        readers.check([], encoding="hex")


def test_mixed_encodings_cost_their_own_records_only(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [f'{{"id": "{n}", "text": "caf\u00e9 {n}"}}\n' for n in range(4)]
    path.write_bytes(rows[0].encode() + rows[1].encode("cp1252") + rows[2].encode() + b"\xff\xfe\n")
    assert codes(read(path)) == ["0", "bad_encoding", "2", "bad_encoding"]
    wide = "".join(rows).encode("utf-16")
    cut = wide[:50] + b"\x00\xd8" + wide[52:]  # half a surrogate pair
    path.write_bytes(cut)
    assert codes(read(path)).count("bad_encoding") == 1
    assert len(read(path)) == 4


def test_nul_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\0\0\0\n" + lines(1) + b'{"text": "a\\u0000b"}\n' + b"\0" * 10)
    assert [record.error.code if record.error else "" for record in read(path)] == [
        "bad_json",
        "",
        "",
        "bad_json",
    ]
