"""How far an action is said to have come: what is ticked, written or coloured, with all that qualifies it."""

from __future__ import annotations

import pytest

from benchmarks.statuses import COMPLETE, lines
from ingest.findings.status import Statuses
from ingest.findings.ticks import ticks_in
from kb.core.model import Status
from kb.vocabulary import load
from tests.ingest.reading import findings


@pytest.fixture(scope="module")
def statuses() -> Statuses:
    return Statuses(load())


@pytest.mark.parametrize(("part", "floor"), [("seen", 0.93), ("kept", 0.95)])
def test_judged_lines_are_read_right_and_none_wrongly_complete(statuses: Statuses, part: str, floor: float) -> None:
    judged = [(text, may_be, statuses.of_cell(text) or Status.UNCLEAR) for text, may_be in lines(part)]
    assert [text for text, may_be, given in judged if given in COMPLETE and not COMPLETE & set(may_be)] == []
    assert sum(given in may_be for _, may_be, given in judged) >= floor * len(judged)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Not yet complete", Status.IN_PROGRESS),
        ("Police: complete. Housing: not complete.", Status.PARTLY_MET),
        ("Health: closed; Council: not started; Police: closed", Status.PARTLY_MET),
        ("Target met in two of the three districts", Status.PARTLY_MET),
        ("Delivered to date: 3 of 4 sessions", Status.PARTLY_MET),
        ("Gorffenedig", Status.REPORTED_COMPLETE),
        ("The Trust's view is that no action is needed", Status.NOT_ACCEPTED),
        ("Requested in May; nothing has been received", Status.NO_RESPONSE),
        ("The landlords have been written to.", Status.IN_PROGRESS),
        ("All four trusts have written to say that they have done it.", Status.REPORTED_COMPLETE),
        ("The form is in use; in a check of 50 files it had been filled in in 27.", Status.PARTLY_MET),
        ("The list was made in May. We looked at 40 of the names and it was right for 12.", Status.PARTLY_MET),
        ("Work with landlords is slow: one has replied.", Status.IN_PROGRESS),
        ("The rota was changed in April, then changed back.", Status.UNCLEAR),
        ("The Board had turned this down in June on grounds of cost.", Status.NOT_ACCEPTED),
        ("Two homes have agreed to keep a list and a third has declined.", Status.PARTLY_MET),
        ("Partially complete - awaiting sign-off", Status.IN_PROGRESS),
        ("Agreed in principle", Status.IN_PROGRESS),
        ("Agreed but no start date", Status.IN_PROGRESS),
        ("Booked for spring", Status.NOT_STARTED),
        ("Not started, waiting for legal advice", Status.NOT_STARTED),
        ("Not yet started; awaiting funding", Status.NOT_STARTED),
        ("To do - pending sign-off", Status.NOT_STARTED),
        ("Complete subject to the new lease in May 2021.", Status.IN_PROGRESS),
        ("Done, dependent on the boat's licence", Status.IN_PROGRESS),
        ("Not started. Waiting list review under way", Status.IN_PROGRESS),
        ("Turned down by the governors", Status.NOT_ACCEPTED),
        ("Moved to next year", Status.NOT_STARTED),
        ("Replaced by action 9", Status.SUPERSEDED),
        ("40%", Status.IN_PROGRESS),
        ("Completed for the day staff; night staff in May", Status.PARTLY_MET),
        ("Adopted from next Monday", Status.NOT_STARTED),
        ("Marked done by mistake", Status.UNCLEAR),
        ("Tablets ordered and delivered to one ward", Status.PARTLY_MET),
        ("100%", Status.REPORTED_COMPLETE),
        ("Work continues", Status.IN_PROGRESS),
        ("The family has not accepted the referral to early help", Status.UNCLEAR),
        ("Training complete; two schools declined the sessions", Status.PARTLY_MET),
        ("The Trust did not accept the recommendation", Status.NOT_ACCEPTED),
        ("", None),
    ],
)
def test_what_qualifies_a_word_counts_with_it(statuses: Statuses, text: str, status: Status | None) -> None:
    assert statuses.of_cell(text) is status


