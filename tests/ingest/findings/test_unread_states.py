"""Columns of states that do not say in words what was chosen are told."""

from __future__ import annotations

import pytest

from tests.ingest.findings.test_table_rows import table
from tests.ingest.reading import reading


@pytest.mark.parametrize(
    ("state", "noted"),
    [
        ("Not started / In progress / Complete", True),
        ("Complete   In progress   Not started", True),
        ("Complete", False),
        ("☐ Not started ☐ In progress ☒ Complete", False),
    ],
)
def test_a_choice_that_nothing_marks_is_noted(state: str, noted: bool) -> None:
    given = reading(table("| Action | Status |", f"| Ring every school about the form. | {state} |"), "md")
    assert ("choices_unmarked" in [note.code for note in given.document.notes]) is noted
