"""When a table is a table, and when it only lays out a page."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST_NAME = 8  # words of a column's name


def laid_out(rows: Sequence[Sequence[str]], *, holds_structure: bool) -> bool:
    """Whether a table only places panels beside each other.

    It does where it has one column or one row, or where its cells hold headings or lists and no row of short names
    heads its columns.
    """
    widest = max((len(row) for row in rows), default=0)
    if widest < 2 or len(rows) < 2:
        return True
    first = [len(words.split()) for words in rows[0]]
    named = len(first) > 1 and all(0 < count <= _LONGEST_NAME for count in first)
    return holds_structure and not named
