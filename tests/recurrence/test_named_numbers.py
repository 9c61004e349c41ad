"""Which recommendations the steps of a plan are for, by their numbers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kb.core.model import FindingInContext, Kind
from kb.recurrence import Reprints
from kb.recurrence.named_numbers import numbers_named, numbers_of_steps
from tests.recurrence.test_reprints import make_printing

ASKED = ("Landlords should test alarms.", "Midwives should weigh babies.", "Drivers should greet children.")
REPORT = [
    make_printing(f"r{place}", text, "report", label=f"Recommendation {place}", place=place * 200)
    for place, text in enumerate(ASKED, 1)
]
DONE = ("Hire a van", "Print a form", "Order two scales", "Write to the depot")


def plan(labels: Sequence[str]) -> list[FindingInContext]:
    return [
        make_printing(f"a{place}", text, "plan", label=label, kind=Kind.ACTION, place=place * 200)
        for place, (text, label) in enumerate(zip(DONE, labels, strict=False))
    ]


@pytest.mark.parametrize(
    "labels", [("1.1", "1.2", "2.1", "3.1"), ("1a", "1b", "2a", "3a"), ("1 (a)", "1(b)", "2.1", "3.1")]
)
def test_steps_that_count_through_the_recommendations_answer_them_without_a_shared_word(
    labels: tuple[str, ...],
) -> None:
    made = Reprints([*REPORT, *plan(labels)], []).all_answers
    assert {one.action: one.recommendation for one in made} == {"a0": "r1", "a1": "r1", "a2": "r2", "a3": "r3"}
    assert not any(one.certain for one in made)


ANSWERED = ("Alarms were tested in ten flats", "Babies are weighed weekly", "Two drivers left")


@pytest.mark.parametrize(
    ("name", "linked"),
    [("Strategy", {"a1": "r1", "a2": "r2", "a3": "r3"}), ("Aim", {"a1": "r1", "a2": "r2", "a3": "r3"}), ("Visit", {})],
)
def test_a_paper_may_call_recommendations_by_a_name_of_its_own(name: str, linked: dict[str, str]) -> None:
    told = [
        make_printing(f"a{place}", text, "paper", label=f"{name} {place}", kind=Kind.ACTION, place=place * 200)
        for place, text in enumerate(ANSWERED, 1)
    ]
    made = [one for one in Reprints([*REPORT, *told], []).all_answers if "number" in one.why]
    assert {one.action: one.recommendation for one in made} == linked


@pytest.mark.parametrize(
    ("labels", "asked"),
    [
        (("1.1", "1.2", "2.1", "2.2"), {"report": {"1", "2"}}),  # two may be a plan's own themes
        (("1.1", "1.2", "2.1", "3.1"), {"report": {"1", "2", "3", "4"}}),
        (("3.1", "1.1", "2.1", "2.2"), {"report": {"1", "2", "3"}}),
        (("1", "2", "3", "4"), {"report": {"1", "2", "3", "4"}}),
        (("1.1", "", "2.1", "3.1"), {"report": {"1", "2", "3"}}),
        (("1.1", "1.2", "2.1", "3.1"), {"plan": {"1", "2", "3"}}),
        (("1.1", "1.2", "2.1", "3.1"), {"report": {"1.1", "1.2", "2.1", "3.1"}}),
    ],
)
def test_other_numbers_of_a_plan_are_its_own(labels: tuple[str, ...], asked: dict[str, set[str]]) -> None:
    assert numbers_of_steps(plan(labels), asked) == {}


def test_the_reason_says_that_it_is_a_step() -> None:
    (first, *_) = Reprints([*REPORT, *plan(("1.1", "1.2", "2.1", "3.1"))], []).answers("a0")
    assert "is a step for recommendation 1" in first.why


LETTERED = [
    make_printing(f"r{letter}", text, "report", label=f"({letter})", place=place * 200)
    for place, (letter, text) in enumerate(zip("abc", ASKED, strict=True))
]


@pytest.mark.parametrize(
    ("label", "said", "linked"),
    [
        ("", "Under recommendation B the depot wrote to nobody.", "rb"),
        ("Recommendation C", "Two left.", "rc"),
        ("Strategy b)", "Midwives weigh babies at home.", "rb"),
        ("", "Recommendation A was met in full.", "ra"),
        ("", "Recommendation A new van was bought.", ""),
    ],
)
def test_an_action_names_a_recommendation_by_its_letter(label: str, said: str, linked: str) -> None:
    done = make_printing("d", said, "paper", label=label, kind=Kind.ACTION)
    made = [
        one for one in Reprints([*LETTERED, done], []).all_answers if "another document of the review makes" in one.why
    ]
    assert [one.recommendation for one in made] == ([linked] if linked else [])


@pytest.mark.parametrize(
    "said",
    ["A recommendation I made was heard.", "The recommendation I was given was heard.", "RECOMMENDATIONS were heard."],
)
def test_a_word_or_the_end_of_one_is_no_letter_of_a_recommendation(said: str) -> None:
    assert numbers_named(make_printing("d", said, "paper", kind=Kind.ACTION)) is None


def test_a_letter_and_a_figure_do_not_tell_two_recommendations_apart() -> None:
    again = [
        make_printing(f"p{place}", text, "plan", label=str(place), place=place * 200)
        for place, text in enumerate(ASKED, 1)
    ]
    made = Reprints([*LETTERED, *again], [])
    assert made.is_reprint("ra", "p1")
    assert made.is_reprint("rc", "p3")
