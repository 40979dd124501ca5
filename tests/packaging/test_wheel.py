"""The wheel works without the checkout: installed in a clean environment, run elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.shared import ROOT

pytestmark = pytest.mark.packaging


def run(*command: str | Path, cwd: Path, stdin: str | None = None) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SCORER")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", out, ROOT, cwd=out)
    return next(out.glob("*.whl"))


def test_wheel_holds_the_package_and_the_model_only(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "scorer/_models/CURRENT" in names
    assert any(name.endswith("scorecard.json") for name in names)
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"scorer"}


def test_installed_wheel_scores_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    constraints = ROOT / "constraints.txt"
    run(python, "-m", "pip", "install", "-q", "-c", constraints, wheel, cwd=tmp_path)
    text = "The ferry operator said on Monday that fares will rise by 4 percent in May. " * 8
    line = json.dumps({"id": "w", "text": text})
    out = run(home / "bin" / "scorer", "score", "-", cwd=tmp_path, stdin=line + "\n")
    row = json.loads(out)
    assert (row["id"], row["status"]) == ("w", "scored")
    run(home / "bin" / "scorer", "model", "verify", cwd=tmp_path)
