"""A paragraph of minutes about a recommendation is parted into what was asked, done, shown and is to be done next."""

from __future__ import annotations

import pytest

from kb.core.model import Kind, Status
from tests.ingest.reading import reading

MEETING = (
    "# Notes of the meeting of the Learning Group\n\nPresent: Hal Devereux (chair), Priti Nambiar\n\nApologies: Una "
    "Frost\n\n## 1. Child Rowan: where we are with the recommendations\n\n{}\n\n## 2. Date of next meeting\n\n10 May\n"
)


def _findings_of(entry: str) -> list[tuple[Kind, str]]:
    return [(one.kind, one.text) for one in reading(MEETING.format(entry), "md").findings]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (
            "Recommendation 1. The hospital has rung each carer since May. An audit of 40 found 38 calls. Complete.",
            [
                (Kind.ACTION, "Recommendation 1. The hospital has rung each carer since May. Complete."),
                (Kind.EVIDENCE, "An audit of 40 found 38 calls."),
            ],
        ),
        (
            "Recommendation 6. Police should write down who was there. The form was changed in April. PN to bring a "
            "sample in October. Complete.",
            [
                (Kind.RECOMMENDATION, "Recommendation 6. Police should write down who was there."),
                (Kind.ACTION, "The form was changed in April. Complete."),
                (Kind.ACTION, "PN to bring a sample in October."),
            ],
        ),
        (
            "Rec 4 – Training for night staff. Evidence: lists of 3 June; 62 of 70 trained. Status: in progress.",
            [
                (Kind.ACTION, "Rec 4 – Training for night staff. Status: in progress."),
                (Kind.EVIDENCE, "Evidence: lists of 3 June; 62 of 70 trained."),
            ],
        ),
    ],
    ids=["shown", "asked and next", "evidence by its name"],
)
def test_an_entry_is_parted_as_far_as_its_words_tell(entry: str, told: list[tuple[Kind, str]]) -> None:
    assert _findings_of(entry) == told


def test_the_status_of_an_entry_is_that_of_what_was_done_alone() -> None:
    entry = "Recommendation 2. The form was changed in April. PN to bring a sample in October. Complete."
    done, following = reading(MEETING.format(entry), "md").findings
    assert done.status is Status.REPORTED_COMPLETE
    assert following.status is not Status.REPORTED_COMPLETE


@pytest.mark.parametrize(
    "entry",
    [
        "Recommendation 3. The form went to all schools, and an audit in June showed that 9 of 10 used it. Complete.",
        "Recommendation 4. The alarms were bought in May and half of them are fitted. In progress.",
    ],
)
def test_an_entry_that_tells_one_thing_stays_whole(entry: str) -> None:
    assert _findings_of(entry) == [(Kind.ACTION, entry)]


@pytest.mark.parametrize("closing", ["Amber.", "Remains open.", "In progress."])
def test_an_entry_that_ends_with_less_is_not_complete(closing: str) -> None:
    entry = f"Recommendation 5. Two sessions were held. Feedback forms showed that 28 were content. {closing}"
    done, shown = reading(MEETING.format(entry), "md").findings
    assert (done.kind, shown.kind) == (Kind.ACTION, Kind.EVIDENCE)
    assert done.status is not None
    assert not done.status.is_reached


@pytest.mark.parametrize(
    ("told", "kinds"),
    [
        ("The log was rebuilt. Of 50 calls checked in May, 46 were answered. Complete.", [Kind.ACTION, Kind.EVIDENCE]),
        ("The form is not signed. The chair will write to the director. In progress.", [Kind.ACTION, Kind.ACTION]),
    ],
)
def test_checks_and_offices_are_known(told: str, kinds: list[Kind]) -> None:
    assert [kind for kind, _ in _findings_of(f"Rec 2. {told}")] == kinds


@pytest.mark.parametrize(
    ("told", "complete"),
    [
        ("The matron confirmed that moves stopped in June. A check in September found none. Complete.", True),
        ("The ward rings each carer. An audit in June found no gaps beside two wards. Complete.", False),
        ("Some wards ring each carer. The dashboard shows a wait of nine days. Complete.", False),
    ],
)
def test_complete_at_the_end_counts_where_nothing_is_held_back(told: str, complete: bool) -> None:
    done, shown = reading(MEETING.format(f"Recommendation 5. {told}"), "md").findings
    assert shown.kind is Kind.EVIDENCE
    assert done.status is not None
    assert done.status.is_reached is complete


def test_what_a_meeting_hears_in_turn_is_parted_and_its_doubts_lower_what_was_done() -> None:
    entry = (
        "Recommendation 4 was to write to families within a week. Ms Bevan said that letters have been sent since "
        "April. Mr Dale asked about the figures. The manager said that 31 of 40 families had been written to in time. "
        "Members thought that the letters were cold and hard to follow."
    )
    found = reading(MEETING.format(entry), "md").findings
    assert [one.kind for one in found] == [Kind.RECOMMENDATION, Kind.ACTION, Kind.EVIDENCE, Kind.CONCERN]
    assert found[1].status is not None
    assert not found[1].status.is_reached


def test_what_was_not_accepted_is_the_answer_and_the_deed_beside_it_stands_by_itself() -> None:
    entry = (
        "Recommendation 3 was for the hospital to ring the ward before each transfer. Dr Pugh advised that the Trust "
        "did not accept this, since the ward is often closed. A note was sent with each patient from June."
    )
    asked, refused, done = reading(MEETING.format(entry), "md").findings
    assert asked.text.endswith("transfer.")
    assert refused.status is Status.NOT_ACCEPTED
    assert done.text.startswith("A note")


@pytest.mark.parametrize(("heading", "complete"), [("Where we are", True), ("Not done", False), ("Outstanding", False)])
def test_complete_at_the_end_is_unclear_under_a_heading_of_what_is_not_done(heading: str, *, complete: bool) -> None:
    told = (
        "Recommendation 5. The matron confirmed that moves stopped in June. A check in September found none. Complete."
    )
    minutes = MEETING.replace("1. Child Rowan: where we are with the recommendations", heading)
    done = reading(minutes.format(told), "md").findings[0]
    assert done.status is not None
    assert done.status.is_reached is complete


@pytest.mark.parametrize(
    ("decided", "status"),
    [
        ("Agreed: PARTLY MET.", Status.PARTLY_MET),
        ("Decision: not accepted; to go to the executive.", Status.NOT_ACCEPTED),
        ("Status - overdue.", Status.OVERDUE),
    ],
)
def test_what_a_meeting_decides_at_the_end_of_a_paragraph_is_the_status_of_the_deed(
    decided: str, status: Status
) -> None:
    paragraph = (
        "2.1 Since May every carer has been sent the card and all wards have rung the ward sister. "
        f"The chair thanked the ward sisters for their work. {decided}"
    )
    found = reading(MEETING.format(paragraph), "md").findings
    assert [one.status for one in found if one.kind is Kind.ACTION] == [status]
    assert not any(one.text.startswith(decided[:6]) for one in found)
