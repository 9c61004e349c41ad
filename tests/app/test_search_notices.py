"""What was searched in place of what was typed is told alike by every door."""

from __future__ import annotations

import pytest

from kb.app.answer_question import AnsweredQuestion
from kb.app.search_notices import search_notices
from kb.vocabulary import load
from search.port import Query, Results
from search.understanding.asked_filters import AskedFilter
from search.understanding.question import UnderstoodQuestion


def make_answer(**understood: object) -> AnsweredQuestion:
    results = Results(0, 0, (), {}, notices=("No finding has “flood”.",))
    return AnsweredQuestion(UnderstoodQuestion("good practise", Query("good practice"), **understood), results)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("understood", "told"),
    [
        ({}, ()),
        ({"corrected": "good practice"}, ("Showing results for “good practice” instead of “good practise”.",)),
        (
            {"asked": (AskedFilter("kind", "good_practice", "good practise "),)},
            ("Showing only type of finding “Good practice”, because you typed “good practise”.",),
        ),
        (
            {"asked": (AskedFilter("area", "Northby", "in Northby"),), "none_of_kind": "none"},
            (),  # nothing was found so, and the notices say what was searched instead
        ),
    ],
)
def test_each_change_of_a_question_is_a_sentence(understood: dict[str, object], told: tuple[str, ...]) -> None:
    assert search_notices(make_answer(**understood), load()) == (*told, "No finding has “flood”.")
