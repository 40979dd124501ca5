"""What the training reference looked like, signal by signal: where a value stands among it.

``reference.json`` of a model holds, for every measured signal, 101 quantiles of its defined values
and the share of articles in which it is undefined, over the training articles with every outlet
weighing the same::

    {"promotion.line_count": {"quantiles": [0.0, ..., 31.0], "undefined": 0.0}, ...}

Percentiles of values and the drift of a batch (``scorer evaluate --against reference``) are read
from it. It holds facts about signals only, no text and no outlet.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

QUANTILES = 101
"""The least value, 99 percentiles, the greatest."""

DISTANCE_SIGNALS = (
    "style.words_per_sentence",
    "style.characters_per_word",
    "style.function_word_fraction",
    "style.lexical_diversity",
    "style.adverb_fraction",
    "style.past_tense_fraction",
    "style.present_tense_fraction",
    "style.first_person_fraction",
    "style.second_person_fraction",
    "style.question_rate",
    "style.exclamation_rate",
    "style.shouting_fraction",
    "specifics.numbers_per_100_words",
    "integrity.symbol_fraction",
    "integrity.non_sentence_fraction",
    "integrity.english_fraction",
)
"""What running English text cannot be far off in, however good or bad the journalism is."""

MOST_OF_ONE = 3.0
"""One signal adds no more than this to the distance: one odd number is no other kind of text."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Distribution of each signal over the training reference.

    Parameters
    ----------
    quantiles : mapping of str to tuple of float
        101 values per signal, ascending: the 0th to the 100th percentile.
    undefined : mapping of str to float
        Share of articles, 0 to 1, in which the signal is undefined.

    Examples
    --------
    >>> reference = Reference({"a.b": (0.0,) * 60 + tuple(float(i) for i in range(1, 42))})
    >>> reference.percentile("a.b", 0.0), reference.percentile("a.b", 40.5)
    (29.5, 99.5)
    >>> reference.percentile("a.b", 99.0), reference.percentile("a.b", None)
    (100.0, None)
    """

    quantiles: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    undefined: Mapping[str, float] = field(default_factory=dict)

    def percentile(self, name: str, value: float | None) -> float | None:
        """Say where a value stands: the share of reference articles below it, ties counted half.

        Parameters
        ----------
        name : str
            A signal.
        value : float or None

        Returns
        -------
        float or None
            0 to 100, to a tenth. None where the value is undefined or the signal unknown.
        """
        known = self.quantiles.get(name)
        if known is None or value is None:
            return None
        right = bisect_right(known, value)
        if right == 0:
            return 0.0
        below = known[right - 1]
        if below == value:  # a tie with one or many quantiles: the middle of them
            return (bisect_left(known, value) + right - 1) / 2.0
        if right == QUANTILES:
            return 100.0
        return round(right - 1 + (value - below) / (known[right] - below), 1)

    def distance(self, values: Mapping[str, float | None]) -> float:
        """Say how far a text lies from the reference articles, in a way one odd value cannot shake.

        Each of ``DISTANCE_SIGNALS`` adds how far it lies outside the middle 98 % of the reference,
        in widths of that range and at most ``MOST_OF_ONE``; inside it adds nothing.

        Parameters
        ----------
        values : mapping of str to float or None
            Measured values by name; what is undefined adds nothing.

        Returns
        -------
        float
            0 for a usual text, without an upper bound that matters; 0 where there is no reference.

        Examples
        --------
        >>> usual = tuple(10.0 + i / 10.0 for i in range(101))
        >>> reference = Reference({"style.words_per_sentence": usual})
        >>> reference.distance({"style.words_per_sentence": 15.0})
        0.0
        >>> round(reference.distance({"style.words_per_sentence": 29.7}), 3)
        1.0
        """
        total = 0.0
        for name in DISTANCE_SIGNALS:
            value, known = values.get(name), self.quantiles.get(name)
            if value is None or known is None:
                continue
            low, high = known[1], known[-2]
            beyond = max(value - high, low - value)
            if beyond > 0.0:
                total += min(beyond / max(high - low, 1e-9), MOST_OF_ONE)
        return total
