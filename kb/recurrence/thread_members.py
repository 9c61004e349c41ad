"""Which findings make a thread: what is tied to its first finding, what joins these, and what strays from them."""

from __future__ import annotations

from collections.abc import Sequence, Set

from kb.core.model import Echo, FindingInContext
from kb.core.recurrence_values import Confidence
from kb.recurrence.features import ASKING_KINDS
from kb.recurrence.shared_matter import shared_matter
from kb.recurrence.ties import Ties
from kb.vocabulary import Vocabulary

LONGEST_THREAD = 40  # findings in a thread beside answers: one that holds half the library tells no lesson
SHARED_LEAST = 1.0  # what findings share beside names (`shared_matter`) in a thread where no two say nearly the same
MATTER_WORDS = 25  # words up to which what is asked for is named, and not told
JOINING_SHARE = 0.5  # share of a thread's findings to which one more must be linked, to join it


def tells_one_lesson(held: FindingInContext, gathered: Sequence[Echo], ties: Ties, vocabulary: Vocabulary) -> bool:
    """Return whether more than its links shows that a thread is one lesson.

    It is where one tie is of two that say nearly the same, or that a person accepted. Of three findings and more it is
    too unless most of them share nothing but names: "the hub decides late" and "partners answer slowly" share the hub;
    or unless most ask in a few words, such as "the quality of records": they are alike in their matter.
    """
    if any(ties.confidence(echo) is Confidence.STRONG for echo in gathered):
        return True
    every = [held, *(other for echo in gathered if (other := ties.holding(echo.echo)) is not None)]
    if len(every) < 3 or 2 * sum(map(_only_names_a_matter, every)) > len(every):
        return False
    return shared_matter([one.finding.text for one in every], vocabulary) >= SHARED_LEAST


def _only_names_a_matter(held: FindingInContext) -> bool:
    """Return whether a finding asks for something in so few words that it does not say what was wrong with it."""
    return held.finding.kind in ASKING_KINDS and len(held.finding.text.split()) <= MATTER_WORDS


def gather_echoes(held: FindingInContext, firm: Sequence[Echo], ties: Ties, told: Set[str]) -> list[Echo]:
    """Return the echoes of a thread: those of its first finding, and what is linked to most of these as well.

    Where two of them say nearly the same, a finding that is tied to one of the others alone is left out.
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
    return _without_strays(held, list(gathered.values()), ties)


def _without_strays(held: FindingInContext, gathered: list[Echo], ties: Ties) -> list[Echo]:
    """Return the echoes of a thread without those of strays, where it has a firm tie that makes it a thread.

    A long finding tells of several things: what is like it, and like nothing else here, may be like it in another of
    them.
    """
    if not any(ties.confidence(echo) is Confidence.STRONG for echo in gathered):
        return gathered
    every = [held, *(other for echo in gathered if (other := ties.holding(echo.echo)) is not None)]
    strays = {one.finding.id for one in every if _is_stray(one, every, ties)}
    return [echo for echo in gathered if echo.echo not in strays]


def _is_stray(one: FindingInContext, every: Sequence[FindingInContext], ties: Ties) -> bool:
    """Return whether of several findings of other reviews a finding is tied to one at most, and not firmly."""
    own = one.finding.id
    elsewhere = {other.finding.id for other in every if other.review.case_slug != one.review.case_slug}
    if len(elsewhere) < 2 or sum(ties.are_linked(own, other) for other in elsewhere) > 1:
        return False
    firm = {echo.echo for echo in ties.echoes(own) if ties.confidence(echo) is Confidence.STRONG}
    return firm.isdisjoint(elsewhere)
