"""Variants of the model through one protocol: what each choice of ``config.py`` does.

    python -m benchmarks.model_selection [--data DIR] [--only NAME ...]

Cross-fitted figures are over folds of the training families, unseen ones over ``split == dev``.
Rows differ from the shipped options in what their name says.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

import numpy as np

from scorer.training import evaluate as protocol
from scorer.training.config import GAPS, LEAST, SIGNALS, FitOptions
from scorer.training.fit import WORDING, class_weights, fit
from scorer.training.material import Material, gather
from scorer.training.metrics import auroc, outlet_means, pairs_right, spearman
from scorer.training.write import frozen, scorecard_of

HEAD = "variant | cross pooled | alike | Spearman | lean pairs | unseen pooled | alike | Spearman"
HEAD += " | lean pairs | corpora | blogs"


def _without(*names: str) -> tuple[tuple[str, object], ...]:
    return tuple(item for item in SIGNALS if item[0] not in names)


def variants() -> dict[str, FitOptions]:
    """Options by name."""
    base = FitOptions()
    halves = {kind: gap / 2 for kind, gap in GAPS.items()}
    only = tuple(item for item in SIGNALS if item[0] in WORDING)
    return {
        "shipped": base,
        "wording alone, no pairs": replace(base, signals=only, pair_weight=0.0, farm_weight=0.0),
        "without grammar": replace(base, signals=_without("wording.grammar")),  # type: ignore[arg-type]
        "without register": replace(base, signals=_without("wording.register")),  # type: ignore[arg-type]
        "lead of wording 1": replace(base, wording_lead=1.0),
        "lead of wording 3": replace(base, wording_lead=3.0),
        "gaps halved": replace(base, kind_gap=halves),
        "no least density": replace(base, least={**LEAST, "density.clipped": 0.0}),
        "blogs weigh .3": replace(base, farm_weight=0.3),
        "wording unbounded": replace(base, spans={}),
    }


def main() -> None:
    """Fit each variant and print its row."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path(os.environ.get("SCORER_DATA", "../shared/data"))
    parser.add_argument("--data", type=Path, default=default)
    parser.add_argument("--only", nargs="*")
    options = parser.parse_args()
    found = gather(options.data)
    print(HEAD)
    for name, chosen in variants().items():
        if not options.only or name in options.only:
            print(row(name, found, chosen), flush=True)


def row(name: str, found: Material, options: FitOptions) -> str:
    """Figures of one variant."""
    fitted = frozen(fit(found, options))
    card = scorecard_of(fitted)
    articles = found.articles
    margin = protocol.margins(card, found.values, found.names)
    dev = articles.source_labelled & (articles.split == "dev")
    train = articles.source_labelled & (articles.split == "train") & ~np.isnan(fitted.held_out)
    cells = []
    for score, rows in ((np.nan_to_num(fitted.held_out), train), (margin, dev)):
        weight = class_weights(articles, rows)
        at = np.flatnonzero(weight > 0.0)
        own = np.flatnonzero(rows)
        first, (mean, quality) = outlet_means(articles.family[own], score[own], articles.pc1[own])
        cells += [
            auroc(articles.high[at], score[at]),
            auroc(articles.high[at], score[at], weight[at]),
            spearman(mean, quality),
            pairs_right(mean, quality, articles.lean[own[first]])[0],
        ]
    corpora = protocol.corpora_figures(articles, margin, 0)
    cells.append(float(np.mean([own["auroc"] for k, own in corpora.items() if k != "fakes"])))
    cells.append(protocol.blog_figures(found, card).get("dev", {}).get("auroc"))
    return " | ".join([name, *("-" if cell is None else f"{cell:.3f}" for cell in cells)])


if __name__ == "__main__":
    main()
