"""Layers of measuring: what is cited as promo line or repeat counts nowhere else."""

from __future__ import annotations

import pytest

from scorer.features._measure import REPEATS, Measured, measure
from scorer.features.registry import extractors

TITLE = "Harbour crane stands idle for a third week"
TOLD = (
    "The harbour crane at Lowmark has stood idle for three weeks. Ines Varga, who runs the quay, "
    "said a bearing had failed on 3 May. “We ordered the part at once,” Varga said.",
    "The port council will decide on Thursday whether to hire a second crane. According to its "
    "budget, a hired crane would cost 40,000 crowns a month.",
    "Unions fear for the night shift. Tomas Reid of the dockers' union said 30 had been sent home.",
)
PROMO = "Subscribe to our newsletter for more stories like this one."


def _read_once(found: Measured) -> dict[str, tuple[float | None, str | None]]:
    once = {item.name for item in extractors() if item.reads == "once"}
    return {
        name: (item.value, item.reason)
        for name, item in found.measurements.items()
        if name.split(".")[0] in once
    }


PAGES = {
    "a paragraph again": "\n\n".join([*TOLD, TOLD[0]]),
    "all of it three times": "\n\n".join(TOLD * 3),
    "a sentence again in its line": f"{TOLD[1]} {TOLD[1]}\n\n{TOLD[0]}\n\n{TOLD[2]}",
    "the headline again": "\n\n".join([TOLD[0], TITLE, TOLD[1], TITLE, TOLD[2]]),
    "a promo line between": "\n\n".join([TOLD[0], PROMO, TOLD[1], TOLD[2], PROMO, TOLD[1]]),
    "curly marks and markdown": "\n\n".join(f"**{part}**" for part in (*TOLD, TOLD[2])),
}


@pytest.mark.parametrize("name", PAGES)
def test_cutting_the_cited_repeats_leaves_all_else_as_it_was(name: str) -> None:
    text = PAGES[name]
    found = measure(text, TITLE)
    spans = [span for signal in REPEATS for span in found.measurements[signal].evidence]
    assert spans
    gone = {at for span in spans for at in range(span.start, span.end)}
    left = "".join(char for at, char in enumerate(text) if at not in gone)
    assert _read_once(measure(left, TITLE)) == _read_once(found)


def test_a_page_that_repeats_nothing_is_not_cut() -> None:
    found = measure("\n\n".join(TOLD), TITLE)
    assert found.once is found.body is found.page


def test_a_source_given_twice_counts_once_and_stands_where_it_was_first() -> None:
    text = PAGES["all of it three times"]
    alone, again = measure("\n\n".join(TOLD), TITLE), measure(text, TITLE)
    name = "attribution.named_per_100_sentences"
    assert again.measurements[name] == alone.measurements[name]
    assert [text[s.start : s.end] for s in again.measurements[name].evidence] == [
        text[s.start : s.end] for s in alone.measurements[name].evidence
    ]


def test_places_after_a_cut_are_those_of_the_text_as_given() -> None:
    later = "Odile Brandt, a shipwright, said the bearing was twenty years old."
    text = "\n\n".join([TOLD[0], PROMO, TOLD[0], TOLD[1], later])
    spans = measure(text, TITLE).measurements["attribution.distinct_sources"].evidence
    assert any("Odile Brandt" in text[span.start : span.end] for span in spans)


def test_what_tells_an_article_from_other_texts_reads_all_of_the_body() -> None:
    whole = {item.name for item in extractors() if item.reads == "body"}
    assert whole == {"embeds", "extraction", "genre", "integrity", "repetition"}
    text = "\n\n".join(["Menu and more", "Menu and more", *TOLD])
    found = measure(text, TITLE).measurements["integrity.non_sentence_fraction"].value
    assert found == pytest.approx(2 / 5)
