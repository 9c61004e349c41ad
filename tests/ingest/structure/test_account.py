"""Papers to a council's committee that give account of a review, and those that are about other things."""

from __future__ import annotations

import pytest

from ingest.findings.divided_document import divide_document
from ingest.readers import read
from ingest.structure.account import genre_as_read
from kb.core.model import Kind
from kb.vocabulary import load
from tests.ingest.reading import findings

OF_A_REVIEW = """# PELHURST COUNCIL

# ADULTS SCRUTINY COMMITTEE, 4 MARCH 2022

# SAFEGUARDING ADULT REVIEW, MISS ORD: PROGRESS

Report of the Director of Adult Services. Lead officer: Jem Fisk

1. The Committee is asked to note what has been achieved.

2. Wards may no longer send anyone home at night. The matron checks this each week.

3. Two practices have agreed to keep a list of carers and a third has declined, since it has no room.

4. There are no financial or legal implications.
"""
OF_A_SERVICE = OF_A_REVIEW.replace("SAFEGUARDING ADULT REVIEW, MISS ORD: PROGRESS", "DAY CENTRES: PROGRESS")
OF_A_NEW_REVIEW = OF_A_REVIEW.replace(": PROGRESS", ": APPOINTMENT OF AN AUTHOR")
IN_WORDS = OF_A_REVIEW.replace(
    "SAFEGUARDING ADULT REVIEW, MISS ORD: PROGRESS", "Practice Review (Ned): what has been done"
)


@pytest.mark.parametrize(
    ("text", "genre"),
    [(OF_A_REVIEW, "response"), (IN_WORDS, "response"), (OF_A_SERVICE, "committee"), (OF_A_NEW_REVIEW, "committee")],
)
def test_a_paper_is_read_as_an_answer_where_its_titles_say_what_became_of_a_review(text: str, genre: str) -> None:
    divided = divide_document(read(text.encode(), "paper.md"), load())
    assert divided.genre == "committee"
    assert genre_as_read(divided.genre, divided.parts) == genre


def test_its_numbered_paragraphs_tell_what_was_done() -> None:
    found = findings(OF_A_REVIEW, "md")
    actions = [one.text for one in found if one.kind is Kind.ACTION]
    assert any(text.startswith("Wards may no longer") for text in actions)
    assert any(text.startswith("Two practices have agreed") for text in actions)
    assert not any("implications" in one.text or "is asked to note" in one.text for one in found)


@pytest.mark.parametrize("date", ["4 Apr 2022", "4 APR 2022"])
def test_a_month_in_a_title_names_no_review(date: str) -> None:
    text = OF_A_SERVICE.replace("4 MARCH 2022", date)
    divided = divide_document(read(text.encode(), "paper.md"), load())
    assert genre_as_read(divided.genre, divided.parts) == "committee"
