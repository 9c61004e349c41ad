"""What the library does not hold is told, and what it holds is not: by shares of words, by names, by nearness."""

from __future__ import annotations

import pytest

from search.understanding.answerability import AnswerSigns, Closeness, answer_signs
from search.understanding.part_coverage import FoundText, Parts

FERRY: Parts = {"ferry": (("ferri",),), "lantern": (("lantern",),), "Selworth": (("selworth",),)}


def signs(question: str, parts: Parts, *texts: str, missing: tuple[str, ...] = ()) -> AnswerSigns:
    return answer_signs(question, parts, missing, [FoundText(text) for text in texts], {}, {})


@pytest.mark.parametrize(
    ("held", "missing", "closeness", "typed", "answer"),
    [
        (1.0, 0.0, None, 3, True),
        (0.5, 0.0, None, 3, False),
        (0.5, 0.0, 0.5, 3, True),  # in other words
        (0.5, 0.0, 0.1, 3, False),
        (0.7, 0.4, 0.2, 3, False),
        (0.7, 0.4, 0.5, 3, True),
        (0.4, 0.4, 0.2, 12, True),  # as people talk
        (0.2, 0.4, 0.1, 12, False),
    ],
)
def test_words_and_meaning_together_tell_an_answer(
    held: float, missing: float, closeness: float | None, typed: int, answer: bool
) -> None:
    assert AnswerSigns(held, missing, (), Closeness(closeness), typed).is_answer is answer


@pytest.mark.parametrize(("missing", "of_text", "answer"), [(1.0, 0.2, False), (1.0, 0.4, True), (0.9, 0.2, True)])
def test_where_no_word_stands_anywhere_only_a_near_text_answers(missing: float, of_text: float, answer: bool) -> None:
    assert AnswerSigns(0.1, missing, (), Closeness(0.4, of_text), 3).is_answer is answer


@pytest.mark.parametrize(("of_text", "answer"), [(None, False), (0.2, False), (0.4, True)])
def test_a_text_that_is_near_to_the_question_answers_it_in_other_words(of_text: float | None, answer: bool) -> None:
    assert AnswerSigns(0.2, 0.4, (), Closeness(0.1, of_text), 3).is_answer is answer
    assert not AnswerSigns(0.2, 0.4, ("Selworth",), Closeness(0.1, of_text), 3).is_answer


@pytest.mark.parametrize(("of_text", "answer"), [(None, True), (0.2, False), (0.4, True)])
def test_a_theme_without_the_telling_words_answers_only_what_is_near(of_text: float | None, answer: bool) -> None:
    alone = AnswerSigns(closeness=Closeness(of_text=of_text), typed=3, theme_alone=True)
    assert alone.is_doubtful
    assert alone.is_answer is answer


def test_a_name_that_no_finding_has_is_told_whatever_else_is_held() -> None:
    told = signs("lantern on the ferry to Selworth", FERRY, "A lantern on a ferry.", missing=("Selworth",))
    assert told.names == ("Selworth",)
    assert not told.is_answer


def test_a_place_that_stands_with_nothing_else_of_the_question_is_reported() -> None:
    apart = signs("lantern on the ferry in Selworth", FERRY, "A lantern on a ferry.", "Selworth is small.")
    assert apart.names == ("lantern on the ferry in Selworth",)  # something else may be held from there
    together = signs("lantern on the ferry in Selworth", FERRY, "A lantern was lost in Selworth.")
    assert together.names == ()


def test_a_short_form_that_nothing_has_is_a_name_and_the_first_word_is_none() -> None:
    parts: Parts = {"Lanterns": (("lantern",),), "XYZ": (("xyz",),), "ferry": (("ferri",),)}
    assert signs("Lanterns XYZ ferry", parts, "A ferry.", missing=("Lanterns", "XYZ")).names == ("XYZ",)
    assert signs("LANTERNS XYZ FERRY", parts, "A ferry.", missing=("LANTERNS", "XYZ")).names == ()
    assert signs("Lanterns XY ferry", parts, "A ferry.", missing=("XY",)).names == ()


def test_a_question_without_telling_parts_is_answered_by_whatever_is_found() -> None:
    assert signs("what is it", {}, "A ferry.").is_answer
