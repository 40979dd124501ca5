from __future__ import annotations

from dataclasses import replace

import pytest

from scorer import Article, Scorer
from scorer.model.abstention import ENGLISH, GENRES, PARTLY_READ, PROSE, genre_warnings
from scorer.training.run import ABSTENTION
from tests.unit.model.pages import PAGES, REPORT

RULE = replace(ABSTENTION, min_english=0.15)
RUNNING = "extraction.running_fraction"
BARRIER = "extraction.barrier_fraction"
GARBLED = "extraction.garbled_per_1000_characters"
SYMBOLS = "integrity.symbol_fraction"


@pytest.mark.parametrize(
    ("values", "words", "code"),
    [
        ({}, 79, "too_short"),
        ({}, 80, None),
        ({ENGLISH: 0.02}, 10, "too_short"),
        ({ENGLISH: 0.02, PROSE: 0.9}, 400, "not_english"),
        ({ENGLISH: 0.02, PROSE: 0.9, SYMBOLS: 0.2}, 400, "not_prose"),
        ({ENGLISH: 0.02, RUNNING: 0.1}, 400, "not_prose"),
        ({ENGLISH: 0.3, PROSE: 0.1}, 400, "not_prose"),
        ({ENGLISH: 0.3, RUNNING: 0.19}, 400, "not_prose"),
        ({BARRIER: 0.21}, 400, "broken_extraction"),
        ({BARRIER: 0.2, GARBLED: 5.0}, 400, None),
        ({GARBLED: 5.1}, 400, "broken_extraction"),
        ({"integrity.truncated": 1.0}, 149, "broken_extraction"),
        ({"integrity.truncated": 1.0}, 150, None),
        ({"genre.live_blog": 2.0}, 400, "live_blog"),
        ({"genre.live_blog": 1.0}, 400, None),
        ({ENGLISH: 0.15, PROSE: 0.3, RUNNING: 0.2}, 400, None),
        ({ENGLISH: None, PROSE: None, RUNNING: None, BARRIER: None}, 400, None),
    ],
)
def test_stable_codes(values: dict[str, float | None], words: int, code: str | None) -> None:
    notice = RULE.notice(values, words=words)
    assert (None if notice is None else notice.code) == code


def test_distance_refuses_last() -> None:
    far = RULE.notice({}, words=400, distance=3.1)
    assert far is not None
    assert far.code == "far_from_reference"
    assert RULE.notice({}, words=400, distance=3.0) is None


def test_the_message_holds_the_numbers() -> None:
    notice = RULE.notice({}, words=41)
    assert notice is not None
    assert "41 words" in notice.message
    assert "80" in notice.message


@pytest.mark.parametrize("name", PAGES)
def test_pages_that_are_no_article(name: str, scorer: Scorer) -> None:
    text, code = PAGES[name]
    report = scorer.score(Article(id="a", text=text, title="Storm over the coast"))
    assert report.status == "abstained"
    assert report.notice is not None
    assert report.notice.code == code
    assert report.score is report.interval is None
    assert report.measurements


def test_a_report_with_a_remnant_of_each_is_scored(scorer: Scorer) -> None:
    remnants = (
        "We use cookies to improve the site.\nHome\nNews\nSport\nUpdated at 4:15 p.m.\n"
        "Round\tPoints\n1\t20\n2\t31\nDer Hafen bleibt zu.\n"
    )
    report = scorer.score(Article(id="a", text=remnants + REPORT * 6, title="Pier to close"))
    assert report.status == "scored"
    assert report.interval is not None
    assert report.score is not None
    assert report.interval[0] <= report.score <= report.interval[1]


@pytest.mark.parametrize("name", GENRES)
def test_a_genre_is_named_from_one_plain_cue_on(name: str) -> None:
    assert genre_warnings({name: 1.0}) == ()
    assert [notice.code for notice in genre_warnings({name: 2.0})] == [name.replace(".", "_")]
    assert genre_warnings({name: None}) == ()


GERMAN = "Der Hafenrat will die alte Mole wieder aufbauen, die im Winter verloren ging. " * 8


def test_what_is_read_in_part_is_said(scorer: Scorer) -> None:
    whole, mixed = (
        scorer.score(Article(id="a", text=text))
        for text in (REPORT * 6, REPORT * 3 + "\n" + GERMAN)
    )
    assert PARTLY_READ not in [notice.code for notice in whole.warnings]
    assert mixed.status == "scored"
    assert PARTLY_READ in [notice.code for notice in mixed.warnings]


def test_a_page_that_is_no_prose_is_told_so_once(scorer: Scorer) -> None:
    report = scorer.score(Article(id="a", text=GERMAN * 3))
    assert report.status == "abstained"
    assert report.warnings == ()
