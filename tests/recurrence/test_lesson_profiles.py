"""The lessons of the field: each finding's guess of which it tells, alone by the field's words."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.train_likeness import lessons
from kb.recurrence.features import Sense
from kb.recurrence.lesson_profiles import LESSON_COUNT, lesson_profiles
from kb.recurrence.word_vectors import field_vectors
from kb.vocabulary import load

NONE = np.zeros(0, np.float32)


def make_profile(text: str) -> np.ndarray:
    return lesson_profiles("field").profile(field_vectors().vector(text, "", load().acronyms), NONE)


def test_what_is_shipped_is_what_was_written() -> None:
    told = lessons()
    assert lesson_profiles("field").names == lesson_profiles("meaning").names == tuple(told)
    assert len(told) == LESSON_COUNT == Sense.LESSONS.stop - Sense.LESSONS.start
    assert min(map(len, told.values())) >= 2


@pytest.mark.parametrize(
    ("one", "same", "other"),
    [
        (
            "Supervision of the nurse had been cancelled all winter.",
            "Practitioners should have reflective supervision.",
            "The police did not tell the school of the incident.",
        ),
        (
            "The father of the twins was never met.",
            "Midwives should ask who the male partner is.",
            "Her medicines were not reviewed.",
        ),
        (
            "Caseloads were too high for good work.",
            "Leaders should keep caseloads at a level that is safe.",
            "The baby slept on a sofa.",
        ),
    ],
)
def test_a_problem_and_its_remedy_have_one_profile(one: str, same: str, other: str) -> None:
    told = make_profile(one)
    assert told @ make_profile(same) > told @ make_profile(other) + 0.2


def test_chances_of_all_lessons_add_up_and_strange_words_tell_none() -> None:
    held = lesson_profiles("field")
    chances = held.chances(field_vectors().vector("Core groups met rarely.", "", load().acronyms), NONE)
    assert chances.sum() == pytest.approx(1, abs=1e-4)
    nothing = np.zeros(200, np.float32)
    assert held.name(nothing, NONE) == ""
    assert not held.profile(nothing, NONE).any()
