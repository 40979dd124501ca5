"""What the package promises as a whole: names, imports, version."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest

import scorer
from tests.shared import ROOT

HEAVY = ["sklearn", "scipy", "nltk", "textstat", "pandas", "pyarrow", "joblib", "ftfy", "rich"]


def loaded_after(code: str) -> set[str]:
    program = f"import sys\n{code}\nprint(*sorted(name.split('.')[0] for name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_every_public_name_is_there_and_documented() -> None:
    for name in scorer.__all__:
        value = getattr(scorer, name)
        assert name == "__version__" or (value.__doc__ and len(value.__doc__) > 20)
    assert set(dir(scorer)) == set(scorer.__all__)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = scorer.nonsense


@pytest.mark.parametrize(
    "code",
    [
        "import scorer",
        "import scorer.features.registry as r; r.extractors()",
        "from scorer import Article as A, Scorer; Scorer.load().score(A(id='a', text='One ' * 99))",
    ],
)
def test_scoring_imports_nothing_heavy(code: str) -> None:
    assert not loaded_after(code).intersection(HEAVY)


def test_importing_the_package_does_not_even_import_numpy() -> None:
    assert "numpy" not in loaded_after("import scorer")


def test_changelog_is_about_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    top = re.search(r"^## \[((?!Unreleased).+?)\]", text, re.MULTILINE)
    assert top is not None
    assert top.group(1) == scorer.__version__


def test_import_contract_names_every_extractor() -> None:
    from scorer.features.registry import extractors

    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    named = next(item["modules"] for item in contracts if item["type"] == "independence")
    assert sorted(named) == sorted({type(item).__module__ for item in extractors()})
