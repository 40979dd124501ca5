"""What must not change an explanation, and what must."""

from __future__ import annotations

from itertools import combinations

import pytest

from benchmarks.explanation import strong
from benchmarks.paraphrase import paraphrased
from scorer import Article, Scorer
from scorer.explain.reasons import OTHER
from scorer.schema import ScoreReport

TIE = 1.0
"""Points within which two reasons may change places."""
NAMES = ["wire-report", "opinion", "aggregator-rewrite", "miracle-health", "content-farm"]


def told(report: ScoreReport) -> list[tuple[str, float]]:
    return [(reason.code, round(reason.points, 9)) for reason in report.reasons]


@pytest.mark.parametrize("name", NAMES)
def test_reasons_are_in_order_and_add_up(
    scorer: Scorer, example: dict[str, Article], name: str
) -> None:
    report = scorer.score(example[name])
    assert report.margin is not None
    assert report.base_points is not None
    codes = [reason.code for reason in report.reasons]
    assert len(set(codes)) == len(codes)
    own = [reason for reason in report.reasons if reason.code != OTHER]
    assert [abs(item.points) for item in own] == sorted(
        (abs(item.points) for item in own), reverse=True
    )
    assert OTHER not in codes[:-1]
    total = report.base_points + sum(reason.points for reason in report.reasons)
    assert total == pytest.approx(report.margin, abs=1e-9)
    features = [name for reason in report.reasons for name in reason.features]
    assert sorted(features) == sorted(item.feature for item in report.contributions)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "  \n"),
        lambda text: text + "\n\n",
        lambda text: text.replace("'", "\u2019"),
    ],
    ids=["line breaks", "trailing blanks", "blank end", "apostrophes"],
)
def test_white_space_and_quote_marks_change_no_reason(
    scorer: Scorer, example: dict[str, Article], name: str, change: object
) -> None:
    article = example[name]
    changed = Article(article.id, change(article.text), article.title)  # type: ignore[operator]
    before, after = scorer.score(article), scorer.score(changed)
    # headline.consistency counts characters, blanks too: the fourth digit may move
    assert after.score == pytest.approx(before.score, abs=0.1)
    assert [code for code, _ in told(after)] == [code for code, _ in told(before)]
    assert [points for _, points in told(after)] == pytest.approx(
        [points for _, points in told(before)], abs=0.05
    )


@pytest.mark.parametrize("name", NAMES)
def test_other_words_leave_the_strongest_reasons(
    scorer: Scorer, example: dict[str, Article], name: str
) -> None:
    article = example[name]
    text, title = paraphrased(article.text, article.title)
    assert sum(one != two for one, two in zip(article.text.split(), text.split(), strict=True)) >= 8
    before, after = scorer.score(article), scorer.score(Article(article.id, text, title))
    assert after.score == pytest.approx(before.score, abs=6.0)
    points = {reason.code: reason.points for reason in before.reasons}
    kept = [code for code in strong(before) if code in strong(after)]
    assert len(kept) >= len(strong(before)) - 1
    assert set(strong(before)[:1]) <= set(kept)
    place = {code: number for number, code in enumerate(strong(after))}
    for one, two in combinations(kept, 2):
        if points[two] - points[one] > TIE:
            assert place[one] < place[two]


def test_the_same_article_is_told_the_same_twice(
    scorer: Scorer, example: dict[str, Article]
) -> None:
    for article in example.values():
        assert scorer.score(article).to_dict() == scorer.score(article).to_dict()


@pytest.mark.parametrize(
    ("worse", "code"),
    [
        ("Watch the whole story on our YouTube channel!", "R-PROMO-LINES"),
        ("pic.twitter.com/ab12CD34ef", "R-EMBED-RESIDUE"),
    ],
)
def test_what_is_added_is_the_reason_told(
    scorer: Scorer, example: dict[str, Article], worse: str, code: str
) -> None:
    article = example["wire-report"]
    before = scorer.score(article)
    text = f"{article.text}\n\n{worse}"
    after = scorer.score(Article(article.id, text, article.title))
    assert before.margin is not None
    assert after.margin is not None
    assert after.margin < before.margin
    assert code not in {item.code for item in before.reasons if item.points < 0}
    found = next(item for item in after.reasons if item.code == code)
    assert found.points < 0
    assert [text[span.start : span.end] for span in found.evidence] == [worse]
