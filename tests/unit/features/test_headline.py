"""Headline signals on texts of our own."""

from __future__ import annotations

import math
import time

import pytest

from scorer.features._headline.title import Headline as Headline_
from scorer.features._measure import check
from scorer.features.headline import Headline, clickbait_marks, clickbait_probability
from scorer.schema import Measurement
from scorer.text.document import Document
from tests.shared import DATA, needs_data

BODY = (
    "The harbour master of Ostby resigned on Tuesday after auditors found that 3 million kroner "
    "had gone missing. Two pilots told the inquiry that they were never paid. "
    "The council will name a successor in March."
)

BAIT = [
    "17 Things Only Your Grandmother Will Understand",
    "You won't believe what this dog did next",
    "Here's why everyone is talking about this sandwich",
    "which kitchen tool are you",
    "THIS IS WHAT HAPPENS WHEN YOU STOP EATING BREAD",
    "The One Thing You Should Never Say To Your Boss",
    "23 Hilarious Tweets That Will Make Your Day",
    "Can You Guess The City From Its Bridge",
]
ORDINARY = [
    "Harbour master resigns after audit",
    "Council Approves Budget After Talks With Union",
    "CENTRAL BANK RAISES RATES BY HALF A POINT",
    "At least 12 dead as ferry sinks off coast",
    "Court rejects appeal in fraud case",
    "minister denies reports of secret talks",
    "Oil prices fall as supply grows",
]


def measure(text: str, title: str | None) -> dict[str, Measurement]:
    doc = Document.from_text(text, title)
    found = dict(Headline().measure(doc))
    assert sorted(found) == sorted(spec.name for spec in Headline.specs)
    for spec in Headline.specs:
        check(found[spec.name], spec, len(text))
    return found


def value(text: str, title: str | None, name: str = "consistency") -> float:
    found = measure(text, title)[f"headline.{name}"].value
    assert found is not None
    return found


@pytest.mark.parametrize("title", BAIT)
def test_bait_is_probable(title: str) -> None:
    found = clickbait_probability(title)
    assert found is not None
    assert found > 0.7


@pytest.mark.parametrize("title", ORDINARY)
def test_ordinary_is_improbable(title: str) -> None:
    found = clickbait_probability(title)
    assert found is not None
    assert found < 0.25


@pytest.mark.parametrize("title", BAIT + ORDINARY)
def test_letter_case_changes_nothing(title: str) -> None:
    expected = clickbait_probability(title)
    assert clickbait_probability(title.upper()) == expected
    assert clickbait_probability(title.lower()) == expected
    assert clickbait_probability(title.title().replace("'S", "'s").replace("'T", "'t")) == expected


@pytest.mark.parametrize("ending", [" | The Ostby Courier", " - Ostby Courier", " – Courier News"])
def test_outlet_name_changes_nothing(ending: str) -> None:
    title = "Harbour master resigns after audit"
    assert clickbait_probability(title + ending) == clickbait_probability(title)
    assert value(BODY, title + ending) == value(BODY, title)


def test_a_clause_after_a_dash_stays() -> None:
    assert value(BODY, "The Harbour Master Left - Here's Why", "words") == 6
    assert value(BODY, "Harbour master left the town - auditors stay", "words") == 7


@pytest.mark.parametrize("title", [None, "", "   ", "!!!", "- | -"])
def test_no_title(title: str | None) -> None:
    for found in measure(BODY, title).values():
        assert (found.value, found.reason) == (None, "no_title")


def test_what_a_source_says_is_not_the_headline() -> None:
    plain = clickbait_probability("Minister to nurses: this is what you should never say")
    quoted = clickbait_probability("Minister to nurses: 'this is what you should never say'")
    assert plain is not None
    assert quoted is not None
    assert quoted < plain / 2


def test_no_body() -> None:
    found = measure("", "Harbour master resigns")
    assert found["headline.consistency"].reason == "no_words"
    assert found["headline.clickbait"].value is not None


