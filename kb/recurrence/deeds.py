"""Which findings tell of something done: only after one of these is a lesson found again "after action was taken"."""

from __future__ import annotations

import re

from kb.core.expressions import expression
from kb.core.model import FindingInContext, Kind, Polarity, Status
from kb.core.recurrence_values import ThreadStage

_DONE = expression(  # words for what was done, as evidence of a change tells it
    r"\b(?:introduc|issu|establish|launch|implement|develop|creat|revis|review|updat|redesign|re-?design|train|"
    r"deliver|commission|recruit|appoint|organis|organiz|agree|strengthen|embed|publish|adopt|start|extend|expand|"
    r"provid|chang|replac|restructur|reorganis|circulat|produc|appli|remind|assign|arrang|install)(?:ed|d)\b"
    r"|\b(?:set up|put in place|brought in|rolled out|taken on|written|rewritten|made changes|taken steps|built|"
    r"began|begun|held (?:training|workshops|briefings|sessions)|took action|(?:action|steps) (?:was|were|has been|"
    r"have been) taken)\b",
    re.IGNORECASE,
)
_NOTHING_DONE = frozenset(  # what an answer says that reports no action
    (Status.NOT_STARTED, Status.NO_RESPONSE, Status.NOT_ACCEPTED, Status.NOT_MET, Status.OVERDUE)
)


def acts(held: FindingInContext) -> bool:
    """Return whether a finding tells of something done.

    Evidence of how things stand or what is wanting does not, and no answer such as "We have no progress to report".
    """
    found = held.finding
    if found.kind is Kind.EVIDENCE:
        return found.polarity is not Polarity.FAILING and _DONE.search(found.text) is not None
    return found.kind is Kind.ACTION and found.status not in _NOTHING_DONE


def stage_of_answer(held: FindingInContext) -> ThreadStage:
    """Return the stage of what answers a recommendation: whether it tells of something done."""
    return ThreadStage.ACTED if acts(held) else ThreadStage.ANSWERED
