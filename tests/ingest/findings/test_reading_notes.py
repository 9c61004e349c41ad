"""Notes of what was not read: how much of a document is in Welsh."""

from __future__ import annotations

import pytest

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
