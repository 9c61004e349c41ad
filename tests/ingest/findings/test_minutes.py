"""Minutes whose items carry numbers of a year, and whose actions say only who is to do what."""

from __future__ import annotations

import pytest

from ingest.findings.prose import closing_status
from ingest.findings.statements import WHO_IS_TO, WHO_WILL
from ingest.pipeline import reading_of
from ingest.readers import read
from kb.core.model import Kind, Metadata, Status
from kb.vocabulary import load
from tests.ingest.reading import findings

MINUTES = """TOLBECK AND WEIR SAFEGUARDING CHILDREN PARTNERSHIP

Case Review Group – minutes, 5 September 2019

Present

Head of safeguarding (chair), named GP, police

40/19 Apologies and declarations

Apologies from housing.

41/19 Minutes of 4 July

Agreed as a true record.

42/19 Plover SCR

The author attended for this item.

Nobody in the three schools had spoken to the others about Plover.

Legal adviser to draft terms of reference by 20 September.

43/19 Dunlin

1.1 AR to find the assessment of 2017 – not started.

44/19 Any other business

None.
"""


def kinds_by_text(text: str) -> dict[str, Kind]:
    reading = reading_of(read(text.encode(), "minutes.txt"), Metadata(), load())
    return {one.text: one.kind for one in reading.findings}


def test_numbered_items_of_a_meeting_give_what_was_found_and_who_is_to_act() -> None:
    found = kinds_by_text(MINUTES)
    assert found["Nobody in the three schools had spoken to the others about Plover."] is Kind.CONCERN
    assert found["Legal adviser to draft terms of reference by 20 September."] is Kind.ACTION
    assert not any(words in text for text in found for words in ("Apologies", "true record", "attended for"))


def test_items_stand_under_their_own_headings() -> None:
    reading = reading_of(read(MINUTES.encode(), "minutes.txt"), Metadata(), load())
    assert {one.heading[-1] for one in reading.findings} == {"42/19 Plover SCR", "43/19 Dunlin"}


def test_an_action_not_started_is_not_complete() -> None:
    reading = reading_of(read(MINUTES.encode(), "minutes.txt"), Metadata(), load())
    action = next(one for one in reading.findings if "AR to find" in one.text)
    assert action.status is Status.NOT_STARTED


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Guidance on partners who are not parents is with the printers.", Kind.ACTION),
        ("The card for carers has now been sent to every ward.", Kind.ACTION),
        ("The group asks the Board to give every carer a card.", Kind.RECOMMENDATION),
    ],
)
def test_what_asks_for_nothing_is_no_recommendation_of_a_meeting(line: str, kind: Kind) -> None:
    told = kinds_by_text(MINUTES.replace("1.1 AR to find the assessment of 2017 – not started.", line))
    assert told.get(line) is kind


@pytest.mark.parametrize(
    "line",
    [
        "PW to invite tenders by 1 July.",
        "Action: Chair to write to housing.",
        "Designated doctor and police to prepare a one-page note.",
        "J. Orr to circulate the slides.",
    ],
)
def test_who_is_to_do_what_is_reported(line: str) -> None:
    assert WHO_IS_TO.match(line)


@pytest.mark.parametrize(
    "line",
    [
        "Members agreed to write to housing.",
        "The group asks the Board to give every carer a card.",
        "Staff who came to ask were sent away.",
        "Housing was asked to send its records.",
        "Practitioners need to speak to each other.",
        "In response to write-ups of the audit, nothing was said.",
        "Nobody was able to find the file.",
        "The group listened to the family's account.",
        "The school had failed to ask about his home.",
    ],
)
def test_what_was_asked_or_not_done_is_not(line: str) -> None:
    assert not WHO_IS_TO.match(line)


def test_a_table_of_minutes_is_read_as_the_text_that_it_is() -> None:
    text = (
        "# Larkmoor LSCP Executive\n\nMinutes of the meeting on 18 January 2024\n\nPresent: police, council\n\n"
        "Apologies: health\n\n"
        "| Item | Discussion | Action |\n|---|---|---|\n| 1. Welcome | Introductions were made. | |\n"
        "| 2. Wren review | Police have changed how a missing child is graded. "
        "Police now see all earlier episodes on one screen when a child goes missing. "
        "| Council to report on visits in May |\n"
    )
    told = {one.text: one.kind for one in findings(text, "md")}
    assert told["Police now see all earlier episodes on one screen when a child goes missing."] is Kind.ACTION
    assert told["Council to report on visits in May"] is Kind.ACTION


