"""What recurs, made once: likest findings, linked pairs, printings, answers, threads, what came back, and counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the tables."""
    _make_keys()
    _make_links()


def _make_keys() -> None:
    op.create_table(
        "linking",
        sa.Column("mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("measure", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_linking")),
    )
    op.create_table(
        "threads",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
    )
    op.create_table(
        "theme_counts",
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("theme", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.Column("praise", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review"], ["reviews.slug"], name=op.f("fk_theme_counts_review"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("review", "theme", "kind", name=op.f("pk_theme_counts")),
    )
    op.create_table(
        "theme_means",
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("theme", sa.String(length=64), nullable=False),
        sa.Column("means", sa.String(length=16), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review"], ["reviews.slug"], name=op.f("fk_theme_means_review"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("review", "theme", "means", name=op.f("pk_theme_means")),
    )
    op.create_table(
        "theme_neighbours",
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("theme", sa.String(length=64), nullable=False),
        sa.Column("other", sa.String(length=64), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review"], ["reviews.slug"], name=op.f("fk_theme_neighbours_review"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("review", "theme", "other", name=op.f("pk_theme_neighbours")),
    )


def _make_links() -> None:
    op.create_table(
        "came_back",
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.String(length=16), nullable=True),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("later", sa.String(length=16), nullable=False),
        sa.Column("finding", sa.String(length=16), nullable=False),
        sa.Column("echo", sa.String(length=16), nullable=False),
        sa.Column("score", sa.Float(precision=53), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("verbatim", sa.Boolean(), nullable=False),
        sa.Column("near", sa.Boolean(), nullable=False),
        sa.Column("gap", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.String(length=8), nullable=False),
        sa.Column("tension", sa.Text(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["action"], ["findings.id"], name=op.f("fk_came_back_action"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["echo"], ["findings.id"], name=op.f("fk_came_back_echo"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["finding"], ["findings.id"], name=op.f("fk_came_back_finding"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["first"], ["findings.id"], name=op.f("fk_came_back_first"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["later"], ["findings.id"], name=op.f("fk_came_back_later"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_came_back")),
    )
    op.create_index(op.f("ix_came_back_action"), "came_back", ["action"], unique=False)
    op.create_index(op.f("ix_came_back_echo"), "came_back", ["echo"], unique=False)
    op.create_index(op.f("ix_came_back_finding"), "came_back", ["finding"], unique=False)
    op.create_index(op.f("ix_came_back_first"), "came_back", ["first"], unique=False)
    op.create_index(op.f("ix_came_back_later"), "came_back", ["later"], unique=False)

    op.create_table(
        "follow_ups",
        sa.Column("recommendation", sa.String(length=16), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation"], ["findings.id"], name=op.f("fk_follow_ups_recommendation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("recommendation", name=op.f("pk_follow_ups")),
    )
    op.create_table(
        "likest",
        sa.Column("finding", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=16), nullable=False),
        sa.Column("likes", sa.Text(), nullable=False),
        sa.Column("beside", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["finding"], ["findings.id"], name=op.f("fk_likest_finding"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("finding", name=op.f("pk_likest")),
    )
    op.create_table(
        "linked_answers",
        sa.Column("recommendation", sa.String(length=16), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["action"], ["findings.id"], name=op.f("fk_linked_answers_action"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["recommendation"], ["findings.id"], name=op.f("fk_linked_answers_recommendation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("recommendation", "action", name=op.f("pk_linked_answers")),
    )
    op.create_index(op.f("ix_linked_answers_action"), "linked_answers", ["action"], unique=False)

    op.create_table(
        "pairs",
        sa.Column("finding", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("other", sa.String(length=16), nullable=False),
        sa.Column("score", sa.Float(precision=53), nullable=False),
        sa.Column("verbatim", sa.Boolean(), nullable=False),
        sa.Column("near", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["finding"], ["findings.id"], name=op.f("fk_pairs_finding"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other"], ["findings.id"], name=op.f("fk_pairs_other"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("finding", "place", name=op.f("pk_pairs")),
    )
    op.create_index(op.f("ix_pairs_other"), "pairs", ["other"], unique=False)

    op.create_table(
        "printings",
        sa.Column("finding", sa.String(length=16), nullable=False),
        sa.Column("fullest", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding"], ["findings.id"], name=op.f("fk_printings_finding"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("finding", name=op.f("pk_printings")),
    )
    op.create_index(op.f("ix_printings_fullest"), "printings", ["fullest"], unique=False)

    op.create_table(
        "thread_steps",
        sa.Column("thread", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["finding"], ["findings.id"], name=op.f("fk_thread_steps_finding"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["thread"], ["threads.id"], name=op.f("fk_thread_steps_thread"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("thread", "place", name=op.f("pk_thread_steps")),
    )
    op.create_index(op.f("ix_thread_steps_finding"), "thread_steps", ["finding"], unique=False)


def downgrade() -> None:
    """Remove the tables."""
    op.drop_table("thread_steps")
    op.drop_table("printings")
    op.drop_table("pairs")
    op.drop_table("linked_answers")
    op.drop_table("likest")
    op.drop_table("follow_ups")
    op.drop_table("came_back")
    op.drop_table("theme_neighbours")
    op.drop_table("theme_means")
    op.drop_table("theme_counts")
    op.drop_table("threads")
    op.drop_table("linking")
