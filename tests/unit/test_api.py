"""The frozen contract of the library."""

from __future__ import annotations

import datetime
import itertools
import json
import logging
import math
import pickle
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scorer import Article, Scorer, ScoreReport
from scorer.errors import ModelNotFoundError
from scorer.json_schema import report_schema
from scorer.limits import Limits
from scorer.schema import SCHEMA_VERSION
from scorer.text.document import Document

REQUIRED = {
    "id", "schema_version", "model_id", "status", "score", "band", "margin", "base_points",
    "contributions", "measurements", "reasons", "warnings",
}  # fmt: skip
MEASUREMENTS = """
readability.flesch_reading_ease readability.flesch_kincaid_grade readability.gunning_fog
readability.smog_index readability.dale_chall readability.coleman_liau
readability.automated_readability_index readability.lix
repetition.redundant_fraction repetition.duplicate_sentence_fraction
repetition.duplicate_ngram_fraction
attribution.density attribution.coverage attribution.named_fraction attribution.distinct_sources
attribution.vague_fraction
promotion.line_count promotion.fraction headline.clickbait headline.consistency
""".split()


def check_row(row: dict[str, Any], text: str) -> None:
    """Every promise that holds for any row."""
    jsonschema.validate(row, report_schema())
    json.dumps(row, allow_nan=False)
    if row["status"] == "scored":
        total = row["base_points"] + sum(item["points"] for item in row["contributions"])
        assert math.isclose(total, row["margin"], abs_tol=1e-9)
        assert math.isclose(row["score"], 100 / (1 + 2 ** (-row["margin"] / 10)), abs_tol=1e-9)
        told = sum(item["points"] for item in row["reasons"])
        assert math.isclose(told, row["margin"] - row["base_points"], abs_tol=1e-9)
    else:
        assert row["score"] is None
        assert row["band"] is None
        assert row["notice"]["code"]
    spans = [span for item in row["measurements"].values() for span in item["evidence"]]
    spans += [span for item in row["reasons"] for span in item["evidence"]]
    for span in spans:
        assert 0 <= span["start"] < span["end"] <= len(text)
    for item in row["measurements"].values():
        assert (item["value"] is None) == ("reason" in item)


def test_example_rows_keep_the_contract(scorer: Scorer, examples: list[Article]) -> None:
    for article in examples:
        row = scorer.score(article).to_dict()
        assert set(row) >= REQUIRED
        assert row["schema_version"] == SCHEMA_VERSION
        assert row["model_id"] == scorer.model_id
        assert set(MEASUREMENTS) <= set(row["measurements"])
        check_row(row, article.text)


def test_examples_are_ordered_as_a_reader_would(
    scorer: Scorer, example: dict[str, Article]
) -> None:
    scores = {name: scorer.score(article).score for name, article in example.items()}
    assert scores.pop("brief-note") is None
    found = {name: score for name, score in scores.items() if score is not None}
    assert min(found["wire-report"], found["local-council"], found["science-desk"]) > 60
    assert max(found["content-farm"], found["miracle-health"], found["partisan-blog"]) < 30
    assert found["content-farm"] < found["aggregator-rewrite"] < found["wire-report"]


def test_short_article_abstains_with_measurements(scorer: Scorer) -> None:
    report = scorer.score(Article(id="s", text="The mayor resigned, the town said. " * 5))
    assert report.status == "abstained"
    assert report.notice is not None
    assert report.notice.code == "too_short"
    assert set(MEASUREMENTS) <= set(report.measurements)


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty_text"), (" \n\t", "empty_text"), (None, "text_not_a_string")]
)
def test_unusable_text_is_rejected_not_raised(scorer: Scorer, text: Any, code: str) -> None:
    report = scorer.score(Article(id="x", text=text))
    assert (report.status, report.score) == ("rejected", None)
    assert report.notice is not None
    assert report.notice.code == code
    jsonschema.validate(report.to_dict(), report_schema())


