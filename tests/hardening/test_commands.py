"""The commands that print figures: what they say where something is missing, and the drawing."""

from __future__ import annotations

import importlib.util
import sys
from xml.etree import ElementTree

import pytest

from benchmarks import growth, rivals, speed_and_hardening
from benchmarks.growth_plot import plot
from benchmarks.hardening import fuzz


def test_fuzzing_without_atheris_fails_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "argv", ["fuzz"])
    assert fuzz.main() == 2
    assert capsys.readouterr().err == "fuzzing needs atheris: pip install 'scorer[fuzz]'\n"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("page", 10, 1.0, 0), ("rows", 10, 1.0, 0)], 0),
        ([("page", 10, 1.0, 0), ("rows", 10, 1.0, 77)], 1),
        ([("page", 10, 1.0, 0), ("rows", 0, 1.0, 0)], 2),
    ],
)
def test_a_target_that_did_not_run_is_no_success(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    rows: list[tuple[str, int, float, int]],
    code: int,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(fuzz, "run_all", lambda *given: (fuzz.Fuzzed(*row) for row in rows))
    monkeypatch.setattr(sys, "argv", ["fuzz"])
    assert fuzz.main() == code
    told = capsys.readouterr().out
    assert told.count("ok") + told.count("BROKEN") + told.count("DID NOT RUN") == 2


def test_every_target_has_its_share() -> None:
    from benchmarks.hardening.targets import TARGETS

    assert set(fuzz.SHARES) == set(TARGETS)
    assert sum(fuzz.SHARES.values()) == pytest.approx(1.0)


def test_the_plot_is_an_image_with_a_point_for_each_length() -> None:
    drawn = plot({100: 0.002, 1_000: 0.004, 10_000: 0.05, 100_000: 0.6})
    root = ElementTree.fromstring(drawn)
    circles = [item for item in root.iter() if item.tag.endswith("circle")]
    assert len(circles) == 4
    heights = [float(item.attrib["cy"]) for item in circles]
    assert heights == sorted(heights, reverse=True)
    (dashed,) = (item for item in root.iter() if item.attrib.get("class") == "d")
    assert float(dashed.attrib["y2"]) == heights[-1]


def test_articles_in_a_row_are_all_scored() -> None:
    row = growth.stream(["The ferry left at noon, the clerk said. " * 4], 4)
    assert row.articles == 4
    assert 0 < row.all < 1_000


def test_rivals_that_cannot_be_installed_say_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert all(rival.absent or rival.code for rival in rivals.RIVALS)
    told = rivals._told("WARNING: a\nERROR: no such package\n", "ERROR:")
    assert told == "ERROR: no such package"
    assert "punkt" in rivals._told("LookupError:\nResource punkt not found.\n")


def test_a_missed_figure_fails_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = [speed_and_hardening.Figure("one", 2.0, 3.0), speed_and_hardening.Figure("two", 9.0)]
    monkeypatch.setitem(speed_and_hardening.PARTS, "speed", lambda size, data: iter(figures))
    monkeypatch.setattr(sys, "argv", ["all", "--only", "speed"])
    assert speed_and_hardening.main() == 0
    figures.append(speed_and_hardening.Figure("three", 4.0, 3.0, "here"))
    assert speed_and_hardening.main() == 1
    assert "three" in capsys.readouterr().out.splitlines()[-2]
