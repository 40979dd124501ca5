"""Limits of size and time: they hold in the library, in any thread, and cost one article."""

from __future__ import annotations

import math
import pickle
import random
import threading
import time
from typing import Any

import pytest

from scorer import Article, Limits, Scorer
from scorer.errors import ConfigError
from scorer.limits import MOST_CHARACTERS, OutOfTime, check_time, time_limit


def long_text(examples: list[Article], size: int) -> str:
    """Paragraphs of the examples, their words shuffled: prose that costs what prose costs."""
    rng = random.Random(3)
    given = [line for article in examples for line in article.text.splitlines() if line.strip()]
    out: list[str] = []
    while sum(map(len, out)) < size:
        for line in given:
            words = line.split()
            rng.shuffle(words)
            out.append(" ".join(words))
    return "\n\n".join(out)[:size]


def code(scorer: Scorer, text: Any, **fields: Any) -> str | None:
    report = scorer.score(Article(id="x", text=text, **fields))
    assert (report.status == "rejected") == (report.score is None and not report.measurements)
    return None if report.notice is None else report.notice.code


def test_size_is_checked_before_anything_is_read(
    scorer: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def measure(*_: object) -> None:
        raise AssertionError("the text was read")

    monkeypatch.setattr("scorer.api.measure", measure)
    small = Scorer(scorer.model, limits=Limits(max_characters=100))
    assert code(small, "x" * 101) == "limit_size"
    assert code(small, " " * 101) == "limit_size"
    assert code(small, "x" * 50, title="y" * 51) == "limit_size"
    assert code(small, "x" * 100) == "internal_error", "at the limit it is read"


def test_a_row_does_not_carry_what_was_too_large(scorer: Scorer) -> None:
    small = Scorer(scorer.model, limits=Limits(max_characters=100))
    report = small.score(Article(id="x", text="a", title="y" * 101, source="s"))
    assert (report.title, report.source) == (None, "s")
    assert small.score(Article(id="x", text="a" * 101, title="T")).title == "T"


def test_time_is_cut_and_the_next_article_scores(scorer: Scorer, examples: list[Article]) -> None:
    text = long_text(examples, 500_000)
    start = time.thread_time()
    assert code(scorer, text) is None
    whole = time.thread_time() - start
    hasty = Scorer(scorer.model, limits=Limits(seconds=whole / 10))
    start = time.thread_time()
    assert code(hasty, text) == "limit_time"
    assert time.thread_time() - start < whole * 0.5, "stopped long before its end"
    report = Scorer(scorer.model, limits=Limits(seconds=30)).score(examples[0])
    assert report == scorer.score(examples[0])


def test_it_holds_in_threads_and_for_each_alone(scorer: Scorer, examples: list[Article]) -> None:
    text = long_text(examples, 300_000)
    hasty = Scorer(scorer.model, limits=Limits(seconds=0.001))
    codes: list[tuple[str, str | None]] = []

    def work(name: str, own: Scorer) -> None:
        codes.append((name, code(own, text)))

    threads = [
        threading.Thread(target=work, args=pair)
        for pair in [("hasty", hasty), ("patient", scorer)] * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes, key=str) == [("hasty", "limit_time")] * 2 + [("patient", None)] * 2


@pytest.mark.slow
def test_an_article_of_4_mb_scores_by_default(scorer: Scorer, examples: list[Article]) -> None:
    start = time.thread_time()
    report = scorer.score(Article(id="x", text=long_text(examples, 4_000_000)))
    assert report.status == "scored"
    limit = scorer.limits.seconds
    assert limit is not None
    assert time.thread_time() - start < limit / 3, "no article should come near the default limit"


def test_other_languages_stop_too(scorer: Scorer) -> None:
    hasty = Scorer(scorer.model, limits=Limits(seconds=0.001))
    assert code(hasty, "Die Fähre fuhr am Mittag ab. " * 9_000, lang="de") == "limit_time"


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_characters": 0}, {"max_characters": -1}, {"max_characters": 1.5},
        {"max_characters": True}, {"max_characters": "9"}, {"seconds": 0}, {"seconds": -2.0},
        {"seconds": math.nan}, {"seconds": math.inf}, {"seconds": True}, {"seconds": "9"},
    ],
    ids=str,
)  # fmt: skip
def test_limits_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        Limits(**wrong)


def test_no_limit_is_what_offsets_can_index(scorer: Scorer) -> None:
    free = Limits(max_characters=None, seconds=None)
    assert free.characters == MOST_CHARACTERS
    assert Limits(max_characters=10**12).characters == MOST_CHARACTERS
    assert Scorer(scorer.model, limits=free).score(Article(id="x", text="One.")).notice is not None


def test_limits_travel_with_the_scorer(scorer: Scorer) -> None:
    limits = Limits(max_characters=77, seconds=8)
    copy = pickle.loads(pickle.dumps(Scorer(scorer.model, limits=limits)))
    assert copy.limits == limits
    assert code(copy, "x" * 78) == "limit_size"


def test_the_inner_limit_never_outlasts_the_outer() -> None:
    check_time()
    with time_limit(1e-9):
        with pytest.raises(OutOfTime), time_limit(100):
            check_time()
        with pytest.raises(OutOfTime), time_limit(None):
            check_time()
    check_time()


def test_a_rejection_says_the_limit_and_not_the_machine(scorer: Scorer) -> None:
    hasty = Scorer(scorer.model, limits=Limits(seconds=1e-6))
    report = hasty.score(Article(id="x", text="Rain fell on the town. " * 50))
    assert report.notice is not None
    assert report.notice.message == "Scoring took more than 1e-06 seconds of CPU time."
