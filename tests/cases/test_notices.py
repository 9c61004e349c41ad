"""What a reader is told beforehand of a case: sure of whom, sure of what, and otherwise cautious."""

from __future__ import annotations

import pytest

from kb.cases.notices import content_notice
from kb.text.notices import notice_sentence
from kb.vocabulary import load

VOCABULARY = load()
CHILD, ADULT, HOMICIDE = "child-safeguarding-practice-review", "safeguarding-adult-review", "domestic-homicide-review"


def notice(type_: str, title: str, story: str, *findings: tuple[str, str], ages: tuple[float, ...] = ()) -> str:
    told = [(text, frozenset({theme} - {""})) for text, theme in findings]
    review_type = VOCABULARY.review_types.get(type_)
    return notice_sentence(content_notice(review_type, title, story, "", told, ages, VOCABULARY))


@pytest.mark.parametrize(
    ("type_", "title", "story", "told"),
    [
        # of the one it is named after
        (CHILD, "Wren", "Wren was four months old. She died at home in March 2019.", "the death of a child"),
        (CHILD, "Child R", "In May the ambulance was called and Child R was found dead.", "the death of a child"),
        (CHILD, "Learning summary: Idris", "This review follows the death of Idris, aged 15.", "the death of a child"),
        (ADULT, "Mrs Pell", "Mrs Pell, a retired cook, died in hospital.", "the death of an adult"),
        (ADULT, "Review into Adult H", "Adult H’s death was not expected.", "the death of an adult"),
        (HOMICIDE, "Domestic Homicide Review", "They had met in 2011.", "the death of an adult and domestic abuse"),
        # of somebody else, or of nobody: a child's case stays a child's, and no death is told
        (CHILD, "Nico", "Nico lived with his aunt after his mother died in 2012.", "serious harm to a child"),
        (CHILD, "Tess", "Tess was at risk of dying from hunger. She recovered.", "serious harm to a child"),
        (CHILD, "Ada", "The family’s dog died, and Ada stopped going to school.", "serious harm to a child"),
        (ADULT, "Ben", "Ben cared for his wife until her death in 2015.", "serious harm to an adult"),
        (ADULT, "Ms V", "Staff feared that Ms V could have died from a fall.", "serious harm to an adult"),
        (CHILD, "Family K", "A man was stabbed in the same street. The children were safe.", "serious harm to a child"),
        # nothing says whom it concerns
        ("", "Learning from Sol", "Sol died after a fall.", "the death of a person"),
        ("", "Mr Amery", "Mr Amery died after a fall.", "the death of an adult"),
        ("prevention-of-future-deaths", "Regulation 28 report", "The inquest ended in May.", "the death of a person"),
        ("none", "Annual report", "Numbers of plans rose. Staff were trained.", ""),
        ("inspection", "Joint inspection", "Leaders know their services well.", ""),
    ],
)
def test_a_death_is_told_only_of_the_one_it_came_to(type_: str, title: str, story: str, told: str) -> None:
    assert notice(type_, title, story) == (f"Before you read: this includes {told}." if told else "")


def test_ages_say_whom_a_case_is_about_where_its_type_does_not() -> None:
    assert "death of a child" in notice("", "Learning from Sol", "Sol died after a fall.", ages=(2.0,))
    assert "death of an adult" in notice("", "Learning from Sol", "Sol died after a fall.", ages=(40.0,))
    assert "death of a person" in notice("", "Learning from Sol", "Sol died after a fall.", ages=(2.0, 40.0))


@pytest.mark.parametrize(
    ("story", "subjects"),
    [
        ("She took her own life. A note spoke of suicide.", ("suicide or self-harm",)),
        ("He was known for self-neglect. The hoarding had grown.", ("self-neglect or hoarding",)),
        ("There was no domestic abuse. Nobody spoke of domestic violence, never of domestic abuse.", ()),
        ("The board has a subgroup on domestic abuse.", ()),  # in passing
        ("He controlled her: domestic abuse began in 2014. Police recorded domestic violence.", ("domestic abuse",)),
    ],
)
def test_a_hard_subject_is_told_where_the_case_speaks_of_it(story: str, subjects: tuple[str, ...]) -> None:
    told = content_notice(VOCABULARY.review_types[ADULT], "Ms V", story, "", [], (), VOCABULARY)
    assert told.subjects == subjects


def test_one_finding_in_passing_tells_no_subject_and_two_do() -> None:
    one = ("Staff had training on sexual abuse.", "sexual-abuse")
    two = ("Her disclosure of sexual abuse was not recorded.", "sexual-abuse")
    assert "sexual abuse" not in notice(CHILD, "Ivy", "Ivy is thirteen.", one)
    assert "sexual abuse" in notice(CHILD, "Ivy", "Ivy is thirteen.", one, two)
