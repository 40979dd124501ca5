"""The tables of a store, the same on SQLite and PostgreSQL.

The models say what the newest version is; :mod:`scorer.store.versions` says how a store gets
there, and a test holds both to the same tables.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import BigInteger, Double, ForeignKey, Index, Integer, LargeBinary, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

PREFIX = "scorer_"
"""Before each table's name, so that a team's database may hold other tables too."""

VERSION_TABLE = f"{PREFIX}version"
"""Where Alembic keeps the version."""

# SQLite numbers rows by itself only where the column is INTEGER, which there holds 64 bits too.
BigNumber = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Base of the models."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s"}
    )


class Meta(Base):
    """Facts of the store as a whole: who made it and when, the model of the newest scores."""

    __tablename__ = f"{PREFIX}meta"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class ArticleRow(Base):
    """One article: a source, an id and a content; an id with another content is another article.

    ``source`` is the name that :func:`scorer.sources.source_of` gave when it was first put;
    ``key`` is a digest of the three (16 bytes), ``text_key`` one of source and content,
    ``id_key`` one of source and id (64 bits), ``content`` one of title and text (32 bytes);
    the times are seconds since 1970 by the clock of the writing machine.
    """

    __tablename__ = f"{PREFIX}article"

    no: Mapped[int] = mapped_column(BigNumber, primary_key=True, autoincrement=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)
    text_key: Mapped[int] = mapped_column(BigInteger)
    id_key: Mapped[int] = mapped_column(BigInteger)
    id: Mapped[str] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    published: Mapped[str | None] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    first_seen: Mapped[int] = mapped_column(BigInteger)
    last_seen: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (
        Index(f"ix_{PREFIX}article_key", "key", unique=True),
        Index(f"ix_{PREFIX}article_text_key", "text_key"),
        Index(f"ix_{PREFIX}article_id_key", "id_key"),
        Index(f"ix_{PREFIX}article_last_seen", "last_seen"),
        Index(f"ix_{PREFIX}article_source", "source", "no"),
        {"sqlite_autoincrement": True},  # a number is never given twice
    )


class ScoreRow(Base):
    """What one model said of one article.

    ``row`` is the report without its evidence (:mod:`scorer.store.rows`).
    """

    __tablename__ = f"{PREFIX}score"

    article: Mapped[int] = mapped_column(
        BigNumber, ForeignKey(f"{PREFIX}article.no", ondelete="CASCADE"), primary_key=True
    )
    model_id: Mapped[str] = mapped_column(Text, primary_key=True)
    status: Mapped[str] = mapped_column(Text)
    score: Mapped[float | None] = mapped_column(Double)
    band: Mapped[str | None] = mapped_column(Text)
    row: Mapped[bytes] = mapped_column(LargeBinary)
    scored_at: Mapped[int] = mapped_column(BigInteger)


class PendingRow(Base):
    """A score that the state of its source does not hold yet."""

    __tablename__ = f"{PREFIX}pending"

    model_id: Mapped[str] = mapped_column(Text, primary_key=True)
    article: Mapped[int] = mapped_column(
        BigNumber, ForeignKey(f"{PREFIX}article.no", ondelete="CASCADE"), primary_key=True
    )

    __table_args__ = (Index(f"ix_{PREFIX}pending_article", "article"),)


class SourceRow(Base):
    """What one model said of the articles of one source that came within one period.

    ``state`` is a :class:`scorer.sources.state.SourceState` as packed JSON; ``period`` counts the
    90-day periods since 1970 by the day an article was first seen.
    """

    __tablename__ = f"{PREFIX}source"

    model_id: Mapped[str] = mapped_column(Text, primary_key=True)
    source: Mapped[str] = mapped_column(Text, primary_key=True)
    period: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(Integer)
    state: Mapped[bytes] = mapped_column(LargeBinary)


class FingerprintRow(Base):
    """The fingerprint of one article, as :class:`scorer.stories.Fingerprint` writes it.

    ``keys`` holds its keys in :class:`BandRow` (64-bit, little-endian), whatever its version.
    """

    __tablename__ = f"{PREFIX}fingerprint"

    article: Mapped[int] = mapped_column(
        BigNumber, ForeignKey(f"{PREFIX}article.no", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(Integer)
    keys: Mapped[bytes] = mapped_column(LargeBinary)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class TextRow(Base):
    """One article as it came, packed JSON: what a new one is compared with, word by word."""

    __tablename__ = f"{PREFIX}text"

    article: Mapped[int] = mapped_column(
        BigNumber, ForeignKey(f"{PREFIX}article.no", ondelete="CASCADE"), primary_key=True
    )
    data: Mapped[bytes] = mapped_column(LargeBinary)


class BandRow(Base):
    """One key of a fingerprint: by it, articles that may tell the same story are found.

    Without a foreign key, whose check would double the cost of sixty rows an article; who removes
    a fingerprint removes its keys with it.
    """

    __tablename__ = f"{PREFIX}band"

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)

    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
