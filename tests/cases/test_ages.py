"""Ages that a text states, and the span in which one stands."""

from __future__ import annotations

import pytest

from kb.cases.ages import ages, of_age


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        ("Amara was four months old when it happened.", ["4 months"]),
        ("Lyra (6) and Finn (18 months) lived there.", ["6", "18 months"]),
        ("Rowan was 34 when she was killed; her son was aged nine.", ["34", "9"]),
        ("People aged 18 to 25 in 2014 (3) had 2 visits.", []),
        ("Thirteen-year-old Bryn lived with a thirty-four-year-old man.", ["13", "34"]),
        ("A fourteen-year-old, aged sixteen now, and one of eighteen years.", ["14", "16"]),
        ("Both children (aged two and five years) were at home.", ["2", "5"]),
        ("A boy of fourteen was missing; a child of two parents was not.", ["14"]),
        ("It happened between the ages of seven and 10.", ["7", "10"]),
        ("Ten to 25-year-olds, those under the age of 18 and those aged 65 and over; Lesson (4).", []),
    ],
)
def test_ages_are_those_that_are_stated(words: str, stated: list[str]) -> None:
    assert list(dict.fromkeys(one.words for one in ages(words))) == stated


def test_an_age_is_in_its_span() -> None:
    assert of_age("Finn (18 months)", "under-5")
    assert not of_age("Finn (18 months)", "under-1")
    assert of_age("She booked late in her pregnancy.", "unborn")
    assert not of_age("Finn (18 months)", "unborn")
    assert of_age("Ash was 11 when he moved.", "11-17")
    assert not of_age("Ash was 11 when he moved.", "5-10")
    assert of_age("a 34-year-old man", "adult")
