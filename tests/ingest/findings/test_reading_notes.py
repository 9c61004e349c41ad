"""Notes of what was not read: how much of a document is in Welsh, and headings without findings."""

from __future__ import annotations

import pytest

from ingest.pipeline import reading_of
from kb.core.model import Metadata
from kb.vocabulary import load
from tests.ingest.reading import reading

WELSH = "Dylai y bwrdd sicrhau bod pob plentyn yn cael ei weld ar ei ben ei hun gan y gwasanaethau."
ENGLISH = "The board should make sure that every child is seen alone by the services that know the family."


@pytest.mark.parametrize(
    ("passages", "begins"),
    [
        ((WELSH, WELSH, WELSH), "Most of this document is in Welsh. 3 passages in Welsh:"),
        ((WELSH, ENGLISH, WELSH, ENGLISH), "2 passages in Welsh:"),
        (("Adroddiad ar y plentyn", ENGLISH, ENGLISH), "1 passage in Welsh:"),
        ((ENGLISH, ENGLISH), ""),
    ],
    ids=["all", "in both languages", "a heading", "nothing"],
)
def test_a_document_is_in_welsh_where_most_of_its_passages_are(passages: tuple[str, ...], begins: str) -> None:
    notes = {note.code: note.sentence for note in reading("\n\n".join(passages), "md").document.notes}
    assert notes.get("welsh_not_read", "")[: len(begins) or None] == begins


@pytest.mark.parametrize(
    ("below", "is_told"),
    [
        ("The house stood at the end of a lane.\n\nHe kept two dogs and a parrot.", True),
        (
            "| Annex | Kept in |\n|---|---|\n| Volume one | Cupboard by the lift |\n| Volume two | Shelf in the hall |",
            True,
        ),
        ("The house stood at the end of a lane.\n\nThe council should visit each week.", False),
        ("The house stood at the end of a lane.", False),
    ],
    ids=["paragraphs", "a table", "one is a finding", "a single line"],
)
def test_a_heading_of_findings_over_several_lines_without_one_is_told(below: str, is_told: bool) -> None:
    notes = {
        note.code: note.sentence
        for note in reading(f"# Review\n\n## Recommendations\n\n{below}\n", "md").document.notes
    }
    assert ("headings_without_findings" in notes) is is_told
    assert "“Recommendations”" in notes.get("headings_without_findings", "“Recommendations”")


def test_a_document_that_is_looked_through_again_has_each_note_once() -> None:
    once = reading(f"# Review\n\n## Recommendations\n\nHe kept two dogs and a parrot.\n\n{WELSH}\n", "md")
    codes = [note.code for note in once.document.notes]
    assert {"no_findings", "headings_without_findings", "welsh_not_read"} <= {*codes}
    assert [note.code for note in reading_of(once.document, Metadata(), load()).document.notes] == codes
