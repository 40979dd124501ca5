"""``scorer evaluate``: usage, and a batch against the reference, without any training data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scorer.cli.app import app
from tests.shared import ROOT

EXAMPLES = ROOT / "examples" / "articles.jsonl"


def invoke(*arguments: object) -> tuple[int, str, str]:
    found = CliRunner().invoke(app, [str(item) for item in ("evaluate", *arguments)])
    return found.exit_code, found.stdout, found.stderr


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("rows") / "scores.jsonl"
    assert CliRunner().invoke(app, ["score", str(EXAMPLES), "-o", str(out), "-q"]).exit_code == 0
    return out


def test_articles_and_their_score_rows_say_the_same(rows: Path) -> None:
    code, of_articles, _ = invoke(EXAMPLES, "--against", "reference", "--json")
    assert code == 0
    code, of_rows, _ = invoke(rows, "--against", "reference", "--json")
    assert code == 0
    one, two = json.loads(of_articles), json.loads(of_rows)
    assert one["signals"] == two["signals"]
    assert one["verdict"] == "too_few"
    assert one["notices"] == {"too_short": 1}


def test_a_batch_unlike_the_reference_warns_on_stderr(rows: Path, tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    lines = [line for line in rows.read_text().splitlines() if "very_low" in line]
    many.write_text("\n".join(lines * 40) + "\n{}\n")
    code, out, err = invoke(many, "--against", "reference")
    assert code == 3  # one line was no row
    assert "verdict: do not trust" in out
    assert "warning: do not trust" in err
    assert "1 rejected" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "say either"),
        (("--against", "reference"), "needs an INPUT"),
        (("nothing.jsonl", "--against", "reference"), "nothing.jsonl"),
        (("--data", "nowhere"), "no such folder"),
        (("x.jsonl", "--data", "."), "INPUT goes with --against"),
        (("x.jsonl", "--against", "reference", "--write-card"), "go with --data"),
        (("x.jsonl", "--against", "reference", "--data", "."), "say either"),
        (("x.jsonl", "--against", "yesterday"), "yesterday"),
        (("--data", ".", "--owners", "none.csv"), "none.csv"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what(arguments: tuple[str, ...], message: str) -> None:
    code, out, err = invoke(*arguments)
    assert code == 2
    assert message in " ".join(err.split())
    assert out == ""


def test_an_empty_input_is_an_error(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    code, _, err = invoke(empty, "--against", "reference")
    assert code == 2
    assert "no record" in err
