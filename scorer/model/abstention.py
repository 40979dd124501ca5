"""When a score is refused, and what is said beside one.

The limits stand in the model's manifest (they were chosen when it was trained, see
docs/adr/0011-interval-and-abstention.md); the codes are stable. A refused article keeps its
measurements, and those that refused it carry the evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from scorer.schema import MIN_WORDS, Notice

ENGLISH = "integrity.english_fraction"
PROSE = "integrity.prose_fraction"
RUNNING = "extraction.running_fraction"
BARRIER = "extraction.barrier_fraction"
GARBLED = "extraction.garbled_per_1000_characters"
SYMBOLS = "integrity.symbol_fraction"
TRUNCATED = "integrity.truncated"
LIVE_BLOG = "genre.live_blog"

NEVER = 1e9
"""A limit that nothing reaches."""

MOST_SYMBOLS = 0.1
"""Share of symbols among the visible characters above which a text is code or a table."""

GENRE_FROM = 2.0
"""Strength of cues from which a genre is named: one plain cue, or two that support it."""

LEAST_READ = 0.8
"""Share of English running text below which the rest is mentioned; 1 article of 300 lies below."""
PARTLY_READ = "partly_not_prose"

GENRES = {
    "genre.satire": (
        "genre_satire",
        "The page says that it is satire; the score judges it as if it were a report.",
    ),
    "genre.opinion": (
        "genre_opinion",
        "This reads as opinion or commentary; it argues by right, and the score judges it as if it "
        "were a report.",
    ),
    "genre.press_release": (
        "genre_press_release",
        "This reads as a press release: its only source is its issuer, however well it is written.",
    ),
}


@dataclass(frozen=True, slots=True)
class AbstentionRule:
    """Limits under which, or from which, an article is not scored.

    Parameters
    ----------
    min_words : int
        Words of the body (promo lines left out).
    min_english : float
        Value of ``integrity.english_fraction`` below which the text is not taken as English.
    min_prose, min_running : float
        Values of ``integrity.prose_fraction`` and ``extraction.running_fraction`` below which the
        text is not taken as prose.
    max_barrier : float
        Value of ``extraction.barrier_fraction`` above which the page is a wall, not an article.
    max_garbled : float
        Value of ``extraction.garbled_per_1000_characters`` above which it cannot be read.
    teaser_words : int
        A text that breaks off and has fewer words is a teaser.
    max_live_blog : float
        Value of ``genre.live_blog`` from which the page is a live blog.
    max_distance : float
        Distance from the reference articles above which nothing like the text was ever seen.

    Examples
    --------
    >>> AbstentionRule().notice({}, words=12).code
    'too_short'
    >>> AbstentionRule().notice({"integrity.english_fraction": 0.9}, words=300) is None
    True
    >>> AbstentionRule(max_distance=3.0).notice({}, words=300, distance=4.5).code
    'far_from_reference'
    """

    min_words: int = MIN_WORDS
    min_english: float = 0.0
    min_prose: float = 0.0
    min_running: float = 0.0
    max_barrier: float = 1.0
    max_garbled: float = 1000.0
    teaser_words: int = 0
    max_live_blog: float = NEVER
    max_distance: float = NEVER

    def notice(
        self, values: Mapping[str, float | None], *, words: int, distance: float = 0.0
    ) -> Notice | None:
        """Say why an article cannot be judged, or None where it can.

        Parameters
        ----------
        values : mapping of str to float or None
            Measured values by name; what is absent or undefined is not held against the text.
        words : int
            Words of the body.
        distance : float
            As :meth:`scorer.model.reference.Reference.distance` returns it.

        Returns
        -------
        Notice or None
            The first that holds of: ``too_short``, ``not_english``, ``broken_extraction``,
            ``not_prose``, ``live_blog``, ``far_from_reference``. Tables and code hold few English
            words, too; they are told from other languages by their lines and symbols.
        """
        if words < self.min_words:
            return Notice(
                "too_short",
                f"The body has {words} words; under {self.min_words} an article cannot be judged.",
            )

        def of(name: str, otherwise: float) -> float:
            value = values.get(name)
            return otherwise if value is None else value

        is_text = of(RUNNING, 1.0) >= self.min_running and of(SYMBOLS, 0.0) <= MOST_SYMBOLS
        if of(ENGLISH, 1.0) < self.min_english and is_text:
            return Notice(
                "not_english",
                "Too few of the words are common English ones; the model knows English only.",
            )
        if of(BARRIER, 0.0) > self.max_barrier:
            return Notice(
                "broken_extraction",
                "Much of the text is about cookies, scripts, logins or errors: the page stood in "
                "the way of the article.",
            )
        if of(GARBLED, 0.0) > self.max_garbled:
            return Notice(
                "broken_extraction",
                "Many characters are garbled beyond repair; decode the page again.",
            )
        if words < self.teaser_words and of(TRUNCATED, 0.0) > 0.0:
            return Notice(
                "broken_extraction",
                f"The text breaks off after {words} words: a teaser, not the article.",
            )
        is_english = of(ENGLISH, 1.0) >= self.min_english
        if not is_english or not is_text or of(PROSE, 1.0) < self.min_prose:
            return Notice(
                "not_prose",
                "Most of the text is not running prose (tables, code, menus, lists of links).",
            )
        if of(LIVE_BLOG, 0.0) >= self.max_live_blog:
            return Notice(
                "live_blog",
                "The page is a live blog: a list of timed entries, not one article.",
            )
        if distance > self.max_distance:
            return Notice(
                "far_from_reference",
                f"The text is unlike any article the model was made on (distance {distance:.1f}, "
                f"at most {self.max_distance:g}).",
            )
        return None

    def to_dict(self) -> dict[str, float]:
        """Return the rule as a JSON object."""
        return asdict(self)


def genre_warnings(values: Mapping[str, float | None]) -> tuple[Notice, ...]:
    """Name the genre of a page that is no news report; the score does not change for it.

    Examples
    --------
    >>> [notice.code for notice in genre_warnings({"genre.opinion": 2.0, "genre.satire": 1.0})]
    ['genre_opinion']
    """
    return tuple(
        Notice(*told) for name, told in GENRES.items() if (values.get(name) or 0.0) >= GENRE_FROM
    )


def reading_warnings(values: Mapping[str, float | None], least: float = 0.0) -> tuple[Notice, ...]:
    """Say how much of a page is no English running text, where that is a good part of it.

    With less than ``least`` of it the page is not judged at all, and another notice says so.

    Examples
    --------
    >>> reading_warnings({"integrity.prose_fraction": 0.55})[0].message[:26]
    'Only 55 % of the words are'
    """
    share = values.get(PROSE)
    if share is None or not least <= share < LEAST_READ:
        return ()
    return (
        Notice(
            PARTLY_READ,
            f"Only {100 * share:.0f} % of the words are English running text; the rest is another "
            "language, a list or a table.",
        ),
    )
