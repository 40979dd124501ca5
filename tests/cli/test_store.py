"""``--store`` and ``scorer store``: what they print, and how they end."""

from __future__ import annotations

import json
import re
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from scorer.cli.app import app
from tests.cli import stub

pytest.importorskip("sqlalchemy", reason="needs the extra [store]")
pytest.importorskip("alembic", reason="needs the extra [store]")

LINES = [
    {"id": "a", "text": "some words here", "source": "one.example"},
    {"id": "b", "text": "two words", "source": "one.example"},
    {"id": "c", "text": "some more words here", "source": "two.example"},
    {"id": "c", "text": "the same id again here", "source": "two.example"},
    {"id": "d"},
]


@pytest.fixture(autouse=True)
def _stub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    module = types.ModuleType("scorer.api")
    module.Scorer = stub.StubScorer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "scorer.api", module)
    monkeypatch.chdir(tmp_path)
    lines = "".join(f"{json.dumps(line)}\n" for line in LINES)
    Path("in.jsonl").write_text(lines, "utf-8")


def run(*arguments: object) -> Any:
    result = CliRunner().invoke(app, [*map(str, arguments)])
    assert "Traceback" not in result.output
    return result


def info(store: str = "run.db") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("store", "info", store, "--json").stdout)
    return found


def test_scores_are_kept_beside_the_output() -> None:
    plain = run("score", "in.jsonl")
    kept = run("score", "in.jsonl", "--store", "run.db")
    assert kept.stdout == plain.stdout
    assert kept.exit_code == plain.exit_code == 3
    assert "store run.db: 4 new articles, 0 known" in kept.stderr
    again = run("score", "in.jsonl", "--store", "sqlite:///run.db", "--jobs", 2)
    assert again.stdout == plain.stdout
    assert "0 new articles, 4 known" in again.stderr
    found = info()
    assert (found["articles"], found["scores"], found["sources"]) == (4, 4, 2)


@pytest.mark.parametrize("form", ["csv", "jsonl", "table"])
def test_the_store_gets_the_same_whatever_the_output(form: str) -> None:
    from scorer.store import open_store

    run("score", "in.jsonl", "--store", "run.db", "--format", form)
    with open_store("run.db", create=False) as store:
        rows = {(row["id"], row["status"], row["score"]) for row in store.rows()}
    assert rows == {
        ("a", "scored", 3.0),
        ("b", "abstained", None),
        ("c", "scored", 4.0),
        ("c", "scored", 5.0),
    }


def test_columns_too(tmp_path: Path) -> None:
    assert run("score", "in.jsonl", "-o", "o.parquet", "--store", "run.db").exit_code == 3
    assert info()["articles"] == 4


def test_info_for_people() -> None:
    run("score", "in.jsonl", "--store", "run.db")
    result = run("store", "info", "run.db")
    assert result.exit_code == 0
    assert re.search(r"^articles +4$", result.stdout, re.M)
    assert re.search(r"^scores by stub-v1 +4$", result.stdout, re.M)


def test_upgrade_and_prune_say_what_they_did() -> None:
    run("score", "in.jsonl", "--store", "run.db")
    assert "newest version already" in run("store", "upgrade", "run.db").stderr
    assert (
        "0 articles removed, 4 left" in run("store", "prune", "run.db", "--older-than", "1d").stderr
    )
    assert info()["articles"] == 4


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("score", "in.jsonl", "--store", "mysql://u:hushhush@h/d"), "E601"),
        (("score", "in.jsonl", "--store", "none/run.db"), "E602"),
        (("score", "in.jsonl", "--store", "in.jsonl"), "E400"),
        (("score", "in.jsonl", "-o", "x.db", "--store", "x.db"), "E400"),
        (("score", "in.jsonl", "--store", "text.db"), "E603"),
        (("score", "in.jsonl", "--store", "folder"), "E603"),
        (("score", "in.jsonl", "--store", "/dev/null"), "E603"),
        (("store", "info", "run.db"), "E602"),
        (("store", "upgrade", "run.db"), "E602"),
        (("store", "prune", "run.db", "--older-than", "90d"), "E602"),
        (("store", "prune", "run.db", "--older-than", "soon"), "E400"),
        (("store", "info", "text.db"), "E603"),
        (("store", "info", "empty.db"), "E602"),
        (("store", "upgrade", "empty.db"), "E602"),
        (("score", "in.jsonl", "--engine", "ray", "-o", "o", "--store", "run.db"), "E400"),
    ],
)
def test_what_is_no_store(arguments: tuple[str, ...], code: str) -> None:
    Path("text.db").write_text("This is a letter, not a database.", "utf-8")
    Path("empty.db").touch()
    Path("folder").mkdir()
    before = {path.name: path.read_bytes() for path in Path().glob("*.*")}
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert f"[{code}]" in result.stderr
    assert result.stderr.count("\n") == 1
    assert "hushhush" not in result.output
    assert result.stdout == ""
    assert {path.name: path.read_bytes() for path in Path().glob("*.*")} == before


def test_an_empty_file_becomes_a_store() -> None:
    Path("empty.db").touch()
    assert run("score", "in.jsonl", "--store", "empty.db").exit_code == 3
    assert info("empty.db")["articles"] == 4


@pytest.mark.parametrize("module", ["sqlalchemy", "alembic"])
def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    result = run("score", "in.jsonl", "--store", "run.db")
    assert result.exit_code == 2
    assert "pip install 'scorer[store]'" in result.stderr
    assert not Path("run.db").exists()


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    result = run("score", "in.jsonl", "--store", "postgresql://u:hushhush@127.0.0.1/d")
    assert result.exit_code == 2
    assert "pip install 'scorer[postgres]'" in result.stderr
    assert "hushhush" not in result.output


def test_a_run_of_another_store_is_not_gone_on_with() -> None:
    run("score", "in.jsonl", "-o", "o.jsonl", "--store", "run.db", "--max-errors", 0,
        "--checkpoint-every", 0, "--batch-size", 1)  # fmt: skip
    assert run("score", "in.jsonl", "-o", "o.jsonl", "--resume").exit_code == 2
    done = run("score", "in.jsonl", "-o", "o.jsonl", "--store", "run.db", "--resume")
    assert done.exit_code == 3
    assert info()["articles"] == 4
