from __future__ import annotations

from scorer.features._measure import measure
from scorer.schema import Measurement
from tests.unit.model.pages import COOKIES, LINKS, MENU, REPORT


def measured(text: str) -> dict[str, Measurement]:
    found = measure(text, None).measurements
    return {
        name.split(".")[1]: item for name, item in found.items() if name.startswith("extraction.")
    }


def test_a_report_is_running_text_without_walls() -> None:
    found = measured(REPORT)
    assert found["barrier_fraction"].value == 0.0
    assert found["garbled_per_1000_characters"].value == 0.0
    assert found["running_fraction"].value == 1.0


def test_the_sentence_of_the_wall_is_marked() -> None:
    wall = "We use cookies to make the site work."
    text = f"{wall} {REPORT}"
    item = measured(text)["barrier_fraction"]
    assert [(text[s.start : s.end], s.label) for s in item.evidence] == [(wall, "cookies")]
    assert item.value is not None
    assert 0.05 < item.value < 0.2
    assert (measured(COOKIES)["barrier_fraction"].value or 0.0) > 0.8


def test_cookies_that_are_baked_are_no_wall() -> None:
    text = REPORT + "The bakery sells cookies to children. It uses no nuts. Access roads are shut."
    assert measured(text)["barrier_fraction"].value == 0.0


def test_characters_beyond_repair_are_marked() -> None:
    text = "The mayor\ufffds office said \ufffdno\ufffd to the plan. " + REPORT
    item = measured(text)["garbled_per_1000_characters"]
    assert [text[span.start : span.end] for span in item.evidence] == ["\ufffd"] * 3
    repaired = "The mayorâ€™s office said no. " + REPORT
    assert measured(repaired)["garbled_per_1000_characters"].value == 0.0


def test_menus_and_lists_of_links_do_not_run() -> None:
    assert measured(MENU)["running_fraction"].value == 0.0
    assert measured(LINKS)["running_fraction"].value == 0.0
    assert measured("")["running_fraction"].reason == "no_words"
