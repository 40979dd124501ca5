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


def sourced(count: int) -> None:
    lines = [
        {
            "id": f"a{number}",
            "title": f"Report {number}",
            "text": "word " * (3 + number % 40),
            "source": f"outlet{number % 3}.example" if number % 17 else None,
            "published": f"2026-0{1 + number % 9}-04",
        }
        for number in range(count)
    ]
    Path("many.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")


def test_sources_are_judged_from_the_store_as_from_the_scores() -> None:
    sourced(120)
    run("score", "many.jsonl", "-o", "scores.jsonl", "--store", "run.db")
    Path("names.toml").write_text('[aliases]\n"outlet0.example" = ["outlet1.example"]\n', "utf-8")
    for more in ((), ("--aliases", "names.toml"), ("--prior", "batch", "--min-articles", 2)):
        plain = run("sources", "scores.jsonl", "--summary-json", "p.json", "--overwrite", *more)
        kept = run("sources", "--store", "run.db", "--summary-json", "k.json", "--overwrite", *more)
        assert kept.exit_code == plain.exit_code == 0, kept.output
        assert close(rows(kept.stdout), rows(plain.stdout))
        assert json.loads(Path("k.json").read_text()) == json.loads(Path("p.json").read_text())
        assert kept.stderr == plain.stderr
    run("sources", "scores.jsonl", "--pairs", "p.jsonl", "-o", "p-rows.jsonl")
    run("sources", "--store", "run.db", "--pairs", "k.jsonl", "-o", "k-rows.jsonl")
    pairs = [sorted(Path(name).read_text().splitlines()) for name in ("p.jsonl", "k.jsonl")]
    assert pairs[0] == pairs[1]
    assert len(pairs[0]) == 120


def test_a_store_as_baseline_knows_the_names_of_a_source() -> None:
    sourced(120)
    run("score", "many.jsonl", "-o", "scores.jsonl", "--store", "run.db")
    Path("names.toml").write_text('[aliases]\n"outlet0.example" = ["outlet1.example"]\n', "utf-8")
    run("sources", "scores.jsonl", "--aliases", "names.toml", "--baseline-out", "b.json", "-q")
    plain = rows(run("score", "many.jsonl", "--baseline", "run.db").stdout)
    named = rows(
        run("score", "many.jsonl", "--baseline", "run.db", "--aliases", "names.toml").stdout
    )
    filed = rows(run("score", "many.jsonl", "--baseline", "b.json").stdout)
    sizes = [
        {row["baseline"]["source"]: row["baseline"]["n"] for row in part}
        for part in (plain, named, filed)
    ]
    assert sizes[1] == sizes[2] != sizes[0]
    assert "outlet1.example" in sizes[0]
    assert "outlet1.example" not in sizes[1]
    assert sizes[1]["outlet0.example"] > sizes[0]["outlet0.example"]


@pytest.mark.parametrize(
    ("options", "told"),
    [(("--baseline", "b.json"), "its own aliases"), ((), "goes with --baseline STORE")],
)
def test_aliases_of_a_score_belong_to_a_store(options: tuple[str, ...], told: str) -> None:
    Path("names.toml").write_text('[aliases]\n"a.example" = ["b.example"]\n', "utf-8")
    Path("b.json").write_text("{}", "utf-8")
    done = run("score", "in.jsonl", *options, "--aliases", "names.toml")
    assert (done.exit_code, told in done.stderr) == (2, True)


def rows(text: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in text.splitlines()]
    assert found
    return found


def close(one: Any, other: Any) -> bool:
    """Equal, but for the last digits of sums that were added in another order."""
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=1e-9, abs=1e-9)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(close(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(close, one, other))
    return bool(one == other)


def test_a_second_run_adds_to_what_is_known_of_sources() -> None:
    sourced(60)
    run("score", "many.jsonl", "-o", "one.jsonl", "--store", "run.db")
    assert sum(row["n"] for row in rows(run("sources", "--store", "run.db").stdout)) == 56
    sourced(120)
    run("score", "many.jsonl", "-o", "two.jsonl", "--store", "run.db")
    assert sum(row["n"] for row in rows(run("sources", "--store", "run.db").stdout)) == 112


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), "E400"),
        (("--store", "run.db", "scores.jsonl"), "E400"),
        (("--store", "none.db"), "E602"),
        (("--store", "in.jsonl"), "E603"),
    ],
)
def test_sources_of_no_store(arguments: tuple[str, ...], code: str) -> None:
    result = run("sources", *arguments)
    assert result.exit_code == 2
    assert f"[{code}]" in result.stderr


def test_sources_of_an_empty_store() -> None:
    from scorer.store import open_store

    open_store("run.db").close()
    result = run("sources", "--store", "run.db")
    assert result.exit_code == 2
    assert "no row of 'scorer score'" in result.stderr
