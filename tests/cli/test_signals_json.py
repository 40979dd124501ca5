"""``scorer signals --json`` and docs/signals.md tell the same facts about every signal."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import pytest
from typer.testing import CliRunner

from scorer.cli.app import app
from scorer.features._figures import figures
from scorer.features.readability_languages import FORMULAS
from scorer.features.registry import extractors, specs
from tests.shared import ROOT


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, Any]]:
    result = CliRunner().invoke(app, ["signals", "--json"])
    assert result.exit_code == 0
    found = json.loads(result.stdout, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))
    return {row["name"]: row for row in found}


@pytest.fixture(scope="module")
def sections() -> dict[str, str]:
    page = (ROOT / "docs" / "signals.md").read_text(encoding="utf-8")
    parts = re.split(r"^### `(.+)`$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_signal_is_listed_once_in_order(
    rows: dict[str, dict[str, Any]], sections: dict[str, str]
) -> None:
    assert list(rows) == list(specs()) == list(sections)


@pytest.mark.parametrize("name", list(specs()))
def test_the_page_and_the_json_say_what_the_code_says(
    name: str, rows: dict[str, dict[str, Any]], sections: dict[str, str]
) -> None:
    row, section, spec = rows[name], sections[name], specs()[name]
    for key in ("unit", "summary", "reference", "why", "gaming", "higher_is", "min_words"):
        assert row[key] == getattr(spec, key)
    for text in (spec.summary, spec.unit, spec.reference, spec.why, spec.gaming):
        assert text
        assert text in section
    for key in ("low", "high"):
        bound = getattr(spec, key)
        assert row[key] == (bound if math.isfinite(bound) else None)
    assert row["reason_code"] in section


@pytest.mark.parametrize("name", list(specs()))
def test_every_signal_has_a_figure_and_says_how_it_was_made(
    name: str, rows: dict[str, dict[str, Any]], sections: dict[str, str]
) -> None:
    assert rows[name]["figures"]
    for item in rows[name]["figures"]:
        assert item["protocol"] in sections[name]
        assert item["split"] in sections[name]
        assert f"{item['figure']} {item['value']:g}" in sections[name]
        assert math.isfinite(item["value"])


def test_costs_are_known_for_every_family_and_nothing_else(rows: dict[str, Any]) -> None:
    known = figures()
    assert set(known.cost_floors) == {family.name for family in extractors()}
    assert set(known.of_signal) == set(specs())
    for row in rows.values():
        assert row["family_cost_floors"] == known.cost_floors[row["name"].split(".")[0]] >= 0


def test_other_languages_are_on_the_page() -> None:
    page = (ROOT / "docs" / "signals.md").read_text(encoding="utf-8")
    for item in FORMULAS:
        assert f"| `{item.name}` | {item.lang} | {item.unit} | {item.definition} |" in page
