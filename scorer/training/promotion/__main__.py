"""Write ``scorer/data/promotion.json``: ``python -m scorer.training.promotion --data DIR``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scorer.features._promotion import kinds, model
from scorer.training.promotion import examples as ex
from scorer.training.promotion import fit

INVENTED = 0.5
ORDINARY = 0.2
EASY, HARD = 3000, 6000
UNSURE_FROM, UNSURE_TO, PLAIN_TO = 0.1, 0.5, 0.8
WANTED = 0.45
SCREENED = 0.99


def teaching(units: Sequence[ex.Example], chance: npt.NDArray[np.float64]) -> list[ex.Example]:
    """Article units that teach what is not promotional.

    Real articles hold promo lines, so units that a first model takes for one are left out; of the
    rest, those it is unsure of teach the most.
    """
    order = np.random.default_rng(0)
    plain = np.array(["#like 0" in unit.found for unit in units])
    hard = np.flatnonzero((chance >= UNSURE_FROM) & (chance < np.where(plain, PLAIN_TO, UNSURE_TO)))
    easy = np.flatnonzero(chance < UNSURE_FROM)
    chosen = np.concatenate((order.permutation(hard)[:HARD], order.permutation(easy)[:EASY]))
    return [units[index] for index in sorted(chosen.tolist())]


def chances(raw: dict[str, object], units: Sequence[ex.Example]) -> npt.NDArray[np.float64]:
    """Probability of each unit under a model just fitted."""
    bias, weights = raw["bias"], raw["weights"]
    assert isinstance(bias, int)
    assert isinstance(weights, dict)
    sums = np.array([bias + sum(weights.get(name, 0) for name in unit.found) for unit in units])
    return np.asarray(1.0 / (1.0 + np.exp(-sums / model.UNIT)), dtype=np.float64)


def train(
    core: Sequence[ex.Example], units: Sequence[ex.Example], *, whole: bool = True
) -> dict[str, object]:
    """Fit all parts.

    Parameters
    ----------
    core : sequence of Example
        Labelled and invented lines.
    units : sequence of Example
        Lines and sentences of ordinary articles.
    whole : bool
        Fit the kinds and the screen too.
    """
    final = [*core, *teaching(units, chances(fit.binary(core), units))]
    raw = fit.binary(final)
    if whole:
        raw["kinds"] = fit.kinds(final, kinds.KINDS)
        every = [unit for unit in [*core, *units] if unit.symbols]
        wanted = chances(raw, every) >= WANTED
        raw["screen"] = fit.screen(every, wanted, SCREENED)
    return raw


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data: Path = parser.parse_args().data
    core = ex.labelled(data) + ex.invented(INVENTED)
    raw = train(core, ex.ordinary(data, ORDINARY))
    target = Path(str(files("scorer.data").joinpath("promotion.json")))
    text = json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    target.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
