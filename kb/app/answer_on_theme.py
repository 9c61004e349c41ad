"""The answer on the theme of a question: its first findings in parts, before the list of all.

The parts are what went wrong, what was learned, what helped, what was recommended and what was done. A lesson that
tells of no failing was learned; it is no proof that something went wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from kb.app.finding_order import part_weights
from kb.core.counted_reviews import part_by_case, reviews_first
from kb.core.expressions import expression
from kb.core.model import FindingInContext, Kind, Polarity
from kb.vocabulary import Vocabulary
from search.plan.compile import plan
from search.understanding.implied_themes import theme_words
from search.understanding.part_coverage import SENTENCE_GAP, FoundText, held_parts
from search.understanding.question import UnderstoodQuestion
from search.understanding.thesaurus import thesaurus

PER_PART = 3  # findings, of different reviews as far as there are any
NEAR = 30  # findings, of which a question is answered that asks for more than its theme
NEAREST_ONES = 10  # findings, of which those of reviews stand before those of inspections
FEWEST_PARTS = 2  # with fewer the list of results says as much

_GOES_ON = expression(
    r"\b(?:continues?|remains?|(?:is|are) still)(?: to be)?(?: \w+){0,2} (?:issue|challenge|concern|problem)",
    re.IGNORECASE,
)
_WRONG = frozenset({Kind.CONCERN, Kind.MISSED_OPPORTUNITY})
_WELL = frozenset({Polarity.WORKING_WELL, Polarity.IMPROVING})


@dataclass(frozen=True, slots=True)
class ThemeAnswerPart:
    """One part of an answer on a theme, such as "What helped", with at most PER_PART findings."""

    name: str
    findings: tuple[FindingInContext, ...]


@dataclass(frozen=True, slots=True)
class ThemeAnswer:
    """What the library answers on a theme; the part with the nearest finding comes first."""

    label: str  # of the theme; "" where the vocabulary has it no more
    parts: tuple[ThemeAnswerPart, ...]
    questions: tuple[str, ...] = ()  # to ask of one's own practice, from the file of the theme


def _is_failing(one: FindingInContext) -> bool:
    """Return whether a finding tells that something went wrong; a concern that is already mending is not counted."""
    found = one.finding
    failed = found.kind is Kind.LESSON and found.polarity is Polarity.FAILING
    return failed or (found.kind in _WRONG and found.polarity not in _WELL)


def _is_learned(one: FindingInContext) -> bool:
    return one.finding.kind is Kind.LESSON and not _is_failing(one)


def _is_praise(one: FindingInContext) -> bool:
    return one.finding.kind is Kind.GOOD_PRACTICE


def _is_recommendation(one: FindingInContext) -> bool:
    return one.finding.kind is Kind.RECOMMENDATION


def _is_action(one: FindingInContext) -> bool:
    """Return whether something was done: a sentence among actions may only say that a problem goes on."""
    found = one.finding
    return found.kind is Kind.ACTION and found.polarity is not Polarity.FAILING and not _GOES_ON.search(found.text)


_PARTS: tuple[tuple[str, Callable[[FindingInContext], bool]], ...] = (
    ("What went wrong", _is_failing),
    ("What was learned", _is_learned),
    ("What helped", _is_praise),
    ("What was recommended", _is_recommendation),
    ("What was done", _is_action),
)


_WANTED_PARTS = {  # of the kinds that a question's words put first: "should have", "good", "what was done"
    Kind.MISSED_OPPORTUNITY: "What went wrong",
    Kind.CONCERN: "What went wrong",
    Kind.LESSON: "What was learned",
    Kind.GOOD_PRACTICE: "What helped",
    Kind.RECOMMENDATION: "What was recommended",
    Kind.ACTION: "What was done",
}


def answer_on_theme(
    understood: UnderstoodQuestion,
    theme: tuple[str, ...],
    nearest: tuple[FindingInContext, ...],
    vocabulary: Vocabulary,
) -> ThemeAnswer | None:
    """Return the answer from the nearest findings on a theme, or None where it is no question on one alone.

    `theme` has the slugs that stand for it. A question that asks for one kind of finding, or for a review, is answered
    by the list. One that says more than the name of its theme is answered by what is nearest to it: further down only
    the theme is shared. Among the nearest few, findings of reviews stand before those of inspections.
    """
    if not theme or understood.unanswered or understood.asked or understood.reviews or understood.none_of_kind:
        return None
    near = (*reviews_first(nearest[:NEAREST_ONES], vocabulary.service_types), *nearest[NEAREST_ONES:])
    near = near if set(theme) & set(understood.meant) else near[:NEAR]
    held = _telling_first([one for one in near if set(theme) & set(one.finding.themes)], understood, theme, vocabulary)
    found = [(name, _of_different_cases(filter(fits, held))) for name, fits in _PARTS]
    wanted = [_WANTED_PARTS[Kind(kind)] for kind in understood.kinds if Kind(kind) in _WANTED_PARTS]
    in_order = sorted(
        (part for part in found if part[1]), key=lambda part: (part[0] not in wanted, held.index(part[1][0]))
    )
    if len(in_order) < FEWEST_PARTS:
        return None
    stated = vocabulary.theme(theme[0])
    label, questions = (stated.label, stated.questions) if stated else ("", ())
    return ThemeAnswer(label, tuple(ThemeAnswerPart(name, tuple(some)) for name, some in in_order), questions)


def _telling_first(
    held: list[FindingInContext], understood: UnderstoodQuestion, theme: tuple[str, ...], vocabulary: Vocabulary
) -> list[FindingInContext]:
    """Put first what has, in one sentence, what a question asks beside its theme: "GPs at core groups".

    A word counts by how rare it is, in any way to say it. Words that only speak of the theme count nothing.
    """
    parts = plan(replace(understood.query, page=1, size=0), thesaurus(vocabulary)).parts
    of_theme = theme_words(vocabulary).values
    beside = {
        part: ways
        for part, ways in parts.items()
        if ways and not all(any(slug in of_theme.get(word, {}) for slug in theme) for word in ways[0])
    }
    weights = part_weights(beside)
    every = sum(weights.values())
    if not every:
        return held

    def share(one: FindingInContext) -> float:
        sentences = SENTENCE_GAP.split(one.finding.text)
        told = (held_parts(beside, {}, FoundText(sentence)) for sentence in sentences)
        return max(sum(weights.get(part, 0.0) for part in some) for some in told) / every

    return sorted(held, key=lambda one: -round(2 * share(one)))  # most of them, some, none: else the order stays


def _of_different_cases(found: Iterable[FindingInContext]) -> list[FindingInContext]:
    """Return the first few findings, one of each case before a second of any."""
    first, more = part_by_case(found)
    return [*first, *more][:PER_PART]