def test_nothing_promised() -> None:
    assert measure(BODY, "What is it?")["headline.consistency"].reason == "no_content_words"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("9 tricks you need to know", [("9", "list_number"), ("you", "second_person")]),
        (
            "This man opened a door — what happened next",
            [("This man", "withheld_subject"), ("what happened next", "forward_reference")],
        ),
        ("The 5 best bakeries", [("5", "list_number"), ("best", "superlative")]),
        ("Here’s why the bridge shut", [("Here’s why", "forward_reference")]),
        ("She  left, and it was AMAZING", [("She", "withheld_subject"), ("AMAZING", "hyperbole")]),
        ("12 dead in ferry fire", []),
        (
            "Ferry strike: what you need to know",
            [("what you", "forward_reference"), ("you", "second_person")],
        ),
        ("Union to council: 'you can't pay your nurses less'", []),
        (
            '"You will never believe your eyes"',
            [("You", "second_person"), ("your", "second_person")],
        ),
        ("Court rejects appeal in fraud case", []),
        ("", []),
    ],
)
def test_marks(title: str, expected: list[tuple[str, str]]) -> None:
    found = [(title[mark.start : mark.end], mark.label) for mark in clickbait_marks(title)]
    assert found == expected


def test_marks_are_evidence_where_the_title_opens_the_text() -> None:
    title = "9 tricks you need to know"
    text = f"\n{title}\n\n{BODY}"
    evidence = measure(text, title)["headline.clickbait"].evidence
    assert [(text[span.start : span.end], span.label) for span in evidence] == [
        ("9", "list_number"),
        ("you", "second_person"),
    ]
    assert measure(BODY, title)["headline.clickbait"].evidence == ()


def test_own_headline_is_held_with_evidence() -> None:
    found = measure(BODY, "Ostby harbour master resigns as auditors find millions missing")
    kept = found["headline.consistency"]
    assert kept.value is not None
    assert kept.value > 0.75
    marked = {BODY[span.start : span.end] for span in kept.evidence}
    assert {"Ostby", "harbour", "resigned", "auditors"} <= marked


def test_foreign_headline_is_not_held() -> None:
    found = measure(BODY, "Volcano empties two villages on the northern island")
    assert found["headline.consistency"].value is not None
    assert found["headline.consistency"].value < 0.4
    assert found["headline.consistency"].evidence == ()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("3M gone", "Some 3 million were gone."),
        ("3 million gone", "Some 3m were gone."),
        ("Three gone", "Some 3 were gone."),
        ("3 gone", "Three were gone."),
        ("4000 gone", "Some 4,000 were gone."),
        ("5,000,000 gone", "Some 5 million were gone."),
        ("US gone", "The U.S. has gone."),
        ("Mayor's gone", "The mayor has gone."),
    ],
)
def test_other_ways_of_writing_are_held(title: str, text: str) -> None:
    assert value(text, title) > 0.98


def test_a_wrong_number_is_not_held() -> None:
    assert value("Some 30 were gone.", "3 gone") < value("Some 3 were gone.", "3 gone")


def test_more_of_the_headline_is_better() -> None:
    title = "Harbour master resigns over missing kroner"
    pieces = ["It rained.", "The harbour was closed.", "Its master had left.", "He resigned."]
    values = [value(" ".join(pieces[: number + 1]), title) for number in range(len(pieces))]
    assert values == sorted(values)
    assert len(set(values)) == len(values)


def test_the_headline_itself_does_not_count() -> None:
    title = "Volcano empties villages on the northern island"
    assert value(f"{title}\n\n{BODY}", title) == value(BODY, title)
    assert value(f"{BODY}\n\n{title}\n\n{BODY}", title) < 0.2


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("NATO and UN agree", 0.0),
        ("It is NOT over", 0.25),
        ("SHOCKING news", 0.5),
        ("ALL OF IT IS GONE", 1.0),
        ("Quiet day", 0.0),
    ],
)
def test_shouting(title: str, expected: float) -> None:
    assert value(BODY, title, "shouting") == expected


