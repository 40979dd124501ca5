"""S3 through fsspec, against a real server process on the loopback: moto's, started here."""

from __future__ import annotations

import http.server
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.made_articles import articles
from scorer.arrow import to_rows
from tests.engines.conftest import need
from tests.shared import ROOT

BUCKET = "made-articles"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an S3 server, a process of its own."""
    for module in ("s3fs", "moto", "flask", "flask_cors"):
        need(module)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("s3") / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
            stdout=out,
            stderr=out,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except (urllib.error.URLError, OSError):
                assert process.poll() is None, log.read_text()
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def environment(address: str, key: str = "made") -> dict[str, str]:
    """Settings of the S3 client: nothing of this machine's owner, nowhere but the loopback."""
    return {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": key,
        "AWS_SECRET_ACCESS_KEY": "made",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


@pytest.fixture
def store(server: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The bucket, with Parquet and JSON lines in it."""
    import s3fs

    for name, value in environment(server).items():
        monkeypatch.setenv(name, value)
    files = s3fs.S3FileSystem(skip_instance_cache=True)
    if not files.exists(BUCKET):
        files.mkdir(BUCKET)
    for old in files.find(BUCKET):
        files.rm(old)
    rows = list(articles(30, words=85))
    with files.open(f"{BUCKET}/in/a.parquet", "wb") as out:
        pq.write_table(pa.Table.from_pylist(rows[:20]), out)
    lines = "\n".join(json.dumps(row) for row in rows[20:])
    files.pipe_file(f"{BUCKET}/in/b.jsonl", lines.encode())
    files.invalidate_cache()
    return files


def scored(
    *arguments: object, address: str | None = None, key: str = "made"
) -> subprocess.CompletedProcess[str]:
    """Run ``scorer score`` as a process, with the settings of the server or of another address."""
    extra = {} if address is None else environment(address, key)
    command = [sys.executable, "-m", "scorer", "score", *map(str, arguments)]
    merged = {**os.environ, "PYTHONPATH": str(ROOT), **extra}
    return subprocess.run(
        command, env=merged, capture_output=True, text=True, timeout=300, check=False
    )


def local_rows(tmp_path: Path) -> dict[str, Any]:
    """Rows of the same articles, from and to local files."""
    path = tmp_path / "local.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in articles(30, words=85)))
    done = scored(path, "-o", tmp_path / "rows.jsonl", "-q")
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "rows.jsonl").read_text().splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def test_parquet_and_json_lines_in_and_parquet_out(store: Any, tmp_path: Path) -> None:
    inputs = [f"s3://{BUCKET}/in/a.parquet", f"s3://{BUCKET}/in/b.jsonl"]
    target = f"s3://{BUCKET}/out/scores.parquet"
    done = scored(*inputs, "-o", target, "-q")
    assert done.returncode == 0, done.stderr
    store.invalidate_cache()
    assert [name.rpartition("/")[2] for name in store.find(f"{BUCKET}/out")] == ["scores.parquet"]
    with store.open(target) as file:
        got = {row["id"]: row for row in to_rows(pq.read_table(file))}
    assert got == local_rows(tmp_path)
    again = scored(*inputs, "-o", target, "-q")
    assert again.returncode == 2
    assert "--overwrite" in again.stderr


def test_a_folder_of_the_store_and_json_lines_out(store: Any, tmp_path: Path) -> None:
    done = scored(f"s3://{BUCKET}/in/", "-o", f"s3://{BUCKET}/rows.jsonl", "-q")
    assert done.returncode == 0, done.stderr
    store.invalidate_cache()
    lines = store.cat_file(f"{BUCKET}/rows.jsonl").decode().splitlines()
    assert {row["id"]: row for row in map(json.loads, lines)} == local_rows(tmp_path)


def test_shards_in_the_store(store: Any) -> None:
    done = scored(f"s3://{BUCKET}/in/", "-o", f"s3://{BUCKET}/parts", "--shard-rows", 12, "-q")
    assert done.returncode == 0, done.stderr
    store.invalidate_cache()
    names = sorted(name.rpartition("/")[2] for name in store.find(f"{BUCKET}/parts"))
    assert names == ["_manifest.json", *(f"part-0000{n}.jsonl" for n in range(3))]


@pytest.mark.parametrize(
    ("inputs", "output"),
    [
        ([f"s3://{BUCKET}/in/nothing.jsonl"], None),
        (["s3://no-such-bucket/in.jsonl"], None),
        ([f"s3://{BUCKET}/in/b.jsonl"], "s3://no-such-bucket/out.jsonl"),
    ],
)
def test_what_is_not_there_is_told_on_one_line(
    store: Any, inputs: list[str], output: str | None
) -> None:
    done = scored(*inputs, "-q", *([] if output is None else ["-o", output]))
    assert done.returncode in (2, 3), done.stderr
    told = done.stderr + done.stdout
    assert "Traceback" not in told
    assert (output or inputs[0]) in told
    assert len(done.stderr.splitlines()) <= 3, done.stderr


def test_no_server_is_told_on_one_line(store: Any) -> None:
    done = scored(f"s3://{BUCKET}/in/b.jsonl", "-q", address="http://127.0.0.1:9")
    assert done.returncode in (2, 3), done.stderr
    told = done.stderr + done.stdout
    assert f"s3://{BUCKET}/in/b.jsonl" in told
    assert "Traceback" not in told


def test_access_denied_is_told_on_one_line(store: Any) -> None:
    class Refuses(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
            self.send_response(403)
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(0 if self.command == "HEAD" else len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_PUT = do_POST = do_GET

        def log_message(self, *_: object) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refuses) as refusing:
        threading.Thread(target=refusing.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{refusing.server_address[1]}"
        read = scored(f"s3://{BUCKET}/in/b.jsonl", "-q", address=address)
        local = ROOT / "examples" / "articles.jsonl"
        wrote = scored(local, "-q", "-o", f"s3://{BUCKET}/x.jsonl", address=address)
        refusing.shutdown()
    for done in (read, wrote):
        assert done.returncode in (2, 3), done.stderr
        told = done.stderr + done.stdout
        assert "Traceback" not in told
        assert any(word in told for word in ("Denied", "denied", "Forbidden", "403")), told
    assert wrote.returncode == 2


def test_an_error_in_passing_is_tried_again_by_the_client(store: Any, server: str) -> None:
    """A proxy answers 503 to the first reads; the client's own retries get through."""
    refused = 0

    class Shaky(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            nonlocal refused
            if refused < 2:
                refused += 1
                self.send_response(503)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            headers = {k: v for k, v in self.headers.items() if k.lower() != "host"}
            request = urllib.request.Request(server + self.path, headers=headers)
            request.method = self.command
            try:
                answer = urllib.request.urlopen(request, timeout=30)
            except urllib.error.HTTPError as error:
                answer = error
            with answer:
                body = answer.read()
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                        self.send_header(name, value)
                length = answer.headers.get("Content-Length", len(body))
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(body)

        do_HEAD = do_GET

        def log_message(self, *_: object) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shaky) as shaky:
        threading.Thread(target=shaky.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{shaky.server_address[1]}"
        done = scored(f"s3://{BUCKET}/in/b.jsonl", "-q", address=address)
        shaky.shutdown()
    assert refused == 2
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 10
