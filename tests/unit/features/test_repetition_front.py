"""Paths followed one by one and all lags at once are the same front."""

from __future__ import annotations

import math

import numpy as np
import pytest

from scorer.features._repetition.front import All, Few, move_at


@pytest.mark.parametrize("share", [0.02, 0.2, 0.9])
@pytest.mark.parametrize("seed", range(4))
def test_few_paths_go_where_all_lags_say(share: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    band, first = 40, 7
    few = Few(band)
    everything = All(band, few)
    for row in range(first, first + 60):
        # multiples of a twentieth, as the costs are: ties of every kind
        line = random.integers(1, 12, band) / 20 * (random.random(band) < share) - 0.2
        moves, expected = few.advance(row, line), everything.advance(row, line)
        assert {lag: score for lag, (score, _) in few.paths.items()} == {
            lag: score
            for lag, score in enumerate(everything._score[1 : band + 1].tolist())
            if score
        }
        for lag, (_, began) in few.paths.items():
            assert move_at(moves, lag) == move_at(expected, lag)
            assert began == everything._began[lag + 1]
        for latest in (math.inf, 2.0 * row - 5):
            one, other = few.top(latest), everything.top(latest)
            assert one.score == other.score
            assert not one.score or one == other
        if row % 20 == 19:  # what a page switches to where very many are alive
            everything = All(band, few)
