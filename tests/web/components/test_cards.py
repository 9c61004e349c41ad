"""The badges of a finding that its own words and document give."""

from __future__ import annotations

import pytest

from kb.core.document import Note
from kb.core.model import DocumentSummary, FindingInContext, Metadata, Review
from kb.vocabulary import load
from tests.makers import make_document, make_finding
from web.components.cards import end_of_lead_in, own_signs

READ = Note("read_by_ocr", "Page 1 is a picture and was read by text recognition (OCR), 84 of 100 sure; check it.", 1)
ELSEWHERE = Note("read_by_ocr", "Page 2 is a picture and was read by text recognition (OCR), 84 of 100 sure.", 2)


def badges(note: Note) -> list[str]:
    document = make_document(notes=(note,), pages=2)
    held = DocumentSummary(
        document.sha256[:16], "child-z", document.name, "pdf", document.sha256, 1, "", 2, Metadata(), document.notes, 1
    )
    holding = FindingInContext(make_finding(document), held, Review("child-z", "Child Z"))
    return [one.text for one in own_signs(holding, load())]


def test_a_finding_read_from_a_picture_says_how_sure_that_was() -> None:
    assert badges(READ) == ["Read from a picture, 84 of 100 sure"]


def test_a_finding_on_another_page_does_not() -> None:
    assert badges(ELSEWHERE) == []


@pytest.mark.parametrize(
    ("lead_in", "shown"),
    [
        ("The ferries were looked at. Two reasons were found:", "… Two reasons were found:"),
        ("Staff should:", "Staff should:"),
        ("", ""),
    ],
)
def test_a_result_shows_the_last_sentence_of_what_leads_to_it(lead_in: str, shown: str) -> None:
    assert end_of_lead_in(lead_in) == shown
