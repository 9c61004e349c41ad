"""What came back no longer has an empty column for sentences on opposite directions, of which nothing is said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Drop the column; all else of the rows stays."""
    with op.batch_alter_table("came_back") as table:
        table.drop_column("tension")


def downgrade() -> None:
    """Have the column again, empty."""
    with op.batch_alter_table("came_back") as table:
        table.add_column(sa.Column("tension", sa.Text(), nullable=False, server_default=""))
