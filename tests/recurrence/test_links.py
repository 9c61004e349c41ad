"""Which likeness makes a link: each rule at its line, and in which order what is not linked stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from kb.core.model import Kind
from kb.core.recurrence_values import STRONG_LIKENESS
from kb.recurrence.corpus_statistics import LikenessWeights
from kb.recurrence.features import FindingFeatures, Sense
from kb.recurrence.lesson_columns import LessonColumns, LessonPairs
from kb.recurrence.links import CONTRADICTION_LIKENESS, LINKED_LEAST, PLAIN_MOST, LikenessParts, LinkLines

WEIGHTS = LikenessWeights(
    0.5, 0.7, 0.2, 0.6, near=1.6, near_meaning=0.6, strong=1.4, asked_meaning=0.35, alike=1.45, alike_meaning=0.45,
    alike_words=0.35, short=40, short_asked=1.2, short_meaning=0.15, clear_short=30, clear=0.85, clear_meaning=0.2,
)  # fmt: skip
LINES = LinkLines(WEIGHTS)
LONG = 60


def side(kind: Kind, meant: float = 1.0, lessons: float = 0.0, length: int = LONG, **given: object) -> FindingFeatures:
    """Return what one of two says: the cosines of their meanings and lessons are those of this one."""
    sense = np.zeros(Sense.MEANING.start + 2, np.float32)
    sense[Sense.MEANING.start :] = meant, (1 - meant**2) ** 0.5
    sense[Sense.LESSONS.start] = lessons
    none = np.zeros(0, np.int32)
    words = np.arange(20, dtype=np.int32) + (0 if meant == 1.0 else 100)  # they repeat no words
    made = FindingFeatures(
        f"{meant}", "", "", "", none, np.zeros(0, np.float32), {}, frozenset(), length=length, kind=kind
    )
    return replace(replace(made, words=words, sense=sense), **given)  # type: ignore[arg-type]  # its own fields


@dataclass
class Likeness:
    """How like two findings are, in each of its parts."""

    score: float
    words: float = 0.5
    agencies: float = 0.0
    around: float = 0.0
    order: float = 0.0
    is_formula: bool = False

    def parts(self) -> LikenessParts:
        own = self.score - self.order - self.around
        return LikenessParts(*(np.array([one]) for one in (self.score, own, self.words, self.agencies)))


def pair_of(one: FindingFeatures, other: FindingFeatures) -> LessonPairs:
    return LessonColumns.of([other]).compare(one, np.array([0]))


def lower_likeness(one: FindingFeatures, other: FindingFeatures, match: Likeness, *, formula: bool = False) -> float:
    standing = np.array([formula or match.is_formula])
    return float(LINES.lower_scores(match.parts(), pair_of(one, other), standing)[0])


def is_linked(one: FindingFeatures, other: FindingFeatures, match: Likeness) -> bool:
    return lower_likeness(one, other, match) >= STRONG_LIKENESS


FOUND, ASKED = side(Kind.CONCERN), side(Kind.RECOMMENDATION)


@pytest.mark.parametrize(
    ("other", "match", "linked"),
    [
        # one asks for what the other finds wanting
        (side(Kind.RECOMMENDATION, 0.36), Likeness(1.41), True),
        (side(Kind.RECOMMENDATION, 0.36), Likeness(1.39), False),
        (side(Kind.RECOMMENDATION, 0.34), Likeness(1.41), False),
        (side(Kind.RECOMMENDATION, 0.36), Likeness(1.41, agencies=0.02), False),
        (side(Kind.RECOMMENDATION, 0.36), Likeness(1.41, around=0.02), False),
        (side(Kind.RECOMMENDATION, 0.36), Likeness(1.41, order=0.1), False),
        (side(Kind.RECOMMENDATION, 0.36), Likeness(1.35, order=-0.1), True),
        (side(Kind.RECOMMENDATION, 0.36), Likeness(1.41, words=0.0), True),
        # both find
        (side(Kind.LESSON, 0.46), Likeness(1.46, words=0.36), True),
        (side(Kind.LESSON, 0.46), Likeness(1.44, words=0.36), False),
        (side(Kind.LESSON, 0.44), Likeness(1.46, words=0.36), False),
        (side(Kind.LESSON, 0.46), Likeness(1.46, words=0.34), False),
        # nearly the same
        (side(Kind.LESSON, 0.61), Likeness(1.61, words=0.21, agencies=0.3), True),
        (side(Kind.LESSON, 0.61), Likeness(1.61, words=0.19, agencies=0.3), False),
        # two short ones, of which one asks
        (side(Kind.ACTION, 0.16, length=40), Likeness(1.21), False),  # the other is long
    ],
)
def test_each_rule_links_from_its_line_on(other: FindingFeatures, match: Likeness, linked: bool) -> None:
    assert is_linked(FOUND, other, match) is linked


@pytest.mark.parametrize(
    ("one", "other", "match", "linked"),
    [
        (side(Kind.CONCERN, length=40), side(Kind.ACTION, 0.16, length=40), Likeness(1.21), True),
        (side(Kind.CONCERN, length=41), side(Kind.ACTION, 0.16, length=10), Likeness(1.21), False),
        (side(Kind.CONCERN, length=40), side(Kind.ACTION, 0.16, length=40), Likeness(1.19), False),
        (side(Kind.CONCERN, length=40), side(Kind.ACTION, 0.14, length=40), Likeness(1.21), False),
        (side(Kind.CONCERN, length=40), side(Kind.ACTION, 0.16, length=40), Likeness(1.21, agencies=0.02), False),
        # both tell one known lesson
        (side(Kind.CONCERN, 1, 1, 30), side(Kind.ACTION, 0.21, 0.86, 30), Likeness(0.7), True),
        (side(Kind.CONCERN, 1, 1, 31), side(Kind.ACTION, 0.21, 0.86, 30), Likeness(0.7), False),
        (side(Kind.CONCERN, 1, 1, 30), side(Kind.ACTION, 0.21, 0.84, 30), Likeness(0.7), False),
        (side(Kind.CONCERN, 1, 1, 30), side(Kind.ACTION, 0.19, 0.86, 30), Likeness(0.7), False),
        (side(Kind.CONCERN, 1, 1, 30), side(Kind.LESSON, 0.21, 0.86, 30), Likeness(0.7), False),
        (side(Kind.CONCERN, 1, 1, 30), side(Kind.LESSON, 0.21, 1.0, 30), Likeness(0.7, words=0.21), True),
        (side(Kind.CONCERN, 1, 1, 30), side(Kind.LESSON, 0.21, 1.0, 30), Likeness(0.7, words=0.19), False),
    ],
)
def test_two_short_findings_are_linked_by_what_they_ask_or_by_a_known_lesson(
    one: FindingFeatures, other: FindingFeatures, match: Likeness, linked: bool
) -> None:
    assert is_linked(one, other, match) is linked


def test_two_findings_of_praise_must_be_liker_by_a_margin() -> None:
    one = side(Kind.GOOD_PRACTICE, standing="practice")
    other = side(Kind.GOOD_PRACTICE, 0.7, standing="practice")
    assert not is_linked(one, other, Likeness(2.04))
    assert is_linked(one, other, Likeness(2.06))


def test_likeness_above_the_line_starts_at_the_strong_one_and_rises_with_it() -> None:
    other = side(Kind.RECOMMENDATION, 0.5)
    assert lower_likeness(FOUND, other, Likeness(1.4)) == pytest.approx(STRONG_LIKENESS + LINKED_LEAST)
    assert lower_likeness(FOUND, other, Likeness(1.9)) == pytest.approx(STRONG_LIKENESS + LINKED_LEAST + 0.5)
    short, asking = side(Kind.CONCERN, length=20), side(Kind.ACTION, 0.16, length=20)
    assert lower_likeness(short, asking, Likeness(1.3)) == pytest.approx(STRONG_LIKENESS + LINKED_LEAST + 0.1)
    assert lower_likeness(short, asking, Likeness(1.9)) == pytest.approx(STRONG_LIKENESS + LINKED_LEAST + PLAIN_MOST)


def test_what_is_like_and_not_linked_keeps_its_order_above_all_that_is_less_like() -> None:
    other = side(Kind.RECOMMENDATION, 0.2)
    told = [lower_likeness(FOUND, other, Likeness(score)) for score in (0.68, 0.7, 1.0, 1.39, 3.0)]
    assert told == sorted(set(told))
    assert STRONG_LIKENESS - 0.0015 < told[0] < told[-1] < STRONG_LIKENESS


@pytest.mark.parametrize(
    ("one", "other", "match", "formula"),
    [
        (side(Kind.GOOD_PRACTICE, standing="practice"), FOUND, Likeness(2.0), False),
        (FOUND, ASKED, Likeness(2.0, is_formula=True), False),
        (FOUND, ASKED, Likeness(2.0), True),
        (side(Kind.CONCERN, formula=True), ASKED, Likeness(2.0), False),
    ],
)
def test_what_contradicts_or_is_a_standing_sentence_is_far_from_a_link(
    one: FindingFeatures, other: FindingFeatures, match: Likeness, formula: bool
) -> None:
    assert lower_likeness(one, other, match, formula=formula) == pytest.approx(CONTRADICTION_LIKENESS * 2 / 3)


@pytest.mark.parametrize("score", [0.2, 0.679, 0.68, 1.2, 1.7, 2.5])
def test_no_lowered_likeness_is_above_the_highest_that_is_promised(score: float) -> None:
    others = [side(Kind.RECOMMENDATION, 0.7), side(Kind.LESSON, 0.7), side(Kind.ACTION, 0.7, length=10)]
    matches = [Likeness(score, around=-1.4, order=-0.1), Likeness(score)]
    if score >= STRONG_LIKENESS:
        told = [
            lower_likeness(one, other, match)
            for one in (FOUND, side(Kind.CONCERN, length=9))
            for other in others
            for match in matches
        ]
        assert max(told) <= LINES.highest_score(score) + 1e-9
    else:
        assert LINES.highest_score(score) == score


def test_nearly_the_same_is_said_of_what_is_near_in_likeness_and_in_meaning() -> None:
    def is_near(other: FindingFeatures, match: Likeness) -> bool:
        return bool(LINES.are_near(match.parts(), pair_of(FOUND, other))[0])

    assert is_near(side(Kind.LESSON, 0.61), Likeness(1.61))
    assert not is_near(side(Kind.LESSON, 0.59), Likeness(1.61))
    assert not is_near(side(Kind.LESSON, 0.61), Likeness(1.59))
