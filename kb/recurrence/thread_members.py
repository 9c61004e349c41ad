"""Which findings make a thread: what is tied to its first finding, what joins these, and what strays from them."""

from __future__ import annotations

from collections.abc import Sequence, Set

from kb.core.model import Echo, FindingInContext
from kb.core.recurrence_values import Confidence
from kb.recurrence.shared_matter import judges_a_service, matter_wanted, speaks_of_the_same
from kb.recurrence.ties import Ties
from kb.vocabulary import Vocabulary

LONGEST_THREAD = 40  # findings in a thread beside answers: one that holds half the library tells no lesson
JOINING_SHARE = 0.5  # share of a thread's findings to which one more must be linked, to join it


def tells_one_lesson(held: FindingInContext, gathered: Sequence[Echo], ties: Ties, vocabulary: Vocabulary) -> bool:
    """Return whether more than its links shows that a thread is one lesson.

    It is where one tie is of two that say nearly the same, or that a person accepted. Of three findings and more it is
    too where their sources share words that tell it, beside names; inspections must share rarer ones.
    """
    if any(ties.confidence(echo) is Confidence.STRONG for echo in gathered):
        return True
    every = [held, *(other for echo in gathered if (other := ties.holding(echo.echo)) is not None)]
    return len(every) > 2 and matter_wanted(every, vocabulary).is_shared(every, vocabulary)


def gather_echoes(
    held: FindingInContext, firm: Sequence[Echo], ties: Ties, told: Set[str], vocabulary: Vocabulary
) -> list[Echo]:
    """Return the echoes of a thread: those of its first finding, and what is linked to most of these as well.

    Where two of them say nearly the same, one that is not tied so firmly is left out if it is tied to one of the others
    alone, or is of an inspection and has no telling word of theirs.
    """
    gathered = {echo.echo: echo for echo in firm[:LONGEST_THREAD]}
    for one in list(gathered):
        for echo in ties.echoes(one) if len(gathered) > 1 else ():
            other = echo.echo
            if len(gathered) >= LONGEST_THREAD or other in gathered or other in told or other == held.finding.id:
                continue
            if ties.confidence(echo) is Confidence.SLIGHT or ties.word(echo) is False:
                continue
            ties_of_other = sum(ties.are_linked(other, member) for member in (held.finding.id, *gathered))
            if ties_of_other >= JOINING_SHARE * (len(gathered) + 1):
                gathered[other] = echo
    return _without_strays(held, list(gathered.values()), ties, vocabulary)


def _without_strays(held: FindingInContext, gathered: list[Echo], ties: Ties, vocabulary: Vocabulary) -> list[Echo]:
    """Return the echoes of a thread without those of strays, where it has a firm tie that makes it a thread.

    A long finding tells of several things: what is like it, and like nothing else here, may be like it in another of
    them. And what is like others in their agency, their themes and what such findings do may share no matter with them.
    """
    if not any(ties.confidence(echo) is Confidence.STRONG for echo in gathered):
        return gathered
    every = [held, *(other for echo in gathered if (other := ties.holding(echo.echo)) is not None)]
    known = {
        end for echo in gathered if ties.confidence(echo) is Confidence.STRONG for end in (echo.finding, echo.echo)
    }
    firm = [one for one in every if one.finding.id in known or _is_firm(one, every, ties)]
    strays = {one.finding.id for one in every if one not in firm and _is_stray(one, every, firm, ties, vocabulary)}
    return [echo for echo in gathered if echo.echo not in strays]


def _is_firm(one: FindingInContext, every: Sequence[FindingInContext], ties: Ties) -> bool:
    """Return whether a finding is firmly tied to one of several."""
    firm = {echo.echo for echo in ties.echoes(one.finding.id) if ties.confidence(echo) is Confidence.STRONG}
    return not firm.isdisjoint(other.finding.id for other in every)


def _is_stray(
    one: FindingInContext,
    every: Sequence[FindingInContext],
    firm: Sequence[FindingInContext],
    ties: Ties,
    vocabulary: Vocabulary,
) -> bool:
    """Return whether a finding that is not firmly tied tells another lesson than the firm ones, by all that shows."""
    if _is_tied_to_one(one, every, ties):
        return True
    return judges_a_service(one, vocabulary) and not speaks_of_the_same(one, _elsewhere(one, firm), vocabulary)


def _is_tied_to_one(one: FindingInContext, every: Sequence[FindingInContext], ties: Ties) -> bool:
    """Return whether of several findings of other reviews a finding is tied to one at most."""
    elsewhere = _elsewhere(one, every)
    return len(elsewhere) > 1 and sum(ties.are_linked(one.finding.id, other.finding.id) for other in elsewhere) < 2


def _elsewhere(one: FindingInContext, every: Sequence[FindingInContext]) -> list[FindingInContext]:
    """Return those of several findings that are of other reviews."""
    return [other for other in every if other.review.case_slug != one.review.case_slug]
