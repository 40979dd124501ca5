from __future__ import annotations

import pytest

from scorer.features.embeds import Embeds, find_residue
from scorer.schema import Measurement
from scorer.text.document import Document
from tests.shared import SEEDS, needs_seeds

BODY = (
    "The harbour board met on Tuesday, and it raised the fees. Ferries will run as before, the "
    "board said in a short note.\n"
)


def measure(text: str) -> dict[str, Measurement]:
    return dict(Embeds().measure(Document.from_text(text)))


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("— Ines Dahl (@inesdahl) June 3, 2021", "tweet_card"),
        ("pic.twitter.com/Ab12Cd", "media_link"),
        ("https://t.co/Ab12Cd", "media_link"),
        ("https://harbour.example/fees?page=2", "raw_link"),
        ("View this post on Instagram", "embed_prompt"),
        ("A post shared by Ines Dahl (@ines)", "embed_prompt"),
        ("### The Fees", "raw_heading"),
        ("**The fees**", "raw_markdown"),
        ("[the fees](https://harbour.example)", "raw_markdown"),
        ('<div class="wide">', "raw_html"),
        ('[caption id="attachment_4" align="left"]', "shortcode"),
        ("googletag.cmd.push(function() { googletag.display('a'); });", "script"),
        ("harbour fees rise, ferry times in June, board meeting notes", "keyword_line"),
        ("Harbour fees rise, Lund ferry times, Board meeting notes 2021", "keyword_line"),
        ("how to catch a ferry, ferry times for lund, lund ferry", "keyword_line"),
        ("Tags: harbour, ferries, fees", "keyword_line"),
        ("harbour, ferries, fees, quay, tide, storm", "keyword_line"),
        ("harbour fees | ferry times | board meeting", "keyword_line"),
        ("harbour fees; ferry times; board meeting", "keyword_line"),
        ("Keywords: harbour | ferries | fees", "keyword_line"),
        ("*The fees*", "raw_markdown"),
        ("#harbour #ferries #fees", "hashtag_line"),
    ],
)
def test_residue_is_marked_with_its_kind(line: str, label: str) -> None:
    text = BODY + line + "\n" + BODY
    found = measure(text)["embeds.count"]
    assert (label, line) in [(s.label, text[s.start : s.end]) for s in found.evidence]
    assert found.value == 1


@pytest.mark.parametrize(
    "line",
    [
        "Ines Dahl, Jon Berg, Mara Lind",
        "Home | News | Sport | Weather",
        "Harbour, ferries, fees, quay, tide, storm",
        "Ines Dahl, left, and Jon Berg, right, on the quay",
        "They came from Lund, from Ystad, and from the island",
        "The board (all of it) met at 10 # 4 and left.",
        "Flour, 2 cups: sifted, warm, dry",
        "He asked for a view of the harbour, a chair, a lamp.",
        "Profits rose, costs fell & fees stayed",
        "It was the no. 1 seat [sic] in the hall.",
        "He called it f***ing bulls**t, and then **** again",
        "Old harbour, new quay, the ferry",
        "Boats in Lund, ferries at sea, fees for all",
    ],
)
def test_what_is_no_residue(line: str) -> None:
    assert measure(BODY + line + "\n" + BODY)["embeds.count"].value == 0


def test_a_tweet_is_one_however_many_links_it_has() -> None:
    tweet = "Fees are up! https://t.co/Ab1 pic.twitter.com/Cd2 — Ines (@ines) June 3, 2021\n"
    one, three = measure(BODY + tweet), measure(BODY + tweet * 3)
    assert one["embeds.social"].value == 1
    assert three["embeds.social"].value == 3
    assert [span.label for span in one["embeds.social"].evidence] == [
        "media_link", "media_link", "tweet_card",
    ]  # fmt: skip


def test_marks_do_not_overlap() -> None:
    text = "<a href='https://t.co/x'>**bold**</a> [a](http://b) ### no\n### yes **x**\n"
    ends = [0]
    for start, end, _ in find_residue(Document.from_text(text)):
        assert start >= ends[-1]
        ends.append(end)
    assert len(ends) > 3


def test_short_and_empty_texts() -> None:
    assert measure("pic.twitter.com/Ab1")["embeds.per_1000_words"].reason == "too_short"
    assert measure("pic.twitter.com/Ab1")["embeds.count"].value == 1
    assert measure("")["embeds.count"].reason == "no_words"


@needs_seeds
def test_the_farm_page_has_every_kind_that_it_shows() -> None:
    text = next(SEEDS.glob("004*.txt")).read_text(encoding="utf-8").partition("\n")[2]
    found = measure(text)
    labels = {span.label for span in found["embeds.count"].evidence}
    assert labels >= {"tweet_card", "media_link", "raw_heading", "keyword_line"}
    headings = [s for s in found["embeds.markup"].evidence if s.label == "raw_heading"]
    assert len(headings) == sum(line.startswith("### ") for line in text.splitlines())
