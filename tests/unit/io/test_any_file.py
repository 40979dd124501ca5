"""Whatever bytes a file of any format holds, reading it raises nothing and goes on the same."""

from __future__ import annotations

import bz2
import gzip
import io
import warnings
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorer.io import readers
from scorer.io.records import Mark, ReadLimits, Record
from scorer.io.sources import Source
from tests.unit.io.pages import archive, page

pytest.importorskip("trafilatura", reason="needs the extra scorer[html]")
pytest.importorskip("fastwarc", reason="needs the extra scorer[warc]")
pytest.importorskip("feedparser", reason="needs the extra scorer[feeds]")
pytestmark = pytest.mark.filterwarnings("ignore")


def _table(kind: str) -> bytes:
    table = pa.table({"id": [str(n) for n in range(6)], "text": [f"text {n}" for n in range(6)]})
    sink = io.BytesIO()
    if kind == "parquet":
        pq.write_table(table, sink, row_group_size=2)
    else:
        with pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table, max_chunksize=2)
    return sink.getvalue()


LINES = b"".join(b'{"id": "%d", "text": "some words"}\n' % n for n in range(6))
FEED = b"<rss version='2.0'><channel><title>t</title>" + b"".join(
    b"<item><guid>%d</guid><description>some words</description></item>" % n for n in range(4)
)
SEEDS: dict[str, bytes] = {
    "jsonl": LINES,
    "json": b'[{"id": 1, "text": "a"}, {"id": 2, "text": "b"}]',
    "csv": b'id,text\n1,"a, b"\n2,"c\n\nd"\n3,e\n',
    "tsv": b"id\ttext\n1\ta\n2\tb\n",
    "parquet": _table("parquet"),
    "arrow": _table("arrow"),
    "text": b"A title\nsome words\n",
    "html": page().encode(),
    "warc": b"".join(archive(3)),
    "feed": FEED + b"</channel></rss>",
}
PACKS = {"plain": bytes, "gzip": gzip.compress, "bzip2": bz2.compress}


def read(path: Path, kind: str, start: Mark | None = None) -> list[Record]:
    source = Source(path, path.name, kind, path.stat().st_size)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(readers.read([source], limits=ReadLimits(record_bytes=100_000), start=start))


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("kind", SEEDS)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_file_with_damage_anywhere(
    tmp_path: Path, kind: str, pack: str, data: st.DataObject
) -> None:
    content = bytearray(PACKS[pack](SEEDS[kind]))
    at = data.draw(st.integers(0, len(content)), label="at")
    length = data.draw(st.integers(0, 40), label="length")
    content[at : at + length] = data.draw(st.binary(max_size=60), label="by")
    if data.draw(st.booleans(), label="is_cut"):
        del content[data.draw(st.integers(0, len(content)), label="cut") :]
    path = tmp_path / "a"
    path.write_bytes(content)
    whole = read(path, kind)
    positions = [record.position for record in whole]
    assert positions == sorted(set(positions))
    for number, record in enumerate(whole, 1):
        assert (record.article is None) is (record.error is not None)
        if number % 3 == 1:
            assert read(path, kind, record.mark) == whole[number:]
