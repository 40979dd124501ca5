"""Give a fitted model new beside-files without fitting it again: the scores stay as they are.

Reference distribution, intervals and limits of abstention stand beside the tables. When one of them
changes, the model is sealed again: another id, the same score for every article it scores.

Usage: ``python -m scorer.training.reseal --data DIR --model DIR``
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from scorer.errors import ModelVersionError
from scorer.model._parse import parse_json, parse_scorecard
from scorer.model.artefact import REFERENCE, SCORECARD, verify
from scorer.model.calibration import POINTS_PER_LOGIT
from scorer.training.fit import Fitted, fit
from scorer.training.interval import interval_rule
from scorer.training.material import Material, gather
from scorer.training.metrics import rounded
from scorer.training.reference import reference_of
from scorer.training.run import ABSTENTION, interval_on
from scorer.training.table import render
from scorer.training.write import dump, frozen, reference_json, scorecard_of, write_sealed

METRICS = "metrics.json"
CARD = "MODEL_CARD.md"


def reseal_abstention(folder: Path) -> str:
    """Write the package's limits of abstention into a model.

    Parameters
    ----------
    folder : Path
        A model's folder.

    Returns
    -------
    str
        The new id.
    """
    manifest, contents = verify(folder)
    return write_sealed(folder, {**manifest, "abstention": ABSTENTION.to_dict()}, contents)


def reseal(folder: Path, material: Material, fitted: Fitted | None = None) -> str:
    """Write reference, intervals and limits of abstention for a fitted model.

    Parameters
    ----------
    folder : Path
        A model's folder.
    material : Material
        What the model was trained on.
    fitted : Fitted, optional
        The fit, whose held-out margins the intervals are made from; made again by default.

    Returns
    -------
    str
        The new id.

    Raises
    ------
    ModelVersionError
        Where the fit does not give the model's tables: its held-out margins say nothing of it.
    """
    manifest, contents = verify(folder)
    card = parse_scorecard(parse_json(contents[SCORECARD], SCORECARD))
    fitted = frozen(fit(material) if fitted is None else fitted)
    if scorecard_of(fitted) != card:
        raise ModelVersionError(
            f"{folder} was not fitted on this data with the options of this package; train again"
        )
    articles = material.articles
    rows = (articles.split == "train") & articles.source_labelled
    rule = interval_rule(fitted.held_out[rows] * POINTS_PER_LOGIT, articles.family[rows])
    figures: dict[str, Any] = json.loads(contents[METRICS])
    if rule is not None:
        figures["interval"] = dict(rounded(interval_on(material, card, rule)))
        contents[METRICS] = dump(figures).encode()
        contents[CARD] = _with_figures(contents[CARD].decode(), figures).encode()
    reference = reference_of(articles, material.values, material.names)
    contents[REFERENCE] = reference_json(reference).encode()
    changed = {
        **manifest,
        "abstention": ABSTENTION.to_dict(),
        "interval": None if rule is None else rule.to_dict(),
    }
    return write_sealed(folder, changed, contents)


def _with_figures(card: str, figures: dict[str, Any]) -> str:
    """Put the figures into a card that holds older ones."""
    before, rest = card.split("```text\n", 1)
    _, after = rest.split("\n```", 1)
    return f"{before}```text\n{render(figures)}\n```{after}"


def main() -> None:
    """Reseal a model from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, help="without it only the limits are written")
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    if options.data is None:
        model_id = reseal_abstention(options.model)
    else:
        model_id = reseal(options.model, gather(options.data))
    sys.stdout.write(f"{model_id}\n")


if __name__ == "__main__":
    main()
