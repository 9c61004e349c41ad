"""How matches are scored: the numbers every engine shares, so that their orders can be compared exactly.

True BM25F: the frequencies of a word in the fields of an entry are weighted, evened out by the fields' lengths and
added up *before* saturation. The value of a word in an entry is then rounded to whole points; sums of whole points come out
the same in whatever order an engine adds them. Equal points are ordered by the entry's number. Measured in
kb/decisions/0040 and after.
"""

from __future__ import annotations

from math import floor, log

FIELDS = ("body", "heading", "title")  # in this order are the parts of one word's frequency added
WEIGHTS = {"body": 1.0, "heading": 1.0, "title": 0.5}
EVENING = {"body": 0.75, "heading": 0.75, "title": 0.75}  # "b": how much a field's length counts
SATURATION = 1.2  # "k1"
POINTS = 1024  # to one unit of BM25; a word of 1 million entries has at most 33,000 points

THEME_WEIGHT = 1.0  # of a theme's tag as a word of the scored field "themes"
PREFIX_POINTS = POINTS  # for every entry with a word that begins so; which of its words it was says little
ALTERNATIVE = 80  # per cent of its points that a synonym or the written-out form of an acronym brings
MISSPELT = 70  # per cent for a word that is near the one asked for, not it


def evening(field: str, length: int, average: float) -> float:
    """Return what one occurrence in a field of `length` words counts: less in long ones.

    `average` is the field's over all entries, those without it too; it is positive where a word occurs at all.
    """
    share = EVENING[field]
    return WEIGHTS[field] / (1.0 - share + share * (length / average))


def rarity(held: int, having: int) -> float:
    """Return the inverse document frequency of a word that `having` of the `held` entries have."""
    return log(1.0 + (held - having + 0.5) / (having + 0.5))


def points(rare: float, frequency: float) -> int:
    """Return the whole points of a word: its rarity times its weighted frequency, saturated.

    Engines that work on arrays do the same steps in 64-bit floats in the same order: rare * (k1 + 1) first, times the
    frequency, divided by (k1 + frequency), times POINTS, plus a half, floor.
    """
    return floor(rare * (SATURATION + 1.0) * frequency / (SATURATION + frequency) * POINTS + 0.5)


def share(value: int, percent: int) -> int:
    """Return `percent` of some points, in whole points."""
    return value * percent // 100
