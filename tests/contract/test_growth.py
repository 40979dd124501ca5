"""Megabytes: four times the text takes about four times the time."""

from __future__ import annotations

import gc
import time

import pytest

from scorer.features._measure import measure
from scorer.features.registry import Extractor, extractors
from tests.contract.growth import GROWING, seconds

pytestmark = pytest.mark.slow

SMALL, LARGE = 1_000_000, 4_000_000
MOST = 6.0
"""Bound of the ratio: 4 if linear, 16 if quadratic; sorting and caches account for the rest."""
NOISE = 0.02


@pytest.mark.parametrize("shape", sorted(GROWING))
@pytest.mark.parametrize("extractor", extractors(), ids=lambda family: family.name)
def test_four_megabytes_take_about_four_times_one(extractor: Extractor, shape: str) -> None:
    for times in (1, 2, 3):  # a second and third look: the machine may be busy
        small = seconds(extractor, shape, SMALL, times)
        large = seconds(extractor, shape, LARGE, times)
        if large <= MOST * small + NOISE:
            return
    pytest.fail(f"{small:.3f} s for 1 MB, {large:.3f} s for 4 MB")


@pytest.mark.parametrize("shape", sorted(GROWING))
def test_the_whole_measurement_grows_so_too(shape: str) -> None:
    def whole(size: int) -> float:
        text = GROWING[shape](size)
        gc.disable()
        try:
            begin = time.process_time()
            measure(text, "A title")
            return time.process_time() - begin
        finally:
            gc.enable()

    ratios = []
    for _ in range(3):
        small, large = whole(SMALL), whole(LARGE)
        ratios.append((large - NOISE) / small)
        if ratios[-1] <= MOST:
            return
    pytest.fail(f"ratios {ratios}")