@pytest.mark.parametrize(
    "text",
    [
        "The joint protocol was shelved in May.",
        "The scheme was suspended in March.",
        "The leaflet was binned after the merger.",
        "The draft was put in a drawer in 2023.",
        "The pathway was allowed to lapse.",
    ],
)
def test_what_was_given_up_is_neither_to_begin_nor_done(statuses: Statuses, text: str) -> None:
    assert statuses.of(text) is Status.UNCLEAR


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("□ Open  ■ Closed", Status.REPORTED_COMPLETE),
        ("Closed □  Open ■", Status.IN_PROGRESS),
        ("[ ] complete [X] under way", Status.IN_PROGRESS),
        ("☐ complete ☐ under way", Status.UNCLEAR),
        ("☑ complete ☑ under way", Status.UNCLEAR),
        ("☑", Status.REPORTED_COMPLETE),
        ("✘", Status.NOT_MET),
    ],
)
def test_what_is_ticked_counts_whatever_the_boxes_are_made_of(statuses: Statuses, text: str, status: Status) -> None:
    assert statuses.of_cell(text) is status


def test_boxes_take_the_words_after_them_or_those_before_where_the_line_ends_with_one() -> None:
    assert [(tick.mark, tick.label) for tick in ticks_in("☐ Open ☒ Shut")] == [("empty", "Open"), ("ticked", "Shut")]
    assert [(tick.mark, tick.label) for tick in ticks_in("Open ☐ Shut ☒")] == [("empty", "Open"), ("ticked", "Shut")]
    assert ticks_in("Open (see note 3) [link](a)") == ()


def test_words_count_before_colours_and_a_colour_against_them_leaves_it_unclear(statuses: Statuses) -> None:
    assert statuses.of_cell("Green: not started") is Status.NOT_STARTED
    assert statuses.of_cell("Red, complete") is Status.UNCLEAR
    assert statuses.of_cell("Green") is Status.IN_PROGRESS


@pytest.mark.parametrize(("before", "now"), [("planned", "not_started"), ("no_evidence", "no_response")])
def test_a_status_kept_under_its_old_name_is_read(before: str, now: str) -> None:
    assert Status(before).value == now


def test_a_status_line_under_an_action_is_read_with_its_qualifiers() -> None:
    found = findings("Action plan\n\n1. The Trust will audit its wards each June.\n\nStatus: Not yet complete\n")
    assert [finding.status for finding in found] == [Status.IN_PROGRESS]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Complete. Re-audit showed 19 of 20 files compliant.", Status.COMPLETE_WITH_EVIDENCE),
        ("Completed: attendance register attached", Status.COMPLETE_WITH_EVIDENCE),
        ("Done; internal audit gave substantial assurance", Status.COMPLETE_WITH_EVIDENCE),
        ("Done. Audit in May found the card in 28 of 30 files.", Status.COMPLETE_WITH_EVIDENCE),
        ("Declined by the Board, 4 May 2021. Closed.", Status.NOT_ACCEPTED),
        ("Already covered by our induction policy (2017)", Status.ALREADY_IN_PLACE),
        ("We do this now and did so then", Status.ALREADY_IN_PLACE),
    ],
)
def test_what_shows_completion_and_what_was_there_before_are_distinguished(
    statuses: Statuses, text: str, status: Status
) -> None:
    assert statuses.of_cell(text) is status


