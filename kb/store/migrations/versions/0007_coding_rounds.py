"""Coding rounds: which findings, who codes them, and what each person said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "coding_rounds",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sample", sa.Text(), nullable=False),
        sa.Column("coders", sa.Text(), nullable=False),
        sa.Column("closed", sa.String(32), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "coding_items",
        _round("fk_coding_items_round"),
        sa.Column("finding", sa.String(16), primary_key=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
    )
    op.create_table(
        "codings",
        _round("fk_codings_round"),
        sa.Column("finding", sa.String(16), primary_key=True),
        sa.Column("coder", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("settles", sa.Boolean(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )


def _round(name: str) -> sa.Column[int]:
    refers = sa.ForeignKey("coding_rounds.number", ondelete="CASCADE", name=name)
    return sa.Column("round", sa.Integer(), refers, primary_key=True)


def downgrade() -> None:
    """Forget the rounds."""
    for table in ("codings", "coding_items", "coding_rounds"):
        op.drop_table(table)
