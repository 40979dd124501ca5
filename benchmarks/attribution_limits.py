"""What limits attribution coverage: ``python -m benchmarks.attribution_limits --data DIR``.

Coverage is read off the cue model alone (a sentence is covered where a word of it heads a cue at
some log-odds, or where it stands in quotation marks), which gives the figures of the whole signal
within .002 and takes seconds to fit. All figures are means of three ways of dealing the seven
outlets into three folds; each article is measured by a model that saw none of its outlet.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.attribution import FOLDS, gold_coverage, read
from benchmarks.measures import spearman
from scorer.features._attribution import encode, model, templates
from scorer.features.attribution import LIKELY, MOSTLY
from scorer.training.attribution import fit, gold

DEALS = (
    FOLDS,
    (("huff-post", "politico"), ("breitbart", "nyt", "usa-today"), ("wash-post", "west-journal")),
    (("nyt", "west-journal"), ("breitbart", "huff-post", "usa-today"), ("politico", "wash-post")),
)
SAMPLE, DRAWS = 84, 500

Values = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


class Material(NamedTuple):
    """Articles with their gold, what stands in quotation marks, and gold sentences as our own."""

    articles: list[gold.GoldArticle]
    coverage: list[float]
    quoted: list[npt.NDArray[np.bool_]]
    covered: list[npt.NDArray[np.bool_]]


def material(data: Path) -> Material:
    """Read all articles with gold relations."""
    table = pd.concat([read(data, "train"), read(data, "dev")], ignore_index=True)
    articles = gold.read(data, "train") + gold.read(data, "dev")
    quoted, covered = [], []
    for article, sentences in zip(articles, table["sentences"], strict=True):
        doc = article.doc
        bounds = doc.sentence_tokens
        inside = np.add.reduceat(doc.in_quotation, bounds[:-1], dtype=np.int64)
        quoted.append(inside >= MOSTLY * np.diff(bounds))
        middle = (bounds[:-1] + bounds[1:] - 1) // 2
        places = [doc.span(doc.token_starts[at], doc.token_ends[at], "") for at in middle]
        firsts = [sentence["start"] for sentence in sentences]
        own = np.searchsorted(firsts, [place.start for place in places], side="right") - 1
        flags = np.array([sentence["has_attribution"] for sentence in sentences])
        covered.append(flags[np.maximum(own, 0)])
    return Material(articles, gold_coverage(table), quoted, covered)


def odds(found: Material, folds: Numbers, share: float = 1.0, seed: int = 0) -> list[Values]:
    """Highest log-odds of a cue in each sentence, by a model fitted on (a share of) other folds."""
    lex, rng = encode.lexicon(), np.random.default_rng(seed)
    out: list[Values] = [np.zeros(0)] * len(folds)
    for fold in range(3):
        others = np.flatnonzero(folds != fold)
        chosen = rng.permutation(others)[: int(share * len(others))] if share < 1 else others
        articles = [found.articles[at] for at in chosen]
        possible = fit.possible_cues(lex, gold.find_heads(articles))
        weights, bias = fit.fit_cues(articles, lex, possible)
        for number in np.flatnonzero(folds == fold):
            doc = found.articles[number].doc
            coded = encode.encode(doc, lex)
            at = model.candidates(coded, lex, possible)
            best = np.full(doc.sentence_count, -9.0)
            if len(at):
                rows = templates.cue_rows(coded, at + encode.PAD, model.context(doc, coded, at))
                np.maximum.at(best, doc.sentence_of_token[at], weights[rows].sum(axis=0) + bias)
            out[number] = best
    return out


def dealt(found: Material, deal: Sequence[Sequence[str]]) -> Numbers:
    """Fold of each article by its outlet."""
    fold = {outlet: at for at, outlets in enumerate(deal) for outlet in outlets}
    return np.array([fold[article.outlet] for article in found.articles])


def shares(found: Material, best: Sequence[Values], limit: float = LIKELY) -> list[float]:
    """Coverage of each article, from the log-odds of its sentences."""
    return [
        float(np.mean((one > limit) | quoted))
        for one, quoted in zip(best, found.quoted, strict=True)
    ]


def independent(found: Material, best: Sequence[Values]) -> tuple[float, float]:
    """Spearman if errors fell on sentences one by one, and how uneven they are by article.

    Sentences get the chance that calibration gives them; gold is drawn from these chances. The
    second figure is the variance of (gold - expected) / its deviation: 1 where articles do not
    differ in how readily they were annotated.
    """
    from sklearn.isotonic import IsotonicRegression

    keys = np.where(np.concatenate(found.quoted), 9.0, np.concatenate(list(best)))
    truth = np.concatenate(found.covered).astype(float)
    chance = IsotonicRegression(out_of_bounds="clip").fit(keys, truth).predict(keys)
    ends = np.cumsum([len(one) for one in best])[:-1]
    parts, own = np.split(chance, ends), shares(found, best)
    rng = np.random.default_rng(0)
    drawn = [
        spearman(own, [float(np.mean(rng.random(len(part)) < part)) for part in parts])
        for _ in range(20)
    ]
    deviations = [
        (flags.sum() - part.sum()) / max(0.3, float((part * (1 - part)).sum())) ** 0.5
        for flags, part in zip(found.covered, parts, strict=True)
    ]
    return float(np.mean(drawn)), float(np.var(deviations))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    found = material(parser.parse_args().data)
    rng = np.random.default_rng(0)

    def mean(name: str, measure: Callable[[Numbers], float]) -> None:
        values = [measure(dealt(found, deal)) for deal in DEALS]
        print(f"{name:58s} {np.mean(values):.3f}  ({min(values):.3f} to {max(values):.3f})")

    cached = {bytes(dealt(found, deal)): odds(found, dealt(found, deal)) for deal in DEALS}
    for limit in (-1.3, LIKELY, 0.0):
        mean(
            f"coverage rho, outlets left out, log-odds over {limit}",
            lambda folds, limit=limit: spearman(
                shares(found, cached[bytes(folds)], limit), found.coverage
            ),
        )
    for share in (1 / 3, 2 / 3):
        mean(
            f"the same, fitted on {share:.2f} of the articles",
            lambda folds, share=share: spearman(
                shares(found, odds(found, folds, share)), found.coverage
            ),
        )
    mixed = rng.permutation(len(found.articles)) % 3
    rho = spearman(shares(found, odds(found, mixed)), found.coverage)
    print(f"{'the same, folds of articles of all outlets':58s} {rho:.3f}")
    best = next(iter(cached.values()))
    rho, variance = independent(found, best)
    print(f"{'if errors fell on sentences one by one (gold drawn)':58s} {rho:.3f}")
    print(f"{'variance of the deviations of articles (1: even)':58s} {variance:.2f}")
    own, wanted = np.array(shares(found, best)), np.array(found.coverage)
    samples = [rng.choice(len(own), SAMPLE, replace=False) for _ in range(DRAWS)]
    drawn = [spearman(own[at].tolist(), wanted[at].tolist()) for at in samples]
    low, high = np.percentile(drawn, [2.5, 97.5])
    print(f"{f'95 of 100 samples of {SAMPLE} articles lie between':58s} {low:.3f} and {high:.3f}")


if __name__ == "__main__":
    main()
