"""The signals that are watched for outliers of a source, and what their tails usually look like.

Watched is what everyone agrees is worse: an article that is *better* than its outlet's others is no
cause for a warning. Few signals are watched, because every further one costs power: the chance of a
false alarm is shared by all of them.

The tails are facts about the shared training outlets, of no outlet in particular; ``python -m
benchmarks.sources_baseline --fit`` prints the table.
"""

from __future__ import annotations

from typing import NamedTuple

PROMOTION, PRACTICE = "promotion", "practice"
"""Groups of signals; each has half of the chance of a false alarm."""


class Watched(NamedTuple):
    """A signal that is watched, and how far articles usually exceed their outlet's own level.

    Parameters
    ----------
    name : str
        Of a measurement, or ``score``.
    is_high_worse : bool
    group : str
        :data:`PROMOTION` or :data:`PRACTICE`.
    excess : float
        Mean excess over the outlet's own 90th percentile, articles without any counted as 0; in
        the signal's unit.
    shape : float
        Shape of the generalised Pareto tail of the excess in units of its mean; 0 is exponential.
    share : float
        Share of articles with any excess.
    phrase : str
        What such an article has, as in "This article has ... than this outlet's last 200".
    is_share : bool
        Values are shares, told as percent.
    """

    name: str
    is_high_worse: bool
    group: str
    excess: float
    shape: float
    share: float
    phrase: str
    is_share: bool = False


WATCHED: tuple[Watched, ...] = (
    Watched("promotion.line_count", True, PROMOTION, 0.0975, 0.17, 0.055, "far more promo lines"),
    Watched(
        "promotion.fraction",
        True,
        PROMOTION,
        0.00183,
        0.16,
        0.089,
        "a far larger share of its words in promo lines",
        is_share=True,
    ),
    Watched(
        "repetition.redundant_fraction",
        True,
        PRACTICE,
        0.00347,
        0.14,
        0.086,
        "a far larger share of words that say again what was said",
        is_share=True,
    ),
    Watched(
        "repetition.duplicate_sentence_fraction",
        True,
        PRACTICE,
        0.00376,
        0.18,
        0.080,
        "a far larger share of repeated sentences",
        is_share=True,
    ),
    Watched(
        "repetition.headline_repeats",
        True,
        PRACTICE,
        0.00521,
        2.72,
        0.005,
        "its headline repeated in the text far more often",
    ),
    Watched(
        "attribution.coverage",
        False,
        PRACTICE,
        0.00614,
        0.0,
        0.096,
        "a far smaller share of sentences with a source",
        is_share=True,
    ),
    Watched(
        "attribution.vague_per_100_sentences",
        True,
        PRACTICE,
        0.33,
        0.13,
        0.096,
        "far more vague sources per 100 sentences",
    ),
    Watched("score", False, PRACTICE, 0.588, 0.0, 0.098, "a far lower score"),
    Watched(
        "headline.clickbait",
        True,
        PRACTICE,
        0.0218,
        0.0,
        0.097,
        "a headline far more like clickbait",
        is_share=True,
    ),
    Watched("formula.headings", True, PRACTICE, 0.022, 1.81, 0.010, "far more formulaic headings"),
    Watched(
        "formula.filler_per_100_sentences",
        True,
        PRACTICE,
        0.112,
        0.57,
        0.035,
        "far more filler phrases per 100 sentences",
    ),
    Watched(
        "embeds.per_1000_words",
        True,
        PRACTICE,
        0.187,
        0.34,
        0.053,
        "far more remains of embedded posts per 1,000 words",
    ),
)
"""Tails of 41 outlets and blogs with 60 articles or more (train split and ``farm``)."""
