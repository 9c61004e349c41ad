from __future__ import annotations

from dataclasses import replace

from kb.cases.choice import choose
from kb.core.model import FindingInContext, Kind
from tests.exports.scenes import LESSON


def of_kind(kind: Kind, number: int) -> FindingInContext:
    held = LESSON
    return replace(held, finding=replace(held.finding, kind=kind, id=f"{kind.value}-{number}"))


def test_a_pack_begins_with_some_of_each_kind() -> None:
    every = [of_kind(kind, n) for kind in (Kind.RECOMMENDATION, Kind.LESSON, Kind.ACTION) for n in range(5)]
    every.append(of_kind(Kind.GOOD_PRACTICE, 0))
    chosen = [one.finding.id for one in choose(every, 5)]
    assert chosen == ["lesson-0", "lesson-1", "good_practice-0", "recommendation-0", "recommendation-1"]
