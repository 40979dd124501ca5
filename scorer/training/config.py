"""What can be varied about a fit: which signals enter the score, in which direction, how stiffly.

``up``: a higher value never lowers the score; ``down``: never raises it; ``free``: the data decide.
Only measurements of the registry stand here: no outlet, person, place or party is one. Left out on
purpose: text length, counts that grow with it, formatting, and what tells political lean better
than quality (``docs/model-selection.md``). Names that no extractor measures are skipped with a
warning.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Direction = Literal["up", "down", "free"]

SIGNALS: tuple[tuple[str, Direction], ...] = (
    # sourcing
    ("attribution.coverage", "up"),
    ("attribution.named_fraction", "up"),
    ("attribution.distinct_sources_per_100_sentences", "up"),
    ("attribution.named_per_100_sentences", "up"),
    ("attribution.vague_per_100_sentences", "down"),
    ("quotation.direct_per_100_sentences", "up"),
    ("quotation.scare_per_1000_words", "down"),
    ("provenance.declared", "down"),
    # wording
    ("wording.register", "up"),
    ("wording.grammar", "up"),
    # promotion and residue
    ("promotion.line_count", "down"),
    ("promotion.fraction", "down"),
    ("embeds.social", "down"),
    ("embeds.keyword_lines", "down"),
    # repetition
    ("repetition.redundant_fraction", "down"),
    ("repetition.duplicate_sentence_fraction", "down"),
    ("repetition.duplicate_ngram_fraction", "down"),
    ("repetition.versions", "down"),
    ("repetition.headline_repeats", "down"),
    # headline
    ("headline.clickbait", "down"),
    ("headline.consistency", "up"),
    ("headline.marks", "down"),
    ("headline.shouting", "down"),
    # formula
    ("formula.headings", "down"),
    ("formula.closers", "down"),
    ("formula.filler_per_100_sentences", "down"),
    ("density.clipped", "down"),
    # hedging
    ("hedging.unattributed_fraction", "down"),
    ("hedging.speculation", "down"),
    ("hedging.certainty", "down"),
    # style
    ("style.body_grade", "free"),
    ("style.past_tense_fraction", "up"),
    ("style.loaded_fraction", "down"),
    ("style.absolute_fraction", "down"),
    ("style.demonstrative_fraction", "free"),
    ("style.shouting_fraction", "down"),
    ("style.exclamation_rate", "down"),
    # tampering
    ("integrity.tampering", "down"),
)

_log = logging.getLogger("scorer")

GAPS: Mapping[str, float] = {
    "promo_line": 0.28,
    "promo_lines": 0.55,
    "retold": 0.75,
    "stacked_levels": 0.75,
    "copied": 0.55,
    "formula": 0.5,
    "bait": 0.35,
    "unattributed": 0.6,
    "vague": 0.5,
    "residue": 0.6,
}
"""Logits (before calibration) that each kind of degradation should cost at least.

Large where good articles hardly ever show it, small where the signals behind it vary among good
articles too: there a larger gap would add noise to every score.
"""

KIND_WEIGHT: Mapping[str, float] = {"unattributed": 5.0, "vague": 2.0, "residue": 4.0}
"""Weight of a kind of degradation where it is not 1."""

STIFFNESS: Mapping[str, float] = {
    "wording": 0.3,
    "wording.grammar": 0.8,
    "headline": 3.0,
    "formula": 3.0,
    "embeds": 3.0,
    "style": 10.0,
    "quotation": 10.0,
    "hedging": 10.0,
    "provenance": 30.0,
    "formula.filler_per_100_sentences": 30.0,
    "style.body_grade": 100.0,
    "density": 0.1,
}
"""Factor of the ridge by signal or family; chosen on held-out families (docs/model-selection.md).

Stiff where labels of few outlets would otherwise shape a curve that does not hold for others.
"""


SPANS: Mapping[str, tuple[float, float]] = {
    "wording.register": (-1.5, 1.0),
    "wording.grammar": (-1.5, 1.0),
    "density.clipped": (0.1, 1.0),
}
"""Values between which a shape may bend; bounds what a signal can do.

Wording separates outlets best, and is the easiest to put on: it must not outweigh sourcing.
"""


LEAST: Mapping[str, float] = {
    "attribution.named_per_100_sentences": 0.3,
    "attribution.vague_per_100_sentences": 0.35,
    "embeds.keyword_lines": 0.3,
    "promotion.line_count": 0.4,
    "headline.clickbait": 0.15,
    "formula.headings": 0.7,
    "formula.closers": 0.3,
    "density.clipped": 3.5,
}
"""Logits (before calibration) that a signal is worth at least, whatever the outlets' labels say.

Beside wording, the labels give named sources no credit (poor outlets quote, too), and good outlets
print a promotional line or two. That these count is a judgement of the craft, not of the labels; it
is made here, in the open. Spread evenly over the values, so one more promotional line always costs.
"""


@dataclass(frozen=True)
class FitOptions:
    """Everything that can be varied about a fit; the defaults are what is shipped.

    Parameters
    ----------
    signals : sequence of (name, direction)
    power, right_share : float
        See :func:`scorer.training.weights.training_weights`.
    mid_weight : float
        Total weight of outlets in the dead zone, with soft labels, beside 1 for the two classes.
    farm_weight : float
        Total weight of blog posts, automatic against edited.
    ridge, missing_ridge, pair_weight, pair_softness, balance : float
        See :class:`~scorer.training.estimator.AdditiveClassifier`.
    gap : float
        Logits by which an article should lead its degraded copy.
    kind_gap : mapping of str to float
        The same for kinds where it differs.
    stiffness : mapping of str to float
        Factor of the ridge by signal, or by family of signals, where it is not 1.
    wording_lead : float
        Factor of the shapes of learned wording after the fit: labels weigh it too lightly beside
        what pairs demand (chosen on held-out families).
    kind_weight : mapping of str to float
        Weight of a kind of degradation where it is not 1.
    spans : mapping of str to (low, high)
        Values between which a signal's shape may bend.
    least : mapping of str to float
        Logits a signal is worth at least.
    folds : int
    """

    signals: Sequence[tuple[str, Direction]] = SIGNALS
    power: float = 0.5
    right_share: float = 0.3
    mid_weight: float = 0.3
    farm_weight: float = 0.13
    ridge: float = 0.003
    missing_ridge: float = 0.03
    pair_weight: float = 0.3
    pair_softness: float = 0.12
    balance: float = 0.1
    gap: float = 0.35
    wording_lead: float = 2.2
    kind_gap: Mapping[str, float] = field(default_factory=lambda: GAPS)
    kind_weight: Mapping[str, float] = field(default_factory=lambda: KIND_WEIGHT)
    stiffness: Mapping[str, float] = field(default_factory=lambda: STIFFNESS)
    spans: Mapping[str, tuple[float, float]] = field(default_factory=lambda: SPANS)
    least: Mapping[str, float] = field(default_factory=lambda: LEAST)
    folds: int = 5


def chosen(
    names: Sequence[str], signals: Sequence[tuple[str, Direction]] = SIGNALS
) -> list[tuple[int, str, Direction]]:
    """Signals of the list that are measured: column, name and direction.

    Examples
    --------
    >>> chosen(["a.b", "promotion.fraction"], [("promotion.fraction", "down")])
    [(1, 'promotion.fraction', 'down')]
    """
    column = {name: index for index, name in enumerate(names)}
    absent = [name for name, _ in signals if name not in column]
    if absent:
        _log.warning("signals that no extractor measures are skipped: %s", ", ".join(absent))
    return [(column[name], name, way) for name, way in signals if name in column]
