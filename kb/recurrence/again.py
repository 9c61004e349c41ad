"""What "found again" means, in one place: for history, what came back, threads, follow-up, drafts, exports and the API.

A finding is found again by another where the two are linked (likeness above the strong line, or a person accepted the
pair; a pair that a person refused is not), stand in two reviews that are not proposed as one case, the later by date,
and the later one finds something wanting or asks for it. To share a theme is to be on the same theme, and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kb.core.model import FindingInContext, Kind, Polarity
from kb.core.recurrence_values import WANTING_KINDS, WANTING_OR_ASKING_KINDS
from kb.vocabulary.labels import when

Linked = Callable[[str, str], bool]


def found_after(earlier: FindingInContext, later: FindingInContext, kinds: frozenset[Kind] = WANTING_KINDS) -> bool:
    """Return whether a finding of another review, not counted with its own, is later and finds something wanting."""
    return (
        later.finding.kind in kinds
        and later.review.case_slug != earlier.review.case_slug
        and not (later.finding.kind is Kind.LESSON and later.finding.polarity is Polarity.WORKING_WELL)
        and is_later(when(later), when(earlier))
    )


def is_later(date: str, other: str) -> bool:
    """Return whether an ISO date, which may be a year or a month alone, is surely later than another; "" is no date."""
    known = min(len(date), len(other))
    return date[:known] > other[:known] > ""


def found_again(earlier: Iterable[FindingInContext], later: FindingInContext, linked: Linked) -> bool:
    """Return whether one of the earlier findings is found again by a later one."""
    return any(
        found_after(one, later, WANTING_OR_ASKING_KINDS) and linked(one.finding.id, later.finding.id) for one in earlier
    )


def is_praise(held: FindingInContext) -> bool:
    """Return whether a finding says what went well: it is counted apart from problems, lessons and recommendations."""
    return held.finding.kind is Kind.GOOD_PRACTICE or held.finding.polarity is Polarity.WORKING_WELL


def is_problem(held: FindingInContext) -> bool:
    """Return whether a finding is a problem, a lesson or a recommendation: what "recurs" counts."""
    return held.finding.kind in WANTING_OR_ASKING_KINDS and not is_praise(held)
