"""When and how each collection was used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the record."""
    with op.batch_alter_table("collections") as table:
        table.add_column(sa.Column("uses", sa.Text(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Forget the record."""
    with op.batch_alter_table("collections") as table:
        table.drop_column("uses")
