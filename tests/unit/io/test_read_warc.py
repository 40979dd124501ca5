from __future__ import annotations

import bz2
import gzip
import zlib
from pathlib import Path

import pytest

from scorer.io import readers
from scorer.io.records import Mark, ReadLimits, Record
from scorer.io.sources import resolve
from tests.unit.io.pages import archive, page, warc_record

pytest.importorskip("fastwarc", reason="needs the extra scorer[warc]")
pytestmark = pytest.mark.filterwarnings("ignore")


def read(
    path: Path,
    data: bytes,
    notes: list[str] | None = None,
    start: Mark | None = None,
    limits: ReadLimits | None = None,
) -> list[Record]:
    path.write_bytes(data)
    told = [] if notes is None else notes
    sources = resolve([str(path)]).sources
    return list(readers.read(sources, note=told.append, start=start, limits=limits))


def outcomes(records: list[Record]) -> list[str]:
    return [
        record.error.code if record.error else str(record.article and record.article.title)
        for record in records
    ]


PAGES = [f"Harbour {n} opens" for n in range(5)]


@pytest.mark.parametrize("pack", [None, gzip.compress, bz2.compress])
def test_pages_of_an_archive(tmp_path: Path, pack: object) -> None:
    data = b"".join(archive()) if pack is None else b"".join(map(pack, archive()))  # type: ignore[call-overload]
    name = "a.warc" if pack is None else "a.warc.gz"
    found = read(tmp_path / name, data)
    assert outcomes(found) == PAGES
    first = found[0].article
    assert first is not None
    assert first.text.startswith("The café at berth 0 opened again")
    assert (first.url, first.source) == ("https://gull.example/0", "Daily Gull")
    assert first.published == "2024-05-02"
    assert first.id.startswith("urn:uuid:")
    assert found[0].kept is not None
    assert '"extracted_text": "The café' in found[0].kept


def test_what_is_no_page_is_counted(tmp_path: Path) -> None:
    data = [
        warc_record("software: x", kind="warcinfo", media="application/warc-fields"),
        warc_record("", status="404 Not Found"),
        warc_record("\x89PNG", http="Content-Type: image/png\r\n"),
        *archive(1),
        warc_record("GET / HTTP/1.1\r\n\r\n", kind="request", media="application/http"),
    ]
    notes: list[str] = []
    assert outcomes(read(tmp_path / "a.warc", b"".join(data), notes)) == PAGES[:1]
    (told,) = notes
    assert "passed over 4 records that are no pages" in told
    assert "1 of type image/png" in told
    assert "1 with HTTP status 404" in told


def test_text_of_a_wet_file(tmp_path: Path) -> None:
    data = warc_record("Rain fell on Monday.\nIt stopped.", kind="conversion", media="text/plain")
    (found,) = read(tmp_path / "a.warc.wet.gz", gzip.compress(data))
    assert found.article is not None
    assert found.article.text == "Rain fell on Monday.\nIt stopped."


def broken(what: str) -> bytes:
    records = archive()
    third = records[2]
    records[2] = {
        "garbage": b"nothing that anybody wrote\r\n\r\nat all\r\n",
        "no length": third.replace(b"Content-Length: ", b"Content-Length: x"),
        "no http": third.replace(b"HTTP/1.1 200 OK", b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
        "cut": third[:-400],
    }[what]
    return b"".join(records)


@pytest.mark.parametrize(
    ("what", "codes"),
    [
        ("garbage", [*PAGES[:2], "damaged", *PAGES[3:]]),
        ("no length", [*PAGES[:2], "damaged", "damaged", *PAGES[3:]]),
    ],
)
def test_a_broken_record_costs_itself_only(tmp_path: Path, what: str, codes: list[str]) -> None:
    assert outcomes(read(tmp_path / "a.warc", broken(what))) == codes


def test_an_archive_that_is_cut(tmp_path: Path) -> None:
    whole = b"".join(archive())
    assert outcomes(read(tmp_path / "a.warc", whole[:-300])) == [*PAGES[:4], "truncated"]
    packed = b"".join(map(gzip.compress, archive()))
    found = read(tmp_path / "b.warc.gz", packed[:-60])
    assert outcomes(found) == [*PAGES[:4], "truncated"]


def test_a_damaged_member_costs_itself_only(tmp_path: Path) -> None:
    members = list(map(gzip.compress, archive()))
    members[2] = members[2][:40] + b"\xff" * 60 + members[2][100:]
    found = read(tmp_path / "a.warc.gz", b"".join(members))
    assert outcomes(found) == [*PAGES[:2], "damaged", *PAGES[3:]]


@pytest.mark.parametrize("data", [b"hello world\n" * 100, b"\0" * 5000, b"<html></html>"])
def test_what_is_no_archive(tmp_path: Path, data: bytes) -> None:
    assert outcomes(read(tmp_path / "a.warc", data)) == ["damaged"]


def http(packing: str) -> str:
    return f"Content-Type: text/html\r\nContent-Encoding: {packing}\r\n"


@pytest.mark.parametrize(
    ("payload", "header", "outcome"),
    [
        (gzip.compress(page("Packed").encode()), http("gzip"), "Packed"),
        (zlib.compress(page("Packed").encode()), http("deflate"), "Packed"),
        (page("Unpacked by the crawler").encode(), http("gzip"), "Unpacked by the crawler"),
        (gzip.compress(page().encode())[:-30], http("gzip"), "truncated"),
        (b"\x1f\x8b\x08" + b"\xff" * 50, http("gzip"), "damaged"),
        (b"whatever", http("br"), "unsupported_packing"),
        (gzip.compress(b"\0" * 3_000_000), http("gzip"), "zip_bomb"),
        (b"<p></p>", "Content-Type: text/html\r\n", "no_main_text"),
        (
            b"%x\r\n%b\r\n0\r\n\r\n" % (len(page("Chunks").encode()), page("Chunks").encode()),
            "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n",
            "Chunks",
        ),
        (b"fff\r\nabc", "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", "truncated"),
        (
            page("Caf\u00e9").encode("cp1252"),
            "Content-Type: text/html; charset=windows-1252\r\n",
            "Caf\u00e9",
        ),
        (page("Caf\u00e9").encode(), "Content-Type: text/html; charset=nonsense\r\n", "Caf\u00e9"),
    ],
)
def test_what_http_did_on_the_way(
    tmp_path: Path, payload: bytes, header: str, outcome: str
) -> None:
    data = [warc_record(payload, http=header), *archive(1)]
    limits = ReadLimits(record_bytes=1_000_000)
    found = read(tmp_path / "a.warc", b"".join(data), limits=limits)
    assert outcomes(found) == [outcome, PAGES[0]]


def test_a_failed_extraction_is_told_from_a_bad_record(tmp_path: Path) -> None:
    records = read(tmp_path / "a.warc", warc_record("<p></p>") + warc_record(b"", http=http("br")))
    assert [record.stage for record in records] == ["extract", "read"]


@pytest.mark.parametrize("what", ["garbage", "no length"])
def test_going_on_after_each_record(tmp_path: Path, what: str) -> None:
    path = tmp_path / "a.warc"
    whole = read(path, broken(what))
    for number, record in enumerate(whole, 1):
        assert read(path, broken(what), start=record.mark) == whole[number:]


def test_a_record_over_the_limit(tmp_path: Path) -> None:
    data = warc_record("x" * 5000) + archive(1)[0]
    found = read(tmp_path / "a.warc", data, limits=ReadLimits(record_bytes=3000))
    assert outcomes(found) == ["too_large", PAGES[0]]
