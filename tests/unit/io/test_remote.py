"""Addresses: a memory store, files, and a real server of HTTP on this machine."""

from __future__ import annotations

import functools
import gzip
import http.server
import io
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scorer.errors import ConfigError, InputError
from scorer.io import readers
from scorer.io.records import Record
from scorer.io.sources import resolve

fsspec = pytest.importorskip("fsspec", reason="needs the extra scorer[s3]")

LINES = b"".join(b'{"id": "%d", "text": "words"}\n' % n for n in range(5))


def read(*urls: str) -> list[Record]:
    return list(readers.read(resolve(urls).sources))


def ids(records: list[Record]) -> list[str]:
    return [record.error.code if record.error else record.id for record in records]


@pytest.fixture
def store() -> Iterator[str]:
    files = fsspec.filesystem("memory")
    sink = io.BytesIO()
    pq.write_table(pa.table({"id": ["p"], "text": ["words"]}), sink)
    for name, data in {
        "a.jsonl": LINES,
        "sub/b.jsonl.gz": gzip.compress(LINES),
        "sub/c.parquet": sink.getvalue(),
        "sub/x.pdf": b"%PDF",
        "sub/.hidden.jsonl": LINES,
    }.items():
        files.pipe_file(f"/news/{name}", data)
    yield "memory://news"
    files.rm("/news", recursive=True)


def test_a_file_a_folder_and_a_pattern(store: str) -> None:
    five = [str(n) for n in range(5)]
    assert ids(read(f"{store}/a.jsonl")) == five
    assert ids(read(store)) == [*five, *five, "p"]
    assert ids(read(f"{store}/sub/*.gz")) == five
    found = resolve([store])
    assert [source.name for source in found.sources] == [
        "a.jsonl",
        "sub/b.jsonl.gz",
        "sub/c.parquet",
    ]
    assert any("skipped 2 files" in note for note in found.notes)
    readers.check(found.sources)


def test_going_on_in_a_remote_file(store: str) -> None:
    sources = resolve([store]).sources
    whole = list(readers.read(sources))
    for number, record in enumerate(whole, 1):
        assert list(readers.read(sources, start=record.mark)) == whole[number:]


def test_files_by_address(tmp_path: Path) -> None:
    path = tmp_path / "with blank.jsonl"
    path.write_bytes(LINES)
    assert len(read(path.as_uri())) == 5
    assert resolve([path.as_uri()]).sources[0].path == path
    with pytest.raises(InputError, match="another machine"):
        resolve(["file://elsewhere/a.jsonl"])


@pytest.mark.parametrize(
    ("url", "error", "message"),
    [
        ("memory://none/a.jsonl", InputError, "No such file"),
        ("memory://none/*.jsonl", InputError, "no file matches"),
        ("nonsense://a.jsonl", InputError, "Protocol not known"),
        ("gs://bucket/a.jsonl", ConfigError, "needs a package"),
    ],
)
def test_what_cannot_be_read(url: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        resolve([url])


def test_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(ConfigError, match=r"scorer\[s3\]"):
        resolve(["s3://bucket/a.jsonl"])


class Quiet(http.server.SimpleHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012

    def log_message(self, *_: object) -> None:
        self.asked.append(self.path)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_web_address_is_read_when_named_and_never_from_data(tmp_path: Path) -> None:
    pytest.importorskip("aiohttp", reason="needs the extra scorer[s3]")
    handler = functools.partial(Quiet, directory=str(tmp_path))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        base = f"http://127.0.0.1:{server.server_address[1]}"
        line = json.dumps({"id": "1", "text": "words", "url": f"{base}/secret"}) + "\n"
        (tmp_path / "a.jsonl").write_text(line * 3, "utf-8")
        assert len(read(f"{base}/a.jsonl")) == 3
        assert Quiet.asked
        assert not any("secret" in path for path in Quiet.asked)
        with pytest.raises(InputError, match=r"404|No such file"):
            resolve([f"{base}/none.jsonl"])
    finally:
        server.shutdown()
        server.server_close()
    with pytest.raises(InputError, match="cannot read http"):
        resolve([f"{base}/a.jsonl"])
