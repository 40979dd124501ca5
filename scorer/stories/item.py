"""What is kept of an article of a collection, beside its text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scorer.features._repetition.keys import Keys
from scorer.io.records import derived_id
from scorer.schema import Article
from scorer.sources.dates import moment_of
from scorer.sources.identity import source_of
from scorer.stories.declared import Declared, declared
from scorer.stories.fingerprint import Fingerprint
from scorer.stories.make import fingerprint
from scorer.stories.prepared import sentence_keys
from scorer.stories.units import Units
from scorer.text.document import Document

_LATE = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


@dataclass(slots=True)
class Item:
    """One article, without its text.

    Parameters
    ----------
    id : str
    digest : str
        Of all that was given: the same record has the same digest.
    source, url, published, title : str or None
        As given.
    outlet : str or None
        Who published it, under one name (:func:`scorer.sources.identity.source_of`).
    moment : datetime or None
        When it was published; None where that is unknown or impossible.
    fingerprint : Fingerprint
    sentences : array of uint64
        Keys of its sentences.
    sizes : array of int32
        Their words.
    declared : tuple of Declared
    stems : array of uint64
        Its distinct content words.
    times : int
        How often it came.
    """

    id: str
    digest: str
    source: str | None
    url: str | None
    published: str | None
    title: str | None
    outlet: str | None
    moment: dt.datetime | None
    fingerprint: Fingerprint
    sentences: Keys
    sizes: npt.NDArray[np.int32]
    declared: tuple[Declared, ...]
    stems: Keys
    times: int = 1

    @property
    def order(self) -> tuple[dt.date, bool, dt.datetime, int, str, str]:
        """Who comes before whom: by day, then who declares no source, time, length, name."""
        moment = self.moment or _LATE
        words = -self.fingerprint.words
        return moment.date(), bool(self.declared), moment, words, self.id, self.digest


def item_of(article: Article) -> Item:
    """Make what is kept of an article."""
    doc = Document.from_text(article.text)
    units = Units(doc)
    sentences = sentence_keys(units)
    return Item(
        article.id,
        digest_of(article),
        article.source,
        article.url,
        article.published,
        article.title,
        source_of(article.source, article.url),
        moment_of(article.published),
        fingerprint(units),
        sentences,
        np.bincount(units.sentence, minlength=len(sentences)).astype(np.int32),
        declared(article),
        np.unique(units.stems[units.stems > 0]),
    )


def digest_of(article: Article) -> str:
    """Digest of an article with its title, source, address and date."""
    parts = (article.text, article.title, article.source, article.url, article.published)
    return derived_id("\x1f".join("\x1e" if part is None else part for part in parts))
