from __future__ import annotations

from pathlib import Path

import pytest

from scorer.io import readers
from scorer.io.fields import FieldMap
from scorer.io.records import Record
from scorer.io.sources import resolve

pytest.importorskip("feedparser", reason="needs the extra scorer[feeds]")

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Daily Gull</title><link>https://gull.example/</link><language>en-gb</language>
<item><title>Ferry &amp; fares</title><link>https://gull.example/1</link><guid>g1</guid>
<pubDate>Thu, 02 May 2024 08:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The ferry <b>operator</b> said fares rise.</p><p>From May.</p>
<script>alert(1)</script>]]></content:encoded></item>
<item><title>Only a summary</title><link>https://gull.example/2</link>
<description>&lt;p&gt;A storm is near, the office said.&lt;/p&gt;</description></item>
<item><title>Only a title</title><link>https://gull.example/3</link></item>
<item><description>No title at all, but words.</description></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
<title>Moewe</title><entry><title type="html">A &lt;i&gt;title&lt;/i&gt;</title><id>urn:1</id>
<updated>2024-05-02T08:00:00Z</updated><author><name>A. Writer</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two &lt; 3.</p></div>
</content><summary>Less.</summary></entry></feed>"""


def read(path: Path, data: str | bytes, **options: object) -> list[Record]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(readers.read(resolve([str(path)]).sources, **options))  # type: ignore[arg-type]


def outcomes(records: list[Record]) -> list[str]:
    return [
        record.error.code if record.error else str(record.article and record.article.text)
        for record in records
    ]


def test_entries_with_content_with_a_summary_and_with_neither(tmp_path: Path) -> None:
    found = read(tmp_path / "a.rss", RSS)
    assert outcomes(found) == [
        "The ferry operator said fares rise.\nFrom May.",
        "A storm is near, the office said.",
        "no_text",
        "No title at all, but words.",
    ]
    first = found[0].article
    assert first is not None
    assert (first.id, first.title, first.source) == ("g1", "Ferry & fares", "Daily Gull")
    assert (first.url, first.lang) == ("https://gull.example/1", "en")
    assert first.published == "Thu, 02 May 2024 08:00:00 GMT"
    assert found[0].kept is not None
    assert "extracted_text" in found[0].kept
    assert [notice.code for notice in found[1].notices] == ["summary_only"]
    assert found[0].notices == ()
    assert found[2].id == "https://gull.example/3"
    assert b"Only a title" in found[2].raw


def test_atom(tmp_path: Path) -> None:
    (found,) = read(tmp_path / "a.xml", ATOM)
    assert found.article is not None
    assert (found.article.title, found.article.text) == ("A title", "One.\nTwo < 3.")
    assert (found.article.id, found.article.source, found.article.lang) == ("urn:1", "Moewe", "de")


def test_fields_of_a_feed_may_be_mapped(tmp_path: Path) -> None:
    fields = FieldMap(text="summary", title="headline", keep=("author",))
    (found,) = read(tmp_path / "a.atom", ATOM, fields=fields)
    assert found.article is not None
    assert (found.article.text, found.article.title) == ("Less.", "A title")
    assert found.kept == '{"author": "A. Writer", "extracted_text": "Less."}'


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss ['
    '<!ENTITY a "ha"><!ENTITY x SYSTEM "file:///etc/passwd">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 9)).replace("&a0;", "&a;")
    + "]><rss version='2.0'><channel><title>t</title><item><title>x</title>"
    "<description>&a8; &x;</description></item></channel></rss>"
)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"hello", ["not_a_feed"]),
        (b"/etc/passwd", ["not_a_feed"]),
        (b"https://gull.example/feed", ["not_a_feed"]),
        (b"<html><body><p>a page</p></body></html>", ["not_a_feed"]),
        (b"\x00\xff" * 500, ["not_a_feed"]),
        (b"<rss version='2.0'><channel><title>t</title></channel></rss>", []),
    ],
)
def test_what_is_no_feed(tmp_path: Path, data: bytes, expected: list[str]) -> None:
    assert outcomes(read(tmp_path / "a.rss", data)) == expected


def test_entities_neither_multiply_nor_open_files(tmp_path: Path) -> None:
    for record in read(tmp_path / "a.rss", LAUGHS):
        assert len(record.raw) < 100_000
        assert b"root:" not in record.raw


def test_a_feed_that_breaks_off_is_noted(tmp_path: Path) -> None:
    notes: list[str] = []
    found = read(
        tmp_path / "a.rss", RSS[: RSS.index("<item><title>Only a title")], note=notes.append
    )
    assert [record.id for record in found][:1] == ["g1"]
    assert "no well-formed feed" in notes[0]


def test_a_feed_in_another_encoding(tmp_path: Path) -> None:
    text = RSS.replace("utf-8", "iso-8859-1").replace("From May.", "Au caf\u00e9.")
    found = read(tmp_path / "a.rss", text.encode("iso-8859-1"))
    assert outcomes(found)[0].endswith("Au caf\u00e9.")


def test_going_on_after_each_entry(tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    whole = read(path, RSS)
    for number, record in enumerate(whole, 1):
        assert read(path, RSS, start=record.mark) == whole[number:]
