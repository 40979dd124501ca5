"""What is said of a story: the rows of ``scorer stories``.

The roles are those of the "Is Original" signal of the W3C Credible Web draft. All offsets are
half-open and index the texts **as given**.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from scorer.schema import Notice

CLUSTER_VERSION = "1.0"

Role = Literal["original", "remixed_copy", "extensive_quoting", "wholesale_duplicate"]
Relation = Literal["copy", "rewrite", "quotation", "declared"]
Sharing = Literal["copy", "rewrite", "quotation"]


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A passage that an article has in common with the one it is from.

    Parameters
    ----------
    start, end : int
        Where it stands in this article's text.
    from_start, from_end : int
        Where it stands in the text of the article it is from (``copied_from``).
    kind : {"copy", "rewrite", "quotation"}
        The same words; the same in other words; the same words of a third party, quoted in both.
    """

    start: int
    end: int
    from_start: int
    from_end: int
    kind: Sharing = "copy"

    def to_dict(self) -> dict[str, Any]:
        """Return the passage as a JSON object."""
        return {
            "start": self.start,
            "end": self.end,
            "from_start": self.from_start,
            "from_end": self.from_end,
            "kind": self.kind,
        }


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """One article of a story.

    Parameters
    ----------
    key : str
        Names the article in this output: its id, made longer where different articles came under
        one id.
    id : str
        Its id as it came.
    source, url, published, title : str or None
        As they came.
    times : int
        How often the very same record came.
    role : {"original", "remixed_copy", "extensive_quoting", "wholesale_duplicate"}
        ``original``: no earlier article of the story holds what it says, or too little of it.
    copied_fraction : float
        Share of its words that stand, copied or reworded, in ``copied_from``; 0 for an original.
    copied_from : str or None
        Key of the article that it is most likely from.
    relation : {"copy", "rewrite", "quotation", "declared"} or None
        What ties it to ``copied_from``.
    declared_source : str or None
        Whom it says the story is from, in its own words or by its canonical address.
    declared_agrees : bool or None
        Whether what is found agrees with that; None where nothing is declared, or what is
        declared is not among the articles.
    account : int
        Number of the independent account that it belongs to, from 1.
    shared : tuple of SharedPassage
        What it has in common with ``copied_from``, in the order of its text.
    """

    key: str
    id: str
    source: str | None = None
    url: str | None = None
    published: str | None = None
    title: str | None = None
    times: int = 1
    role: Role = "original"
    copied_fraction: float = 0.0
    copied_from: str | None = None
    relation: Relation | None = None
    declared_source: str | None = None
    declared_agrees: bool | None = None
    account: int = 1
    shared: tuple[SharedPassage, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the article as a JSON object."""
        names = (name for name in self.__slots__ if name != "shared")
        row = {name: getattr(self, name) for name in names}
        return {**row, "shared": [item.to_dict() for item in self.shared]}


@dataclass(frozen=True, slots=True)
class StoryCluster:
    """All articles of one story: one row of ``scorer stories``.

    Parameters
    ----------
    cluster : str
        Name of the story, from its earliest article: the same in any order of the input.
    articles : tuple of StoryArticle
        The earliest first.
    independent_accounts : int
        Accounts that do not go back to one another; quoting the same statement leaves two accounts
        independent.
    circular : bool
        Several sources tell the story, and all of it goes back to one account.
    earliest : str
        Key of the earliest article.
    first, last : str or None
        First and last day of publication (ISO 8601), where any is known.
    notices : tuple of Notice
        What should be known: clocks that disagree, a date that a declaration overrules, ...

    Examples
    --------
    >>> one = StoryCluster("s1", (StoryArticle("a1", "a1"),), 1, False, "a1")
    >>> one.to_dict()["articles"][0]["role"]
    'original'
    """

    cluster: str
    articles: tuple[StoryArticle, ...]
    independent_accounts: int
    circular: bool
    earliest: str
    first: str | None = None
    last: str | None = None
    notices: tuple[Notice, ...] = ()
    kind: Literal["cluster"] = "cluster"
    schema_version: str = CLUSTER_VERSION

    def to_dict(self) -> dict[str, Any]:
        """Return the cluster as a JSON object, keys in a fixed order."""
        return {
            "schema_version": self.schema_version,
            "kind": self.kind,
            "cluster": self.cluster,
            "size": len(self.articles),
            "earliest": self.earliest,
            "first": self.first,
            "last": self.last,
            "independent_accounts": self.independent_accounts,
            "circular": self.circular,
            "notices": [item.to_dict() for item in self.notices],
            "articles": [item.to_dict() for item in self.articles],
        }


def cluster_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one row.

    Returns
    -------
    dict
        What ``docs/schema/cluster.schema.json`` holds.

    Examples
    --------
    >>> cluster_schema()["properties"]["kind"]
    {'enum': ['cluster']}
    """
    from scorer.json_schema import object_schema

    schema = object_schema(StoryCluster)
    found = schema["properties"]
    article = found["articles"]["items"]["properties"]
    article["copied_fraction"] = {"type": "number", "minimum": 0, "maximum": 1}
    for name in ("times", "account"):
        article[name] = {"type": "integer", "minimum": 1}
    for name in ("start", "end", "from_start", "from_end"):
        article["shared"]["items"]["properties"][name] = {"type": "integer", "minimum": 0}
    found["articles"]["minItems"] = 1
    found["size"] = found["independent_accounts"] = {"type": "integer", "minimum": 1}
    found["schema_version"] = {"const": CLUSTER_VERSION}
    schema["required"] = [*schema["required"], "size"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "scorer story",
        "description": "One story: its articles, who copies whom, independent accounts.",
        **schema,
    }
