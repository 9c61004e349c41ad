"""Recommendation follow-up: each recommendation with its answers, their status, and what was found later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.core.model import Answer, Echo, FindingInContext, Status
from kb.core.recurrence_values import WANTING_OR_ASKING_KINDS, FollowUp
from kb.recurrence.again import found_after
from kb.vocabulary.labels import when

_OF_SEVERAL = (  # which of several statuses stands for all, where nothing is done
    Status.OVERDUE,
    Status.NOT_MET,
    Status.NOT_STARTED,
    Status.UNCLEAR,
    Status.NO_RESPONSE,
    Status.NOT_ACCEPTED,
    Status.SUPERSEDED,
)


def follow_up(
    recommendation: FindingInContext,
    answers: Iterable[tuple[Answer, FindingInContext]],
    echoes: Iterable[tuple[Echo, FindingInContext]],
    repeated: Sequence[FindingInContext] = (),
) -> FollowUp:
    """Put together what is known of one recommendation; without an answer its status is "no evidence".

    `repeated` are its other printings in documents of the same review.
    """
    answered = tuple(sorted(answers, key=lambda pair: _document_order(pair[1])))
    saying = [recommendation.finding, *(held.finding for held in repeated), *(held.finding for _, held in answered)]
    return FollowUp(
        recommendation,
        answered,
        _status(answered),
        later_echoes(recommendation, echoes),
        tuple(repeated),
        next((one.owner for one in saying if one.owner), ""),
        next((one.due for one in saying if one.due), ""),
    )


def _document_order(held: FindingInContext) -> tuple[str, str, int]:
    return held.document.added, held.document.id, held.finding.span.start


def later_echoes(
    said: FindingInContext, echoes: Iterable[tuple[Echo, FindingInContext]]
) -> tuple[tuple[Echo, FindingInContext], ...]:
    """Return the echoes that were published after `said` and find or ask for something, oldest first."""
    found = [(echo, held) for echo, held in echoes if found_after(said, held, WANTING_OR_ASKING_KINDS)]
    return tuple(sorted(found, key=lambda pair: when(pair[1])))


def reported_complete(answers: Iterable[tuple[Answer, FindingInContext]]) -> bool:
    """Return whether every answer to a recommendation is reported complete, and there is one."""
    return _status(tuple(answers)).is_reached


def _status(answers: tuple[tuple[Answer, FindingInContext], ...]) -> Status:
    """Return how far all answers together say they came: complete only where each is, so that no one reads too much."""
    given = {held.finding.status or Status.UNCLEAR for _, held in answers}
    if not given:
        return Status.NO_RESPONSE
    if len(given) == 1:
        return given.pop()
    if all(status.is_reached for status in given):
        return Status.REPORTED_COMPLETE
    if any(status.is_reached or status.is_under_way for status in given):
        return Status.IN_PROGRESS
    return next(status for status in _OF_SEVERAL if status in given)
