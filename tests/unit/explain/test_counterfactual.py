from __future__ import annotations

import json

import pytest

from scorer import Article, Scorer
from scorer.explain.counterfactual import MOST_CHARS, Counterfactual, counterfactuals
from scorer.schema import BANDS, Measurement, Notice, ScoreReport, Span, band_of

PROMO, CLOSER, TAIL = "Watch us now", "Only time will tell.", "##"


def stub(article: Article) -> ScoreReport:
    """30, less 5 for the promo line, 4 for the ending, 16 for each residue mark."""
    text = article.text
    if len(text) < 10:
        return ScoreReport("a", "m", "abstained", notice=Notice("too_short", "Short."))
    score = 50.0 - 5 * (PROMO in text) - 4 * (CLOSER in text) - 16 * text.count(TAIL)

    def found(words: str) -> tuple[Span, ...]:
        start = text.find(words)
        return (Span(start, start + len(words), "x"),) if start >= 0 else ()

    return ScoreReport(
        "a",
        "m",
        "scored",
        score=score,
        band=band_of(score),
        measurements={
            "promotion.line_count": Measurement(1.0, "lines", found(PROMO)),
            "formula.closers": Measurement(1.0, "closers", found(CLOSER)),
            "embeds.count": Measurement(1.0, "marks", found(TAIL)),
        },
    )


def found(text: str, title: str | None = None) -> tuple[Counterfactual, ...]:
    article = Article("a", text, title)
    return counterfactuals(stub, article, stub(article))


def test_single_edits_come_first_by_gain() -> None:
    items = found(f"Boats left.\n{PROMO}\n{CLOSER}\n{TAIL}")
    single = [item for item in items if item.reaches is None]
    assert [(item.edits[0].code, item.before, item.score) for item in single] == [
        ("remove-residue", 25.0, 41.0),
        ("remove-promo-lines", 25.0, 30.0),
        ("remove-stock-endings", 25.0, 29.0),
    ]
    assert single[0].gain == 16.0


def test_sets_are_the_smallest_that_reach_a_band() -> None:
    items = found(f"Boats left.\n{PROMO}\n{CLOSER}\n{TAIL}\n{TAIL}")
    assert stub(Article("a", f"Boats left.\n{PROMO}\n{CLOSER}\n{TAIL}\n{TAIL}")).score == 9.0
    sets = {item.reaches: [edit.code for edit in item.edits] for item in items if item.reaches}
    assert sets == {"low": ["remove-residue"]}
    assert all(item.score >= 20 for item in items if item.reaches)


def test_an_edit_that_is_not_needed_is_left_out() -> None:
    scores = {"": 10.0, "a": 16.0, "b": 15.0, "c": 13.0, "ab": 18.0, "ac": 17.0, "bc": 21.0}
    scores["abc"] = 25.0

    def score(article: Article) -> ScoreReport:
        gone = "".join(mark for mark in "abc" if f"<{mark}>" not in article.text)
        spans = {
            name: (Span(at, at + 3, "x"),) if (at := article.text.find(f"<{mark}>")) >= 0 else ()
            for name, mark in (
                ("promotion.line_count", "a"),
                ("embeds.count", "b"),
                ("style.loaded_fraction", "c"),
            )
        }
        return ScoreReport(
            "a",
            "m",
            "scored",
            score=scores[gone],
            band=band_of(scores[gone]),
            measurements={name: Measurement(1.0, "x", span) for name, span in spans.items()},
        )

    article = Article("a", "Boats <a> left <b> at <c> noon")
    items = counterfactuals(score, article, score(article))
    best = [item for item in items if item.reaches]
    assert [(item.reaches, item.score, len(item.edits)) for item in best] == [("low", 21.0, 2)]
    assert best[0].sentence.startswith("Remove the piece of embed")
    assert "; take out" in best[0].sentence


def test_no_score_no_counterfactual() -> None:
    assert found("x") == ()
    assert found(f"{PROMO} " + "x" * MOST_CHARS) == ()
    assert found("Plain text, nothing to edit") == ()


@pytest.mark.parametrize(
    "name", ["content-farm", "miracle-health", "partisan-blog", "opinion", "aggregator-rewrite"]
)
def test_the_stated_score_is_the_score_of_the_edited_text(
    scorer: Scorer, example: dict[str, Article], name: str
) -> None:
    article = example[name]
    report = scorer.score(article)
    items = counterfactuals(scorer.score, article, report)
    assert items or name not in {"content-farm", "miracle-health"}
    for item in items:
        again = scorer.score(item.apply(article))
        assert again.score == pytest.approx(item.score, abs=1e-9)
        assert again.band == item.band
        assert item.before == report.score
        assert item.gain >= 0.5
        if item.reaches:
            edge = next(upper for upper, _ in BANDS if band_of(upper) == item.reaches)
            assert item.before < edge <= item.score
    json.dumps([item.to_dict() for item in items], allow_nan=False)


def test_the_same_article_has_the_same_counterfactuals(
    scorer: Scorer, example: dict[str, Article]
) -> None:
    article = example["content-farm"]
    report = scorer.score(article)
    assert counterfactuals(scorer.score, article, report) == counterfactuals(
        scorer.score, article, report
    )
