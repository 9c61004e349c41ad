"""How a follow-up is worded: only as the documents say, and never that an action failed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.core.model import Kind, Review, Status
from kb.core.recurrence_values import FollowUp, ThreadStage
from kb.exports import Event
from kb.exports.citations import beside
from kb.exports.follow_up import (
    CARE,
    NONE,
    STAGES,
    UNPROVEN,
    FollowUpEntry,
    account,
    entries,
    event_status,
    holdings,
    status,
    summary,
)
from kb.text.masking import EMAIL, PHONE
from kb.vocabulary import load
from tests.exports.scenes import (
    AGAIN,
    ANSWER,
    ASKED,
    CALL,
    CONTACT,
    DONE,
    ECHO,
    FOLLOWED,
    LESSON,
    SHEET,
    UNANSWERED,
)

VOCABULARY = load()
HIDDEN = f"Ring Jo Bloggs on {PHONE} or write to {EMAIL} for the plan."
ANSWERED, OPEN = FOLLOWED.rows
COMPLETE = VOCABULARY.statuses["reported_complete"].label
GOING = VOCABULARY.statuses["in_progress"].label


def row(*given: Status | None, later: bool = False) -> FollowUp:
    """A recommendation with an answer for each status; it is as far as the first."""
    answers = tuple((ANSWER, replace(DONE, finding=replace(DONE.finding, status=one))) for one in given)
    return FollowUp(ASKED, answers, (given and given[0]) or Status.NO_EVIDENCE, ((ECHO, AGAIN),) if later else ())


def test_every_stage_of_a_thread_has_a_name() -> None:
    assert set(STAGES) == set(ThreadStage)
    assert "does not mean that no action was taken" in CARE
    assert "does not show that an action failed" in CARE


@pytest.mark.parametrize(
    ("partnership", "publisher", "whose"),
    [
        ("Marlow Bay Safeguarding Children Partnership", "Marlow Bay Council", "partnership"),
        ("", "Ash Vale safeguarding adults board", "partnership"),
        ("", "Ash Vale Council", "publisher"),
        ("Consortium of Ash Vale", "Ash Vale Board", "publisher"),
        ("", "The Cupboard Trust", "publisher"),
    ],
)
def test_an_action_came_so_far_by_somebodys_own_account(partnership: str, publisher: str, whose: str) -> None:
    review = Review("one", "One", partnership=partnership, publisher=publisher)
    assert account(review) == f"by the {whose}’s own account"


def test_without_an_answer_no_action_is_recorded() -> None:
    assert status(OPEN, VOCABULARY) == NONE == "No action recorded in this library"


def test_an_answer_without_evidence_is_no_completion() -> None:
    assert (
        status(row(Status.NO_EVIDENCE), VOCABULARY) == UNPROVEN == "Response recorded, with no evidence of completion"
    )


def test_a_status_is_told_in_the_vocabulary_s_words_and_part_complete_as_such() -> None:
    assert status(ANSWERED, VOCABULARY) == COMPLETE
    part = row(Status.IN_PROGRESS, Status.REPORTED_COMPLETE)
    assert status(part, VOCABULARY) == f"{GOING}, part complete (1 of 2)"


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (Event(ThreadStage.ACTED, DONE, Status.REPORTED_COMPLETE), COMPLETE),
        (Event(ThreadStage.RECOMMENDED, ASKED, Status.IN_PROGRESS, actions=2), GOING),
        (Event(ThreadStage.RECOMMENDED, ASKED, actions=1), UNPROVEN),
        (Event(ThreadStage.RECOMMENDED, ASKED), NONE),
        (Event(ThreadStage.ACTED, DONE), "Not stated"),
        (Event(ThreadStage.ANSWERED, DONE, Status.NOT_STARTED), VOCABULARY.statuses["not_started"].label),
        (Event(ThreadStage.ANSWERED, DONE), "Not stated"),
        (Event(ThreadStage.SAID, LESSON), ""),
        (Event(ThreadStage.FOUND_AGAIN, AGAIN), ""),
        (Event(ThreadStage.GOOD_PRACTICE, LESSON), ""),
    ],
)
def test_a_row_of_a_history_says_how_far_its_actions_came(event: Event, told: str) -> None:
    assert event_status(event, VOCABULARY) == told


def test_a_summary_counts_answers_states_and_possible_echoes() -> None:
    rows = [row(Status.REPORTED_COMPLETE, later=True), row(Status.REPORTED_COMPLETE), row(Status.NO_EVIDENCE), row()]
    lower = COMPLETE[0].lower() + COMPLETE[1:]
    assert summary(iter(rows), VOCABULARY) == (
        "An action or response is recorded in this library for 3 of 4 recommendations "
        f"(2 {lower} and 1 response recorded, with no evidence of completion). 1 may be found again in later reviews."
    )


def test_a_summary_of_what_nobody_answered_names_no_state() -> None:
    assert summary([row()], VOCABULARY) == (
        "An action or response is recorded in this library for 0 of 1 recommendation. "
        "No later finding in this library is linked to them."
    )


def test_an_entry_holds_all_that_is_known_of_a_recommendation() -> None:
    first, second = entries(FOLLOWED.rows, SHEET)
    assert (first.lead_in, first.words) == (ASKED.finding.lead_in, ASKED.finding.text)
    assert first.name == "Recommendation 3"
    assert first.citation == beside(ASKED)
    assert first.address == SHEET.address(ASKED.finding.id)
    assert (first.owner, first.due, first.status) == (
        "Head of Safeguarding",
        "March 2020",
        f"{COMPLETE}, by the partnership’s own account",
    )
    assert first.actions == (
        FollowUpEntry(
            "Action or response",
            first.actions[0].name,
            DONE.finding.text,
            beside(DONE),
            SHEET.address(DONE.finding.id),
            COMPLETE,
            ANSWER.why,
        ),
    )
    (later,) = first.later
    assert (later.near, later.words, later.status, later.why) == (
        "Possible match, not yet checked",
        AGAIN.finding.text,
        "",
        ECHO.why,
    )
    assert later.name == VOCABULARY.kinds[Kind.MISSED_OPPORTUNITY].label
    assert (second.owner, second.due, second.status) == ("Not stated", "Not stated", NONE)
    assert (second.words, second.actions, second.later) == (UNANSWERED.finding.text, (), ())


def test_a_later_finding_word_for_word_is_called_so() -> None:
    verbatim = replace(ANSWERED, later=((replace(ECHO, verbatim=True), AGAIN),))
    assert [one.near for one in entries([verbatim], SHEET)[0].later] == ["Found again, nearly word for word"]


def test_no_contact_is_left_in_an_entry() -> None:
    asked = replace(CALL, finding=replace(CALL.finding, lead_in=CONTACT))
    exposed = FollowUp(
        asked,
        ((replace(ANSWER, why=CONTACT), CALL),),
        Status.REPORTED_COMPLETE,
        ((replace(ECHO, why=CONTACT), CALL),),
        owner=CONTACT,
        due=CONTACT,
    )
    (entry,) = entries([exposed], SHEET)
    assert (entry.lead_in, entry.words, entry.owner, entry.due) == (HIDDEN,) * 4
    assert [(one.words, one.why) for one in (*entry.actions, *entry.later)] == [(HIDDEN, HIDDEN)] * 2


def test_a_name_that_the_words_begin_with_stands_once() -> None:
    (entry,) = entries([ANSWERED], SHEET)
    assert entry.short_text == f"Recommendation 3: {ASKED.finding.text}"
    named = replace(entry, words="RECOMMENDATION 3 Invite housing officers.")
    assert named.short_text == "RECOMMENDATION 3 Invite housing officers."
    assert replace(entry, name="recommendation 3", words=named.words).short_text == named.words


def test_every_finding_that_a_follow_up_quotes_is_named() -> None:
    assert holdings(FOLLOWED.rows) == (ASKED, DONE, AGAIN, UNANSWERED)