@pytest.mark.parametrize(
    "text",
    [
        "Complete, but a re-audit found few plans compliant.",
        "Complete. An audit found only 40% of plans compliant.",
        "Said to be complete; the attendance register was not attached",
        "Complete date: 30/4/24",
        "Complete: see comments",
        "Closed: lead retired",
    ],
)
def test_an_audit_that_finds_little_and_a_date_alone_complete_nothing(statuses: Statuses, text: str) -> None:
    assert statuses.of_cell(text) not in (
        Status.REPORTED_COMPLETE,
        Status.COMPLETE_WITH_EVIDENCE,
        Status.ALREADY_IN_PLACE,
    )


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The system will not let an entry be made late.", Status.OVERDUE),
        ("Staff are reminded when a visit is overdue.", Status.OVERDUE),
        ("A late entry must now be countersigned.", Status.OVERDUE),
        ("The late shift now has a named social worker.", Status.OVERDUE),
        ("We have hired a nurse for the backlog of delayed discharges.", Status.OVERDUE),
        ("The leaflet has been printed in four languages.", Status.PARTLY_MET),
        ("Part of the induction now covers exploitation.", Status.PARTLY_MET),
        ("The course is in two parts and runs each term.", Status.PARTLY_MET),
        ("Three of our nurses visit each home.", Status.PARTLY_MET),
        ("Some 300 staff have been trained.", Status.PARTLY_MET),
    ],
)
def test_a_word_for_a_status_that_tells_of_something_else_gives_none(
    statuses: Statuses, text: str, status: Status
) -> None:
    assert statuses.of(text) is not status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The review of the form is six weeks overdue.", Status.OVERDUE),
        ("This was due in May and is late.", Status.OVERDUE),
        ("Late response from the landlord; the action is overdue.", Status.OVERDUE),
        ("Part of the work is done.", Status.PARTLY_MET),
        ("The first part is complete and the second is not.", Status.PARTLY_MET),
    ],
)
def test_what_an_action_says_of_itself_still_counts(statuses: Statuses, text: str, status: Status) -> None:
    assert statuses.of(text) is status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Three of our midwives have completed the training.", Status.PARTLY_MET),
        ("5 of our 40 staff have attended.", Status.PARTLY_MET),
        ("Part of the form has been rewritten.", Status.PARTLY_MET),
        ("Part of the new hoarding policy has been changed.", Status.PARTLY_MET),
        ("The guidance was issued to part of the workforce.", Status.PARTLY_MET),
        ("Complete in six sections of nine.", Status.PARTLY_MET),
        ("Completed in two languages of five.", Status.PARTLY_MET),
        ("Completed, in part or in full, by all wards.", Status.PARTLY_MET),
        ("The checklist is now part of the form and has been issued.", Status.REPORTED_COMPLETE),
    ],
)
def test_a_share_of_the_work_or_of_those_who_do_it_is_never_complete(
    statuses: Statuses, text: str, status: Status
) -> None:
    assert statuses.of(text) is status


@pytest.mark.parametrize(
    "text",
    ["Calls are no longer closed because somebody refused once.", "The desk rings again when a man has declined."],
)
def test_what_those_who_are_served_refuse_is_no_recommendation(statuses: Statuses, text: str) -> None:
    assert statuses.of(text) is not Status.NOT_ACCEPTED


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("Not started    In progress    Complete", True),
        ("Not started / In progress / Complete", True),
        ("☐ Not started ☐ In progress ☐ Complete", True),
        ("☐ Not started ☐ In progress ☒ Complete", False),
        ("Open - overdue", False),
        ("Completed, closed and signed off", False),
    ],
)
def test_the_answers_that_a_form_offers_state_nothing(statuses: Statuses, line: str, offers: bool) -> None:
    assert statuses.offers(line) is offers
    assert (statuses.of_cell(line) is Status.UNCLEAR) is offers


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Wedi’i gwblhau", Status.REPORTED_COMPLETE),
        ("Heb ei gwblhau", Status.NOT_MET),
        ("Heb ddechrau", Status.NOT_STARTED),
        ("Sorted.", Status.REPORTED_COMPLETE),
        ("Not sorted.", None),
        ("Nothing further needed - our existing policy covers it", Status.ALREADY_IN_PLACE),
        ("Done by 4 May 2023 (target)", Status.NOT_STARTED),
        ("Policy signed off by the deadline", None),
        ("None", Status.UNCLEAR),
    ],
)
def test_boards_words_in_two_languages_and_days_aimed_at(statuses: Statuses, line: str, status: Status | None) -> None:
    told = statuses.of_cell(line)
    assert told is status if status else told is not Status.NOT_STARTED


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("A check of 40 records on 5 May showed that all had it. Complete.", Status.REPORTED_COMPLETE),
        ("The form is in use. A sample of 12 plans in 2023 had nothing missing.", None),
        ("The list was made. An audit of 30 files found it in 30.", None),
        ("The practices were written to in May and all have replied. Complete.", Status.REPORTED_COMPLETE),
        ("The leaflet has been completed and sent back to the printers.", Status.REPORTED_COMPLETE),
        ("The rule was changed and the form has not needed any new words.", None),
    ],
)
def test_a_date_or_who_made_a_check_is_no_share(statuses: Statuses, text: str, status: Status | None) -> None:
    told = statuses.of(text)
    assert told is status if status else told is not Status.PARTLY_MET


