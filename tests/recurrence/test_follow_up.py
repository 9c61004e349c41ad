"""What is known of one recommendation: its answers, their status taken together, and what was found later."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.core.model import Answer, Echo, FindingInContext, Kind, Status
from kb.recurrence import follow_up, later_echoes, reported_complete
from tests.recurrence.makers import make_holding

ASKED = make_holding("asked", "Schools should be written to.", kind=Kind.RECOMMENDATION, year=2014)


def answer(status: Status | None, id_: str = "done", owner: str = "", due: str = "") -> tuple[Answer, FindingInContext]:
    held = make_holding(id_, "Letters go out.", kind=Kind.ACTION, status=status, review=ASKED.review.slug, year=2015)
    return Answer("asked", id_, "same number"), replace(held, finding=replace(held.finding, owner=owner, due=due))


def test_who_must_act_and_by_when_is_read_where_it_stands_first() -> None:
    assert (follow_up(ASKED, (), ()).owner, follow_up(ASKED, (), ()).due) == ("", "")
    answered = [answer(None, owner="Head of education", due="May 2015")]
    row = follow_up(ASKED, answered, ())
    assert (row.owner, row.due) == ("Head of education", "May 2015")
    own = replace(ASKED, finding=replace(ASKED.finding, owner="The board", due="June 2014"))
    row = follow_up(own, answered, ())
    assert (row.owner, row.due) == ("The board", "June 2014")


def test_only_what_finds_or_asks_for_something_is_found_later_oldest_first() -> None:
    held = [
        make_holding("c", "No letter.", year=2021),
        make_holding("a", "Write to schools.", kind=Kind.RECOMMENDATION, year=2019),
        make_holding("b", "No letter.", year=2016),
        make_holding("d", "Letters went.", kind=Kind.ACTION, year=2018),
    ]
    found = later_echoes(ASKED, [(Echo("asked", one.finding.id, 0.9, "alike"), one) for one in held])
    assert [one.finding.id for _, one in found] == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("given", "together"),
    [
        ((), Status.NO_RESPONSE),
        ((Status.OVERDUE,), Status.OVERDUE),
        ((Status.REPORTED_COMPLETE, Status.REPORTED_COMPLETE), Status.REPORTED_COMPLETE),
        ((Status.REPORTED_COMPLETE, Status.NOT_STARTED), Status.IN_PROGRESS),
        ((Status.NOT_STARTED, Status.OVERDUE), Status.OVERDUE),
        ((Status.SUPERSEDED, Status.NOT_MET), Status.NOT_MET),
        ((None, Status.NOT_ACCEPTED), Status.UNCLEAR),
    ],
)
def test_several_answers_are_as_far_as_the_least_of_them(given: tuple[Status | None, ...], together: Status) -> None:
    answers = [answer(status, f"done-{place}") for place, status in enumerate(given)]
    assert follow_up(ASKED, answers, ()).status is together
    assert reported_complete(answers) is (together is Status.REPORTED_COMPLETE)
