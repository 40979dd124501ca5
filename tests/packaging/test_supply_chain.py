"""What is shipped can be made again bit for bit, installed without a network, and listed."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.packaging.test_wheel import run
from tests.shared import ROOT

pytestmark = pytest.mark.packaging


def build(out: Path) -> dict[str, str]:
    """Build wheel and sdist from a copy of the tracked files, and return their SHA-256."""
    copy = out / "source"
    listed = run("git", "-C", ROOT, "ls-files", cwd=out).splitlines()
    for name in listed:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    run(sys.executable, "-m", "build", "--outdir", out / "dist", copy, cwd=out)
    files = (out / "dist").iterdir()
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    out = tmp_path_factory.mktemp("first")
    return out / "dist", build(out)


def test_two_builds_give_the_same_bytes(built: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    assert len(built[1]) == 2
    assert build(tmp_path) == built[1]


@pytest.mark.parametrize("kind", ["whl", "tar.gz"])
def test_installs_and_scores_without_a_network(
    built: tuple[Path, dict[str, str]], tmp_path: Path, kind: str
) -> None:
    archive = next(built[0].glob(f"*.{kind}"))
    house = tmp_path / "wheelhouse"
    constraints = ROOT / "constraints.txt"
    pip = (sys.executable, "-m", "pip")
    run(*pip, "download", "-q", "-c", constraints, "-d", house, archive, "hatchling", cwd=tmp_path)
    home = tmp_path / "venv"
    venv.create(home, with_pip=True)
    offline = no_network()
    # every file by name: nothing is left to look for, and without a network nothing could be found
    wheels = sorted(house.glob("*.whl"))
    install = (home / "bin" / "python", "-m", "pip", "install", "-q", "--no-deps")
    run(*offline, *install, *(file for file in wheels if file.name != archive.name), cwd=tmp_path)
    run(*offline, *install, "--no-build-isolation", archive, cwd=tmp_path)
    text = "The ferry operator said on Monday that fares will rise by 4 percent in May. " * 8
    line = json.dumps({"id": "w", "text": text})
    score = (home / "bin" / "scorer", "score", "-")
    row = json.loads(run(*offline, *score, cwd=tmp_path, stdin=line + "\n"))
    assert row["status"] == "scored"


def no_network() -> tuple[str, ...]:
    """A prefix that runs a command without any network, where this machine can do that."""
    prefix = ("unshare", "--map-root-user", "--net")
    if shutil.which("unshare") is None:
        return ()
    done = subprocess.run([*prefix, "true"], capture_output=True, check=False)
    return prefix if done.returncode == 0 else ()


def test_the_bill_of_materials_lists_every_pin(tmp_path: Path) -> None:
    out = tmp_path / "sbom.json"
    tool = (sys.executable, "-m", "cyclonedx_py", "requirements", ROOT / "constraints.txt")
    run(*tool, "--output-reproducible", "--of", "JSON", "-o", out, cwd=tmp_path)
    bill = json.loads(out.read_text(encoding="utf-8"))
    listed = {_canonical(item["name"]): item["version"] for item in bill["components"]}
    pins = re.findall(r"^([\w.\-]+)==([^\s;]+)", (ROOT / "constraints.txt").read_text(), re.M)
    assert {_canonical(name): version for name, version in pins} == listed
    assert len(listed) > 50


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_pin_has_a_licence_on_the_page() -> None:
    page = ROOT / "docs" / "licences.md"
    done = subprocess.run(
        [sys.executable, str(page.with_suffix(".py")), "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_scorer_itself_needs_nothing_under_a_strong_copyleft() -> None:
    rows = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8").splitlines()
    needed = [row for row in rows if row.endswith("| yes |")]
    assert len(needed) > 10
    for row in needed:
        terms = row.split("|")[3]
        choices = [
            choice for choice in re.split(r";| OR ", terms) if not re.search("A?GPL|GNU", choice)
        ]
        assert choices, row
