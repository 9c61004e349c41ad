"""The stems of every page anew: American spellings and irregular plurals are one word with the others since 0196.

Pages that were indexed before would be found by neither: a question has the new stems, and they the old ones.
"""

from __future__ import annotations

from alembic import op

from kb.store import full_text

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Index all texts again."""
    full_text.fill(op.get_bind())


def downgrade() -> None:
    """Leave the index: the program of before makes it anew with `kb reindex`."""
