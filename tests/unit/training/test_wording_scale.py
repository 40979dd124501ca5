"""Fitting the wording scales: who weighs what, and who sees whom."""

from __future__ import annotations

import numpy as np
import pytest

from scorer.features._measure import measure
from scorer.features._wording.scale import load
from scorer.features.wording import GRAMMAR, LIMIT, REGISTER
from scorer.training.wording.scale import (
    ALWAYS,
    OPINION,
    POSTS,
    Fitted,
    Labels,
    count,
    out_of_fold,
    row_weights,
    terms_of,
    values,
)

TEXT = "The crane stood idle because nobody would pay for it, and the quay was quiet. "
RANT = (
    "Wake up folks, everyone knows these people are destroying everything. They never tell you the "
    "truth about anything, because they are forced to obey. Why not ask who made all this happen "
    "here? It is nothing but lies upon lies, and once the whole thing falls apart they will just "
    "go on telling Olga Brandt that this is how things always were, until the very last day. "
)
LIST = "\nbread flour butter salt sugar milk eggs cream cheese apples pears plums onions carrots "
LIST += "beans rice oats barley honey syrup vinegar mustard pepper\n"


def labels(rows: list[tuple[float, str, bool, bool]]) -> Labels:
    quality, family, opinion, post = zip(*rows, strict=True)
    return Labels(np.array(quality), np.array(family), np.array(opinion), np.array(post))


class TestWeights:
    def test_sides_weigh_alike_and_posts_a_small_share(self) -> None:
        rows = [(0.9, "a", False, False)] * 9 + [(0.2, "b", False, False)]
        rows += [(0.8, "posts of c", False, True)] * 4
        known = labels(rows)
        weight = row_weights(known)
        assert weight[:9].sum() == pytest.approx(weight[9])
        assert weight[~known.post].sum() == pytest.approx(10)
        assert weight[known.post].sum() == pytest.approx(10 * POSTS)

    def test_an_opinion_piece_weighs_more_than_its_outlets_news(self) -> None:
        weight = row_weights(labels([(0.9, "a", True, False), (0.9, "a", False, False)]))
        assert weight[0] == pytest.approx(OPINION * weight[1])

    def test_without_posts_nothing_is_divided_by_zero(self) -> None:
        assert np.isfinite(row_weights(labels([(0.9, "a", False, False)]))).all()


def test_texts_are_counted_as_they_are_measured_told_once() -> None:
    assert terms_of(TEXT * 3) == terms_of(TEXT)


def test_no_scale_sees_the_outlet_it_judges_and_all_see_the_posts() -> None:
    # "gloom" stands in the texts of one poor outlet only: a scale without that outlet knows no
    # more of it than that posts use it, too
    good, bad, post = ["calm", "plain"], ["loud", "plain"], ["gloom", "plain"]
    texts = [good, good, bad, bad, [*bad, "gloom"], post, post]
    known = labels(
        [(0.9, f"a{n}", False, False) for n in range(2)]
        + [(0.1, f"b{n}", False, False) for n in range(3)]
        + [(0.8, f"posts of c{n}", False, True) for n in range(2)]
    )
    fold = np.array([0, 1, 0, 1, 2, ALWAYS, ALWAYS])
    everyone = np.ones(len(fold), dtype=np.bool_)
    found = out_of_fold(count(texts), known, everyone, fold, 1)
    assert found[fold == ALWAYS].tolist() == [0.0, 0.0]
    assert found[4] > found[3]  # the posts speak for the word; its own outlet is not asked
    seen = out_of_fold(count(texts), known, everyone, np.where(fold == 2, -1, fold), 1)
    assert seen[4] < found[4]


@pytest.mark.parametrize("name", [REGISTER, GRAMMAR])
def test_what_is_fitted_on_is_what_is_measured(name: str) -> None:
    text = RANT + LIST + "HE SAID: " + TEXT * 2 + "It was so, it was so, and it was! "
    signal = {REGISTER: "wording.register", GRAMMAR: "wording.grammar"}[name]
    served = load(name)
    whole = np.round(np.stack([served.weights, served.rarity], axis=1) * 1000).astype(int)
    terms = [term.replace(" ", "_") for term in served.terms]
    numbers = [(int(by), int(rarity)) for by, rarity in whole]
    fitted = Fitted(dict(zip(terms, numbers, strict=True)), served.mean, served.deviation)
    told = count([terms_of(text)[name], terms])  # the second text holds every term
    found = values(told, fitted)[0]
    assert measure(text).measurements[signal].value == pytest.approx(np.clip(found, -LIMIT, LIMIT))
