"""Headings of practice that share a word with the names of parts of a report."""

from __future__ import annotations

import pytest

from ingest.structure.chapters import Chapter, chapter_named
from ingest.structure.practice_headings import names_practice
from tests.ingest.reading import kinds_and_texts

PRACTICE = [
    "Remote contact",
    "4.3 Contact with the family",
    "Missed contact",
    "Contact arrangements after separation",
    "References to the father in the records",
    "Lack of resources",
    "Resources and capacity",
    "Introduction of a new rota",
    "Methods of restraint",
    "Contents of the plan",
    "Purpose of the visits",
    "How to use the escalation policy",
    "Help and support for carers",
]
PARTS = [
    "Contacts",
    "Useful contacts",
    "Contact details",
    "Contact us for more information",
    "How to contact the board",
    "Press contact",
    "Summary of agency contact",
    "References",
    "Resources",
    "Introduction",
    "Introduction of this report",
    "Methods of the review",
    "Contents",
    "Purpose of the review",
    "How to use this briefing",
    "Help and support",
]


@pytest.mark.parametrize("heading", PRACTICE)
def test_a_heading_of_practice_is_no_part_of_a_report(heading: str) -> None:
    assert names_practice(heading)
    assert chapter_named(heading) not in (Chapter.FURNITURE, Chapter.METHOD, Chapter.TERMS, Chapter.STORY)


@pytest.mark.parametrize("heading", PARTS)
def test_a_part_of_a_report_is_one(heading: str) -> None:
    assert not names_practice(heading)


@pytest.mark.parametrize("heading", ["Remote contact", "References to the father", "Lack of resources"])
def test_what_is_judged_below_a_heading_of_practice_is_found(heading: str) -> None:
    found = kinds_and_texts(
        "# Safeguarding Adults Review: Hob\n\n# Analysis\n\n## The visits\n\nStaff failed to record his weight.\n\n"
        f"## {heading}\n\nThe panel found that nobody had asked to see him alone for two years.\n",
        "md",
    )
    assert ("concern", "The panel found that nobody had asked to see him alone for two years.") in found
