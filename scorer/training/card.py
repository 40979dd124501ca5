"""The model card, written from the figures by the training command."""

from __future__ import annotations

from typing import Any

import numpy as np

from scorer.model.scorecard import Scorecard
from scorer.training.material import Material
from scorer.training.table import render

_HEAD = """# Model card: {model_id}

Written by `scorer train`; do not edit.

## What it says

A score from 0 to 100: the calibrated probability that an article comes from an outlet of high
quality (pc1 >= 0.7) and not from one of low quality (pc1 < 0.4), both equally likely beforehand,
outlets weighing the same. It judges practice and presentation. It is never a verdict on truth.

## What it is for, and what not

For sorting, sampling and reviewing articles in ingestion pipelines, with its reasons shown. Not for
removing articles without a look, not for judging people or outlets, not for languages other than
English, and not as evidence that a statement is true or false.

## Where the labels come from

Distant supervision: `pc1` is a 2023 rating of a *domain* (Lin et al. 2023, the first component of
six expert ratings), applied to older *articles* of it. Good outlets print weak articles and the
other way round; the label does not know. In the training data nearly all low-quality outlets with
a known political lean lean right, so quality is confounded with lean; weights and a penalty work
against that, and the figures within one lean show what remains.

Copies of good articles were degraded on purpose (promotional lines inserted, the story told again
in other words, attributions removed or made vague, headlines swapped for bait, formulaic headings,
embed residue); the model learned that each copy is worse than its original.

No name of a person, place, party or outlet is a signal, and neither are length and format.

## Training data

{corpora}

The texts are not part of the package; the parameters are derived from them. The compilations carry
different licences, some non-commercial, some none:

| corpus | licence of the compilation |
|---|---|
| allsides (Article-Bias-Prediction) | Apache-2.0 |
| recovery (ReCOVery) | CC BY-NC-SA 4.0 |
| hyperpartisan (SemEval-2019 by-article) | CC BY 4.0 at origin |
| polnear, fakehealth_story | none stated |
| basil, aeb, traf_eval, fnc_sample | mixed |
| OneStopEnglish (reading levels) | CC BY-SA 4.0 at origin |
| automatic and edited blogs | public repositories, mixed |

## Figures

```text
{figures}
```

## Shapes

Points at the ends and at the reference article (0 there); 10 points double the odds.

| signal | direction | reference value | lowest points | highest points | undefined |
|---|---|---|---|---|---|
{shapes}

Base points (the reference article): {base:.1f}.

## Known limits

- Outlet labels separate articles weakly; read the intervals, not the single figures.
- The figures on unseen outlets and on held-out copies were in view while the options were chosen,
  so they are optimistic (`docs/model-selection.md`). Held-out copies are made by the same rules as
  those trained on; other degradations may pass less often.
- Among right-leaning training outlets the cross-fitted score orders articles
  no better than chance.
- Automatic blogs are not told from edited ones, and some edited posts score low: see the figures.
- The least credit of named sources, and the least cost of promotional lines, vague sources and
  bait, were set by hand: the labels alone give them none.
- Satire, opinion, press releases, live blogs and transcripts are judged as if they were reports.
- Trained on English news of 2012-2020, mostly of the United States.
"""


def model_card(
    figures: dict[str, Any], card: Scorecard, directions: list[str], material: Material
) -> str:
    """Write the card of a model.

    Parameters
    ----------
    figures : dict
        As in ``metrics.json``.
    card : Scorecard
    directions : list of str
        Of the shapes.
    material : Material
        What it was trained on.
    """
    articles = material.articles
    rows = ["| corpus | articles | outlet families | low | high |", "|---|---|---|---|---|"]
    train = articles.source_labelled & (articles.split == "train")
    for corpus in sorted(set(articles.corpus[train].tolist())):
        at = train & (articles.corpus == corpus)
        families = len(np.unique(articles.family[at]))
        low, high = int(articles.low[at].sum()), int(articles.high[at].sum())
        rows.append(f"| {corpus} | {int(at.sum())} | {families} | {low} | {high} |")
    shapes = [
        f"| `{shape.feature}` | {way} | {shape.baseline:g} | {min(shape.points):.1f} "
        f"| {max(shape.points):.1f} | {shape.missing:.1f} |"
        for shape, way in zip(card.shapes, directions, strict=True)
    ]
    return _HEAD.format(
        model_id=figures["model_id"],
        corpora="\n".join(rows),
        figures=render(figures),
        shapes="\n".join(shapes),
        base=card.base_points,
    )
