"""Where a case of a hard matter is asked for and none is held, that is told, with what mentions it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kb.app.held_cases import asks_for_case, matter_as_typed, no_case_held
from kb.app.next_steps import next_steps
from kb.core.case_values import CasesOnTheme
from kb.vocabulary import Vocabulary, load
from search.port import Query
from search.understanding.question import UnderstoodQuestion

VOCABULARY = load()


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("case with drowning in it", True),
        ("learning from a fatal fall, sensitively told", True),
        ("a review involving forced marriage", True),
        ("overdose in a review, gentle version", True),
        ("forced marriage case study", True),
        ("drowning reviews, nothing graphic", True),
        ("forced marriage review without graphic content", True),
        ("reviews reach staff late", False),
        ("case conference on forced marriage", False),
        ("case recording where forced marriage is feared", False),
        ("caseload of the team after an overdose", False),
        ("casework on forced marriage", False),
        ("learning from reviews reaches staff", False),
        ("forced marriage and schools", False),
    ],
)
def test_only_a_question_for_a_case_asks_for_one(question: str, asks: bool) -> None:
    assert asks_for_case(question) is asks


class HeldLibrary:
    """A library with a number of cases that fit, in which three findings mention anything."""

    def __init__(self, vocabulary: Vocabulary, cases: int, left: int = 0) -> None:
        self.vocabulary = vocabulary
        self.cases = cases
        self.left = left

    def search(self, query: Query) -> Any:
        return SimpleNamespace(total=3)

    def cases_on_theme(self, theme: str) -> CasesOnTheme:
        return CasesOnTheme(tuple(cast(Any, SimpleNamespace(lacks=())) for _ in range(self.cases)), left=self.left)


def test_where_some_reviews_were_not_looked_at_nobody_says_that_no_case_is_held() -> None:
    understood = question_on("case about suicide for the team", "suicide-self-harm")
    steps = next_steps(Query(understood.typed), understood, (), VOCABULARY)
    assert no_case_held(understood, steps, HeldLibrary(VOCABULARY, 0)) is not None
    assert no_case_held(understood, steps, HeldLibrary(VOCABULARY, 0, left=2)) is None


def question_on(text: str, theme: str) -> UnderstoodQuestion:
    return UnderstoodQuestion(text, Query(text), themes=((theme,),))


@pytest.mark.parametrize(
    ("question", "theme", "cases", "matter"),
    [
        ("case about suicide for the team", "suicide-self-harm", 0, "suicide"),
        ("learning from a sexual abuse story", "sexual-abuse", 0, "sexual abuse"),
        ("case about suicide for the team", "suicide-self-harm", 1, None),  # one is held
        ("what was said about suicide", "suicide-self-harm", 0, None),  # no case is asked for
        ("case where the family moved house", "housing-moves", 0, None),  # nobody is warned of it
    ],
)
def test_a_matter_without_a_case_is_told(question: str, theme: str, cases: int, matter: str | None) -> None:
    understood = question_on(question, theme)
    steps = next_steps(Query(question), understood, (), VOCABULARY)
    steps = replace(steps, subject=replace(steps.subject, theme=theme))
    found = no_case_held(understood, steps, HeldLibrary(VOCABULARY, cases))
    assert (found.matter if found else None) == matter
    if found:
        assert (found.mentioning, found.mentions.text, found.theme) == (3, matter, theme)


def test_the_matter_is_called_as_it_was_typed() -> None:
    theme = VOCABULARY.themes["suicide-self-harm"]
    assert matter_as_typed("a case of self harm at school", theme) == "self harm"
    assert matter_as_typed("a case of a jump from a bridge", theme) == ""


def test_of_a_matter_in_other_words_each_part_of_its_name_is_counted() -> None:
    asked = question_on("case of a jump from a bridge", "suicide-self-harm")
    steps = next_steps(Query(asked.typed), asked, (), VOCABULARY)
    steps = replace(steps, subject=replace(steps.subject, theme="suicide-self-harm"))
    found = no_case_held(asked, steps, HeldLibrary(VOCABULARY, 0))
    assert found is not None
    assert found.mentions.text == '"suicide" OR "self-harm"'


@pytest.mark.parametrize(
    ("question", "slug", "matter"),
    [
        ("case of a child led into exploitation", "exploitation-extra-familial", "exploitation"),
        ("a story of a child lured away", "exploitation-extra-familial", ""),
        ("case of poor care at home", "neglect", ""),
    ],
)
def test_a_word_that_a_name_of_the_matter_only_has_in_it_is_not_the_matter(
    question: str, slug: str, matter: str
) -> None:
    assert matter_as_typed(question, VOCABULARY.themes[slug]) == matter
