"""What fuzzing once found stays found: every kept input runs through its target."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.hardening.targets import TARGETS

CASES = sorted(file for file in (Path(__file__).parent / "cases").glob("*/*") if file.is_file())


@pytest.mark.parametrize("case", CASES, ids=lambda file: f"{file.parent.name}-{file.name[:16]}")
def test_kept_cases(case: Path) -> None:
    TARGETS[case.parent.name](case.read_bytes())


SEEDS = (b"", b"\x00", b"a", b"a\n", b"\xff\xfe\x00", b"aTitle\n" + b"He came, she said. " * 40)


@pytest.mark.parametrize("target", sorted(TARGETS))
@pytest.mark.parametrize("data", SEEDS, ids=range(len(SEEDS)))
def test_targets_run_without_atheris(target: str, data: bytes) -> None:
    TARGETS[target](data)
