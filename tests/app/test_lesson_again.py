"""A lesson that the first findings of an answer tell at two times."""

from __future__ import annotations

from typing import Any, cast

import pytest

from kb.app.lesson_again import LessonAgain, lesson_again
from kb.app.recurrence import Recurring
from kb.core.errors import NotHeld
from kb.core.model import FindingInContext
from kb.core.recurrence_values import Thread, ThreadStage, ThreadStep
from tests.recurrence.makers import make_holding

SAID = make_holding("said", "Ferries left without counting the lanterns.", year=2015)
AGAIN = make_holding("again", "Lanterns on ferries were not counted.", year=2019)
OTHER = make_holding("other", "Nobody asked the lock keeper.", year=2020)
STEPS = (ThreadStep(ThreadStage.SAID, SAID, "first"), ThreadStep(ThreadStage.FOUND_AGAIN, AGAIN, "alike"))
WHEN = {ThreadStage.SAID: (2015,), ThreadStage.FOUND_AGAIN: (2019,)}
LESSON = Thread("t", "Lanterns", STEPS, (), (), (), 2, 2015, 2019, "", when=WHEN)


class OneLesson:
    """What recurs, with one lesson; or with none any more, since all was linked anew between two questions."""

    def __init__(self, lesson: Thread | None) -> None:
        self.lesson = lesson

    def threads_of(self, ids: tuple[str, ...]) -> dict[str, str]:
        return {one.holding.finding.id: "t" for one in STEPS if one.holding.finding.id in ids}

    def thread(self, _: str) -> Thread:
        if self.lesson is None:
            raise NotHeld("gone")
        return self.lesson


def find(question: str, *findings: FindingInContext, lesson: Thread | None = LESSON) -> LessonAgain | None:
    return lesson_again(question, None, findings, cast(Recurring, cast(Any, OneLesson(lesson))))


def test_a_lesson_is_told_with_the_first_and_the_last_that_tell_it() -> None:
    assert find("ferries and lanterns", OTHER, AGAIN, SAID) == LessonAgain("t", SAID, AGAIN, (2015, 2019))


@pytest.mark.parametrize("question", ["the lock keeper", "lanterns of the lock keeper and his goats"])
def test_a_lesson_that_has_little_of_the_question_is_not_told(question: str) -> None:
    assert find(question, SAID, AGAIN) is None


def test_a_lesson_is_told_in_other_words_where_both_are_among_the_very_first() -> None:
    question = "ferries with their lights uncounted"
    others = [make_holding(f"o{n}", "Nobody asked the lock keeper.", year=2020) for n in range(6)]
    assert find(question, SAID, AGAIN) == LessonAgain("t", SAID, AGAIN, (2015, 2019))
    assert find(question, *others, SAID, AGAIN) is None


def test_a_lesson_of_which_one_finding_is_among_the_first_is_not_told() -> None:
    assert find("ferries and lanterns", SAID, OTHER) is None


def test_a_lesson_that_is_gone_when_it_is_read_is_not_told() -> None:
    assert find("ferries and lanterns", SAID, AGAIN, lesson=None) is None
