"""How late the findings reach that hold all of a question: whether anything of later years says the same.

"GP attendance at conferences" is best answered by a count of 2013. A reader wants to know whether that is the last word
that this library has on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.core.model import FindingInContext, Review
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import publication_date
from search.plan.compile import plan
from search.port import Query
from search.understanding.part_coverage import FoundText, held_parts
from search.understanding.thesaurus import thesaurus

FEWEST, FEWEST_PARTS = 2, 2  # findings, and parts of a question, from which there is something to tell
_BEHIND = 3  # years by which the latest must stay behind the library's latest source


@dataclass(frozen=True, slots=True)
class LatestAnswer:
    """How many findings hold all of a question, the years over which they stretch, and the latest of them."""

    findings: int
    first: int
    last: int
    latest: FindingInContext


def latest_answer(
    query: Query, nearest: Sequence[FindingInContext], reviews: Iterable[Review], vocabulary: Vocabulary
) -> LatestAnswer | None:
    """Return how late the nearest findings reach that hold every part of a question in words or synonyms.

    None where there are fewer than two, where one has no date, or where they reach nearly as late as the library does:
    then there is nothing to tell.
    """
    parts = plan(replace(query, page=1, size=0), thesaurus(vocabulary)).parts
    if len(parts) < FEWEST_PARTS:
        return None
    held = [one for one in nearest if len(held_parts(parts, {}, _said(one))) == len(parts)]
    dated = sorted(((publication_date(one)[:4], at) for at, one in enumerate(held)))
    if len(dated) < FEWEST or not dated[0][0].isdigit():
        return None
    newest = max((one.year for one in reviews if one.year), default=0)
    first, last = int(dated[0][0]), int(dated[-1][0])
    latest = next(one for one in held if publication_date(one)[:4] == dated[-1][0])
    return LatestAnswer(len(held), first, last, latest) if newest - last >= _BEHIND else None


def _said(one: FindingInContext) -> FoundText:
    return FoundText(f"{' '.join(one.finding.heading)} {one.finding.text}")
