"""What came back after an action: which pairs count, what was first, and in which order they are told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.core.model import Answer, Echo, FindingInContext, Kind, Means, Polarity, Status
from kb.core.recurrence_values import CameBack
from kb.recurrence import Ties, find_came_back
from kb.recurrence.came_back import every_return, first_year
from kb.recurrence.deeds import acts
from kb.vocabulary import load
from tests.makers import make_tag
from tests.recurrence.makers import make_holding

VOCABULARY = load()
SPECIFIC = next(slug for slug, theme in VOCABULARY.themes.items() if not theme.weak)
WEAK = next(slug for slug, theme in VOCABULARY.themes.items() if theme.weak)
ACTION = make_holding("done", "Letters now go to each school.", kind=Kind.ACTION, year=2015)
LATER = make_holding("later", "No letter had come to the school.", year=2020)


def find_returns(
    *pairs: tuple[FindingInContext, FindingInContext, float],
    answers: tuple[Answer, ...] = (),
    near: frozenset[str] = frozenset(),
    verdicts: dict[frozenset[str], bool] | None = None,
    others: tuple[FindingInContext, ...] = (),
    beside: dict[str, tuple[str, ...]] | None = None,
    printed: tuple[str, ...] = (),
    **chosen: str | int,
) -> tuple[CameBack, ...]:
    """Return what came back in a library of these findings, each pair as like as it says."""
    held = {one.finding.id: one for pair in pairs for one in pair[:2]} | {one.finding.id: one for one in others}
    by_recommendation = {one.recommendation: [one] for one in answers}

    def echoes(id_: str) -> list[Echo]:
        like = [(one.finding.id, other.finding.id, score) for one, other, score in pairs]
        like += [(other, one, score) for one, other, score in like]
        return [Echo(id_, b, score, "alike", near=b in near) for a, b, score in like if a == id_]

    ties = Ties(echoes, held.get, by_recommendation, verdicts or {}, beside=lambda id_: (beside or {}).get(id_, ()))
    ties = replace(ties, printings=lambda id_: printed if id_ in printed else ())
    return find_came_back(held.values(), ties, VOCABULARY, **chosen)  # type: ignore[arg-type]


def like(held: FindingInContext, id_: str, **changed: object) -> FindingInContext:
    """Return a finding like another under a name and in a review of its own."""
    finding = replace(held.finding, id=id_, **changed)  # type: ignore[arg-type]
    return replace(held, finding=finding, review=replace(held.review, slug=f"review-of-{id_}"))


def test_since_holds_the_year_itself() -> None:
    (one,) = find_returns((ACTION, LATER, 0.9))
    assert first_year(one) == 2015
    assert find_returns((ACTION, LATER, 0.9), since=2015) == (one,)
    assert find_returns((ACTION, LATER, 0.9), since=2016) == ()


def test_praise_and_evidence_of_another_review_did_not_come_back() -> None:
    praise = like(LATER, "praise", polarity=Polarity.WORKING_WELL)
    evidence = like(LATER, "evidence", kind=Kind.EVIDENCE)
    assert find_returns((ACTION, praise, 0.9), (ACTION, evidence, 0.9)) == ()


def test_what_came_back_on_a_theme_is_of_actions_that_show_it_and_not_of_its_case_alone() -> None:
    own = like(ACTION, "own", tags=(make_tag(SPECIFIC),))
    lent = like(ACTION, "lent", tags=(make_tag(SPECIFIC, means=Means.CONTEXT),))
    first, second = like(LATER, "first"), like(LATER, "second")
    found = find_returns((own, first, 0.9), (lent, second, 0.9), theme=SPECIFIC)
    assert [one.action.finding.id for one in found] == ["own"]


@pytest.mark.parametrize(("first", "again"), [(2014, 2021), (2015, 2016)])
def test_what_was_asked_for_before_the_action_and_printed_again_after_it_did_not_come_back(
    first: int, again: int
) -> None:
    asked = make_holding("asked", "Send letters to the school.", kind=Kind.RECOMMENDATION, year=first, review="other")
    reprint = replace(make_holding("reprint", asked.finding.text, year=again, review="other"), review=asked.review)
    reprint = replace(reprint, finding=replace(reprint.finding, kind=Kind.RECOMMENDATION))
    tied = ((ACTION, asked, 0.9), (ACTION, reprint, 0.95))
    assert find_returns(*tied, printed=("asked", "reprint")) == ()
    assert find_returns((ACTION, reprint, 0.95), others=(asked,), printed=("asked", "reprint")) == ()
    assert [one.later.finding.id for one in find_returns(*tied)] == ["reprint"], "another recommendation is later"


def test_what_is_printed_twice_came_back_once_and_when_it_was_first_printed() -> None:
    asked = make_holding("asked", "Send letters to the school.", kind=Kind.RECOMMENDATION, year=2018, review="other")
    reprint = replace(make_holding("reprint", asked.finding.text, year=2021, review="other"), review=asked.review)
    reprint = replace(reprint, finding=replace(reprint.finding, kind=Kind.RECOMMENDATION))
    tied = ((ACTION, asked, 0.9), (ACTION, reprint, 0.95))
    for pairs in (tied, tied[::-1]):
        (one,) = find_returns(*pairs, printed=("asked", "reprint"))
        assert (one.later.finding.id, one.echo.echo, one.gap) == ("asked", "asked", 3)
    (one,) = find_returns((ACTION, reprint, 0.95), others=(asked,), printed=("asked", "reprint"))
    assert (one.later.finding.id, one.gap) == ("reprint", 3)


def test_what_is_asked_for_again_came_back() -> None:
    asked = like(LATER, "asked", kind=Kind.RECOMMENDATION)
    assert [one.later.finding.id for one in find_returns((ACTION, asked, 0.9))] == ["asked"]


def test_a_later_finding_is_tied_by_its_nearest_likeness() -> None:
    asked = make_holding("asked", "Write to schools.", kind=Kind.RECOMMENDATION, year=2014, review=ACTION.review.slug)
    answers = (Answer("asked", "done", "same number"),)
    (one,) = find_returns((ACTION, LATER, 0.7), (asked, LATER, 0.9), answers=answers)
    assert (one.echo.finding, one.echo.score) == ("asked", 0.9)
    (one,) = find_returns((ACTION, LATER, 0.9), (asked, LATER, 0.7), answers=answers)
    assert one.echo.finding == "done"


def test_a_pair_that_a_person_accepted_stays_and_a_refused_one_goes() -> None:
    pair = frozenset(("done", "later"))
    assert len(find_returns((ACTION, LATER, 0.9), verdicts={pair: True})) == 1
    assert find_returns((ACTION, LATER, 0.9), verdicts={pair: False}) == ()


def test_the_lesson_was_first_said_by_the_earliest_no_later_than_the_action() -> None:
    asked = make_holding("asked", "Write to schools.", kind=Kind.RECOMMENDATION, year=2015, review=ACTION.review.slug)
    undated = make_holding("undated", "Letters did not come.", year=None)
    early, middle = make_holding("early", "No letters.", year=2009), make_holding("middle", "No letters.", year=2012)
    answers = (Answer("asked", "done", "same number"),)
    pairs = ((ACTION, LATER, 0.9), (ACTION, middle, 0.8), (ACTION, early, 0.8), (ACTION, undated, 0.8))
    firsts = {one.first.finding.id for one in find_returns(*pairs) if one.first}
    assert firsts == {"early"}
    (one,) = find_returns((ACTION, LATER, 0.9), answers=answers, others=(asked,))
    assert one.first == asked  # of the action's own year
    (one,) = find_returns((ACTION, LATER, 0.9))
    assert one.first is None


def test_one_of_the_actions_own_area_was_first_before_an_earlier_one_of_elsewhere() -> None:
    elsewhere = make_holding("elsewhere", "No letters.", year=2005, area="Westmere")
    own = make_holding("own", "No letters.", year=2012)
    (one,) = find_returns((ACTION, LATER, 0.9), (ACTION, elsewhere, 0.8), (ACTION, own, 0.8))
    assert one.first == own
    (one,) = find_returns((ACTION, LATER, 0.9), (ACTION, elsewhere, 0.8))
    assert one.first == elsewhere


def test_an_action_is_no_earlier_saying_of_the_lesson() -> None:
    done = make_holding("before", "Letters went to schools.", kind=Kind.ACTION, year=2010)
    (one,) = [one for one in find_returns((ACTION, LATER, 0.9), (ACTION, done, 0.8)) if one.action == ACTION]
    assert one.first is None


def rank_two(one: FindingInContext, other: FindingInContext, **given: object) -> list[str]:
    """Return the ids of two later findings as they are told, each tied with an action of its own."""
    pairs = [(like(ACTION, f"done-{held.finding.id}", tags=held.finding.tags), held, 0.7) for held in (one, other)]
    return [back.later.finding.id for back in find_returns(*pairs, **given)]  # type: ignore[arg-type]


def test_the_firm_and_the_specific_stand_first() -> None:
    plain, sure = like(LATER, "a"), like(LATER, "b")
    assert rank_two(plain, sure) == ["a", "b"]
    assert rank_two(plain, sure, near=frozenset("b")) == ["b", "a"]
    themed = {name: make_holding(name, "No letter.", themes=(theme,), year=2020) for name, theme in
              (("a", WEAK), ("b", SPECIFIC))}  # fmt: skip
    assert rank_two(themed["a"], themed["b"]) == ["b", "a"]


def test_a_theme_of_one_of_the_two_alone_makes_nothing_specific() -> None:
    themed = make_holding("b", "No letter.", themes=(SPECIFIC,), year=2020)
    plain = (like(ACTION, "done-a"), like(LATER, "a"), 0.7)
    for one in (
        (like(ACTION, "done-b"), themed, 0.7),
        (like(ACTION, "done-b", tags=themed.finding.tags), like(LATER, "b"), 0.7),
    ):
        assert [back.later.finding.id for back in find_returns(plain, one)] == ["a", "b"]


def test_what_was_reported_complete_and_what_is_likest_stands_first() -> None:
    complete = like(ACTION, "done-b", status=Status.REPORTED_COMPLETE)
    going = like(ACTION, "done-c", status=Status.IN_PROGRESS)
    a, b, c = like(LATER, "a"), like(LATER, "b"), like(LATER, "c")
    told = find_returns((like(ACTION, "done-a"), a, 0.7), (complete, b, 0.7), (going, c, 0.7))
    assert [one.later.finding.id for one in told] == ["b", "a", "c"]
    told = find_returns((like(ACTION, "done-a"), a, 0.70), (like(ACTION, "done-b"), b, 0.71))
    assert [one.later.finding.id for one in told] == ["b", "a"]


def test_every_action_with_its_return_is_told_where_all_are_asked_for() -> None:
    other = like(ACTION, "second")
    held = {one.finding.id: one for one in (ACTION, other, LATER)}

    def echoes(id_: str) -> list[Echo]:
        return [Echo(id_, "later", 0.9, "alike")] if id_ != "later" else []

    ties = Ties(echoes, held.get, {}, {})
    assert {one.action.finding.id for one in every_return(held.values(), ties, VOCABULARY)} == {"done", "second"}
    assert len(find_came_back(held.values(), ties, VOCABULARY)) == 1


@pytest.mark.parametrize(
    ("words", "acted"),
    [
        ("Guidance was issued to all chairs and recording has changed.", True),
        ("New templates have been introduced at the surgery.", True),
        ("Attendance of nurses is high, at nine in ten conferences.", False),
        ("More fathers come to core groups than to conferences.", False),
    ],
)
def test_evidence_is_an_action_only_where_it_tells_what_was_done(words: str, acted: bool) -> None:
    assert acts(make_holding("evidence", words, kind=Kind.EVIDENCE, year=2015)) is acted


def test_a_slight_likeness_in_another_area_is_no_return() -> None:
    there = replace(LATER, review=replace(LATER.review, area="Westmere"))
    assert [one.elsewhere for one in find_returns((ACTION, there, 0.95))] == [True]
    assert find_returns((ACTION, there, 0.7)) == ()
    assert [one.elsewhere for one in find_returns((ACTION, LATER, 0.7))] == [False]
