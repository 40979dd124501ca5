"""No damage to a model changes a score in silence, and no pickle is read while scoring."""

from __future__ import annotations

import json
import subprocess
import sys

from benchmarks.hardening.artefact import mutated_loads
from tests.shared import ROOT


def test_damaged_models_are_refused_or_the_same() -> None:
    outcomes = mutated_loads(400, seed=7)
    assert set(outcomes) <= {"ModelIntegrityError", "ModelVersionError", "same tables"}, outcomes
    assert outcomes["ModelIntegrityError"] > 300


AUDITED = """
import json, sys
seen = []
def hook(event, arguments):
    if event == "pickle.find_class":
        seen.append(event)
    if event == "import" and arguments[0] in {"sklearn", "joblib"}:
        seen.append(f"import {arguments[0]}")
sys.addaudithook(hook)
from scorer import Article, Scorer
text = "The ferry operator said on Monday that fares will rise by 4 percent in May. " * 8
title = "Ferry fares to rise"
scorer = Scorer.load()
status = [report.status for report in scorer.score_many([Article(id="1", text=text, title=title)])]
from scorer.cli.main import main
sys.argv = ["scorer", "model", "verify"]
try:
    main()
except SystemExit:
    pass
if PROVE:
    import io, pickle
    pickle.Unpickler(io.BytesIO(pickle.dumps(Article))).load()
print("\\n" + json.dumps([status, seen]))
"""


def audited(prove: bool) -> tuple[list[str], list[str]]:
    code = f"PROVE = {prove}\n{AUDITED}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    status, seen = json.loads(done.stdout.splitlines()[-1])
    return status, seen


def test_an_audit_hook_sees_no_pickle_on_the_serving_path() -> None:
    assert audited(prove=False) == (["scored"], [])


def test_the_audit_hook_would_see_one() -> None:
    assert "pickle.find_class" in audited(prove=True)[1]
