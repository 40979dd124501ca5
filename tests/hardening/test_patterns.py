"""Every pattern of the package, new ones included, takes time in proportion to the text."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from benchmarks.hardening.documents import MOST as MOST_OF_A_SCORE
from benchmarks.hardening.documents import growths
from benchmarks.hardening.patterns import MOST, Pattern, find_patterns, sweep, sweep_all
from scorer import Scorer

QUADRATIC = Pattern(r"\s+$", 0, "here", 1, anchored=False)


def test_patterns_are_found_by_themselves() -> None:
    found = find_patterns()
    assert len(found) > 60
    assert {"scorer.text.normalise", "scorer.features.embeds", "scorer.io.encode"} <= {
        pattern.module for pattern in found
    }
    for pattern in found:
        re.compile(pattern.pattern, pattern.flags)


@pytest.mark.slow
def test_the_sweep_tells_a_quadratic_pattern() -> None:
    assert max(row.ratio for row in sweep(QUADRATIC, 8_000, 16_000)) > MOST


@pytest.mark.slow
def test_no_pattern_is_worse_than_linear() -> None:
    bad = [
        (row.pattern.module, row.pattern.line, row.generator, round(row.ratio, 1))
        for own in sweep_all(find_patterns(), 250_000, 500_000)
        for row in own
        if row.ratio > MOST
    ]
    assert bad == []


@pytest.mark.slow
def test_no_document_takes_more_than_twice_as_long_for_twice_its_length(scorer: Scorer) -> None:
    rows = growths(scorer, 1_000_000)
    assert [row for row in rows if row.ratio > MOST_OF_A_SCORE] == []


def test_no_module_of_the_serving_path_imports_training() -> None:
    code = (
        "import sys, benchmarks.hardening.targets; "
        'print(any(name.startswith("scorer.training") for name in sys.modules))'
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
