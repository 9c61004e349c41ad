"""Numbered headings that name what is told below, and are no findings themselves."""

from __future__ import annotations

import pytest

from ingest.pipeline import reading_of
from ingest.readers import read
from ingest.structure.labels import label_of
from kb.core.model import Finding, Kind, Metadata
from kb.vocabulary import load


def findings(text: str) -> tuple[Finding, ...]:
    return reading_of(read(text.encode(), "paper.md"), Metadata(), load()).findings


def test_a_priority_that_names_its_subject_heads_what_was_done() -> None:
    told = findings(
        "# Ostery Safeguarding Children Partnership: annual report\n\n## Priority 1: Children in cold homes\n\n"
        "The heating panel was agreed in 2019. A new fund for repairs has been set up and has helped 40 families. "
        "In too many homes nobody went back to see whether the repair had been made.\n"
    )
    assert [one.kind for one in told if "new fund" in one.text] == [Kind.ACTION]
    assert all("Priority 1" not in one.text for one in told)


@pytest.mark.parametrize(
    "heading", ["Priority 1: To ensure that every child is seen", "Priority 2: Schools should be told at once"]
)
def test_a_priority_that_asks_is_a_recommendation(heading: str) -> None:
    told = findings(f"# Ostery Partnership: action plan\n\n## {heading}\n\nThis is for all agencies.\n")
    assert [one.kind for one in told][:1] == [Kind.RECOMMENDATION]


def test_a_concern_given_back_in_an_answer_is_no_finding() -> None:
    told = findings(
        "Dear Sir\n\nThank you for your report of 4 June.\n\n## Concern 1: that nobody reads the alarm log\n\n"
        "The log is now read each morning by the manager. We have trained all twelve members of staff.\n\n"
        "Yours faithfully\n\nDirector\n"
    )
    assert {one.kind for one in told} == {Kind.ACTION}
    assert all("nobody reads the alarm log" not in one.text for one in told)


@pytest.mark.parametrize(
    "lines",
    [
        ("The rota had gaps", "Nobody had told the night staff who could let the engineer in when the alarm went off"),
        ("Her letters went unread", "Each of the four teams thought that another of them was opening the post for her"),
    ],
)
def test_lines_without_full_stops_under_a_heading_are_told_alike(lines: tuple[str, str]) -> None:
    told = findings(
        "# Seven minute briefing: Ada\n\n## What happened\n\nAda died in May.\n\n## What stood in the way\n\n"
        f"{lines[0]}\n\n{lines[1]}\n\n## Questions\n\nWho opens your post?\n"
    )
    assert [one.text for one in told if one.kind is Kind.CONCERN] == list(lines)


def test_a_short_line_over_running_text_is_still_a_heading() -> None:
    told = findings(
        "# Seven minute briefing: Ada\n\n## What happened\n\nAda died in May.\n\n## What stood in the way\n\n"
        "Letters and post\n\nNobody opened the letters that the clinic had sent to her for eleven weeks.\n\n## Next\n"
    )
    assert all("Letters and post" not in one.text for one in told)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("R4 – Schools to be told of each call", "4"),
        ("R4. Schools to be told of each call", "4"),
        ("R5. Failure to recruit to posts", None),
        ("R6. Staffing", None),
        ("Recommendation D Give each carer one number to ring.", "d"),
        ("Recommendation Two: The police to be told.", "2"),
        ("Recommendation E The clinic ended its letters in May.", None),
        ("Recommendation 3 asked us to look again at letters.", None),
        ("Recommendation 2 called for one list.", None),
        ("R2 – Staffing", None),
        ("Recommendation A&E staff should ring", None),
        ("Learning A level English", None),
    ],
)
def test_a_label_is_distinguished_from_a_sentence_about_it(line: str, number: str | None) -> None:
    label = label_of(line)
    assert (label and label.number) == number
