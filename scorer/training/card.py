"""The model card, written from the figures by the training command."""

from __future__ import annotations

from typing import Any

import numpy as np

from scorer.model.scorecard import Scorecard
from scorer.training.material import Material
from scorer.training.table import render

_HEAD = """# Model card: {model_id}

Written by `scorer train`, and anew by `scorer evaluate --data DIR --write-card`; do not edit.
What each figure means and how it is made: `docs/protocol.md`.

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

Intervals in brackets are 95 % under resampling of outlets.{tracks}

## Wanted and reached

| figure | wanted | reached |
|---|---|---|
{wanted}

## Calibration

Calibrated on outlet families held out, five folds; expected calibration error over five bins of
equal mass, both classes equally likely, outlets weighing the same: {ece} on training families held
out, {unseen_ece} on outlets kept aside. The reliability diagram is among the figures above. A score
of 70 means: of articles that score so, about 70 % are of highly rated outlets, *if* highly and
poorly rated outlets are equally likely in the stream. In a stream with fewer poor ones the share is
higher.

## Fairness audit

A false alarm is an article of a highly rated outlet that scores under 40, by a model that never saw
the outlet. The gap is the group's share less that of all other good articles; outlets weigh the
same within a group. Groups are told by what the data hold: lean as rated by others; size is the
number of articles in the data; country by the data, by the ending of the domain, or by a short list
(unknown is mostly the United States); British or American spelling by counting words; English as a
second language only by the country of the newsroom, a weak proxy; opinion by address and title.

{audit}

{gaps}

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
- Satire, opinion and press releases are scored as if they were reports; a warning names them where
  the page itself says so, or argues in its own voice (half of the pieces filed as opinion, 2 to
  22 % of satire by corpus; `python -m benchmarks.abstention`). Live blogs are refused, transcripts
  are not recognised.
- The interval of a score says what the article's outlet usually scores. It is about steadiness, not
  about truth; how experts rate the outlet can hardly be told from one article.
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
        tracks="" if figures.get("corpus_left_out") else " The tracks that refit were left out.",
        wanted=_wanted(figures),
        ece=_n(figures.get("cross_fitted", {}).get("calibration_error")),
        unseen_ece=_n(figures.get("unseen_outlets", {}).get("calibration_error")),
        audit=_audit(figures.get("audit") or {}),
        gaps=_gaps(figures.get("audit") or {}),
        shapes="\n".join(shapes),
        base=card.base_points,
    )


def _n(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _wanted(figures: dict[str, Any]) -> str:
    """One row for each figure that was wanted; a dash where the data could not tell."""
    rows = []
    for name, bound, is_most, value in reached(figures):
        sign = "<=" if is_most else ">="
        mark = ""
        if value is not None:
            mark = " yes" if (value <= bound if is_most else value >= bound) else " **no**"
        rows.append(f"| {name} | {sign} {bound:g} | {_n(value)}{mark} |")
    return "\n".join(rows)


def reached(figures: dict[str, Any]) -> list[tuple[str, float, bool, float | None]]:
    """List what was wanted: name, bound, whether the bound is the most, and what was reached.

    Wanted on outlets and corpora sealed away; reached is on those of the development data.
    """
    unseen = figures.get("unseen_outlets") or {}
    audit = figures.get("audit") or {}
    blogs = (figures.get("blogs") or {}).get("dev") or {}
    refused = figures.get("abstention") or {}
    corpora = {
        name: own["auroc"]
        for name, own in (figures.get("article_corpora") or {}).items()
        if name != "fakes"
    }
    mean = sum(corpora.values()) / len(corpora) if corpora else None
    return [
        ("AUROC pooled, unseen outlets", 0.86, False, unseen.get("auroc_pooled")),
        ("AUROC outlets alike, unseen outlets", 0.92, False, unseen.get("auroc_outlets_alike")),
        ("source Spearman, unseen outlets", 0.80, False, unseen.get("source_spearman")),
        ("outlet pairs of one lean in order", 0.84, False, unseen.get("lean_pairs_right")),
        ("article-level corpora, mean (without the control)", 0.78, False, mean),
        ("the worst of them", 0.65, False, min(corpora.values(), default=None)),
        ("expected calibration error, unseen", 0.10, True, unseen.get("calibration_error")),
        ("other languages refused", 0.97, False, refused.get("other_languages")),
        ("good English refused", 0.02, True, refused.get("good_english")),
        (
            "public broadcasters' articles under 30",
            0.01,
            True,
            (audit.get("public_broadcasters") or {}).get("under_30"),
        ),
        ("opinion pieces under 30", 0.05, True, (audit.get("opinion") or {}).get("under_30")),
        ("automatic against edited blogs, AUROC", 0.85, False, blogs.get("auroc")),
        ("edited posts under 30", 0.05, True, blogs.get("edited_under_30")),
    ]


def _audit(audit: dict[str, Any]) -> str:
    """Table of false alarms."""
    rows = [
        "| group | outlets | articles | under 40 | under 30 | gap at 40 |",
        "|---|---|---|---|---|---|",
    ]
    for trait, groups in audit.get("groups", {}).items():
        for name, own in groups.items():
            span = own["gap_interval"]
            told = "" if span is None else f" [{span[0]:+.3f}, {span[1]:+.3f}]"
            rows.append(
                f"| {trait.replace('_', ' ')}: {name} | {own['outlets']} | {own['articles']} "
                f"| {own['under_40']:.3f} | {own['under_30']:.3f} | {own['gap']:+.3f}{told} |"
            )
    return "\n".join(rows)


def _gaps(audit: dict[str, Any]) -> str:
    """What remains, and what is done about it."""
    found = audit.get("remaining", [])
    if not found:
        remains = (
            "No group has a gap of .05 or more whose interval leaves out 0; where few outlets are "
            "known the interval is wide, and says little."
        )
    else:
        remains = f"A gap of .05 or more, with an interval above 0, remains for {', '.join(found)}."
    return f"""{remains} What is done about gaps: right-leaning good outlets get a fixed share of
the good class's weight while training, and a penalty draws right and left outlets of like quality
together; no signal is a spelling, a place or a name; genres that are no reports carry a warning.
What a user should do: never remove articles on the score alone; for the groups above set a lower
threshold or send what scores under 40 to a person; compare `scorer report` by source with what is
known of the sources; and check one's own stream with `scorer evaluate --against reference`."""
