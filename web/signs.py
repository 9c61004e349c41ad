"""Remarks beside findings that come from other findings: answered, found again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kb.model import Holding, Kind
from kb.recurrence import STRONG
from web import words
from web.cards import Sign

if TYPE_CHECKING:
    from kb.library import Library

_DEPTH = 20


def signs(library: Library, holdings: Iterable[Holding]) -> Mapping[str, tuple[Sign, ...]]:
    """Return for each finding what others say of it, in words that accuse nobody."""
    held = tuple(holdings)
    answered = {answer.recommendation for answer in library.all_answers()}
    return {one.finding.id: (*_answered(one, answered), *_again(library, one)) for one in held}


def _answered(holding: Holding, answered: set[str]) -> tuple[Sign, ...]:
    if holding.finding.kind is not Kind.RECOMMENDATION:
        return ()
    if holding.finding.id in answered:
        return (Sign("Action recorded", "blue"),)
    return (Sign("No action recorded here", "grey"),)


def _again(library: Library, holding: Holding) -> tuple[Sign, ...]:
    strong = [other for echo, other in library.echoes(holding.finding.id, _DEPTH) if echo.score >= STRONG]
    reviews = {other.review.slug for other in strong}
    return (Sign(f"Found again in {words.counted(len(reviews), 'review')}", "orange"),) if reviews else ()
