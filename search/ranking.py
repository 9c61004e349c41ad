"""Scoring constants that all engines share, so that their orders can be compared exactly.

True BM25F: the frequencies of a word in the fields of an entry are weighted, evened out by the fields' lengths and
added up *before* saturation. The value of a word in an entry is then rounded to whole points; sums of whole points come
out the same in any order of addition. Equal points are ordered by the entry's number. Each number was
measured with benchmarks/ranking.py; the figures stand in kb/decisions/0026 and after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import floor, log

FIELDS = ("body", "heading", "title")  # in this order are the parts of one word's frequency added
POINTS = 1024  # to one unit of BM25; a word of 1 million entries has at most 33,000 points


@dataclass(frozen=True, slots=True, eq=False)  # told by what it is: a plan is remembered by it
class Ranking:
    """One way to score. Engines and the planner are given the same one."""

    weights: Mapping[str, float] = field(default_factory=lambda: {"body": 1.0, "heading": 1.0, "title": 0.5})
    evening: Mapping[str, float] = field(default_factory=lambda: {"body": 0.5, "heading": 0.5, "title": 0.5})  # "b"
    saturation: float = 1.2  # "k1"
    theme: float = 1.0  # a theme's tag counts as a word of a field with this weight
    prefix: int = POINTS  # for a word that begins so; which of its words it was says little
    misspelt: int = 70  # per cent for a word that is near the one asked for, not it
    # What the planner takes:
    synonym: int = 100  # per cent of its points that another way to say it brings
    apart: int = 40  # per cent for the words of one name where they do not stand near each other, ...
    name_by: int = 1  # ... with no more than so many words between
    about: int = 100  # per cent of a theme's points on top, where a question seems to be about it (see naming.py)
    about_floor: float = 6.0  # from this value in naming.py on
    about_margin: float = 0.75  # and from this part of the best theme's value
    about_most: int = 2  # themes
    shown_most: int = 3  # themes whose cues stand in the question
    wider: int = 50  # per cent of a theme's points where it is named by another name than its own
    framing: int = 50  # per cent of the points of words that only frame a question
    described: int = 100  # per cent of the points of a professional name that a question only describes, twice
    kind: int = POINTS  # for a kind of finding that is asked for in words
    wanting: int = 2 * POINTS  # for findings of what was wanting, where a question is worded as a failing
    years: int = 2 * POINTS  # for years that are
    area: int = 2 * POINTS  # for an area that is
    close: int = 20  # per cent of the points of two words on top, where they are typed next to each other ...
    close_by: int = 3  # ... and stand with no more than so many words between
    sentence: int = 50  # per cent of the points of all words on top where they stand in one sentence, ...
    sentence_by: int = 12  # ... so many words between them at most

    def norm(self, name: str, length: int, average: float) -> float:
        """Return what one occurrence in a field of `length` words counts, above 0: less in long ones (BM25F).

        `average` is the field's over all entries, those without it too; it is positive where a word occurs at all.
        """
        share = self.evening[name]
        return self.weights[name] / (1.0 - share + share * (length / average))

    def points(self, rare: float, frequency: float) -> int:
        """Return the whole points of a word: its rarity times its weighted frequency, saturated.

        Engines that work on arrays do the same steps in 64-bit floats in the same order: rare * (k1 + 1) first, times
        the frequency, divided by (k1 + frequency), times POINTS, plus a half, floor.
        """
        return floor(rare * (self.saturation + 1.0) * frequency / (self.saturation + frequency) * POINTS + 0.5)

    def theme_points(self, held: int, having: int, weight: float = 1.0) -> int:
        """Return the points of one theme, the same for every entry that has it."""
        return self.points(rarity(held, having), self.theme * weight)


RANKING = Ranking()


def rarity(held: int, having: int) -> float:
    """Return the inverse document frequency (from 0, natural logarithm) of a word in `having` of `held` entries."""
    return log(1.0 + (held - having + 0.5) / (having + 0.5))


def worth(held: int, having: int) -> int:
    """Return what a part of a question is worth that `having` of `held` entries match: rarity in tenths, 0 for none."""
    return floor(rarity(held, having) * 10.0 + 0.5) if having else 0


def share(value: int, percent: int) -> int:
    """Return `percent` of some points, in whole points."""
    return value * percent // 100
