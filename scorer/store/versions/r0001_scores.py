"""Version 1: articles and their scores."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "scorer_meta",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "scorer_article",
        sa.Column("no", Number, primary_key=True, autoincrement=True),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("text_key", sa.BigInteger, nullable=False),
        sa.Column("id_key", sa.BigInteger, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("first_seen", sa.BigInteger, nullable=False),
        sa.Column("last_seen", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_scorer_article_key", "scorer_article", ["key"], unique=True)
    op.create_index("ix_scorer_article_text_key", "scorer_article", ["text_key"])
    op.create_index("ix_scorer_article_id_key", "scorer_article", ["id_key"])
    op.create_index("ix_scorer_article_last_seen", "scorer_article", ["last_seen"])
    op.create_index("ix_scorer_article_source", "scorer_article", ["source", "no"])
    op.create_table(
        "scorer_score",
        sa.Column(
            "article",
            Number,
            sa.ForeignKey("scorer_article.no", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("model_id", sa.Text, primary_key=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("score", sa.Double),
        sa.Column("band", sa.Text),
        sa.Column("row", sa.LargeBinary, nullable=False),
        sa.Column("scored_at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in ("scorer_score", "scorer_article", "scorer_meta"):
        op.drop_table(name)
