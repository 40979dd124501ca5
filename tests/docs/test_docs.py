"""Pages made from code are up to date; README's promises run."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.shared import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_generated_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_readme_python_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {"__name__": "readme"})


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    assert len(pages) > 8
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def tracked_files() -> list[str]:
    done = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.splitlines()


def test_no_registry_address_and_no_machine_path_is_tracked() -> None:
    names = tracked_files()
    if not names:
        pytest.skip("not a git checkout")
    bad = re.compile(r"--(extra-)?index-url|pypi\.org|files\.pythonhosted|npmjs|/wor" + "k/main")
    for name in names:
        path = ROOT / name
        if path.suffix in {".joblib", ".npz", ".gz", ".zst", ".xz"} or not path.is_file():
            continue
        if path == ROOT / "tests" / "docs" / "test_docs.py":
            continue
        assert not bad.search(path.read_text(encoding="utf-8", errors="replace")), name


def test_constraints_hold_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 20
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line) for line in lines)


def test_library_page_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 4
    names: dict[str, object] = {"__name__": "library"}
    for block in blocks:  # each goes on from the one before it
        exec(compile(block, "docs/library.md", "exec"), names)
