"""What goes into the store: an article, and what one model said of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scorer.schema import Article, ScoreReport

KEY_BYTES = 16
"""128 bits: no two articles of any archive share a key by chance."""


@dataclass(frozen=True, slots=True)
class ArticleKey:
    """Who an article is, as far as the store tells articles apart.

    Parameters
    ----------
    id : str
        As it came; another content or source under the same id is another article.
    source : str or None
        Its source by :func:`scorer.sources.source_of`.
    url, title, published : str or None
        As they came.
    content : bytes
        SHA-256 of title and text.

    Examples
    --------
    >>> from scorer import Article
    >>> one = key_of(Article(id="a1", text="Rain fell.", source="Example.com"))
    >>> other = key_of(Article(id="a1", text="Rain fell again.", source="example.com"))
    >>> one.key == other.key, one.source == other.source, len(one.key)
    (False, True, 16)
    """

    id: str
    source: str | None
    url: str | None
    title: str | None
    published: str | None
    content: bytes

    @property
    def key(self) -> bytes:
        """Digest of source, id and content: 16 bytes."""
        return digest(self.source or "", self.id, self.content)

    @property
    def text_key(self) -> int:
        """Digest of source and content: the same text of one source under any id."""
        return _number(digest("text", self.source or "", self.content))

    @property
    def id_key(self) -> int:
        """Digest of source and id: one id of a source with any content."""
        return _number(digest("id", self.source or "", self.id))


@dataclass(frozen=True, slots=True)
class Scored:
    """What one model said of one article.

    Parameters
    ----------
    article : ArticleKey
    model_id : str
    status : {"scored", "abstained"}
    score : float or None
        0 to 100.
    band : str or None
    row : bytes
        The report as :class:`scorer.store.rows.KeptRow` encodes it.
    """

    article: ArticleKey
    model_id: str
    status: str
    score: float | None
    band: str | None
    row: bytes


def key_of(article: Article) -> ArticleKey:
    """Tell who an article is.

    Parameters
    ----------
    article : Article

    Returns
    -------
    ArticleKey
    """
    from scorer.sources.identity import source_of

    state = hashlib.sha256((article.title or "").encode("utf-8", "surrogatepass"))
    state.update(b"\0")
    state.update(article.text.encode("utf-8", "surrogatepass"))
    return ArticleKey(
        article.id,
        source_of(article.source, article.url),
        article.url,
        article.title,
        article.published,
        state.digest(),
    )


def scored_of(article: Article, report: ScoreReport) -> Scored:
    """Make what the store takes of an article and its report.

    Parameters
    ----------
    article : Article
    report : ScoreReport
        Scored or abstained; a rejected one has nothing to keep.

    Returns
    -------
    Scored
    """
    from scorer.store.rows import KeptRow

    row = KeptRow().row(report)
    return Scored(key_of(article), report.model_id, report.status, report.score, report.band, row)


def article_row(article: Article) -> dict[str, Any]:
    """Return an article as a JSON object; of its metadata, what JSON holds as it is.

    Examples
    --------
    >>> from scorer import Article
    >>> Article(**article_row(Article(id="a1", text="Rain fell."))).text
    'Rain fell.'
    """
    row = {name: getattr(article, name) for name in _FIELDS}
    row["metadata"] = {
        str(name): value
        for name, value in article.metadata.items()
        if isinstance(value, str | int | bool) or value is None
    }
    return row


_FIELDS = ("id", "text", "title", "source", "url", "published", "lang")


def digest(*parts: str | bytes) -> bytes:
    """Digest some parts, none of which can run into the next."""
    state = hashlib.blake2b(digest_size=KEY_BYTES)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "little"))
        state.update(data)
    return state.digest()


def _number(data: bytes) -> int:
    """The first 64 bits, signed as databases hold them."""
    return int.from_bytes(data[:8], "little", signed=True)


def stored_text(text: str | None) -> str | None:
    r"""Make text that every database takes: no NUL, no lone surrogate; both as their escapes.

    Examples
    --------
    >>> stored_text("a\x00b\ud800")
    'a\\x00b\\ud800'
    """
    if text is None:
        return None
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")
