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


@pytest.mark.parametrize(
    ("earlier", "later", "words"),
    [
        (
            "Chairs now avoid naming coercion in letters.",
            "Coercion was overlooked.",
            ("avoid naming coercion in letters", "Coercion was overlooked"),
        ),
        (
            "Visitors stopped using the blue booklet, since it was long.",
            "The blue booklet was missed by every visitor.",
            ("stopped using the blue booklet", "The blue booklet was missed by every visitor"),
        ),
        (  # one choice is shared, so the two agree on it; the next one is not
            "Record coercion rather than rudeness. Use lifts rather than ladders.",
            "Chairs used threats rather than rudeness; ladders were overlooked.",
            ("rather than ladders", "ladders were overlooked"),
        ),
        (
            "Where a parent drinks, neglect would be a more appropriate category.",
            "Use of neglect hid the drinking.",
            ("neglect would be a more appropriate", "Use of neglect hid the"),
        ),
        (  # two words in common are enough for a cause, and its sentence alone is the cause
            "A duty desk now takes calls.",
            "Schools stopped ringing because the duty desk put them on hold. Nobody minded.",
            ("duty desk", "because the duty desk put them on hold"),
        ),
        (
            "A duty desk now takes calls.",
            "It rained. The duty desk led to long waits.",
            ("duty desk", "The duty desk led to"),
        ),
        (
            "The Graded Hardship Profile was launched.",
            "The Graded Hardship Profile was sent but nobody read it.",
            ("Graded Hardship Profile", "Graded Hardship Profile … but nobody read it"),
        ),
    ],
)
def test_the_words_of_both_sides_are_those_that_pull_apart(earlier: str, later: str, words: tuple[str, str]) -> None:
    kind = Kind.CONCERN if "appropriate" in earlier else Kind.ACTION
    assert pair(earlier, later, kind) == words


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        # what was set aside is not what the later one speaks of
        ("Chairs now avoid naming coercion in letters.", "Stories of coercion were told, and the letters were kind."),
        ("Home visits were reduced.", "The lack of telephones left the family unseen."),
        # one shared word is not what was done
        ("A single duty desk now takes all calls.", "Schools stopped ringing because the desk was shut."),
        # the cause stands in another sentence than what was done
        ("A duty desk now takes calls.", "It rained on the duty. The desk led to long waits."),
        ("A duty desk now takes calls.", "Long waits came because of the weather. The duty desk was open."),
        # its absence is no fault of it
        ("A duty desk now takes calls.", "The absence of a duty desk led to long waits."),
        ("A duty desk now takes calls.", "The weather led to long waits."),
        # another instrument
        ("The Graded Hardship Profile was launched.", "The Orchard Landlord Charter was sent but nobody read it."),
    ],
)
def test_words_on_another_matter_are_no_tension(earlier: str, later: str) -> None:
    assert pair(earlier, later) is None


@pytest.mark.parametrize(
    "later", ["The use of one form with neglect in it", "Nurses still made use of neglect as a category."]
)
def test_a_preference_is_met_by_the_use_of_just_that_and_not_by_its_going_on(later: str) -> None:
    assert pair("Where a parent drinks, neglect would be a more suitable category.", later, Kind.CONCERN) is None
