"""Derive the lines of likeness, "strong" and "near", from labelled pairs: how often what is above a line is one lesson.

Used by benchmarks/likeness.py. Every pair of labelled findings of two sources is judged: of one group, or of none. For
each line the precision of the pairs above it is told, and the line is the lowest that reaches the precision wanted. As
a check each pair is also judged by the line that is found without the groups in which it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.recurrence import EchoFinder
from kb.recurrence.one_lesson import is_one_lesson

LINES = (0.6, 0.65, 0.68, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0, 1.1, 1.2)
WANTED = {"strong": 0.65, "near": 0.9}  # share of the pairs above a line that are one lesson
WRITTEN = "judged pairs"  # the set of which half are near misses, written as such
FEWEST = 8  # pairs above a line without which its precision says nothing


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two labelled findings: whether they are one lesson, how like they are by the strong measure, their groups."""

    same: bool
    likeness: float  # without the names of agencies; 0 where the two are not one lesson by what they say
    groups: frozenset[str]


def labelled_pairs(
    echoes: EchoFinder, partners: Mapping[str, frozenset[str]], group: Mapping[str, str]
) -> list[LabelledPair]:
    """Return every pair of labelled findings of two reviews of which one at least has a partner."""
    measure, said = echoes._arrange(), echoes._said  # what is measured is what no one else may touch
    made: list[LabelledPair] = []
    for one in (id_ for id_ in partners if id_ in said):
        scores = dict(echoes.scores(one))
        for other in (id_ for id_ in group if id_ in said and (id_ > one or id_ not in partners)):
            a, b = said[one], said[other]
            if a.review != b.review:
                like = scores.get(other, 0.0) - measure.agencies_alike(a, b) if is_one_lesson(a, b) else 0.0
                made.append(LabelledPair(other in partners[one], like, frozenset((group[one], group[other])) - {""}))
    return made


def precision(pairs: Iterable[LabelledPair], line: float) -> tuple[int, int]:
    """Return how many pairs above a line are one lesson, and how many there are."""
    above = [one.same for one in pairs if one.likeness >= line]
    return sum(above), len(above)


def lowest_line(pairs: Sequence[LabelledPair], wanted: float) -> float:
    """Return the lowest line from which on enough pairs are one lesson; the highest where no line has enough."""
    for line in LINES:
        right, above = precision(pairs, line)
        if above >= FEWEST and right >= wanted * above:
            return line
    return LINES[-1]


def precision_left_out(pairs: Sequence[LabelledPair], wanted: float) -> tuple[int, int]:
    """Return the same as `precision`, each pair judged by the line found without its groups."""
    lines: dict[frozenset[str], float] = {}
    right = above = 0
    for one in pairs:
        if one.groups not in lines:
            lines[one.groups] = lowest_line([other for other in pairs if not other.groups & one.groups], wanted)
        if one.likeness >= lines[one.groups]:
            right, above = right + one.same, above + 1
    return right, above


def print_lines(sets: Mapping[str, Sequence[LabelledPair]]) -> None:
    """Print for each line how many pairs above it are one lesson, by set, and the lines found.

    The strong line goes by pairs as they come in documents; the near line by the written near misses as well.
    """
    every = [pair for pairs in sets.values() for pair in pairs]
    chosen = {"strong": [pair for name, pairs in sets.items() if name != WRITTEN for pair in pairs], "near": every}
    print(f"| line | {' | '.join(sets)} |\n|---|{'---|' * len(sets)}")
    for line in LINES:
        told = [f"{right} of {above}" for right, above in (precision(pairs, line) for pairs in sets.values())]
        print(f"| {line} | {' | '.join(told)} |")
    print()
    for name, wanted in WANTED.items():
        found = chosen[name] or every
        right, above = precision_left_out(found, wanted)
        print(
            f"{name.capitalize()}: the lowest line with a precision of {wanted} is {lowest_line(found, wanted)}; "
            f"judged by the line found without their own groups, {right} of {above} pairs above it are one lesson.\n"
        )
