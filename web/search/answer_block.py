"""The answer to a question on a theme: the first findings on it, by what went wrong, what helped and what was done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kb.app.answer_question import AnsweredQuestion
from kb.core.model import FindingInContext, Kind, Polarity
from web.components.cards import Card

PER_PART = 3  # findings, of different reviews as far as there are any
FEWEST_PARTS = 2  # with fewer the list of results says as much

_GOES_ON = re.compile(
    r"\b(?:continues?|remains?|(?:is|are) still)(?: to be)?(?: \w+){0,2} (?:issue|challenge|concern|problem)",
    re.IGNORECASE,
)
_WRONG = frozenset({Kind.CONCERN, Kind.MISSED_OPPORTUNITY, Kind.LESSON})


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


def _is_failing(one: FindingInContext) -> bool:
    well = one.finding.polarity is Polarity.WORKING_WELL
    return one.finding.kind in _WRONG and not well


def _is_praise(one: FindingInContext) -> bool:
    return one.finding.kind is Kind.GOOD_PRACTICE


def _is_action(one: FindingInContext) -> bool:
    """Whether something was done: a sentence among actions may only say that a problem goes on."""
    found = one.finding
    return found.kind is Kind.ACTION and found.polarity is not Polarity.FAILING and not _GOES_ON.search(found.text)


_PARTS: tuple[tuple[str, Callable[[FindingInContext], bool]], ...] = (
    ("What went wrong", _is_failing),
    ("What helped", _is_praise),
    ("What was done", _is_action),
)


def answer_block(
    answered: AnsweredQuestion,
    theme: tuple[str, ...],
    label: str,
    nearest: Iterable[FindingInContext],
    make: Callable[[FindingInContext], Card],
) -> AnswerBlock | None:
    """Return the answer from the nearest findings on a theme, or None where it is no question on one alone.

    A question that asks for one kind of finding, or for a review, is answered by the list.
    """
    understood = answered.understood
    if not theme or understood.unanswered or understood.asked or understood.reviews or understood.none_of_kind:
        return None
    held = [one for one in nearest if set(theme) & set(one.finding.themes)]
    parts = tuple(
        AnswerPart(name, tuple(make(one) for one in _of_different_reviews(filter(fits, held)))) for name, fits in _PARTS
    )
    parts = tuple(part for part in parts if part.cards)
    return AnswerBlock(label, parts) if len(parts) >= FEWEST_PARTS else None


def _of_different_reviews(found: Iterable[FindingInContext]) -> list[FindingInContext]:
    """Return the first few findings, one of each review before a second of any."""
    listed = list(found)
    seen: set[str] = set()
    first: list[FindingInContext] = []
    more: list[FindingInContext] = []
    for one in listed:
        (more if one.review.slug in seen else first).append(one)
        seen.add(one.review.slug)
    return [*first, *more][:PER_PART]
