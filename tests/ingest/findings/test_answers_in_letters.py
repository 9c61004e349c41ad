"""Letters that answer, several of them in one file, and trackers: what is told below a number is what was done."""

from __future__ import annotations

import pytest

from kb.core.model import Kind, Status
from tests.ingest.reading import findings, reading, starting

LETTERS = """# Responses to the learning review of Child Rafe

# Response of Tarn Constabulary

Dear Chair,

Thank you for your report.

## Recommendation 2

We have put a sergeant in the front door from eight in the morning to ten at night.

Yours sincerely,

# Response of Tarn Schools Trust

Dear Mr Voss,

## Recommendation 5

We do not accept this recommendation, because the scheme that it describes closed last year.

Yours sincerely,
"""
TRACKER = """# Corran Safeguarding Adults Board

# SAR Mr Ivor: recommendations tracker

## Recommendation 1

Providers should tell the council within a day of handing back a package. The contract was changed in January. Complete.

## Recommendation 2

Housing officers should see whether a tenant has a social worker. This has been a worry for many years in other towns.
"""


def test_every_letter_of_a_file_is_read_with_whose_it_is() -> None:
    given = reading(LETTERS, "md")
    first = starting(given, "We have put a sergeant")
    second = starting(given, "We do not accept")
    assert (first.kind, second.kind) == (Kind.ACTION, Kind.ACTION)
    assert second.status is Status.NOT_ACCEPTED
    assert "Response of Tarn Schools Trust" in second.heading


def test_a_bare_number_over_what_asks_still_heads_a_recommendation_in_an_answer() -> None:
    asked = LETTERS.replace("We have put a sergeant in", "The police should put a sergeant in")
    assert {one.kind for one in reading(asked, "md").findings if "a sergeant" in one.text} == {Kind.RECOMMENDATION}


def test_a_tracker_gives_a_recommendation_and_its_progress_apart() -> None:
    given = reading(TRACKER, "md")
    done = starting(given, "The contract was changed")
    assert (done.kind, done.status) == (Kind.ACTION, Status.REPORTED_COMPLETE)
    asked = next(one for one in given.findings if one.text.endswith("handing back a package."))
    assert asked.kind is Kind.RECOMMENDATION
    assert (asked.id, done.id) in {(link.recommendation, link.action) for link in given.answers}


def test_what_was_counted_or_listed_as_overdue_does_not_make_its_action_overdue() -> None:
    letter = LETTERS.replace(
        "We have put a sergeant in the front door from eight in the morning to ten at night.",
        "A weekly report of overdue plans has gone to each team manager since 5 December.",
    )
    assert starting(reading(letter, "md"), "A weekly report").status is not Status.OVERDUE


CORONER = """# Response to a report to prevent future deaths: Mr Esker

Dear Madam,

Thank you for your report of 4 May.

You found that the gate had been left open on eleven nights. We keep it locked now and look at it at ten.

Your second concern is that nobody had told the ward. You asked us whether we would close the path.

{close}

Director of estates and facilities
"""


def test_the_concern_that_an_answer_gives_again_is_the_coroners_and_says_so() -> None:
    found = starting(reading(CORONER.format(close="Yours sincerely"), "md"), "You found that the gate")
    assert found.kind is Kind.CONCERN
    assert "as the answer gives it again" in found.why
    second = starting(reading(CORONER.format(close="Yours sincerely"), "md"), "Your second concern is that")
    assert second.kind is Kind.CONCERN
    told = [one.text for one in reading(CORONER.format(close="Yours sincerely"), "md").findings]
    assert not any("You asked us" in text for text in told)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("You were told that the locum had had no induction in his nine weeks at the clinic.", Kind.CONCERN),
        ("You heard that the alarm on the landing was never tested.", Kind.CONCERN),
        ("You heard that he lived beside the harbour and painted boats.", None),
    ],
)
def test_what_a_coroner_heard_is_a_concern_where_it_says_what_was_lacking(said: str, kind: Kind | None) -> None:
    letter = CORONER.format(close="Yours sincerely").replace("You found", f"{said}\n\nYou found")
    told = {one.text: one.kind for one in reading(letter, "md").findings}
    assert told.get(said) is kind


@pytest.mark.parametrize("close", ["Yours faithfully", "With best wishes", "Kindest regards,", "Regards"])
def test_who_signs_a_letter_is_no_finding(close: str) -> None:
    told = [one.text for one in reading(CORONER.format(close=close), "md").findings]
    assert told
    assert not any("Director" in text or close in text for text in told)


