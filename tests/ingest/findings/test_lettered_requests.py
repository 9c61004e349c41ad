"""Recommendations that letters count, made in a report and given again by the papers that give account of them."""

from __future__ import annotations

import pytest

from kb.core.model import Kind, Status
from tests.ingest.findings.test_tracker_entries import MEETING
from tests.ingest.reading import reading

MINUTED = """A. Harbour Trust should ring each skipper on the day before a crossing.

1.1 JT reported that every skipper had been rung since May. Agreed: COMPLETE.

B. No lamp to be put out until the last boat is in.

1.2 The rule had been sent to two of the five keepers. Agreed: PARTLY MET.

C. Dock wardens to keep a list of who sleeps aboard.

1.3 Nothing had been done under this heading. Agreed: NOT STARTED."""


def test_minutes_give_each_lettered_recommendation_again_and_what_follows_answers_it() -> None:
    read = reading(MEETING.format(MINUTED), "md")
    asked = [one for one in read.findings if one.kind is Kind.RECOMMENDATION]
    assert [one.label for one in asked] == ["A.", "B.", "C."]
    answered = {link.recommendation: link.action for link in read.answers}
    states = {one.id: one.status for one in read.findings}
    assert [states.get(answered.get(one.id, "")) for one in asked] == [
        Status.REPORTED_COMPLETE,
        Status.PARTLY_MET,
        Status.NOT_STARTED,
    ]


def test_an_agenda_that_letters_count_asks_for_nothing() -> None:
    agenda = (
        "A. The chair welcomed members to the quay.\n\nApologies were received from two members.\n\n"
        "B. The minutes of the last meeting were agreed.\n\nThere were no matters arising.\n\n"
        "C. The board heard an update on crews.\n\nFour posts have been filled."
    )
    assert Kind.RECOMMENDATION not in {one.kind for one in reading(MEETING.format(agenda), "md").findings}


@pytest.mark.parametrize("letters", ["abc", "efg", "ABC"])
def test_a_table_that_letters_count_has_them_as_labels(letters: str) -> None:
    rows = (
        ("Each skipper rung on the day before a crossing", "Every skipper has been rung since May.", "Done"),
        ("No lamp put out until the last boat is in", "Two of the five keepers have the rule.", "Half done"),
        ("A list at the dock of who sleeps aboard", "The wardens have no time for it.", "Dropped"),
    )
    table = "".join(f"| {one} | {' | '.join(row)} |\n" for one, row in zip(letters, rows, strict=True))
    head = (
        "# Wren: one year on\n\n## Where we are\n\n|  | What we said | What has been done | Now |\n|---|---|---|---|\n"
    )
    read = reading(head + table, "md")
    asked = [one for one in read.findings if one.kind is Kind.RECOMMENDATION]
    assert [one.label for one in asked] == [*letters]
    assert len(read.answers) == 3


def test_a_list_of_recommendations_keeps_its_letters_and_no_other_list_does() -> None:
    items = "(a) The Trust should ring each skipper.\n\n(b) Wardens should keep a list.\n\n(c) Keepers should wait.\n"
    read = reading(f"Review of Wren\n\nRecommendations\n\n{items}\nWhat we found\n\n(a) No skipper was rung.\n")
    assert [one.label for one in read.findings if one.kind is Kind.RECOMMENDATION] == ["a", "b", "c"]
    assert not [one.label for one in read.findings if one.kind is not Kind.RECOMMENDATION and one.label]


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        (
            "On Recommendation C, Mr Sorley said that the lamp had been hung in June, though two of four piers were "
            "still without one. Agreed: partly met.",
            Status.PARTLY_MET,
        ),
        ("As to Recommendation A, nothing had been spent. Decision: not started.", Status.NOT_STARTED),
    ],
)
def test_a_paragraph_on_a_recommendation_that_ends_with_a_decision_is_an_action(entry: str, state: Status) -> None:
    (told,) = reading(MEETING.format(entry), "md").findings
    assert (told.kind, told.status) == (Kind.ACTION, state)
