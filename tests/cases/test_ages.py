"""Ages that a text states, and the span in which one stands."""

from __future__ import annotations

import pytest

from kb.cases.ages import ages, ages_told, of_age, standing
from kb.core.case_values import Standing


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


@pytest.mark.parametrize(
    ("story", "concerns", "stated"),
    [
        ("Mark, then aged 4, and his mother, aged 19, lived there.", "", ["4"]),
        ("Her partner, aged 41, and Rowan, aged 34, lived there.", "adults", ["41", "34"]),
        ("A man aged 41 moved in; Bryn was aged nine.", "children", ["9"]),
        ("Bryn born May 2016. Bryn died in July 2018.", "", ["born May 2016, died July 2018"]),
        ("Bryn born May 2016. Tam died in July 2018.", "", []),
    ],
)
def test_the_age_of_a_case_is_that_of_whom_it_tells(story: str, concerns: str, stated: list[str]) -> None:
    assert [one.words for one in ages_told(story, concerns)] == stated


@pytest.mark.parametrize(
    ("story", "findings", "span", "known"),
    [
        ("Orla is 13.", ["Orla, aged 13, and a toddler"], "under-5", Standing.OTHER),
        ("Orla is a 13-year-old girl.", ["A toddler was seen."], "under-5", Standing.OTHER),
        ("Bryn born in 2016. Bryn died in 2018.", [], "under-5", Standing.STATED),
        ("Bryn born in 2013. Bryn died in 2018.", [], "under-5", Standing.OTHER),  # four or five or nearly six
        ("The toddler lived there.", [], "under-5", Standing.STATED),
        ("Nobody saw the flat.", ["He was aged 3."], "under-5", Standing.STATED),
        ("Nobody saw the flat.", ["The baby was seen."], "under-5", Standing.HINTED),
        ("Nobody saw the flat.", ["The baby was seen.", "He was aged 9."], "under-5", Standing.OTHER),
        ("Amara was four months old; her mother had booked late in pregnancy.", [], "unborn", Standing.STATED),
        ("Amara was four years old; her mother had booked late in pregnancy.", [], "unborn", Standing.OTHER),
        ("A primary school-aged child lived there.", [], "5-10", Standing.STATED),
    ],
)
def test_an_age_told_in_the_story_outweighs_words_of_findings(
    story: str, findings: list[str], span: str, known: Standing
) -> None:
    assert standing(story, findings, span) is known