@pytest.mark.parametrize("format", ["txt", "md"])
def test_a_greeting_does_not_run_on_into_the_letter(format: str) -> None:
    text = CORONER.replace("Dear Madam", "Dear Ms Ahl").format(close="Yours sincerely")
    found = starting(reading(text, format), "You found that the gate")
    assert "as the answer gives it again" in found.why


def test_an_action_that_points_back_is_led_by_what_was_asked() -> None:
    asked = "Your report also asked all agencies to look at how they record wishes."
    letter = CORONER.format(close="Yours sincerely").replace(
        "You found", f"{asked} We have introduced a form for this in all wards.\n\nYou found"
    )
    found = starting(reading(letter, "md"), "We have introduced a form")
    assert found.lead_in == asked


def test_what_was_found_and_what_was_done_about_it_are_two() -> None:
    text = CORONER.format(close="Yours sincerely").replace("We keep it locked now", "We have locked it since May")
    told = [one.text for one in reading(text, "md").findings]
    assert "You found that the gate had been left open on eleven nights." in told


def test_what_a_coroner_found_is_no_concern_where_it_praises_or_finds_no_fault() -> None:
    given = reading(
        "# Response of Tarn Surgery to the Regulation 28 report\n\nDear Coroner,\n\nThank you for your report.\n\n"
        "You found that nobody at the surgery was at fault. You found that the surgery was kind to her and wrote in "
        "good time. You found that nobody had asked her about the tablets.\n\nYours sincerely,\n",
        "md",
    )
    assert [one.text for one in given.findings if one.kind is Kind.CONCERN] == [
        "You found that nobody had asked her about the tablets."
    ]


@pytest.mark.parametrize(
    ("told", "is_action"),
    [
        ("I have passed on that part of your report to my colleague in the other department.", True),
        ("We do not think it right to set a single figure, as wings differ so widely.", True),
        ("The trust has therefore decided against cameras in dining rooms.", True),
        ("I do not think anybody could doubt how sad this is.", False),
    ],
)
def test_what_a_reply_did_or_declines_is_an_action_and_never_complete(told: str, is_action: bool) -> None:
    text = f"Dear Mr Sant,\n\nI am replying to your report about the death of Mr Royle.\n\n{told}\n\nYours sincerely\n"
    found = [one for one in findings(text, "md") if told[:20] in one.text]
    assert [one.kind.value for one in found] == (["action"] if is_action else [])
    assert not any(one.status is not None and one.status.is_reached for one in found)


def test_a_recommendation_given_again_is_parted_from_what_became_of_it() -> None:
    text = (
        "# SAR Mrs P: update on the action plan\n\n## Recommendation 1\n\nAll agencies should agree one way of sharing "
        "concerns. A single form was agreed in June. It is in use in four agencies out of six.\n\n"
        "## Recommendation 2\n\n"
        "Supervisors should ask who has not been seen. This was found to be unclear to many of them.\n"
    )
    asked, done = findings(text, "md")[:2]
    assert (asked.kind, done.kind) == (Kind.RECOMMENDATION, Kind.ACTION)
    assert asked.text.endswith("sharing concerns.")
    assert done.text.startswith("A single form was agreed")


LETTER = """Dear Madam

Regulation 28 report: Mr Ivo Pell

Thank you for your report. {told}

Yours faithfully

Chief Executive
"""


@pytest.mark.parametrize(
    "deed",
    [
        "We wrote to the maker of the alarm on 2 November and have asked that its bell be made louder.",
        "A further audit will be undertaken in March 2024.",
        "Twelve hand-held devices were bought in April.",
        "The Hospital Trust has fitted new locks.",
    ],
)
def test_what_the_writer_of_an_answer_did_is_an_action_wherever_it_stands(deed: str) -> None:
    told = f"The alarm is made by a firm in Ellerby. It is not ours to alter. {deed}"
    assert [one.text for one in findings(LETTER.format(told=told), "txt") if one.kind is Kind.ACTION] == [deed]


@pytest.mark.parametrize(
    "words",
    [
        "We received your report on 4 May.",
        "The Board considered it with care.",
        "May I begin by saying how sorry we are for the loss of Mr Pell.",
    ],
)
def test_what_the_writer_read_or_felt_is_none(words: str) -> None:
    assert findings(LETTER.format(told=words), "txt") == ()
