"""``scorer stories --store``: new articles against those of earlier runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from scorer.cli.app import app
from tests.shared import ROOT

pytest.importorskip("sqlalchemy", reason="needs the extra [store]")
pytest.importorskip("alembic", reason="needs the extra [store]")

LINES = (ROOT / "examples" / "stories.jsonl").read_text("utf-8").splitlines()


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [*map(str, arguments)])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def stories(lines: list[str], *options: object) -> list[dict[str, Any]]:
    Path("in.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    done = run("stories", "in.jsonl", *options)
    return [json.loads(line) for line in done.stdout.splitlines()]


def ids(lines: list[str]) -> set[str]:
    return {json.loads(line)["id"] for line in lines}


def holding(rows: list[dict[str, Any]], wanted: set[str]) -> list[dict[str, Any]]:
    """Stories that hold an article of some ids."""
    return [row for row in rows if wanted & {item["id"] for item in row["articles"]}]


@pytest.mark.parametrize("first", range(1, len(LINES)))
def test_articles_that_come_in_two_runs_tell_the_stories_of_one(first: int) -> None:
    whole = stories(LINES)
    early, late = LINES[:first], LINES[first:]
    assert stories(early, "--store", "run.db") == stories(early)
    got = stories(late, "--store", "run.db")
    wanted = holding(whole, ids(late))
    assert [row["cluster"] for row in got] == [row["cluster"] for row in wanted]
    for one, other in zip(got, wanted, strict=True):
        assert one["articles"] == other["articles"]
        assert one["independent_accounts"] == other["independent_accounts"]


def test_one_by_one_ends_with_the_stories_of_all() -> None:
    for line in LINES:
        stories([line], "--store", "run.db")
    assert stories(LINES, "--store", "run.db") == stories(LINES)
    found = json.loads(run("store", "info", "run.db", "--json").stdout)
    assert (found["articles"], found["fingerprints"]) == (len(LINES), len(LINES))


def test_the_same_run_again_says_the_same() -> None:
    first = stories(LINES[:4], "--store", "run.db")
    assert stories(LINES[:4], "--store", "run.db") == first


def test_an_output_that_fails_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from scorer.stories import Stories

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(Stories, "clusters", broken)
        Path("in.jsonl").write_text(f"{LINES[0]}\n", "utf-8")
        run("stories", "in.jsonl", "--store", "run.db", code=4)
    assert json.loads(run("store", "info", "run.db", "--json").stdout)["articles"] == 0


def test_it_says_what_it_compared_with() -> None:
    stories(LINES[:3], "--store", "run.db")
    Path("in.jsonl").write_text("".join(f"{line}\n" for line in LINES[3:]), "utf-8")
    told = run("stories", "in.jsonl", "--store", "run.db").stderr
    assert "store run.db:" in told
    assert "earlier articles compared with" in told


def test_scores_and_stories_share_a_store() -> None:
    Path("in.jsonl").write_text("".join(f"{line}\n" for line in LINES), "utf-8")
    run("score", "in.jsonl", "--store", "run.db", "-o", "scores.jsonl")
    run("stories", "in.jsonl", "--store", "run.db", "-o", "stories.jsonl")
    found = json.loads(run("store", "info", "run.db", "--json").stdout)
    assert (found["articles"], found["scores"], found["fingerprints"]) == (len(LINES),) * 3


@pytest.mark.parametrize(
    ("url", "code"), [("mysql://h/d", "E601"), ("none/run.db", "E602"), ("in.jsonl", "E400")]
)
def test_no_store(url: str, code: str) -> None:
    Path("in.jsonl").write_text(f"{LINES[0]}\n", "utf-8")
    assert f"[{code}]" in run("stories", "in.jsonl", "--store", url, code=2).stderr


def test_articles_with_odd_text_and_metadata() -> None:
    lines = [
        json.dumps({"id": "x\ud800", "text": "Lone \ud800 surrogates, and more of them. " * 30}),
        json.dumps({"id": "y", "text": "Lone \ud800 surrogates, and more of them. " * 30}),
        json.dumps({"id": "z", "text": ""}),
    ]
    Path("in.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    CliRunner().invoke(app, ["stories", "in.jsonl", "--store", "run.db"])
    again = CliRunner().invoke(app, ["stories", "in.jsonl", "--store", "run.db"])
    plain = CliRunner().invoke(app, ["stories", "in.jsonl"])
    assert again.stdout == plain.stdout
    assert again.exit_code == plain.exit_code


@pytest.mark.parametrize("option", ["-o", "--rejects"])
@pytest.mark.parametrize("command", ["stories", "sources"])
def test_an_output_never_replaces_the_store(command: str, option: str) -> None:
    Path("in.jsonl").write_text('{"id": "a", "text": "Rain fell on the harbour of Marn."}\n')
    run("stories", "in.jsonl", "--store", "run.db", "-o", "first.jsonl")
    before = Path("run.db").read_bytes()
    option = "--baseline-out" if (command, option) == ("sources", "--rejects") else option
    named = ["in.jsonl"] if command == "stories" else []
    form = ["--format", "jsonl"] if option == "-o" else []
    out = ["run.db", *form, "--overwrite"]
    found = run(command, *named, "--store", "run.db", option, *out, code=2)
    assert "name the same file" in found.output
    assert Path("run.db").read_bytes() == before
