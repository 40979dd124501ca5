"""Where the shared data lies; tests that need it skip with a reason where it is missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SCORER_DATA", ROOT.parent / "shared" / "data"))
SEEDS = DATA.parent / "seeds"

needs_data = pytest.mark.skipif(
    not (DATA / "articles.parquet").is_file(),
    reason="needs the shared development data (set SCORER_DATA)",
)
needs_seeds = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="needs the seeds beside the shared development data"
)
