"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "collections",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("edit_hash", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("created", sa.String(length=32), nullable=False),
        sa.Column("changed", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_collections")),
        sa.UniqueConstraint("edit_hash", name=op.f("uq_collections_edit_hash")),
    )
    op.create_table(
        "decisions",
        sa.Column("finding", sa.String(length=16), nullable=False),
        sa.Column("theme", sa.String(length=64), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("finding", "theme", name=op.f("pk_decisions")),
    )
    op.create_table(
        "outbox",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("act", sa.String(length=8), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reviews",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("review_type", sa.Text(), nullable=False),
        sa.Column("partnership", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_reviews")),
    )
    op.create_table(
        "verdicts",
        sa.Column("finding", sa.String(length=16), nullable=False),
        sa.Column("echo", sa.String(length=16), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("finding", "echo", name=op.f("pk_verdicts")),
    )
    op.create_table(
        "withdrawals",
        sa.Column("document", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("text_key", sa.String(length=64), nullable=False),
        sa.Column("review_key", sa.String(length=16), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_withdrawals")),
    )
    op.create_index(op.f("ix_withdrawals_sha256"), "withdrawals", ["sha256"], unique=False)
    op.create_index(op.f("ix_withdrawals_text_key"), "withdrawals", ["text_key"], unique=False)
    op.create_table(
        "withdrawn_findings",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("document", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawn_findings")),
    )
    op.create_index(op.f("ix_withdrawn_findings_document"), "withdrawn_findings", ["document"], unique=False)
    op.create_table(
        "documents",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("format", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("text_key", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added", sa.String(length=32), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("stated", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("finding_count", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review"], ["reviews.slug"], name=op.f("fk_documents_review")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_documents")),
        sa.UniqueConstraint("id", name=op.f("uq_documents_id")),
        sa.UniqueConstraint("sha256", name=op.f("uq_documents_sha256")),
        sa.UniqueConstraint("text_key", name=op.f("uq_documents_text_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_documents_review"), "documents", ["review"], unique=False)
    op.create_table(
        "findings",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("document", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("quotation", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("span", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("lead_in", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("agencies", sa.Text(), nullable=False),
        sa.Column("polarity", sa.String(length=16), nullable=False),
        sa.Column("subjects", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=True),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_findings_document"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_findings")),
        sa.UniqueConstraint("id", name=op.f("uq_findings_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_findings_document"), "findings", ["document"], unique=False)
    op.create_index(op.f("ix_findings_kind"), "findings", ["kind"], unique=False)
    op.create_table(
        "texts",
        sa.Column("document", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pages", sa.Text(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("properties", sa.Text(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_texts_document"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_texts")),
    )
    op.create_table(
        "answers",
        sa.Column("recommendation", sa.String(length=16), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["action"], ["findings.id"], name=op.f("fk_answers_action"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["recommendation"], ["findings.id"], name=op.f("fk_answers_recommendation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("recommendation", "action", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_action"), "answers", ["action"], unique=False)
    op.create_table(
        "tags",
        sa.Column("finding", sa.String(length=16), nullable=False),
        sa.Column("theme", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("certainty", sa.String(length=16), nullable=False),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["finding"], ["findings.id"], name=op.f("fk_tags_finding"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("finding", "theme", name=op.f("pk_tags")),
    )
    op.create_index("ix_tags_theme", "tags", ["theme"], unique=False)


def downgrade() -> None:
    """Take the tables away."""
    op.drop_index("ix_tags_theme", table_name="tags")
    op.drop_table("tags")
    op.drop_index(op.f("ix_answers_action"), table_name="answers")
    op.drop_table("answers")
    op.drop_table("texts")
    op.drop_index(op.f("ix_findings_kind"), table_name="findings")
    op.drop_index(op.f("ix_findings_document"), table_name="findings")
    op.drop_table("findings")
    op.drop_index(op.f("ix_documents_review"), table_name="documents")
    op.drop_table("documents")
    op.drop_index(op.f("ix_withdrawn_findings_document"), table_name="withdrawn_findings")
    op.drop_table("withdrawn_findings")
    op.drop_index(op.f("ix_withdrawals_text_key"), table_name="withdrawals")
    op.drop_index(op.f("ix_withdrawals_sha256"), table_name="withdrawals")
    op.drop_table("withdrawals")
    op.drop_table("verdicts")
    op.drop_table("reviews")
    op.drop_table("outbox")
    op.drop_table("decisions")
    op.drop_table("collections")
    op.drop_table("audit")
