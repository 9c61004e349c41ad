"""Which statements of a review's papers are actions because they answer what its report asked for.

A statement is held against the recommendations as an action would be (`answers_by_score`); it becomes one only where it
answers, together with the actions that are known. Its reason says so, and how it was read by itself, so that it can be
undone: where the report is withdrawn or the paper moved, the statement is again what it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kb.core.expressions import expression
from kb.core.inferred_actions import MARK, is_inferred
from kb.core.model import Answer, Finding, FindingInContext, Kind
from kb.recurrence.reprints import Reprints
from kb.recurrence.terms import Wording

_BY_ITSELF = "by itself"
_TURNED = expression(rf"^{MARK}.*?; {_BY_ITSELF} (?P<kind>[a-z_]+): (?P<why>.*)$", re.DOTALL)
_ROUNDS = 4  # times that candidates are left out that answer nothing; what is rare changes with them


def by_themselves(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of a document as they are without its review."""
    return tuple(plain for one in findings if (plain := _by_itself(one)) is not None)


def actions_that_answer(
    possible: Sequence[FindingInContext],
    review: Sequence[FindingInContext],
    answers: Sequence[Answer],
    wording: Wording | None = None,
) -> tuple[Finding, ...]:
    """Return those of the possible actions of papers that answer a recommendation of their review.

    `review` are the findings of the review as they are by themselves, `answers` the links within its documents. A
    possible action that was read as something else has the id of that finding.
    """
    held = {one.finding.id: one for one in review}
    left = list(possible)
    links: dict[str, Answer] = {}
    for _ in range(_ROUNDS):
        told = held | {one.finding.id: one for one in left}
        every = Reprints(told.values(), answers, wording).all_answers
        links = {link.action: link for link in every}
        done = _recommendations_with_actions(every, held)
        kept = [
            one
            for one in left
            if (link := links.get(one.finding.id)) and (one.document.id, link.recommendation) not in done
        ]
        if len(kept) == len(left):
            break
        left = [_as_inferred(one, links[one.finding.id]) for one in kept]
    return tuple(_with_reason(one.finding, links[one.finding.id], held.get(one.finding.id)) for one in left)


def _recommendations_with_actions(
    links: Sequence[Answer], held: Mapping[str, FindingInContext]
) -> frozenset[tuple[str, str]]:
    """Return for each document which recommendations an action of it answers that is one by itself.

    What the document tells of them besides is how it went, and stays a figure or a judgement.
    """
    own = ((link, held[link.action]) for link in links if link.action in held)
    return frozenset(
        (action.document.id, link.recommendation) for link, action in own if action.finding.kind is Kind.ACTION
    )


def _as_inferred(one: FindingInContext, link: Answer) -> FindingInContext:
    """Return a possible action as one that was inferred beside all that its paper tells: less is asked of it then."""
    return replace(one, finding=replace(one.finding, why=f"{MARK}{link.why}"))


def _with_reason(finding: Finding, link: Answer, read: FindingInContext | None) -> Finding:
    why = f"{MARK}{link.why}"
    if read is not None:
        why = f"{why}; {_BY_ITSELF} {read.finding.kind.value}: {read.finding.why}"
    return replace(finding, why=why)


def _by_itself(finding: Finding) -> Finding | None:
    if not is_inferred(finding):
        return finding
    turned = _TURNED.match(finding.why)
    return replace(finding, kind=Kind(turned["kind"]), why=turned["why"], status=None) if turned else None
