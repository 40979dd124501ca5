"""The signals in which a source's change is looked for."""

from __future__ import annotations

from typing import NamedTuple


class DriftSignal(NamedTuple):
    """A signal that is followed.

    Parameters
    ----------
    name : str
        Of a measurement, or ``score``.
    is_high_worse : bool
    step : float
        Change of the mean that matters at least, in the signal's unit; by judgement.
    """

    name: str
    is_high_worse: bool
    step: float


DRIFT: tuple[DriftSignal, ...] = (
    DriftSignal("score", False, 6.0),
    DriftSignal("promotion.fraction", True, 0.01),
    DriftSignal("repetition.redundant_fraction", True, 0.02),
    DriftSignal("attribution.coverage", False, 0.1),
    DriftSignal("attribution.named_per_100_sentences", False, 8.0),
    DriftSignal("attribution.vague_per_100_sentences", True, 3.0),
    DriftSignal("quotation.direct_per_100_sentences", False, 5.0),
    DriftSignal("headline.clickbait", True, 0.1),
    DriftSignal("formula.headings", True, 0.5),
    DriftSignal("formula.filler_per_100_sentences", True, 1.0),
    DriftSignal("wording.register", False, 0.25),
    DriftSignal("embeds.per_1000_words", True, 1.0),
)
"""Few, and one of a kind: each further one raises the limit for all."""
