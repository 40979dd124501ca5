"""Promises that hold for any article, on generated ones."""

from __future__ import annotations

import dataclasses
import json
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorer import Article, Scorer
from tests.strategies import HOSTILE, hostile_texts, titles
from tests.unit.test_api import check_row

articles = st.builds(Article, id=st.just("x"), text=hostile_texts, title=titles)
SLOW_OK = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


@SLOW_OK
@given(articles)
def test_any_article_gives_a_sound_row(scorer: Scorer, article: Article) -> None:
    report = scorer.score(article)
    assert report.notice is None or report.notice.code != "internal_error"
    check_row(report.to_dict(), article.text)


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_gives_a_sound_row(scorer: Scorer, name: str) -> None:
    report = scorer.score(Article(id=name, text=HOSTILE[name], title=HOSTILE[name][:300] or None))
    assert report.notice is None or report.notice.code != "internal_error"
    check_row(report.to_dict(), HOSTILE[name])


@SLOW_OK
@given(articles)
def test_row_survives_json(scorer: Scorer, article: Article) -> None:
    row = scorer.score(article).to_dict()
    assert json.loads(json.dumps(row, allow_nan=False)) == row


def test_line_ends_and_normal_forms_do_not_move_a_score(
    scorer: Scorer, examples: list[Article]
) -> None:
    for article in examples:
        plain = scorer.score(article).score
        for text in (
            article.text.replace("\n", "\r\n"),
            article.text + "  \n\n",
            article.text.replace('"', "\u201c").replace("'", "\u2019"),
            article.text.replace("\n\n", "\n \n\n"),
        ):
            changed = scorer.score(dataclasses.replace(article, text=text)).score
            if plain is None or changed is None:
                assert plain is changed is None
            else:
                assert math.isclose(plain, changed, abs_tol=1.0), article.id


def test_removing_a_cited_promo_line_never_costs_more_than_a_point(
    scorer: Scorer, examples: list[Article]
) -> None:
    seen = 0
    for article in examples:
        before = scorer.score(article)
        for span in before.measurements["promotion.line_count"].evidence:
            seen += 1
            text = article.text[: span.start] + article.text[span.end :]
            after = scorer.score(dataclasses.replace(article, text=text))
            assert before.score is not None
            assert after.score is not None
            assert after.score >= before.score - 1.0
    assert seen >= 4


@SLOW_OK
@given(st.integers(0, 30))
def test_empty_attributions_buy_nothing(
    scorer: Scorer, example: dict[str, Article], count: int
) -> None:
    article = example["partisan-blog"]
    text = article.text + " According to officials." * count
    before, after = scorer.score(article), scorer.score(dataclasses.replace(article, text=text))
    assert before.score is not None
    assert after.score is not None
    assert after.score <= before.score + 5
