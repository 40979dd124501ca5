"""Examples are run as their readers run them: in a process of their own, from any folder."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scorer import Article
from tests.shared import ROOT

PIPELINES = ROOT / "examples" / "pipelines"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker(pytest.mark.integrations)


def load(name: str) -> ModuleType:
    """Import an example by its file name."""
    spec = importlib.util.spec_from_file_location(name, PIPELINES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def start(name: str, *arguments: object, cwd: Path) -> subprocess.Popen[str]:
    """Start an example."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1",
                   "HF_HOME": str(cwd / "hf")}  # fmt: skip
    return subprocess.Popen(
        [sys.executable, str(PIPELINES / f"{name}.py"), *map(str, arguments)],
        cwd=cwd, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def run(name: str, *arguments: object, cwd: Path) -> str:
    """Run an example to its end."""
    process = start(name, *arguments, cwd=cwd)
    out, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    return out


@pytest.fixture
def articles(examples: list[Article]) -> list[dict[str, Any]]:
    """The examples, several times over, with texts that cannot be used between them."""
    rows = [
        {"id": f"{article.id}-{copy}", "title": article.title, "text": article.text,
         "source": article.source}
        for copy in range(4)
        for article in examples
    ]  # fmt: skip
    return [*rows, {"id": "empty", "title": None, "text": " ", "source": None}]


@pytest.fixture
def jsonl(articles: list[dict[str, Any]], tmp_path: Path) -> Path:
    path = tmp_path / "in" / "articles.jsonl"
    path.parent.mkdir()
    path.write_text("".join(json.dumps(row) + "\n" for row in articles), "utf-8")
    return path
