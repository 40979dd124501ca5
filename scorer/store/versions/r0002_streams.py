"""Version 2: fingerprints with their keys, the state of sources, scores it does not hold yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _article() -> sa.Column[int]:
    """The column that names an article, with which its row goes."""
    article = sa.ForeignKey("scorer_article.no", ondelete="CASCADE")
    return sa.Column("article", Number, article, primary_key=True)


def upgrade() -> None:
    """Make the tables; no state holds the scores that are there."""
    op.create_table("scorer_pending", sa.Column("model_id", sa.Text, primary_key=True), _article())
    op.create_index("ix_scorer_pending_article", "scorer_pending", ["article"])
    op.execute(
        "INSERT INTO scorer_pending (model_id, article) SELECT model_id, article FROM scorer_score"
    )
    op.create_table(
        "scorer_source",
        sa.Column("model_id", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("period", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "scorer_fingerprint",
        _article(),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("keys", sa.LargeBinary, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "scorer_band",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("article", sa.BigInteger, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in ("scorer_band", "scorer_fingerprint", "scorer_source", "scorer_pending"):
        op.drop_table(name)
