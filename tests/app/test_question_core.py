"""The part of a question on which its meaning hangs."""

from __future__ import annotations

import pytest

from kb.app.question_core import parts_it_hangs_on
from search.understanding.part_coverage import FoundText

PARTS = {"lantern": (("lantern",),), "licence": (("licenc",),), "families": (("famili",),)}
WEIGHTS = {"lantern": 8.0, "licence": 5.0, "families": 1.5}
FOUND = [FoundText("Families asked for a licence.")]


def hangs(
    likeness: float | None, missing: tuple[str, ...] = ("lantern",), found: list[FoundText] = FOUND
) -> tuple[str, ...]:
    return parts_it_hangs_on("lantern licence for families", PARTS, WEIGHTS, found, missing, lambda *_: likeness)


def test_a_question_hangs_on_a_rare_part_without_which_it_means_something_else() -> None:
    assert hangs(0.5) == ("lantern",)
    assert hangs(0.9) == ()
    assert hangs(None) == ()


def test_a_part_that_a_finding_has_is_not_lost() -> None:
    assert hangs(0.5, (), [FoundText("Lanterns were lent.")]) == ()
    assert hangs(0.5, ()) == ("lantern",)


@pytest.mark.parametrize(
    ("part", "weight", "lost"), [("shuttered", 8.0, ()), ("shutters", 8.0, ("shutters",)), ("plans", 4.0, ())]
)
def test_what_is_done_and_what_is_not_rare_is_said_otherwise(part: str, weight: float, lost: tuple[str, ...]) -> None:
    parts = {part: ((part,),), "home": (("home",),)}
    found = parts_it_hangs_on(f"{part} home", parts, {part: weight, "home": 2.0}, FOUND, (part,), lambda *_: 0.5)
    assert found == lost


def test_a_part_is_taken_out_of_no_other_word() -> None:
    told: list[str] = []
    parts = {"gun": (("gun",),), "begun": (("begun",),), "talks": (("talk",),)}
    weights = {"gun": 8.0, "begun": 2.0, "talks": 2.0}
    parts_it_hangs_on("gun talks begun", parts, weights, FOUND, ("gun",), lambda _, rest: told.append(rest))
    assert told == ["talks begun"]


def test_a_question_of_one_part_hangs_on_nothing_else() -> None:
    assert (
        parts_it_hangs_on("lantern", {"lantern": (("lantern",),)}, WEIGHTS, FOUND, ("lantern",), lambda *_: 0.1) == ()
    )
