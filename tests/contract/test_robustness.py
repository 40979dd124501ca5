"""Rewrites that must not pay and rewrites that must not matter, on texts written for this test."""

from __future__ import annotations

import re
import statistics

import pytest

from benchmarks import rewrites
from benchmarks.robustness import TRIALS, Trial, run, shown
from scorer import Article, Scorer

RANT = """The so-called experts at the water board have done it AGAIN, and it is absolutely
outrageous! They totally destroyed our wonderful lake and nobody in charge even cares.

Everybody knows the shocking truth: the crooked board claims the pumps were broken, but that is
obviously a scam!! You won't believe how insanely rich these disgusting people have become. Sources
say millions vanished overnight, and the "inquiry" is completely rigged.

Wake up! They're lying to your face and laughing about it. This horrible scandal literally never
ends, and the corrupt elites slammed anyone who dared to ask. It is truly the most despicable thing
that ever happened here, and we should be furious. Don't let them silence you! Critics blasted the
ridiculous plan as a total disaster, and honestly they were way too kind about it."""

SOBER = """The water board of Elmford will replace both pumps at the northern lake by October, its
chair, Marta Quill, said on Tuesday. The work is expected to cost 2.4 million pounds.

"We found cracks in three of the eight valves in March," Quill told residents at the town hall. "The
defence wall at the harbour was not affected."

An inquiry by the county auditor, published last week, recognised that maintenance had been put off
twice since 2019. It criticised the former manager, Owen Tarrant, who declined to comment. Tarrant
left the board in May.

According to the auditor's report, the delays added about 300,000 pounds to the bill. Residents will
not pay more this year, the board said. Elmford Anglers' Club, which brought the complaint, said in
a statement that it was "satisfied for now" and would watch the work."""


def article(text: str, title: str | None) -> Article:
    return Article(id="own", text=text, title=title)


@pytest.fixture(scope="module")
def own(examples: list[Article]) -> list[Article]:
    whole = [item for item in examples if len(item.text.split()) >= 100]
    return [article(SOBER, "Elmford to replace both pumps at its lake"), *whole]


def test_an_unreliable_text_in_wire_style_gains_little(scorer: Scorer) -> None:
    text, title = rewrites.wire_style(RANT, "SHOCKING: They DESTROYED our lake!!!")
    assert "!" not in text + str(title)
    assert not re.search(r"outrageous|disgusting|slammed|absolutely", text)
    before = scorer.score(article(RANT, "SHOCKING: They DESTROYED our lake!!!")).score
    after = scorer.score(article(text, title)).score
    assert before is not None
    assert after is not None
    assert before < 30
    assert after - before <= 15  # tone is worth something, and no more than that
    assert after < 40


def test_thirty_empty_attributions_buy_nothing(scorer: Scorer, own: list[Article]) -> None:
    rises: dict[str, list[float]] = {}
    for item in [article(RANT, None), *own]:
        for rewrite in (rewrites.empty_officials, rewrites.empty_sources):
            text, _ = rewrite(item.text, item.title)
            assert len(text) > len(item.text) + 300
            before, after = scorer.score(item).score, scorer.score(article(text, item.title)).score
            if before is not None and after is not None:
                rises.setdefault(rewrite.__name__, []).append(after - before)
    assert max(rises["empty_officials"]) <= 3.0
    assert statistics.median(rises["empty_officials"]) <= 0.0
    assert statistics.median(rises["empty_sources"]) <= 2.0


@pytest.mark.parametrize(
    "trial", [trial for trial in TRIALS if not trial.pays], ids=lambda trial: str(trial.name)
)
def test_the_median_article_moves_by_two_points_at_most(
    scorer: Scorer, own: list[Article], trial: Trial
) -> None:
    result = run(scorer, trial, own)
    assert result.articles >= 4
    assert result.median <= 2.0, shown(result)
    assert result.lost == 0


class TestRewrites:
    def test_names_are_found_by_shape_and_renamed_throughout(self) -> None:
        text, title = rewrites.other_names(SOBER, "Elmford to replace pumps")
        assert not re.search(r"Quill|Tarrant|Elmford", text + str(title))
        assert "Tuesday" in text
        assert len(text) == len(SOBER)
        masked, _ = rewrites.masked_names(SOBER, None)
        assert "Xxxxx Xxxxx, said on Tuesday" in masked
        assert "Name, said on Tuesday" in rewrites.collapsed_names(SOBER, None)[0]

    def test_typos_touch_about_one_word_in_a_hundred(self) -> None:
        before = SOBER.split() * 10
        after = rewrites.typos(" ".join(before), None)[0].split()
        changed = sum(a != b for a, b in zip(before, after, strict=True))
        assert 0.004 * len(before) <= changed <= 0.02 * len(before)

    def test_quotation_marks_come_back(self) -> None:
        curly = rewrites.curly_quotes(SOBER, None)[0]
        assert "“We found" in curly
        assert "auditor’s" in curly
        assert rewrites.straight_quotes(curly, None)[0] == SOBER
        single = rewrites.single_quotes(SOBER, None)[0]
        assert "‘We found" in single
        assert "March,’" in single
        assert "auditor’s" in single

    def test_spelling_goes_both_ways(self) -> None:
        american = rewrites.american(SOBER, None)[0]
        assert re.search(r"defense.*harbor", american)
        assert rewrites.british(american, None)[0] == SOBER

    def test_markdown_and_back(self) -> None:
        marked = rewrites.markdown(SOBER, None)[0]
        assert marked != SOBER
        words = re.findall(r"\w+", rewrites.plain(marked, None)[0].replace("_", ""))
        assert words == re.findall(r"\w+", SOBER)

    @pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: str(trial.name))
    @pytest.mark.parametrize("text", ["", " ", "\n\n", "!", "A", "“", "Ünï “née” — 12.", "x" * 99])
    def test_any_text_will_do(self, trial: Trial, text: str) -> None:
        once = trial.rewrite(text, None)
        assert once == trial.rewrite(text, None)
        assert once[1] is None
        assert isinstance(trial.rewrite(text, text)[1], str)
