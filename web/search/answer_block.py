"""The answer to a question on a theme: the first findings on it, in parts.

What went wrong, what was learned, what helped and what was done. A lesson that tells of no failing was learned; it is
no proof that something went wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from kb.app.answer_question import AnsweredQuestion
from kb.core.counted_reviews import part_by_case, reviews_first
from kb.core.model import FindingInContext, Kind, Polarity
from kb.vocabulary import Vocabulary
from web.components.cards import Card
from web.search.state import SearchState

PER_PART = 3  # findings, of different reviews as far as there are any
NEAR = 30  # findings, of which a question is answered that asks for more than its theme
NEAREST_ONES = 10  # findings, of which those of reviews stand before those of inspections
FEWEST_PARTS = 2  # with fewer the list of results says as much

_GOES_ON = re.compile(
    r"\b(?:continues?|remains?|(?:is|are) still)(?: to be)?(?: \w+){0,2} (?:issue|challenge|concern|problem)",
    re.IGNORECASE,
)
_WRONG = frozenset({Kind.CONCERN, Kind.MISSED_OPPORTUNITY})
_WELL = frozenset({Polarity.WORKING_WELL, Polarity.IMPROVING})


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One part of an answer."""

    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """What the library answers on a theme, before all results."""

    theme: str
    parts: tuple[AnswerPart, ...]
    questions: tuple[str, ...] = ()  # to ask of one's own practice, from the list of themes and not from a review


def _is_failing(one: FindingInContext) -> bool:
    """Return whether a finding tells that something went wrong; a concern that is already mending is not counted."""
    found = one.finding
    failed = found.kind is Kind.LESSON and found.polarity is Polarity.FAILING
    return failed or (found.kind in _WRONG and found.polarity not in _WELL)


def _is_learned(one: FindingInContext) -> bool:
    return one.finding.kind is Kind.LESSON and not _is_failing(one)


def _is_praise(one: FindingInContext) -> bool:
    return one.finding.kind is Kind.GOOD_PRACTICE


def _is_action(one: FindingInContext) -> bool:
    """Return whether something was done: a sentence among actions may only say that a problem goes on."""
    found = one.finding
    return found.kind is Kind.ACTION and found.polarity is not Polarity.FAILING and not _GOES_ON.search(found.text)


_PARTS: tuple[tuple[str, Callable[[FindingInContext], bool]], ...] = (
    ("What went wrong", _is_failing),
    ("What was learned", _is_learned),
    ("What helped", _is_praise),
    ("What was done", _is_action),
)


def answer_on_theme(
    way: SearchState, answered: AnsweredQuestion, vocabulary: Vocabulary, make: Callable[[FindingInContext], Card]
) -> AnswerBlock | None:
    """Return the answer on the theme that a question names or means, on the first page of its words alone."""
    if answered.combined or answered.steps is None:
        return None
    if not way.is_plain or way.query.filters or way.signs.wants_page:
        return None
    theme = answered.steps.theme
    stated = vocabulary.theme(theme[0]) if theme else None
    label, questions = (stated.label, stated.questions) if stated else ("", ())
    nearest = reviews_first_of_nearest(answered.findings, vocabulary)
    return answer_block(answered, theme, label, nearest, make, questions)


def reviews_first_of_nearest(
    found: tuple[FindingInContext, ...], vocabulary: Vocabulary
) -> tuple[FindingInContext, ...]:
    """Return findings with those of reviews before those of inspections among the nearest few."""
    return (*reviews_first(found[:NEAREST_ONES], vocabulary.service_types), *found[NEAREST_ONES:])


def answer_block(
    answered: AnsweredQuestion,
    theme: tuple[str, ...],
    label: str,
    nearest: Iterable[FindingInContext],
    make: Callable[[FindingInContext], Card],
    questions: tuple[str, ...] = (),
) -> AnswerBlock | None:
    """Return the answer from the nearest findings on a theme, or None where it is no question on one alone.

    A question that asks for one kind of finding, or for a review, is answered by the list. One that says more than the
    name of its theme is answered by what is nearest to it: further down only the theme is shared. The part with the
    nearest finding comes first.
    """
    understood = answered.understood
    if not theme or understood.unanswered or understood.asked or understood.reviews or understood.none_of_kind:
        return None
    near = nearest if set(theme) & set(understood.meant) else islice(nearest, NEAR)
    held = [one for one in near if set(theme) & set(one.finding.themes)]
    found = [(name, _of_different_cases(filter(fits, held))) for name, fits in _PARTS]
    in_order = sorted((part for part in found if part[1]), key=lambda part: held.index(part[1][0]))
    parts = tuple(AnswerPart(name, tuple(map(make, some))) for name, some in in_order)
    return AnswerBlock(label, parts, questions) if len(parts) >= FEWEST_PARTS else None


def _of_different_cases(found: Iterable[FindingInContext]) -> list[FindingInContext]:
    """Return the first few findings, one of each case before a second of any."""
    first, more = part_by_case(found)
    return [*first, *more][:PER_PART]
