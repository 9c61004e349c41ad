"""Accounts and sessions, corrections with their person and reason, the queue of uploads."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"

COLUMNS = (
    ("audit", "person", sa.Text(), ""),
    ("verdicts", "person", sa.Text(), ""),
    ("documents", "state", sa.String(16), "held"),
    ("documents", "checked", sa.String(32), ""),
    ("documents", "replaced_by", sa.String(16), ""),
)


def upgrade() -> None:
    """Add the tables, and take over what was decided of themes."""
    for table in _tables(sa.MetaData()):
        table.create(op.get_bind())
    # never by copying a table: dropping the old one would take the rows that refer to it along
    for name, column, type_, default in COLUMNS:
        op.add_column(name, sa.Column(column, type_, nullable=False, server_default=default))
    _decisions_to_corrections()
    op.drop_table("decisions")


def _decisions_to_corrections() -> None:
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT decisions.finding, decisions.theme, decisions.accepted, decisions.at, findings.document "
            "FROM decisions LEFT JOIN findings ON findings.id = decisions.finding ORDER BY decisions.at, finding, theme"
        )
    ).all()
    for number, row in enumerate(rows, 1):
        connection.execute(
            sa.text(
                "INSERT INTO corrections (at, person, reason, batch, document, subject, field, value, before, undone, "
                "undone_by) VALUES (:at, '', '', :batch, :document, :subject, :field, :value, 'null', '', '')"
            ),
            {
                "at": row.at,
                "batch": number,
                "document": row.document or "",
                "subject": row.finding,
                "field": f"theme:{row.theme}",
                "value": json.dumps(bool(row.accepted)),
            },
        )


def _tables(metadata: sa.MetaData) -> list[sa.Table]:
    documents = sa.Table("documents", metadata, sa.Column("id", sa.String(16), primary_key=True))
    return [
        sa.Table(
            "accounts",
            metadata,
            sa.Column("name", sa.String(64), primary_key=True),
            sa.Column("role", sa.String(16), nullable=False),
            sa.Column("password", sa.Text(), nullable=False),
            sa.Column("added", sa.String(32), nullable=False),
            sa.Column("closed", sa.String(32), nullable=False),
            sa.Column("outside", sa.Text(), nullable=False),
        ),
        sa.Table(
            "sessions",
            metadata,
            sa.Column("key", sa.String(64), primary_key=True),
            sa.Column(
                "account",
                sa.String(64),
                sa.ForeignKey("accounts.name", ondelete="CASCADE", name="fk_sessions_account"),
                nullable=False,
            ),
            sa.Column("began", sa.String(32), nullable=False),
            sa.Column("seen", sa.String(32), nullable=False),
        ),
        sa.Table(
            "sign_in_tries",
            metadata,
            sa.Column("number", sa.Integer(), primary_key=True, autoincrement=True),
            sa.Column("at", sa.String(32), nullable=False),
            sa.Column("account_key", sa.String(64), nullable=False),
            sa.Column("client_key", sa.String(64), nullable=False),
            sqlite_autoincrement=True,
        ),
        sa.Table(
            "corrections",
            metadata,
            sa.Column("number", sa.Integer(), primary_key=True, autoincrement=True),
            sa.Column("at", sa.String(32), nullable=False),
            sa.Column("person", sa.Text(), nullable=False),
            sa.Column("reason", sa.Text(), nullable=False),
            sa.Column("batch", sa.Integer(), nullable=False),
            sa.Column("document", sa.String(16), nullable=False),
            sa.Column("subject", sa.Text(), nullable=False),
            sa.Column("field", sa.String(80), nullable=False),
            sa.Column("value", sa.Text(), nullable=False),
            sa.Column("before", sa.Text(), nullable=False),
            sa.Column("undone", sa.String(32), nullable=False),
            sa.Column("undone_by", sa.Text(), nullable=False),
            sa.Index("ix_corrections_document", "document"),
            sa.Index("ix_corrections_subject", "subject"),
            sqlite_autoincrement=True,
        ),
        sa.Table(
            "readings",
            metadata,
            sa.Column(
                "document",
                sa.String(16),
                sa.ForeignKey(documents.c.id, ondelete="CASCADE", name="fk_readings_document"),
                primary_key=True,
            ),
            sa.Column("about", sa.Text(), nullable=False),
            sa.Column("findings", sa.Text(), nullable=False),
            sa.Column("answers", sa.Text(), nullable=False),
        ),
        sa.Table(
            "redirects",
            metadata,
            sa.Column("sort", sa.String(16), primary_key=True),
            sa.Column("old", sa.Text(), primary_key=True),
            sa.Column("new", sa.Text(), nullable=False),
        ),
        sa.Table(
            "jobs",
            metadata,
            sa.Column("number", sa.Integer(), primary_key=True, autoincrement=True),
            sa.Column("at", sa.String(32), nullable=False),
            sa.Column("changed", sa.String(32), nullable=False),
            sa.Column("person", sa.Text(), nullable=False),
            sa.Column("name", sa.Text(), nullable=False),
            sa.Column("size", sa.Integer(), nullable=False),
            sa.Column("source", sa.Text(), nullable=False),
            sa.Column("state", sa.String(16), nullable=False),
            sa.Column("tries", sa.Integer(), nullable=False),
            sa.Column("outcome", sa.String(32), nullable=False),
            sa.Column("sentence", sa.Text(), nullable=False),
            sa.Column("document", sa.String(16), nullable=False),
            sqlite_autoincrement=True,
        ),
    ]


def downgrade() -> None:
    """Keep of the corrections what was decided of themes; forget the rest."""
    decisions = op.create_table(
        "decisions",
        sa.Column("finding", sa.String(16), primary_key=True),
        sa.Column("theme", sa.String(64), primary_key=True),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )
    connection = op.get_bind()
    rows = connection.execute(
        sa.text("SELECT subject, field, value, at FROM corrections WHERE undone = '' ORDER BY number")
    ).all()
    last = {(row.subject, row.field): row for row in rows if row.field.startswith("theme:")}
    for row in last.values():
        theme = row.field.removeprefix("theme:")
        connection.execute(
            decisions.insert().values(finding=row.subject, theme=theme, accepted=json.loads(row.value), at=row.at)
        )
    for table in reversed(_tables(sa.MetaData())):
        op.drop_table(table.name)
    for name, column, _, _ in COLUMNS:
        op.drop_column(name, column)
