"""The stems of every page of every document, so that a text is found that has no finding."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kb.store import full_text

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the index and fill it from the texts that are held."""
    documents = sa.Table("documents", sa.MetaData(), sa.Column("id", sa.String(16), primary_key=True))
    sa.Table(
        "text_pages",
        documents.metadata,
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column(
            "document",
            sa.String(16),
            sa.ForeignKey(documents.c.id, ondelete="CASCADE", name="fk_text_pages_document"),
            nullable=False,
        ),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Index("ix_text_pages_document", "document"),
        sqlite_autoincrement=True,
    ).create(op.get_bind())
    full_text.create(op.get_bind())
    full_text.fill(op.get_bind())


def downgrade() -> None:
    """Forget the index; the texts stay."""
    op.drop_table("page_stems")
    op.drop_table("text_pages")
