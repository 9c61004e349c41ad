"""What forbids that two findings are one lesson, each bound from both sides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kb.core.model import Kind
from kb.recurrence import one_lesson
from kb.recurrence.features import FindingFeatures, Sense
from kb.recurrence.lesson_columns import LessonColumns, LessonPairs
from kb.recurrence.one_lesson import are_one_lesson

WORDS = np.arange(10, dtype=np.int32)


def make_finding(id_: str, meant: float = 1.0, **said: object) -> FindingFeatures:
    """A finding whose meaning has the cosine `meant` to that of a finding made with 1, in words of its own."""
    sense = np.zeros(Sense.MEANING.start + 2, np.float16)
    sense[-2:] = meant, (1 - meant**2) ** 0.5
    empty = np.zeros(0, np.int32)
    made = FindingFeatures(
        id_, id_, id_, "", empty, np.zeros(0, np.float32), {}, frozenset(), length=len(WORDS), sense=sense
    )
    made = replace(made, words=WORDS + 1000 * ord(id_))
    return replace(made, **said)  # type: ignore[arg-type]


def pair_of(one: FindingFeatures, other: FindingFeatures) -> LessonPairs:
    return LessonColumns.of([other]).compare(one, np.array([0]))


def is_one_lesson(one: FindingFeatures, other: FindingFeatures) -> bool:
    return bool(are_one_lesson(pair_of(one, other))[0])


def is_verbatim(one: FindingFeatures, other: FindingFeatures) -> bool:
    return bool(pair_of(one, other).verbatim[0])


@pytest.mark.parametrize(
    ("meant", "kind", "told"),
    [
        (0.21, Kind.LESSON, True),
        (0.19, Kind.LESSON, False),
        (0.11, Kind.RECOMMENDATION, True),
        (0.09, Kind.RECOMMENDATION, False),
    ],
)
def test_two_are_one_lesson_from_a_likeness_of_meaning(meant: float, kind: Kind, *, told: bool) -> None:
    one, other = make_finding("a"), make_finding("b", meant, kind=kind)
    assert is_one_lesson(one, other) is told
    assert is_one_lesson(other, one) is told


def test_the_bound_itself_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_lesson, "MEANT", 0.25)  # which a vector of half precision holds exactly
    assert is_one_lesson(make_finding("a"), make_finding("b", 0.25))


def test_what_is_repeated_word_for_word_is_one_lesson_whatever_it_seems_to_mean() -> None:
    one, other = make_finding("a", words=WORDS), make_finding("b", 0.0, words=WORDS)
    assert is_one_lesson(one, other)
    assert not is_one_lesson(one, replace(other, words=WORDS + len(WORDS)))


@pytest.mark.parametrize(("shared", "told"), [(8, True), (7, False)])
def test_a_repeat_shares_most_of_its_words(shared: int, *, told: bool) -> None:
    one = make_finding("a", words=WORDS)
    other = make_finding("b", words=np.where(np.isin(WORDS, WORDS[:shared]), WORDS, WORDS + 100))
    assert is_verbatim(one, other) is told
    assert is_verbatim(other, one) is told


def test_a_few_words_alone_repeat_nothing() -> None:
    few = make_finding("a", words=WORDS[:5], length=5)
    assert not is_verbatim(few, replace(few, id="b"))
    six = make_finding("a", words=WORDS[:6], length=6)
    assert is_verbatim(six, replace(six, id="b"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, False),
        ({"formula": True}, True),  # a standing sentence is nobody's lesson, on whichever side it stands
        ({"standing": "practice"}, True),  # the other finds the same wanting
        ({"standing": "done"}, False),
    ],
)
def test_what_forbids_two_to_be_one_lesson_does_so_from_either_side(said: dict[str, object], *, told: bool) -> None:
    one, other = make_finding("a"), make_finding("b", **said)  # type: ignore[arg-type]
    assert bool(pair_of(one, other).contradict[0]) is told
    assert bool(pair_of(other, one).contradict[0]) is told
