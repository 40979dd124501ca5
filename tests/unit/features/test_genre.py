from __future__ import annotations

import pytest

from scorer import Article, Scorer
from scorer.features._measure import measure

BODY = (
    "The harbour board will close the east pier for repairs in May, the town said on Tuesday. "
    '"We found rust in nine of the forty pillars," said Ada Field, the engineer of the board. '
    "The work will cost 1.2 million dollars, according to the budget that was passed in March.\n\n"
    "Fishermen who land their catch at the pier will move to the north quay until the autumn. "
    "A vote on the second half of the money is planned for April, the treasurer said."
)
RELEASE = (
    "FOR IMMEDIATE RELEASE\n\nHALVOR BAY -- Fennel Pumps, a leading provider of quiet pumps, today "
    'announced a pump that needs no oil. "We are proud of it," said its chief executive.\n\n'
    + BODY
    + "\n\nAbout Fennel Pumps\n\nFennel Pumps makes pumps in three towns.\n\n"
    "Media contact: Press desk, 555 0100\n\n###"
)
COLUMN = (
    "Why does nobody repair the pier? I think we must ask who forgot it. We should not wait for "
    "the next storm, and I believe that the board should say so. Make no mistake: it is time to "
    "act. What are we waiting for? Let us be honest, we need to pay for it ourselves. "
    + BODY.replace('"', "")
)


def cues(text: str, title: str | None = None) -> dict[str, tuple[float, list[str]]]:
    found = measure(text, title).measurements
    return {
        name.split(".")[1]: (
            item.value or 0.0,
            [text[span.start : span.end] for span in item.evidence],
        )
        for name, item in found.items()
        if name.startswith("genre.")
    }


def test_a_report_shows_no_genre() -> None:
    assert {value for value, _ in cues(BODY, "East pier to close").values()} == {0.0}


def test_a_press_release_is_known_by_its_form() -> None:
    value, marked = cues(RELEASE)["press_release"]
    assert value >= 5.0
    assert marked[0] == "FOR IMMEDIATE RELEASE"
    assert "About Fennel Pumps" in marked
    assert any(mark.startswith("today announced") for mark in marked)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Opinion\n\n" + BODY, "Opinion"),
        ("COMMENTARY:\n\n" + BODY, "COMMENTARY"),
        (BODY + "\n\nThe opinions expressed in this column are her own.", "opinions expressed in"),
        (BODY + "\n\nRuth Marsh is a nationally syndicated columnist.", "syndicated columnist"),
    ],
)
def test_opinion_is_known_by_one_label(text: str, cue: str) -> None:
    value, marked = cues(text)["opinion"]
    assert value >= 2.0
    assert any(mark.startswith(cue) or cue in mark for mark in marked), marked


def test_opinion_is_known_by_its_own_voice_and_quoted_voices_do_not_count() -> None:
    value, marked = cues(COLUMN)["opinion"]
    assert value >= 2.0
    assert "I think" in marked
    assert "must" in " ".join(marked)
    quoted = COLUMN.replace("I think", '"I think').replace(
        "ourselves. ", 'ourselves," he said. ', 1
    )
    assert cues(quoted)["opinion"][0] < 2.0


def test_an_article_about_opinion_is_none() -> None:
    text = (
        BODY
        + " The column in the paper was wrong, and the editorial of May was too. Opinion is split."
    )
    assert cues(text, "Opinion polls rise")["opinion"][0] == 0.0


@pytest.mark.parametrize(
    "text",
    [
        BODY + "\n\nThis article is satire.",
        BODY + " At press time, the pier had asked for a lawyer.",
    ],
)
def test_satire_that_says_so(text: str) -> None:
    assert cues(text)["satire"][0] >= 2.0


def test_an_article_about_satire_is_none() -> None:
    text = (
        BODY
        + " The festival shows satire, and a satirical magazine was sued."
        + " He had no reply by press time."
    )
    assert cues(text, "Satirical magazine sued")["satire"][0] < 2.0


def test_a_live_blog_needs_entries() -> None:
    entries = "\n".join(
        f"{hour}:05 p.m.\nThe road number {hour} is open again." for hour in range(1, 8)
    )
    assert cues("Live updates: the storm\n" + entries)["live_blog"][0] >= 2.0
    assert cues("Live updates: the storm\n" + BODY)["live_blog"][0] < 2.0
    clips = "\n".join(f"0{n}:5{n}\nA clip of the game." for n in range(1, 9))
    assert cues(BODY + "\n" + clips)["live_blog"][0] == 0.0


def test_a_genre_is_a_warning_and_changes_no_score(scorer: Scorer) -> None:
    plain = scorer.score(Article(id="a", text=BODY + " " + BODY.replace("May", "June")))
    for label in ("Opinion", "FOR IMMEDIATE RELEASE"):
        report = scorer.score(
            Article(id="a", text=f"{label}\n\n{BODY} {BODY.replace('May', 'June')}")
        )
        assert report.status == "scored"
        assert any(notice.code.startswith("genre_") for notice in report.warnings)
        assert not any(item.feature.startswith("genre.") for item in report.contributions)
    assert not any(notice.code.startswith("genre_") for notice in plain.warnings)