def test_of_several_one_that_has_not_done_it_leaves_a_share(statuses: Statuses) -> None:
    assert statuses.of("Three wards have changed the rota and a fourth has not.") is Status.PARTLY_MET
    assert statuses.of("The rota was changed; in the others it is not.") is Status.PARTLY_MET


@pytest.mark.parametrize("text", ["☐ Not started ☒ In progress ☐ Complete", "Complete ☐  Not started ☒"])
def test_boxes_with_statuses_beside_them_are_a_choice(statuses: Statuses, text: str) -> None:
    assert statuses.is_choice(text)


@pytest.mark.parametrize("text", ["☒ In progress", "☐ Ask the school ☒ Complete", "The lead ticks ☐ Complete ☒ Late"])
def test_boxes_beside_other_words_are_no_choice_of_a_status(statuses: Statuses, text: str) -> None:
    assert not statuses.is_choice(text)


@pytest.mark.parametrize("sign", ["●", "■", "⬤"])
def test_a_sign_that_speaks_by_its_colour_alone_is_unclear(statuses: Statuses, sign: str) -> None:
    assert statuses.of_cell(sign) is Status.UNCLEAR


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Started? Y", Status.IN_PROGRESS),
        ("Begun: yes", Status.IN_PROGRESS),
        ("Commenced? No", Status.NOT_STARTED),
        ("Started (Y/N): N", Status.NOT_STARTED),
        ("Progress? Yes", Status.UNCLEAR),
        ("RAG: Y", Status.UNCLEAR),
        ("Done? Yes", Status.REPORTED_COMPLETE),
        ("Implemented: no", Status.NOT_MET),
    ],
)
def test_a_yes_counts_for_what_was_asked(statuses: Statuses, text: str, status: Status) -> None:
    assert statuses.of_cell(text) is status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        # who closed it and when say nothing against it; who is to do it by when is no completion
        ("Closed by Scrutiny Committee 7.4.22", Status.REPORTED_COMPLETE),
        ("The action has been discharged at the QSG meeting, May 2021", Status.REPORTED_COMPLETE),
        ("We can confirm that this action was implemented on 9 January 2024", Status.REPORTED_COMPLETE),
        ("Complete by June 2024", None),
        ("Closed by EOY", None),
        ("Closed by mistake 7.4.22", None),
        # a mark told in words, with a remark
        ("Tick: hand-over sheet on every desk", Status.REPORTED_COMPLETE),
        ("✓ Lanyards in the cupboard", Status.REPORTED_COMPLETE),
        ("Tick - awaiting the second ward", None),
        ("✓ but only on days", None),
        ("Cross - nobody free to do it", Status.NOT_MET),
        ("Cross: the panel declined this", Status.NOT_ACCEPTED),
        # short forms are read as their long ones
        ("It wasn't finished", Status.NOT_MET),
        ("They haven't started", Status.NOT_STARTED),
        ("It's been finished", Status.REPORTED_COMPLETE),
        # closed in error and opened again
        ("Marked complete in error, re-opened by the Chair", Status.IN_PROGRESS),
        ("Wrongly closed; reopened 4 May", Status.IN_PROGRESS),
        # Welsh within a line
        ("Wedi'i gyflawni yn rhannol: pedwar tîm o saith", Status.PARTLY_MET),
        ("Ni chafwyd ateb gan yr ysgol", Status.NO_RESPONSE),
        ("We wrote to the landlord. They never replied", Status.NO_RESPONSE),
    ],
)
def test_what_stands_around_the_word_for_a_status(statuses: Statuses, text: str, status: Status | None) -> None:
    told = statuses.of_cell(text)
    assert told is status if status else told is None or told.value not in COMPLETE


