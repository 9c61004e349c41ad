"""What forbids that two findings are one lesson, however alike they are, and what else is asked of two."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from kb.recurrence.feature_columns import LessonSide
from kb.recurrence.features import ASKING_KINDS, Sense
from kb.recurrence.roles import reversed_roles

VERBATIM = 0.8  # share of words in common from which a repeat is called word for word
VERBATIM_WORDS = 6  # words without which nothing is called that
MEANT = 0.2  # cosine of what two findings mean, by the encoder, from which they may be one lesson, ...
MEANT_ASKED = 0.1  # ... and where one asks for what the other finds wanting: the two are worded less alike


def is_one_lesson(one: LessonSide, other: LessonSide) -> bool:
    """Return whether nothing that two findings say forbids that they are one lesson.

    Praise is not the same as what is wanting on the same matter, a publisher's standing sentence is nobody's lesson,
    and where doer and receiver change places another thing is asked. Where an encoder is present, what they mean must
    be alike as well: themes and words in common are not enough.
    """
    if contradict(one, other):
        return False
    meant = MEANT_ASKED if one_asks(one, other) else MEANT
    return meant_alike(one, other) >= meant or is_verbatim(one, other)


def contradict(one: LessonSide, other: LessonSide) -> bool:
    """Return whether two findings say different things of one matter, or nothing that anybody could learn."""
    return (
        {one.standing, other.standing} == {"practice", "need"}
        or one.formula
        or other.formula
        or reversed_roles(one.parts, other.parts)
    )


def one_asks(one: LessonSide, other: LessonSide) -> bool:
    """Return whether one of two findings asks for something and the other does not."""
    return (one.kind in ASKING_KINDS) != (other.kind in ASKING_KINDS)


def meant_alike(one: LessonSide, other: LessonSide) -> float:
    """Return how alike two findings are in what they mean: a cosine, -1 to 1, by an encoder; 1 without one."""
    first, second = one.sense[Sense.MEANING], other.sense[Sense.MEANING]
    return float(first.astype(np.float32) @ second.astype(np.float32)) if len(first) and len(second) else 1.0


def lessons_alike(one: LessonSide, other: LessonSide) -> float:
    """Return how alike the lessons of the field are that two findings seem to tell: a cosine, -1 to 1."""
    first, second = one.sense[Sense.LESSONS], other.sense[Sense.LESSONS]
    return float(first.astype(np.float32) @ second.astype(np.float32))


def is_verbatim(one: LessonSide, other: LessonSide) -> bool:
    """Return whether two findings repeat each other word for word, or nearly."""
    if min(one.length, other.length) < VERBATIM_WORDS:
        return False
    words = len(one.words) + len(other.words)
    if 2 * min(len(one.words), len(other.words)) < VERBATIM * words:  # so unlike in number that nothing need be read
        return False
    return 2 * len(_word_set(one).intersection(other.words.tolist())) / words >= VERBATIM


@lru_cache(maxsize=64)  # a finding is held to many others, one after the other
def _word_set(said: LessonSide) -> frozenset[int]:
    return frozenset(said.words.tolist())
