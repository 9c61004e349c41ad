"""Which of a finding's own words made it one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the place of the words; findings that are held have none until they are read again."""
    with op.batch_alter_table("findings") as table:
        table.add_column(sa.Column("evidence", sa.String(32), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget the place of the words."""
    with op.batch_alter_table("findings") as table:
        table.drop_column("evidence")