def test_a_paragraph_closed_by_a_status_is_one_entry_of_a_tracker() -> None:
    text = (
        "# Wren: action plan update, 9 November 2022\n\n## Carers\n\nThe contract allows six carers. Two of five "
        "agencies keep to it. AMBER\n\n## Relatives\n\nThe guidance has not been written. The author left. RED\n"
    )
    first, second = findings(text, "md")
    assert (first.kind, second.kind) == (Kind.ACTION, Kind.ACTION)
    assert first.text.endswith("AMBER")
    assert second.status not in (Status.REPORTED_COMPLETE, Status.COMPLETE_WITH_EVIDENCE)


def test_minutes_with_who_was_there_in_one_paragraph_give_who_will_act() -> None:
    told = kinds_by_text(
        "Minutes of the Case Review Subgroup\n\nIn attendance: Peg Oster (chair), Ravi Holt\nApologies: Una Teal\n\n"
        'Item 3. Review "Linnet"\n\nOn recommendation two, the nurses have rung every family since May.\n\n'
        "Item 4. Forward plan\n\nPeg Oster will write to the three colleges. Ravi Holt agreed to circulate the form.\n"
    )
    actions = [text for text, kind in told.items() if kind is Kind.ACTION]
    assert any("rung every family" in text for text in actions)
    assert {"Peg Oster will write to the three colleges.", "Ravi Holt agreed to circulate the form."} <= {*actions}


@pytest.mark.parametrize(
    "line", ["It will be discussed again.", "There will be a review.", "Una said that Peg will ring."]
)
def test_what_is_to_be_without_anybody_to_do_it_is_no_entry(line: str) -> None:
    assert not WHO_WILL.match(line)


@pytest.mark.parametrize(
    "text",
    [
        "The letter was answered by her doctor, Dr. Green.",
        "Everybody was asked, and so was his aunt, Mrs. Blue.",
        "Nothing was said at the meeting by A. Red",
        "The door of the office was found by the visitor (who rang twice) Closed.",
    ],
)
def test_a_name_or_a_last_word_closes_no_entry(text: str) -> None:
    assert closing_status(text) == ""


def test_what_a_report_says_is_unfinished_is_an_action_and_not_done() -> None:
    text = "# Wren: progress on the review\n\n## Recommendation 3 is not finished\n\nNo money was found.\n"
    (found,) = findings(text, "md")
    assert found.kind is Kind.ACTION
    assert found.status is Status.NOT_MET


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("PN said that the pathway went live in all three hospitals on 1 February.", None),
        ("OS said that this had not been begun.", Status.NOT_STARTED),
    ],
)
def test_a_paragraph_of_minutes_that_names_a_recommendation_is_one_action(told: str, status: Status | None) -> None:
    text = (
        "# Notes of the meeting of the Learning Group\n\nPresent: Hal Devereux (chair), Priti Nambiar\n\n"
        "Apologies: Una Frost\n\n## 1. Child Rowan: where we are with the recommendations\n\n"
        f"Recommendation 4 (notifications). {told}\n\n## 2. Date of next meeting\n\nTuesday 10 May\n"
    )
    found = [one for one in findings(text, "md") if told in one.text]
    assert [one.kind for one in found] == [Kind.ACTION]
    assert status is None or found[0].status is status


@pytest.mark.parametrize(
    "title",
    [
        "Minutes of the meeting of the Housing and Care Scrutiny Committee held on Tuesday 6 February 2024",
        "Notes of the panel meeting on Friday 3 May",
    ],
)
def test_the_title_of_minutes_is_no_finding(title: str) -> None:
    text = (
        f"# Ashmere Council\n\n{title}\n\nPresent: Cllr A Penn (Chair). Apologies: Cllr B Roe\n\n"
        "## 1. Declarations of interest\n\nNone.\n\n## 2. Review of Child Rowan\n\nThe form was rewritten in May.\n"
    )
    assert title not in [one.text for one in findings(text, "md")]