def test_an_extractor_that_breaks_rejects_one_article_and_is_logged(
    scorer: Scorer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(text: str, title: str | None) -> None:
        raise ZeroDivisionError("broken on purpose")

    monkeypatch.setattr("scorer.api.measure", broken)
    with caplog.at_level(logging.ERROR, logger="scorer"):
        report = scorer.score(Article(id="odd", text="Some text."))
    assert report.notice is not None
    assert report.notice.code == "internal_error"
    assert "broken on purpose" in caplog.text


def test_score_takes_articles_only(scorer: Scorer) -> None:
    with pytest.raises(TypeError, match=r"scorer\.Article"):
        scorer.score({"text": "x"})  # type: ignore[arg-type]


def test_source_and_url_are_carried_and_never_scored(
    scorer: Scorer, example: dict[str, Article]
) -> None:
    text = example["opinion"].text
    plain = scorer.score(Article(id="a", text=text))
    named = scorer.score(Article(id="a", text=text, source="any.example", url="u", published="p"))
    assert plain.score == named.score
    assert (named.source, named.url, named.published) == ("any.example", "u", "p")


def test_score_many_is_lazy_and_ordered(scorer: Scorer) -> None:
    taken = 0

    def stream() -> Iterator[Article]:
        nonlocal taken
        for number in itertools.count():
            taken += 1
            yield Article(id=str(number), text="Too short to judge.")

    reports = scorer.score_many(stream())
    assert taken == 0
    assert [report.id for report in itertools.islice(reports, 3)] == ["0", "1", "2"]
    assert taken == 3


def test_a_batch_gives_the_reports_of_its_articles(scorer: Scorer, examples: list[Article]) -> None:
    bad: list[Any] = [Article("e", ""), Article("n", None), Article("s", "Too short.")]  # type: ignore[arg-type]
    articles = [*bad, *examples, *bad, examples[0]]
    assert scorer.score_batch(articles) == [scorer.score(article) for article in articles]
    assert scorer.score_batch([]) == []
    assert scorer.score_batch(bad[:1]) == [scorer.score(bad[0])]
    with pytest.raises(TypeError, match=r"scorer\.Article"):
        scorer.score_batch([examples[0], {"text": "x"}])  # type: ignore[list-item]


def test_an_article_that_breaks_takes_no_other_of_its_batch_along(
    scorer: Scorer, examples: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Document.from_text.__func__  # type: ignore[attr-defined]

    def broken(cls: type[Document], text: str, title: str | None = None) -> Document:
        if text == examples[1].text:
            raise ZeroDivisionError("broken on purpose")
        return whole(cls, text, title)  # type: ignore[no-any-return]

    expected = scorer.score_batch(examples)
    monkeypatch.setattr(Document, "from_text", classmethod(broken))
    reports = scorer.score_batch(examples)
    assert reports[1].notice is not None
    assert reports[1].notice.code == "internal_error"
    assert reports[2:] == expected[2:]
    assert reports[0] == expected[0]


def test_a_batch_has_as_long_for_each_article(examples: list[Article]) -> None:
    hurried = Scorer.load(limits=Limits(seconds=1e-6))
    codes = [report.notice and report.notice.code for report in hurried.score_batch(examples)]
    assert codes == ["limit_time"] * len(examples)


def test_two_jobs_give_the_same_reports(scorer: Scorer, examples: list[Article]) -> None:
    one = [report.to_dict() for report in scorer.score_many(examples * 9)]
    two = [report.to_dict() for report in scorer.score_many(examples * 9, n_jobs=2)]
    assert one == two


def test_n_jobs_must_be_positive(scorer: Scorer) -> None:
    with pytest.raises(ValueError, match="n_jobs"):
        scorer.score_many([], n_jobs=0)


def test_carried_fields_of_other_types_become_text(scorer: Scorer) -> None:
    article = Article(id=7, text="Short.", published=datetime.date(2026, 1, 2), source=None)  # type: ignore[arg-type]
    row = scorer.score(article).to_dict()
    assert (row["id"], row["published"], row["source"]) == ("7", "2026-01-02", None)
    json.dumps(row)


def test_scorer_pickles_and_is_shared_between_threads(
    scorer: Scorer, examples: list[Article]
) -> None:
    copy: Scorer = pickle.loads(pickle.dumps(scorer))
    expected = [scorer.score(article).to_dict() for article in examples]
    assert [copy.score(article).to_dict() for article in examples] == expected
    results: list[list[dict[str, Any]]] = []
    threads = [
        threading.Thread(
            target=lambda: results.append([scorer.score(item).to_dict() for item in examples])
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 4


def test_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError, match=str(tmp_path)):
        Scorer.load(tmp_path / "nothing")


def test_the_report_is_immutable(scorer: Scorer, examples: list[Article]) -> None:
    report: ScoreReport = scorer.score(examples[0])
    with pytest.raises(AttributeError):
        report.score = 100.0  # type: ignore[misc]