@pytest.mark.parametrize(
    "odd",
    [
        "\x00",
        "\ud800",
        "a" * 5000,
        "why " * 5000,
        "7" * 5000,
        "1e9 ½ ² ٣",
        "新闻标题",
        "'s",
        "3m" * 9,
    ],
)
def test_any_title_and_text(odd: str) -> None:
    for text, title in [(BODY, odd), (odd, odd), (odd, BODY), (odd, "Mayor left")]:
        found = measure(text, title)
        assert found == measure(text, title)
        for item in found.values():
            assert item.value is None or math.isfinite(item.value)


@pytest.mark.parametrize(
    "title",
    [
        "U.S. won't pay 3.5 million, J. D. Berg says",
        "Don't 'stop' now: rock'n'roll's 1,000th day",
        "A.B.C. or A.BC? v2.0 of x.y",
        "Ça va? Über-hot naïve café №5 — “quoted”",
        "_under_score_ 7.30pm 12:45 e.g. i.e.",
        "新闻标题 новости дня",
    ],
)
def test_words_are_those_of_a_document(title: str) -> None:
    _assert_same_words(title)


def _assert_same_words(title: str) -> None:
    doc = Document.from_text(title)
    expected = [token for token, is_word in zip(doc.tokens, doc.is_word, strict=True) if is_word]
    found = Headline_(doc.text.replace("|", " "))
    assert found.words == expected[: len(found.words)]
    for word, (start, end) in zip(found.words, found.ranges, strict=True):
        assert found.text[start:end].lower() == word
    assert len(found.words) == len(expected) or found.text != doc.text


@pytest.mark.parametrize("piece", ["a", "a ", "mayor ", "'", "this is why ", "3.", "mayo "])
def test_time_is_linear(piece: str) -> None:
    size = 1_000_000
    text = piece * (size // len(piece))
    doc = Document.from_text(text, "Mayor aaaa 3.5 left 'why' this is why you a b c d e f g")
    start = time.process_time()
    Headline().measure(doc)
    assert time.process_time() - start < 0.5
    doc = Document.from_text("The mayor left.", text)
    start = time.process_time()
    Headline().measure(doc)
    assert time.process_time() - start < 0.5


@pytest.mark.slow
@needs_data
def test_words_of_real_titles_are_those_of_a_document() -> None:
    import pandas as pd

    titles = pd.read_parquet(DATA / "articles.parquet", columns=["title"])["title"].dropna()
    assert len(titles) > 1000
    for title in titles.iloc[::7]:
        _assert_same_words(title)


@pytest.mark.slow
@needs_data
def test_titles_of_unseen_outlets() -> None:
    import pandas as pd

    rows = pd.read_parquet(DATA / "articles.parquet", columns=["title", "text", "split", "pc1"])
    rows = rows[(rows["split"] == "dev") & (rows["text"].str.len() > 600)]
    good = [clickbait_probability(title) for title in rows[rows["pc1"] >= 0.7]["title"].dropna()]
    high = [value for value in good if value is not None and value > 0.5]
    assert len(good) > 200
    assert len(high) < 0.17 * len(good)
    sample = rows.dropna(subset=["title"]).sample(300, random_state=0)
    texts, titles = sample["text"].tolist(), sample["title"].tolist()
    own = [_consistency(*pair) for pair in zip(texts, titles, strict=True)]
    other = [_consistency(*pair) for pair in zip(texts, titles[1:] + titles[:1], strict=True)]
    assert sum(a > b for a, b in zip(own, other, strict=True)) > 0.95 * len(own)


def _consistency(text: str, title: str) -> float:
    value = measure(text, title)["headline.consistency"].value
    return 1.0 if value is None else value
