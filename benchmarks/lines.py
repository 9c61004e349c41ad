"""Derive the lines of likeness from judged pairs: how often what is above a line is one lesson.

Used by benchmarks/likeness.py. Pairs of labelled findings of two sources are judged by their groups, written pairs by
who wrote them, and pairs of published documents by a strict reader. A `LinkRule` links pairs of one sort from some
lines on; of all lines that are tried those are chosen that link most true pairs, less four for each wrong one, where
enough of all that they link are one lesson, over all sets and in each set of some size. As a check every pair is judged
by the lines that are found without a fifth of the groups, its own among them; a rule that then falls short is not used.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kb.recurrence import STRONG_LIKENESS, EchoFinder
from kb.recurrence.lesson_columns import LessonColumns
from kb.recurrence.links import BOTH_FIND_LESSONS, NEAR_WORDS
from kb.recurrence.one_lesson import are_one_lesson

FEWEST = 8  # pairs above a line without which its precision says nothing
SLACK = 0.1  # by which one set may fall short of what is wanted of all
FOLDS = 5
WRONG_COSTS = 4  # true links that one wrong one outweighs: a panel repeats it in public
Lines = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """Two findings of two reviews that contradict nowhere: whether they are one lesson, and in what they are alike."""

    same: bool
    likeness: float
    firm: float  # likeness without the names of agencies
    meant: float
    lessons: float
    words: float
    longest: int  # words of the longer
    asked: bool  # one asks for something and the other does not
    group: str  # what is left out together


@dataclass(frozen=True, slots=True)
class LinkRule:
    """A way to link pairs: which lines it has, what is tried for each, and what share of its links must be true."""

    name: str
    lines: tuple[str, ...]
    tried: tuple[tuple[float, ...], ...]
    links: Callable[[JudgedPair, Lines], bool]
    wanted: float


RULES = (
    LinkRule(
        "one asks for what the other finds wanting",
        ("strong", "asked_meaning"),
        ((0.75, 0.8, 0.85, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4), (0.0, 0.2, 0.25, 0.3, 0.35, 0.4)),
        lambda pair, at: pair.asked and pair.firm >= at[0] and pair.meant >= at[1],
        0.8,
    ),
    LinkRule(
        "both find, or both ask",
        ("alike", "alike_meaning", "alike_words"),
        ((0.75, 0.85, 0.95, 1.05, 1.2, 1.3, 1.45, 1.6), (0.0, 0.3, 0.39, 0.45, 0.5), (0.0, 0.2, 0.25, 0.3, 0.35, 0.4)),
        lambda pair, at: not pair.asked and pair.firm >= at[0] and pair.meant >= at[1] and pair.words >= at[2],
        0.8,
    ),
    LinkRule(
        "nearly the same",
        ("near", "near_meaning"),
        ((0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8), (0.0, 0.45, 0.5, 0.55, 0.58, 0.6, 0.62, 0.65)),
        lambda pair, at: pair.likeness >= at[0] and pair.meant >= at[1] and pair.words >= NEAR_WORDS,
        0.9,
    ),
    LinkRule(
        "two short ones, of which one asks",
        ("short_asked", "short_meaning", "short"),
        ((0.7, 0.75, 0.8, 0.9, 1.0, 1.1, 1.2), (0.0, 0.15, 0.2, 0.25, 0.3), (20, 30, 40)),
        lambda pair, at: pair.asked and pair.firm >= at[0] and pair.meant >= at[1] and pair.longest <= at[2],
        0.85,
    ),
    LinkRule(
        "two short ones that tell one known lesson",
        ("clear", "clear_meaning", "clear_short"),
        ((0.8, 0.85, 0.9, 0.95, 0.98, 0.99), (0.0, 0.2, 0.25, 0.3, 0.35), (20, 25, 30)),
        lambda pair, at: (
            (pair.asked or (pair.lessons >= BOTH_FIND_LESSONS and pair.words >= NEAR_WORDS))
            and pair.lessons >= at[0]
            and pair.likeness >= STRONG_LIKENESS
            and pair.meant >= at[1]
            and pair.longest <= at[2]
        ),
        0.85,
    ),
)


def measure_pairs(echoes: EchoFinder, judged: Iterable[tuple[str, str, bool, str]]) -> list[JudgedPair]:
    """Return what is alike in pairs, given with their verdict and their group; those that contradict are left out."""
    measure, said = echoes._arrange(), echoes._said  # what is measured is what no one else may touch
    scores: dict[str, dict[str, float]] = {}
    made: list[JudgedPair] = []
    for one, other, same, group in judged:
        if one not in said or other not in said or said[one].review == said[other].review:
            continue
        a, b = said[one], said[other]
        pair = LessonColumns.of([b]).compare(a, np.array([0]))
        if measure.is_formula(a) or measure.is_formula(b) or not are_one_lesson(pair)[0]:
            continue
        if one not in scores:
            scores[one] = dict(echoes.scores(one))
        like = scores[one].get(other, 0.0)
        made.append(
            JudgedPair(
                same,
                like,
                like - measure.agencies_alike(a, b),
                pair.meant.item(0),
                pair.lessons.item(0),
                measure.words_like(a, b),
                pair.longest.item(0),
                pair.asked.item(0),
                group,
            )
        )
    return made


def labelled_pairs(
    echoes: EchoFinder, partners: Mapping[str, frozenset[str]], group: Mapping[str, str]
) -> list[JudgedPair]:
    """Return every pair of labelled findings of two reviews of which one at least has a partner."""
    said = echoes._said
    return measure_pairs(
        echoes,
        (
            (one, other, other in partners[one], group[one] or group[other])
            for one in partners
            if one in said
            for other in group
            if other in said and (other > one or other not in partners)
        ),
    )


def _precision(pairs: Iterable[JudgedPair], rule: LinkRule, at: Lines) -> tuple[int, int]:
    """Return how many pairs that a rule links are one lesson, and how many it links."""
    linked = [one.same for one in pairs if rule.links(one, at)]
    return sum(linked), len(linked)


def choose_lines(sets: Mapping[str, Sequence[JudgedPair]], rule: LinkRule) -> Lines | None:
    """Return the best of the lines that are right often enough, wrong links weighed fourfold; None where none are."""
    best: tuple[int, int, Lines] | None = None
    meant = any(one.meant < 1 for pairs in sets.values() for one in pairs)  # else there is no encoder
    for at in itertools.product(*rule.tried):
        if not meant and at[1] > 0:
            continue
        told = [_precision(pairs, rule, at) for pairs in sets.values()]
        right, linked = sum(one for one, _ in told), sum(one for _, one in told)
        poor = any(all_ >= FEWEST and good < (rule.wanted - SLACK) * all_ for good, all_ in told)
        if linked < FEWEST or right < rule.wanted * linked or poor:
            continue
        found = (right - WRONG_COSTS * (linked - right), right, at)  # of equal ones the strictest
        if best is None or found > best:
            best = found
    return best[2] if best else None


def left_out(sets: Mapping[str, Sequence[JudgedPair]], rule: LinkRule) -> tuple[int, int]:
    """Return how many are one lesson of those linked by lines that were chosen without their groups."""
    right = linked = 0
    for fold in range(FOLDS):
        rest = {name: [one for one in pairs if _fold(one) != fold] for name, pairs in sets.items()}
        at = choose_lines(rest, rule)
        if at is not None:
            some = [one for pairs in sets.values() for one in pairs if _fold(one) == fold]
            good, all_ = _precision(some, rule, at)
            right, linked = right + good, linked + all_
    return right, linked


def _left_out_told(sets: Mapping[str, Sequence[JudgedPair]], rule: LinkRule) -> str:
    right, linked = left_out(sets, rule)
    return f"{right} of {linked}" + " (too few: not used)" * (right < (rule.wanted - SLACK) * linked)


def _fold(pair: JudgedPair) -> int:
    return zlib.crc32(pair.group.encode()) % FOLDS


def print_lines(sets: Mapping[str, Sequence[JudgedPair]], shipped: object) -> None:
    """Print for each rule the lines chosen, those shipped, and what they link in each set."""
    print(f"| rule | lines | {' | '.join(sets)} | without own groups |\n|---|---|{'---|' * len(sets)}---|")
    for rule in RULES:
        at = choose_lines(sets, rule)
        ship = tuple(float(getattr(shipped, name)) for name in rule.lines)
        for which, lines in (("chosen", at), ("shipped", ship)):
            if lines is None:
                print(f"| {rule.name} | none is right in {rule.wanted:.0%} |{' |' * (len(sets) + 1)}")
                continue
            told = [
                f"{right} of {linked}" for right, linked in (_precision(each, rule, lines) for each in sets.values())
            ]
            named = ", ".join(f"{name} {value:g}" for name, value in zip(rule.lines, lines, strict=True))
            check = _left_out_told(sets, rule) if which == "chosen" else ""
            print(f"| {rule.name} | {which}: {named} | {' | '.join(told)} | {check} |")
    print()
