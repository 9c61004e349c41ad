"""Remarks beside findings that come from other findings: answered, found again; and the colour of each stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kb import phrasing
from kb.library import Library
from kb.model import Holding, Kind
from kb.recurring import Stage
from web import links
from web.cards import Sign

TONES = {
    Stage.SAID: "grey",
    Stage.RECOMMENDED: "blue",
    Stage.ACTED: "green",
    Stage.GOOD_PRACTICE: "green",
    Stage.FOUND_AGAIN: "orange",
}


def signs(library: Library, holdings: Iterable[Holding]) -> Mapping[str, tuple[Sign, ...]]:
    """Return for each finding what others say of it, in words that accuse nobody."""
    held = tuple(holdings)
    answered = {answer.recommendation for answer in library.all_answers()}
    again = library.found_again([one.finding.id for one in held])
    return {one.finding.id: (*_answered(one, answered), *_again(one, again.get(one.finding.id, 0))) for one in held}


def _answered(holding: Holding, answered: set[str]) -> tuple[Sign, ...]:
    if holding.finding.kind is not Kind.RECOMMENDATION:
        return ()
    if holding.finding.id in answered:
        return (Sign("Action recorded", "blue"),)
    return (Sign("No action recorded here", "grey"),)


def _again(holding: Holding, reviews: int) -> tuple[Sign, ...]:
    if not reviews:
        return ()
    return (Sign(f"Similar in {phrasing.counted(reviews, 'other review')}", "orange", links.elsewhere(holding)),)
