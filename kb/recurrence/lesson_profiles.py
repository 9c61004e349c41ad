"""Which of the field's lessons a finding seems to tell: one more vector, by which likeness knows a lesson in new words.

`data/lessons.npz` is made by benchmarks/train_likeness.py from some two hundred lessons, each told in several ways
(benchmarks/recurrence/lessons.txt). A finding's vectors are turned so that what sets two tellings of one lesson apart
counts little (within-class covariance normalisation), and compared with the tellings. The chances of all lessons are
its profile: two findings with one profile probably teach one lesson, though they share no word. It is a guess, and is
shown as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from kb.recurrence.word_vectors import Floats, unit

LESSON_COUNT = 188  # how many there are
FIELD_WEIGHT = 0.5  # what the field's vector counts beside an encoder's, where there is one
SHARPNESS = {"meaning": 30.0, "field": 15.0}  # by which nearness becomes chance: the field's vectors tell less
CLEAR_CHANCE = 0.5  # chance from which a finding is said to seem to tell a lesson


class LessonProfiles:
    """The lessons of the field, and how near a finding is to each."""

    def __init__(self, kept: Mapping[str, npt.NDArray[Any]], vectors: str) -> None:
        """`vectors` is "meaning" where findings have vectors of an encoder beside the field's, else "field"."""
        self.names = tuple(bytes(kept["names"]).decode().split("\n"))
        self._axes = kept[f"{vectors}_axes"].astype(np.float32)
        self._tellings = unit(kept[f"{vectors}_tellings"].astype(np.float32))
        self._starts = kept["starts"].astype(np.int64)  # of each lesson's tellings, which stand together
        sizes = np.diff(self._starts, append=len(self._tellings))
        self._lesson_of = np.repeat(np.arange(len(self._starts)), sizes)
        sums = np.add.reduceat(self._tellings, self._starts)
        self._middles = unit(sums)
        self._sharpness = SHARPNESS[vectors]

    def __len__(self) -> int:
        return len(self.names)

    def chances(self, field: Floats, meaning: Floats) -> Floats:
        """Return the chance, 0 to 1, of each lesson; they sum to one. `meaning` is empty where there is no encoder."""
        joined = join_parts(field, meaning)
        if not joined.any():
            return np.full(len(self), 1 / len(self), np.float32)
        placed = unit(joined @ self._axes)
        likes = self._tellings @ placed
        near = (self._middles @ placed + self._two_nearest(likes)) / 2
        raised = np.exp(self._sharpness * (near - near.max()))
        chances: Floats = (raised / raised.sum()).astype(np.float32)
        return chances

    def _two_nearest(self, likes: Floats) -> Floats:
        """Return for each lesson the mean of its two nearest tellings."""
        first = np.maximum.reduceat(likes, self._starts)
        others = np.where(likes == first[self._lesson_of], np.float32(-1), likes)
        second = np.maximum.reduceat(others, self._starts)
        nearest: Floats = ((first + second) / 2).astype(np.float32)
        return nearest

    def profile(self, field: Floats, meaning: Floats) -> Floats:
        """Return the profile of a finding, of length one: the chances of lessons, less those of knowing nothing."""
        return unit(self.chances(field, meaning) - np.float32(1 / len(self)))

    def name(self, field: Floats, meaning: Floats) -> str:
        """Return the lesson that a finding seems to tell, or "" where none stands out."""
        chances = self.chances(field, meaning)
        best = int(chances.argmax())
        return self.names[best] if chances[best] >= CLEAR_CHANCE else ""


def join_parts(field: Floats, meaning: Floats) -> Floats:
    """Return the one vector by which lessons are distinguished: what the encoder gives, then the field's, weighed."""
    return np.concatenate((meaning, FIELD_WEIGHT * field)) if len(meaning) else field


@lru_cache(maxsize=2)
def lesson_profiles(vectors: str) -> LessonProfiles:
    """Return the lessons that are shipped, for findings with these vectors ("meaning" or "field")."""
    place = resources.files("kb.recurrence").joinpath("data", "lessons.npz")
    with resources.as_file(place) as path, np.load(path) as kept:
        return LessonProfiles({key: kept[key] for key in kept.files}, vectors)


@lru_cache(maxsize=1)
def meaning_axes() -> Floats:
    """Return the matrix that turns an encoder's whitened vectors, so that tellings of one lesson come together."""
    place = resources.files("kb.recurrence").joinpath("data", "lessons.npz")
    with resources.as_file(place) as path, np.load(path) as kept:
        axes: Floats = kept["turn"].astype(np.float32)
    return axes
