"""A statement of a paper becomes an action where it answers the review, says so, and can be undone."""

from __future__ import annotations

from dataclasses import replace

from kb.core.inferred_actions import MARK, is_inferred
from kb.core.model import FindingInContext, Kind
from kb.recurrence.in_light import actions_that_answer, by_themselves
from kb.recurrence.reprints import Reprints
from tests.recurrence.test_answers_by_score import REPORT
from tests.recurrence.test_reprints import make_printing


def make_possible(id_: str, text: str) -> FindingInContext:
    return make_printing(id_, text, "newsletter", kind=Kind.ACTION)


def test_only_what_answers_a_recommendation_is_kept_and_its_reason_says_that_it_is_inferred() -> None:
    nurses = make_possible("n", "District nurses bring patients who refuse care to a monthly supervision session.")
    lunch = make_possible("l", "Lunch will be served in the hall at noon.")
    (shown,) = actions_that_answer([nurses, lunch], REPORT, [])
    assert shown.id == "n"
    assert is_inferred(shown)
    assert "inferred" in shown.why
    assert "patients" in shown.why


def test_what_was_read_as_something_else_is_that_again_by_itself() -> None:
    text = "District nurses bring patients who refuse care to a monthly supervision session."
    read = replace(make_printing("n", text, "newsletter", kind=Kind.CONCERN).finding, why='blames: "refuse"; or not: 2')
    held = FindingInContext(read, make_possible("n", text).document, REPORT[0].review)
    (shown,) = actions_that_answer([make_possible("n", text)], [*REPORT, held], [])
    assert shown.kind is Kind.ACTION
    assert by_themselves([shown]) == (replace(read, kind=Kind.CONCERN),)


def test_what_was_nothing_by_itself_is_nothing_again() -> None:
    (shown,) = actions_that_answer(
        [make_possible("n", "District nurses bring patients who refuse care to supervision.")], REPORT, []
    )
    assert by_themselves([shown]) == ()


def test_an_action_that_says_by_itself_what_was_done_stays() -> None:
    own = make_possible("a", "A panel was set up.").finding
    assert by_themselves([own]) == (own,)


def test_what_is_told_beside_an_action_that_answers_is_left_as_it_is() -> None:
    acted = make_printing(
        "a", "District nurses bring patients who refuse care to supervision.", "newsletter", kind=Kind.ACTION
    )
    beside = make_possible("b", "Nurses say that patients who decline care are spoken of at each supervision.")
    assert [one.id for one in actions_that_answer([beside], REPORT, [])] == ["b"]
    assert actions_that_answer([beside], [*REPORT, acted], []) == ()


def test_what_only_stands_between_two_that_answer_is_no_action() -> None:
    told = [
        "Guidance on mental capacity for people who neglect themselves was assessed and issued.",
        "Posters went up in the lobby.",
        "District nurses discuss in supervision patients who decline care.",
    ]
    papers = [
        make_printing(f"n{place}", text, "newsletter", kind=Kind.ACTION, place=place * 200)
        for place, text in enumerate(told)
    ]
    assert [one.id for one in actions_that_answer(papers, REPORT, [])] == ["n0", "n2"]


def test_a_number_makes_the_link_of_an_inferred_action_no_surer() -> None:
    asked = make_printing("r", "The Board should write guidance on capacity.", "report", label="Recommendation 3")
    other = make_printing("o", "The Board should open more beds.", "report", label="Recommendation 4", place=200)
    text = "On recommendation 3, guidance on capacity is with the printers."
    acted = make_printing("n", text, "newsletter", kind=Kind.ACTION)
    inferred = replace(acted, finding=replace(acted.finding, why=f"{MARK}capacity"))
    for held, certain in ((acted, True), (inferred, False)):
        (link,) = Reprints([asked, other, held], []).answers("n")
        assert (link.recommendation, link.certain) == ("r", certain)
