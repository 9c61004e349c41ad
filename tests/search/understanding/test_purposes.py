from __future__ import annotations

import pytest

from search.understanding.purposes import most_words, purposes, without_purpose


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("children's own words for a powerpoint", "children's own words"),
        ("ferries, suitable for training", "ferries"),
        ("a flood but nothing too gruesome", "a flood"),
        ("flood reviews excluding graphic content", "flood reviews"),
        ("a flood with minimal distressing details", "a flood"),
        ("a flood, minimal distressing details", "a flood"),
        ("a case on ferries that staff can use in supervision", "a case on ferries"),
        ("quotes about ferries for a training slide", "quotes about ferries"),
        ("review about ferries ok to share with staff, not too upsetting", "review about ferries"),
        ("case study on ferries low distress for mixed audience", "case study on ferries"),
        ("lessons on ferries for my team meeting", "lessons on ferries"),
        ("a case on ferries for our training day", "a case on ferries"),
        ("stories of floods for a training event, without gory detail", "stories of floods"),
        ("quotes for a slide about ferries", "quotes for a slide about ferries"),
        ("no time for training", "no time for training"),
        ("support in a workshop", "support in a workshop"),
        ("for a poster", "for a poster"),
        ("quote about ferries of at most 20 words for training", "quote about ferries"),
        ("lessons on ferries, easy to read for new staff", "lessons on ferries"),
        ("a case about ferries that fits on one page", "a case about ferries"),
        ("short case about ferries, not too upsetting", "case about ferries"),
        ("case about ferries, nothing explicit", "case about ferries"),
        ("story about ferries without distressing anyone", "story about ferries"),
        ("ferries for a training deck", "ferries"),
        ("case about ferries, non-graphic", "case about ferries"),
        ("learning from a fire that is safe to share with new staff", "a fire"),
        ("learning from a flood, gentle enough for induction", "a flood"),
        ("key learning about ferries, for training", "ferries"),
        ("an inquiry into ferries suitable for a student seminar", "an inquiry into ferries"),
        ("fire report useful for staff teaching", "fire report"),
        ("a story about floods for our next study day", "a story about floods"),
        ("quotes about ferries I could read out to new starters", "quotes about ferries"),
        ("quotes about ferries we could show the team", "quotes about ferries"),
        ("quotes about ferries for multi-agency training slides", "quotes about ferries"),
        ("what passengers told us for a ppt", "what passengers told us"),
        ("passengers' own words, brief enough to print", "passengers' own words"),
        ("tips on ferries for my own team", "tips on ferries"),
        ("a story of a flood that isn't too harrowing", "a story of a flood"),
        ("a story of a flood, softer version for our induction", "a story of a flood"),
    ],
)
def test_what_an_answer_is_for_is_no_part_of_a_question(typed: str, asked: str) -> None:
    assert without_purpose(typed) == asked


@pytest.mark.parametrize(
    "typed",
    [
        "a child who says fewer than 20 words",
        "letters that are not easy to read",
        "consent to share with staff",
        "a mixed audience at the conference",
        "case workers had no time for training",
        "lessons for training",
        "learning from reviews reaches staff",
        "learning disability",
        "short breaks",
        "short case conferences",
        "examples of assessments that were not detailed",
        "she said that the visit was not upsetting",
        "who leads not explicit",
        "housing for my students",
        "not serious enough for a referral",
        "information we can show to partners about ferries",
        "no time for multi-agency training",
        "powers we can use to board a ferry",
        "signals I could use with captains who avoid us",
        "leaflets we could hand out to passengers of ferries",
        "examples of support for our workers",
        "a case on caring for our colleagues",
    ],
)
def test_the_same_words_as_a_subject_stay(typed: str) -> None:
    assert without_purpose(typed) == typed
    assert purposes(typed) == ()


def test_purposes_are_told_in_their_order() -> None:
    assert purposes("short case about ferries, easy to read, for training") == ("short", "easy to read", "for training")


@pytest.mark.parametrize(
    ("typed", "most"),
    [("quote on ferries of up to 25 words", 25), ("quote about ferries", 0), ("he knew fewer than 20 words", 0)],
)
def test_a_question_says_how_long_a_quotation_may_be(typed: str, most: int) -> None:
    assert most_words(typed) == most


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("drowning case study, low detail, ok for a mixed group", "drowning case study"),
        ("examples of bookings with too little detail", "examples of bookings with too little detail"),
        ("drowning story that is fine for new staff", "drowning story"),
        ("forced marriage case study, low distress, for a general audience", "forced marriage case study"),
        ("review involving a drowning ok to use with parents", "review involving a drowning"),
        ("quotes on bullying for INSET day", "quotes on bullying"),
        ("low distress scores at school", "low distress scores at school"),
        ("staff who were ok to share", "staff who were ok to share"),
    ],
)
def test_whom_an_answer_is_for_and_how_gentle_it_is_are_no_subject(question: str, rest: str) -> None:
    assert without_purpose(question) == rest
