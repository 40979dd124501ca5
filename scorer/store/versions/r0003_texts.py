"""Version 3: the texts of articles that have a fingerprint, to compare new ones with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the table; articles of before have no text, and are found by their fingerprint only."""
    article = sa.ForeignKey("scorer_article.no", ondelete="CASCADE")
    op.create_table(
        "scorer_text",
        sa.Column("article", Number, article, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("scorer_text")
