"""Which review a document may belong to, and with which review each is counted once since they may be one case."""

from __future__ import annotations

import json
import re

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_NAMED = re.compile(r"^It may belong to the review “.*?” \(([^()\s]+)\): ", re.DOTALL)
_HELD = sa.table("documents", *(sa.column(name) for name in ("number", "id", "review", "notes", "may_join")))
_REVIEWS = sa.table("reviews", sa.column("slug"), sa.column("counted_with"))
_CORRECTIONS = sa.table("corrections", *(sa.column(name) for name in ("document", "field", "undone")))


def upgrade() -> None:
    """Add both, as the notes of held documents tell them and where no person has decided."""
    for table, column in (("documents", "may_join"), ("reviews", "counted_with")):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(column, sa.Text(), nullable=False, server_default=""))
    connection = op.get_bind()
    noted = sa.select(_HELD).where(_HELD.c.notes.contains("may_join_review")).order_by(_HELD.c.number)
    chosen = sa.select(_CORRECTIONS.c.document).where(_CORRECTIONS.c.field == "review", _CORRECTIONS.c.undone == "")
    decided, held = set(connection.scalars(chosen)), set(connection.scalars(sa.select(_REVIEWS.c.slug)))
    counted: dict[str, str] = {}
    for row in connection.execute(noted).all():
        told = [found.group(1) for note in json.loads(row.notes) if (found := _NAMED.match(note["sentence"]))]
        if not told:
            continue
        connection.execute(_HELD.update().where(_HELD.c.id == row.id).values(may_join=told[0]))
        first = counted.get(told[0], told[0])
        if row.id not in decided and first in held and first != row.review:
            counted.setdefault(row.review, first)
    for slug, first in counted.items():
        connection.execute(_REVIEWS.update().where(_REVIEWS.c.slug == slug).values(counted_with=first))


def downgrade() -> None:
    """Forget both."""
    for table, column in (("reviews", "counted_with"), ("documents", "may_join")):
        op.drop_column(table, column)  # in place: rows of other tables point to these
