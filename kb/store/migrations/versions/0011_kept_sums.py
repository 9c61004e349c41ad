"""Sums by theme that are kept with the links, and which findings have a theme from the index alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the table and the columns of the index."""
    op.create_table(
        "kept_sums",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("top", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_kept_sums")),
    )
    op.drop_index("ix_tags_theme", table_name="tags")
    op.create_index("ix_tags_theme", "tags", ["theme", "certainty", "finding"])


def downgrade() -> None:
    """Forget both."""
    op.drop_index("ix_tags_theme", table_name="tags")
    op.create_index("ix_tags_theme", "tags", ["theme"])
    op.drop_table("kept_sums")
