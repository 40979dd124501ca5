"""Topics, probes, tracks and the audit on made-up articles."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scorer.training.audit import audit, countries, is_opinion, second_language, spellings
from scorer.training.card import reached
from scorer.training.config import FitOptions
from scorer.training.dataset import Articles, from_columns, guarded
from scorer.training.evaluate import diagram, outlet_figures, topic_figures
from scorer.training.material import Material
from scorer.training.probes import probe_figures, within_class
from scorer.training.topics import KEYWORDS, topic_of
from scorer.training.tracks import leave_one_corpus_out, margins_without, time_forward


def made(count: int = 240, **columns: Any) -> Articles:
    """Forty outlets, half of them good, three corpora, texts without meaning; six rows each."""
    outlet = [i % 40 for i in range(count)]
    raw: dict[str, Any] = {
        "id": [f"a{i}" for i in range(count)],
        "corpus": [("allsides", "recovery", "basil")[o % 3] for o in outlet],
        "source": [f"o{o}" for o in outlet],
        "family": [f"o{o}.example" for o in outlet],
        "domain": [f"o{o}.example" for o in outlet],
        "url": [None] * count,
        "title": [None] * count,
        "text": [
            f"word{i} " * 80 + ("left " if i % 40 % 3 else "right ") * 9 for i in range(count)
        ],
        "label": [None] * count,
        "pc1": [0.9 if o % 2 else 0.2 for o in outlet],
        "lean": [("left", "right")[o % 3 == 0] for o in outlet],
        "split": ["dev" if o >= 30 else "train" for o in outlet],
        "published": [f"{2014 + i // 40}-03-02" for i in range(count)],
        "extra": [None] * count,
    }
    return from_columns({**raw, **columns})


def material(articles: Articles, noise: float = 1.0) -> Material:
    rng = np.random.default_rng(0)
    values = np.stack(
        [articles.high + noise * rng.normal(size=len(articles)), rng.normal(size=len(articles))], 1
    )
    names = ["attribution.coverage", "style.adverb_fraction"]
    none = articles.where(np.zeros(len(articles), dtype=np.bool_))
    return Material(names, articles, values, {}, none, np.zeros((0, 2)), [])


class TestTopics:
    @pytest.mark.parametrize(
        ("text", "topic"),
        [
            ("Voters cast their ballots as the candidate led in the polls.", "politics"),
            ("The hospital said that patients were given the vaccine.", "health"),
            ("Police arrested a suspect; prosecutors charged him with assault.", "crime"),
            ("Ducks swam.", "other"),
            ("", "other"),
            ("Police and patients, doctor and officer, hospital and jail.", "other"),
        ],
    )
    def test_topics_go_by_plain_words(self, text: str, topic: str) -> None:
        assert topic_of(text) == topic

    def test_a_word_tells_one_topic_only_and_is_no_name(self) -> None:
        words = [word for own in KEYWORDS.values() for word in own]
        assert len(words) == len(set(words))
        assert all(word.islower() for word in words)


class TestProbes:
    def test_a_score_that_is_the_length_is_found_out(self) -> None:
        rng = np.random.default_rng(0)
        texts = [f"word{i} " * int(rng.integers(80, 400)) for i in range(240)]
        articles = made(text=texts)
        dev = articles.split == "dev"
        by_length = np.log(articles.words.astype(float))
        found = probe_figures(articles, by_length, dev, rounds=20)["length"]
        assert max(found["on_score"], 1 - found["on_score"]) > 0.95
        noise = rng.normal(size=240)
        honest = probe_figures(articles, noise + 3 * articles.high, dev, rounds=20)["length"]
        assert 0.3 < honest["on_score"] < 0.7
        assert honest["score_without"] > 0.9

    def test_a_score_that_is_the_lean_is_found_out(self) -> None:
        articles = made()
        lean = np.where(articles.lean == "left", 1.0, -1.0)
        rng = np.random.default_rng(0)
        found = probe_figures(
            articles, lean + 0.1 * rng.normal(size=240), articles.split == "dev", rounds=20
        )
        assert found["left_right"]["on_score"] > 0.7

    def test_what_a_class_explains_is_taken_out(self) -> None:
        better = np.array([True, True, True, False, False, False])
        rest = within_class(np.array([9.0, 8.0, 7.0, 3.0, 2.0, 1.0]), better, np.ones(6))
        assert rest.tolist() == [1.0, 0.0, -1.0, 1.0, 0.0, -1.0]


class TestTracks:
    def test_a_corpus_left_out_is_tried_by_a_model_without_its_outlets(self) -> None:
        own = material(made())
        found = leave_one_corpus_out(own)
        assert set(found) == {"allsides", "recovery", "basil"}
        assert all(part["auroc_pooled"] > 0.6 for part in found.values())
        assert all(part["articles"] + part["trained_on"] == 180 for part in found.values())

    def test_a_family_of_two_corpora_is_left_out_with_either(self) -> None:
        articles = made(
            family=["shared.example" if i % 40 < 3 else f"o{i % 40}" for i in range(240)]
        )
        found = leave_one_corpus_out(material(articles))
        assert all(part["articles"] + part["trained_on"] == 180 - 12 for part in found.values())

    def test_the_future_is_told_by_the_past_of_other_outlets(self) -> None:
        from datetime import date

        found = time_forward(material(made()), cut=date(2017, 1, 1))
        assert found["trained_on"] == found["articles"] == 90
        assert found["auroc_outlets_alike"] > 0.6
        assert time_forward(material(made(published=[None] * 240))) == {}

    def test_what_only_the_rows_tried_show_is_not_learned(self) -> None:
        articles = made()
        own = material(articles)
        test = (articles.corpus == "basil") & (articles.split == "train")
        train = (articles.split == "train") & ~test
        own.values[:, 1] = np.where(test, 50.0 * articles.high, 0.0)  # tells all, on the rows tried
        margin = margins_without(own, train, test, FitOptions())
        before = own.values.copy()
        before[:, 1] = 0.0
        blind = Material(own.names, articles, before, {}, own.farm, own.farm_values, [])
        assert np.allclose(margin[test], margins_without(blind, train, test)[test], atol=1e-6)
        assert np.isnan(margin[~test]).all()


class TestAudit:
    def test_a_group_that_is_scored_low_is_found(self) -> None:
        articles = made(lean=[("left", "right")[i % 40 % 5 == 1] for i in range(240)])
        margin = np.where(articles.lean == "right", -12.0, 12.0)
        found = audit(articles, margin, np.ones(240, dtype=np.bool_), rounds=50)
        assert found["groups"]["lean"]["right"]["under_40"] == 1.0
        assert found["groups"]["lean"]["right"]["gap"] == 1.0
        assert found["remaining"] == ["lean: right"]
        fair = audit(articles, np.full(240, 12.0), np.ones(240, dtype=np.bool_), rounds=50)
        assert fair["remaining"] == []
        assert fair["under_30"] == 0.0

    def test_traits_come_from_the_data(self) -> None:
        articles = made(
            4,
            domain=["pier.co.uk", "pier.ru", "pier.example", "pier.com"],
            extra=[None, None, '{"country": "USA"}', None],
            url=["https://a.example/opinion/x", "https://a.example/news/x", None, None],
            title=["A", "Opinion: we should", "Opinions differ", None],
        )
        assert countries(articles).tolist() == [
            "United Kingdom",
            "Russia",
            "United States",
            "unknown",
        ]
        assert second_language(articles).tolist() == ["first", "second", "first", "unknown"]
        assert is_opinion(articles).tolist() == [True, True, False, False]

    def test_spelling_needs_two_words(self) -> None:
        texts = [
            "The labour centre organised it.", "The labor center organized it.",
            "He advised and promised; it was raised.", "The centre, the center.",
        ]  # fmt: skip
        assert spellings(texts).tolist() == ["british", "american", "neither", "neither"]


class TestFigures:
    def test_every_figure_has_an_interval_and_no_number_is_lost(self) -> None:
        articles = made()
        rng = np.random.default_rng(0)
        margin = 10 * articles.high + 10 * rng.normal(size=240)
        found = outlet_figures(articles, margin, articles.split == "dev", 0)
        for name in ("auroc_pooled", "auroc_outlets_alike", "source_spearman", "calibration_error"):
            low, high = found[f"{name}_interval"]
            assert low <= found[name] + 0.05
            assert found[name] <= high + 0.05

    def test_topics_with_few_outlets_have_no_figure(self) -> None:
        articles = made()
        topic = np.where(np.arange(240) % 40 < 4, "small", "large")
        found = topic_figures(articles, articles.high * 1.0, articles.split == "train", topic, 0)
        assert found["large"]["auroc_outlets_alike"] == 1.0
        assert "auroc_outlets_alike" not in found["small"]

    def test_the_diagram_of_a_calibrated_score_is_the_diagonal(self) -> None:
        rng = np.random.default_rng(0)
        said = rng.uniform(0.02, 0.98, 4000)
        good = rng.random(4000) < said
        articles = made(
            4000, pc1=np.where(good, 0.9, 0.1).tolist(), family=[f"f{i}" for i in range(4000)]
        )
        bins = diagram(articles, 10 * np.log2(said / (1 - said)), np.ones(4000, dtype=np.bool_))
        assert len(bins) == 10
        assert all(abs(own["said"] - own["seen"]) < 0.06 for own in bins)

    def test_what_is_wanted_stands_in_the_card_even_where_nothing_was_measured(self) -> None:
        rows = reached({})
        assert len(rows) >= 13
        assert all(value is None for *_, value in rows)


def test_guarding_keeps_the_columns_aligned() -> None:
    articles = guarded(made())
    assert [f"{i}" for i in articles.id] == [f"a{i}" for i in range(240)]
    assert len(articles.url) == len(articles.extra) == len(articles.day) == 240
