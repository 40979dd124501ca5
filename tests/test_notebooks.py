"""The notebooks folder is not empty and holds no outputs (nbmake runs the notebooks)."""

from __future__ import annotations

import json

import pytest

from tests.shared import ROOT


@pytest.mark.notebooks
def test_notebooks_exist_and_are_stripped() -> None:
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert paths
    for path in paths:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert not any(cell.get("outputs") for cell in cells), path.name
