"""Whole outputs against files that change only in review: ``pytest --update-golden tests/golden``.

The registry's list (a new signal shows), every example's row without its measurements' evidence
(a score change shows), and the help pages of the command line.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from scorer import Article, Scorer
from scorer.features.registry import extractors

HERE = Path(__file__).parent


def compare(name: str, text: str, request: pytest.FixtureRequest) -> None:
    """Compare a text with its golden file, or write it."""
    path = HERE / name
    if request.config.getoption("--update-golden"):
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"no golden file {name}; run pytest --update-golden"
    assert path.read_text(encoding="utf-8") == text


def rounded(value: Any) -> Any:
    """Floats to nine digits, so that another processor's last bit is no difference."""
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return value


def test_registry(request: pytest.FixtureRequest) -> None:
    families = {
        item.name: {
            "version": item.version,
            "reads": item.reads,
            "signals": {spec.name: [spec.unit, spec.higher_is] for spec in item.specs},
        }
        for item in extractors()
    }
    compare("registry.json", json.dumps(families, indent=1) + "\n", request)


def test_reports(scorer: Scorer, examples: list[Article], request: pytest.FixtureRequest) -> None:
    rows = []
    for article in examples:
        row = rounded(scorer.score(article).to_dict())
        for reason in row["reasons"]:
            reason["evidence"] = len(reason["evidence"])
        row["measurements"] = {
            name: [item["value"], len(item["evidence"])]
            for name, item in row["measurements"].items()
        }
        row["contributions"] = {item["feature"]: item["points"] for item in row["contributions"]}
        rows.append(row)
    compare("reports.json", json.dumps(rows, indent=1, ensure_ascii=False) + "\n", request)


@pytest.mark.parametrize(
    "command",
    [
        *["", "score", "explain", "report", "gate", "sources", "stories", "signals", "store"],
        *["train", "evaluate"],
    ],
)
def test_help(command: str, request: pytest.FixtureRequest) -> None:
    from scorer.cli.app import app

    environment = {"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1"}
    result = CliRunner().invoke(app, [*command.split(), "--help"], env=environment)
    assert result.exit_code == 0
    compare(f"help_{command or 'scorer'}.txt", result.stdout, request)