@pytest.mark.parametrize("line", ["✔ Complete ❑ In progress ❑ Not started", "✅ Done  ⬜ Ongoing  ⬜ To do"])
def test_a_tick_beside_empty_boxes_is_a_choice(statuses: Statuses, line: str) -> None:
    assert statuses.of_cell(line) is Status.REPORTED_COMPLETE


def test_a_tick_beside_what_is_not_yet_done_is_no_completion(statuses: Statuses) -> None:
    assert statuses.of_cell("❑ Complete ✔ In progress ❑ Not started") is Status.IN_PROGRESS


@pytest.mark.parametrize(
    ("said", "superseded"),
    [
        ("We halted the pilot in May when the county brought in one form that does the same.", True),
        ("The project ended in June because the national toolkit covers the same ground.", True),
        ("The contract was stopped in June, when the council adopted a new budget.", False),
        ("The pathway covers the same ground as before and was completed in May.", False),
    ],
)
def test_work_that_ended_for_what_covers_the_same_is_superseded(said: str, *, superseded: bool) -> None:
    assert (Statuses(load()).of(said) is Status.SUPERSEDED) is superseded


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("The review did not want a child to return until a meeting has agreed a plan.", False),
        ("The panel did not want the plan to be signed before families had read it.", False),
        ("The Trust did not want this.", True),
    ],
)
def test_a_wish_that_one_thing_waits_for_another_refuses_nothing(said: str, *, refused: bool) -> None:
    assert (Statuses(load()).of(said) is Status.NOT_ACCEPTED) is refused


@pytest.mark.parametrize("left", ["the supplier has withdrawn", "our trainer withdrew", "the designer pulled out"])
def test_somebody_who_leaves_holds_the_action_up_and_replaces_nothing(statuses: Statuses, left: str) -> None:
    assert statuses.of_cell(f"Off track: {left}") in (Status.IN_PROGRESS, Status.OVERDUE, Status.UNCLEAR)
    assert statuses.of_cell("This action has been withdrawn") is Status.SUPERSEDED


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("The agency was not in a position to agree to a second visit each week.", Status.NOT_ACCEPTED),
        ("Governors did not feel able to support a rule that binds every school.", Status.NOT_ACCEPTED),
        ("The area's own leaflet was dropped in July, when the national one took its place.", Status.SUPERSEDED),
        ("Joint visits had been the rule on the island since March 2018.", Status.ALREADY_IN_PLACE),
        ("When the board asked in October, nothing had been done.", Status.NOT_STARTED),
        ("The survey ought to have gone out in May and had not been written.", Status.OVERDUE),
        ("The month set for it was June, and that has come and gone.", Status.OVERDUE),
        ("Planning for our own course stopped when the county opened one for all schools.", Status.SUPERSEDED),
    ],
)
def test_what_minutes_tell_in_long_sentences(statuses: Statuses, told: str, status: Status) -> None:
    assert statuses.of_account(told) is status


def test_judged_lines_decide_what_rules_do_not_know(statuses: Statuses) -> None:
    told = "The service reports that supervision has been available to all of them."
    assert statuses.of(told) is Status.UNCLEAR
    assert statuses.of_account(told) is Status.REPORTED_COMPLETE


@pytest.mark.parametrize(
    "told",
    [
        "The course was commissioned in May and had reached ninety people by the time of writing.",
        "All staff will have been trained by the summer.",
        "A form is being drafted, and the trainer reports that she is pleased with it.",
        "Members discussed the paper and asked for it to come back.",
        "The deadline for this was the end of April, and it has been and gone.",
        "Work on the card stopped because the nurse has left.",
    ],
)
def test_judged_lines_complete_nothing_that_rules_read_as_less(statuses: Statuses, told: str) -> None:
    assert statuses.of_account(told).value not in COMPLETE
