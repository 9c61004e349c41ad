"""May an earlier action and a later lesson point in opposite directions? Pairs of our own, for and against."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.core.model import Kind, Polarity
from kb.recurrence import find_tension
from tests.recurrence.makers import make_holding


def pair(earlier: str, later: str, kind: Kind = Kind.ACTION) -> tuple[str, str] | None:
    one = make_holding("e", earlier, kind=kind).finding
    found = find_tension(one, make_holding("l", later).finding)
    return (found.earlier, found.later) if found else None


@pytest.mark.parametrize(
    ("earlier", "later", "words"),
    [
        (
            "Chairs now record emotional harm rather than neglect where a parent is violent.",
            "The use of neglect as a category of plan where domestic abuse is present",
            "rather than neglect",
        ),
        (
            "Chairs have been guided to record emotional harm, and not neglect, in these families.",
            "Neglect was overlooked in all three households.",
            "and not neglect",
        ),
        (
            "Where a parent drinks, neglect would be a more appropriate category.",
            "The use of neglect as a category when a parent drinks",
            "more appropriate",
        ),
        (
            "Home visits after the second refusal have been reduced to one a quarter.",
            "The lack of home visits left the family unseen.",
            "reduced to one a quarter",
        ),
        (
            "The trust introduced a telephone triage line for every referral.",
            "Over-reliance on telephone triage hid how ill he was.",
            "introduced a telephone triage line",
        ),
        (
            "A single duty desk now takes all calls from schools.",
            "Schools stopped ringing because the single duty desk put them on hold.",
            "single duty desk",
        ),
        (
            "The Graded Hardship Profile was launched for health visitors.",
            "The Graded Hardship Profile was filled in twice but never shown to the parents.",
            "Graded Hardship Profile",
        ),
        (
            "Introduction of the Graded Hardship Profile",
            "The Board should review the Graded Hardship Profile.",
            "Graded Hardship Profile",
        ),
        (
            "Practice has moved from joint visits to single visits.",
            "Joint visits should have been kept for families who hide.",
            "joint visits",
        ),
    ],
)
def test_words_that_pull_apart_are_named(earlier: str, later: str, words: str) -> None:
    found = pair(earlier, later)
    assert found is not None
    assert words in found[0]
    assert found[1]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Invitations now go to each surgery.", "No doctor came to the conference."),
        ("Invitations now go to each surgery.", "The doctor did not come because no invitation went to the surgery."),
        ("Core group guidance was rewritten.", "Housing was not at the core group."),
        ("A permanent team has been recruited to replace agency workers.", "Seven social workers in two years"),
        (
            "Chairs now record emotional harm rather than neglect.",
            "Chairs still recorded neglect rather than emotional harm.",
        ),
        ("Chairs now record emotional harm rather than neglect.", "Emotional harm was named too late."),
        ("The trust introduced a telephone triage line.", "There was a lack of telephone triage at weekends."),
        ("Home visits have been increased.", "Lack of home visits left the family unseen."),
        ("Training on the toolkit was given to 84 staff.", "Few staff had been trained to use the toolkit."),
        (
            "The Exby Safety Partnership has run training on domestic abuse.",
            "The Exby Safety Partnership did not publish its accounts.",
        ),
        ("The Graded Hardship Profile was launched.", "The Graded Hardship Profile helped visitors to see the home."),
    ],
)
def test_a_lesson_that_only_came_back_is_no_tension(earlier: str, later: str) -> None:
    assert pair(earlier, later) is None


def test_praise_does_not_point_the_other_way() -> None:
    one = make_holding("e", "Home visits have been reduced.", kind=Kind.ACTION).finding
    words = "Even without home visits the family was well known."
    lesson = make_holding("l", words, kind=Kind.LESSON).finding
    assert find_tension(one, lesson) is not None, "without the praise these words would point the other way"
    assert find_tension(one, replace(lesson, polarity=Polarity.WORKING_WELL)) is None
    assert find_tension(one, replace(lesson, kind=Kind.GOOD_PRACTICE)) is None


@pytest.mark.parametrize("kind", [Kind.CONCERN, Kind.MISSED_OPPORTUNITY])
def test_a_concern_with_a_kind_word_in_it_may_still_point_the_other_way(kind: Kind) -> None:
    one = make_holding("e", "Home visits have been reduced.", kind=Kind.ACTION).finding
    later = make_holding("l", "The lack of home visits left the family unseen.", kind=kind).finding
    assert find_tension(one, replace(later, polarity=Polarity.WORKING_WELL)) is not None


def test_what_a_review_only_observed_counts_where_it_chose() -> None:
    assert pair("Neglect would be a more suitable category.", "The use of neglect as a category", Kind.CONCERN)
    assert pair("Home visits were reduced.", "The lack of home visits", Kind.CONCERN) is None
