"""When a score is refused, and what is said beside one.

The limits stand in the model's manifest (they were chosen when it was trained); the codes are
stable. A refused article keeps its measurements.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from scorer.schema import MIN_WORDS, Notice

ENGLISH = "integrity.english_fraction"
PROSE = "integrity.prose_fraction"


@dataclass(frozen=True, slots=True)
class AbstentionRule:
    """Limits under which an article is not scored.

    Parameters
    ----------
    min_words : int
        Words of the body (promo lines left out).
    min_english : float
        Value of ``integrity.english_fraction`` below which the text is not taken as English.
    min_prose : float
        Value of ``integrity.prose_fraction`` below which the text is not taken as prose.

    Examples
    --------
    >>> AbstentionRule().notice({}, words=12).code
    'too_short'
    >>> AbstentionRule().notice({"integrity.english_fraction": 0.9}, words=300) is None
    True
    """

    min_words: int = MIN_WORDS
    min_english: float = 0.0
    min_prose: float = 0.0

    def notice(self, values: Mapping[str, float | None], *, words: int) -> Notice | None:
        """Say why an article cannot be judged, or None where it can.

        Parameters
        ----------
        values : mapping of str to float or None
            Measured values by name; absent integrity measures are not held against the text.
        words : int
            Words of the body.
        """
        if words < self.min_words:
            return Notice(
                "too_short",
                f"The body has {words} words; under {self.min_words} an article cannot be judged.",
            )
        english = values.get(ENGLISH)
        if english is not None and english < self.min_english:
            return Notice(
                "not_english",
                "Too few of the words are common English ones; the model knows English only.",
            )
        prose = values.get(PROSE)
        if prose is not None and prose < self.min_prose:
            return Notice(
                "not_prose",
                "Most of the text is not running prose (tables, code, lists of links).",
            )
        return None

    def to_dict(self) -> dict[str, float]:
        """Return the rule as a JSON object."""
        return asdict(self)
