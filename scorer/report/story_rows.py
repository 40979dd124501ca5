"""Rows of ``scorer stories``: checked, and cut down to what the page of stories needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from scorer.report.rows import number_of, text_of

ROLES = {
    "original": "no earlier article of the story holds what it says",
    "extensive_quoting": "much of it is quoted from another",
    "remixed_copy": "another's words, changed or mixed with its own",
    "wholesale_duplicate": "all of it, or nearly, is another's",
}
"""Scale "is original" of the W3C Credible Web signals, from the least copied on."""
MOST_ARTICLES = 100
"""Articles kept of one story, the earliest; all are counted."""
MOST_PASSAGES = 400
MOST_NOTICES = 10


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of an article and where it stands in the one it is from."""

    start: int
    end: int
    from_start: int
    from_end: int
    kind: str


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """What is kept of one article of a story.

    Parameters
    ----------
    when : datetime, optional
        ``published``, where it can be read; without a zone it is taken for UTC.
    """

    key: str
    id: str
    source: str
    published: str
    when: datetime | None
    title: str
    role: str
    times: int
    copied: float
    copied_from: str | None
    relation: str
    declared: str
    agrees: bool | None
    account: int
    shared: tuple[Passage, ...]

    @property
    def name(self) -> str:
        """What it is called in drawings: its source, else its id."""
        return self.source or self.id


@dataclass(frozen=True, slots=True)
class StoryRow:
    """What is kept of one story; ``size`` counts all its articles.

    Parameters
    ----------
    order : tuple
        Larger is told earlier: circular ones, then those with most articles.
    """

    cluster: str
    size: int
    articles: tuple[StoryArticle, ...]
    independent: int
    is_circular: bool
    earliest: str
    first: str
    last: str
    sources: int
    roles: tuple[tuple[str, int], ...]
    contradicted: int
    notices: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        """Title of the earliest article that has one; else the story's name."""
        ordered = sorted(self.articles, key=lambda article: article.key != self.earliest)
        return next((article.title for article in ordered if article.title), self.cluster)

    @property
    def origin(self) -> StoryArticle | None:
        """The earliest article."""
        return next((item for item in self.articles if item.key == self.earliest), None)


def story_row(
    row: Mapping[str, Any], day_of: Callable[[str], date | None] | None = None
) -> StoryRow:
    """Take what is needed of a row of ``docs/schema/cluster.schema.json``.

    Parameters
    ----------
    row : mapping
    day_of : callable, optional
        Reads dates that are not of ISO 8601.

    Raises
    ------
    KeyError, TypeError, ValueError, AttributeError
        The row is not as it should be.

    Examples
    --------
    >>> found = story_row({"cluster": "s1", "earliest": "a", "independent_accounts": 1,
    ...     "circular": False, "articles": [{"id": "a", "role": "original"}]})
    >>> found.size, found.title, found.articles[0].key
    (1, 's1', 'a')
    """
    given = row["articles"]
    if not isinstance(given, list | tuple) or not given:
        raise ValueError("no articles")
    articles = tuple(_article(item, day_of) for item in given[:MOST_ARTICLES])
    circular = row["circular"]
    if not isinstance(circular, bool):
        raise TypeError(type(circular).__name__)
    roles = Counter(text_of(item["role"]) for item in given)
    return StoryRow(
        cluster=text_of(row["cluster"]),
        size=len(given),
        articles=articles,
        independent=int(number_of(row["independent_accounts"])),
        is_circular=circular,
        earliest=text_of(row["earliest"]),
        first=text_of(row.get("first") or ""),
        last=text_of(row.get("last") or ""),
        sources=len({item.get("source") for item in given if item.get("source")}),
        roles=tuple((role, roles[role]) for role in ROLES if roles[role]),
        contradicted=sum(item.get("declared_agrees") is False for item in given),
        notices=tuple(
            (text_of(item["code"]), text_of(item["message"]))
            for item in (row.get("notices") or ())[:MOST_NOTICES]
        ),
    )


def _article(found: Mapping[str, Any], day_of: Callable[[str], date | None] | None) -> StoryArticle:
    """One article."""
    role = text_of(found["role"])
    if role not in ROLES:
        raise ValueError(role)
    share = number_of(found.get("copied_fraction") or 0.0)
    if not 0 <= share <= 1.000001:
        raise ValueError(share)
    agrees = found.get("declared_agrees")
    if agrees is not None and not isinstance(agrees, bool):
        raise TypeError(type(agrees).__name__)
    published = text_of(found.get("published") or "")
    moment = when(published)
    if moment is None and day_of is not None and (day := day_of(published)) is not None:
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    origin = found.get("copied_from")
    return StoryArticle(
        key=text_of(found.get("key", found["id"])),
        id=text_of(found["id"]),
        source=text_of(found.get("source") or ""),
        published=published,
        when=moment,
        title=text_of(found.get("title") or ""),
        role=role,
        times=int(number_of(found.get("times") or 1)),
        copied=share,
        copied_from=None if origin is None else text_of(origin),
        relation=text_of(found.get("relation") or ""),
        declared=text_of(found.get("declared_source") or ""),
        agrees=agrees,
        account=int(number_of(found.get("account") or 1)),
        shared=tuple(_passage(item) for item in (found.get("shared") or ())[:MOST_PASSAGES]),
    )


def _passage(found: Mapping[str, Any]) -> Passage:
    """One shared passage."""
    return Passage(
        int(number_of(found["start"])),
        int(number_of(found["end"])),
        int(number_of(found["from_start"])),
        int(number_of(found["from_end"])),
        text_of(found.get("kind") or "copy"),
    )


def when(published: str) -> datetime | None:
    """Read a date of ISO 8601, with a time of day or without; anything else is None.

    Examples
    --------
    >>> when("2026-03-01T08:30:00+02:00").isoformat(), when("yesterday")
    ('2026-03-01T06:30:00+00:00', None)
    """
    text = published.strip()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return None
        found = datetime(day.year, day.month, day.day)
    try:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
