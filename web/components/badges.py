"""Badges beside a finding that summarise other findings (answered, found again), and the colour of each stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kb.app.library import Library
from kb.core.model import FindingInContext, Kind
from kb.core.recurrence_values import ThreadStage
from kb.text import formatting
from web import urls
from web.components.cards import Badge

TONES = {
    ThreadStage.SAID: "grey",
    ThreadStage.RECOMMENDED: "blue",
    ThreadStage.ACTED: "green",
    ThreadStage.GOOD_PRACTICE: "green",
    ThreadStage.FOUND_AGAIN: "orange",
}


def badges_of_each(library: Library, holdings: Iterable[FindingInContext]) -> Mapping[str, tuple[Badge, ...]]:
    """Return badges for each finding from other findings, worded so as to accuse nobody."""
    held = tuple(holdings)
    answered = library.answered_of([one.finding.id for one in held if one.finding.kind is Kind.RECOMMENDATION])
    again = library.found_again([one.finding.id for one in held])
    return {
        one.finding.id: (*_answered_badges(one, answered), *_again(one, again.get(one.finding.id, 0))) for one in held
    }


def _answered_badges(holding: FindingInContext, answered: frozenset[str]) -> tuple[Badge, ...]:
    if holding.finding.kind is not Kind.RECOMMENDATION:
        return ()
    if holding.finding.id in answered:
        return (Badge("Action recorded", "blue"),)
    return (Badge("No action recorded in this library", "grey"),)


def _again(holding: FindingInContext, reviews: int) -> tuple[Badge, ...]:
    if not reviews:
        return ()
    return (Badge(f"Similar in {formatting.count_phrase(reviews, 'other source')}", "orange", urls.elsewhere(holding)),)


QUEUE_BADGES = {  # how far a file in the queue has come
    "waiting": Badge("Waiting", "grey"),
    "reading": Badge("Being read", "turquoise"),
    "kept": Badge("Added", "green"),
    "kept_with_notes": Badge("Added, with notes", "yellow"),
    "already_held": Badge("Already held", "grey"),
    "refused": Badge("Not added", "red"),
}
